"""What every answer carries, the switches of language and theme, redirects that never leave, and the error pages."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort, request

import config
from app import create_app
from app.infra import assets
from app.infra.access import enforce, public
from app.infra.db import Busy
from app.infra.errors import DomainError, NotYours
from app.infra.headers import POLICY
from app.infra.logs import masked
from app.infra.web import here
from tests.conftest import closed, make_app, new_database, settings_for
from tests.infra.test_config import SAFE
from tests.pages import Browser


def test_the_policy_allows_nothing_from_elsewhere_and_nothing_inline() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "default-src 'none'" in POLICY
    for directive in ("script-src", "style-src", "form-action", "connect-src", "font-src"):
        assert f"{directive} 'self'" in POLICY
    for directive in ("frame-ancestors", "base-uri"):
        assert f"{directive} 'none'" in POLICY


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/", 200),
        ("/aide", 200),
        ("/statistiques.csv", 200),
        ("/sante", 200),
        ("/compte", 303),
        ("/nulle-part", 404),
        ("/classes/1", 303),
        ("/lien/confirmation/x", 404),
        ("/static/nulle-part", 404),
    ],
)
def test_every_answer_carries_the_policy_and_is_kept_by_no_cache(browser: Browser, url: str, status: int) -> None:
    answer = browser.get(url)
    assert answer.status_code == status
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_static_files_carry_the_policy_and_are_kept_for_ever(app: Flask, browser: Browser) -> None:
    url = app.jinja_env.globals["static_url"]("img/favicon.svg")
    answer = browser.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer.headers
    answer.close()


def test_pages_behind_a_signed_link_are_never_indexed_nor_told_to_others(browser: Browser) -> None:
    answer = browser.get("/lien/confirmation/x")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "X-Robots-Tag" not in browser.get("/aide").headers


def test_the_token_of_a_link_never_reaches_the_logs() -> None:
    assert masked("/lien/mot-de-passe/SECRET.x-y_z") == "/lien/mot-de-passe/…"
    assert masked("/classes/12") == "/classes/12"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "http:/evil.example",
        "",
        None,
    ],
)
def test_a_form_never_sends_a_person_elsewhere(target: str | None) -> None:
    assert here(target) == "/"


@pytest.mark.parametrize("target", ["/aide", "/classes/3?etat=to_draw", "/"])
def test_an_address_of_this_site_is_kept(target: str) -> None:
    assert here(target) == target


def test_the_language_follows_the_browser_then_the_choice(browser: Browser) -> None:
    assert '<html lang="en"' in browser.get("/aide", headers={"Accept-Language": "en-GB"}).get_data(as_text=True)
    assert '<html lang="fr"' in browser.get("/aide", headers={"Accept-Language": "de"}).get_data(as_text=True)
    answer = browser.post("/langue", {"lang": "en", "next": "/aide"})
    assert (answer.status_code, answer.location) == (303, "/aide")
    assert '<html lang="en"' in browser.text("/aide")
    browser.post("/langue", {"lang": "klingon", "next": "https://evil.example"})
    assert '<html lang="fr"' in browser.text("/aide")


def test_the_theme_is_kept_in_a_cookie(browser: Browser) -> None:
    assert 'data-theme="system"' in browser.text("/aide")
    answer = browser.post("/theme", {"theme": "dark", "next": "//evil.example"})
    assert answer.location == "/"
    assert 'data-theme="dark"' in browser.text("/aide")
    browser.post("/theme", {"theme": '"><script>'})
    assert 'data-theme="system"' in browser.text("/aide")


def raising(app: Flask, error: Exception) -> Browser:
    """A browser on `app`, whose page /test raises."""

    @public
    def view() -> str:
        raise error

    app.add_url_rule("/test", "test", view)
    return Browser(app)


@pytest.fixture
def own_app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    app = make_app(new_database(engine_name, tmp_path), tmp_path)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.config["TESTING"] = False
    yield app
    closed(app)


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (DomainError("link.spent"), 410, "Ce lien a déjà servi"),
        (DomainError("csv.too_large", megabytes=2), 413, "dépasse 2"),
        (NotYours(), 404, "Cette page n’existe pas"),
        (Busy(), 503, "Rien n’a été enregistré"),
        (ValueError("secret"), 500, "de notre côté"),
    ],
)
def test_each_refusal_is_a_page_that_says_what_to_do(own_app: Flask, error: Exception, status: int, words: str) -> None:
    logging.getLogger(own_app.name).disabled = True
    page = raising(own_app, error).get("/test")
    html = page.get_data(as_text=True)
    assert page.status_code == status
    assert words in html
    assert "secret" not in html
    assert 'href="/' in html


@pytest.mark.parametrize("code", [400, 403, 404, 405, 413, 415, 429, 500, 503])
def test_every_status_has_words(own_app: Flask, code: int) -> None:
    @public
    def view() -> str:
        abort(code)

    own_app.add_url_rule("/test", "test", view)
    page = Browser(own_app).get("/test")
    assert page.status_code == code
    assert "<h1" in page.get_data(as_text=True)


def test_every_refusal_that_code_can_raise_has_a_sentence_and_a_way_out(shared_app: Flask) -> None:
    root = Path(assets.__file__).parent.parent
    raised = {
        code for path in root.rglob("*.py") for code in re.findall(r'DomainError\(\s*"([a-z_.]+)"', path.read_text())
    }
    sentences = shared_app.extensions["registry"].merged("words", "SENTENCES")
    assert raised - sentences.keys() == set()
    assert {s.endpoint for s in sentences.values()} - set(shared_app.view_functions) == set()
    assert all(400 <= s.status < 500 for s in sentences.values())


def test_a_route_that_declares_no_role_stops_the_application(own_app: Flask) -> None:
    own_app.add_url_rule("/oubliee", "oubliee", lambda: "x")
    with pytest.raises(RuntimeError, match="oubliee"):
        enforce(own_app, lambda _roles: None)


def test_a_form_without_its_token_is_refused(browser: Browser) -> None:
    answer = browser.client.post("/langue", data={"lang": "en"})
    assert answer.status_code == 400
    assert "trop longtemps" in answer.get_data(as_text=True)
    assert "langue=en" not in answer.headers.get("Set-Cookie", "")


def test_a_long_text_is_given_back_to_whoever_wrote_it_here(browser: Browser) -> None:
    """The session ended while they wrote: nothing is kept, nothing is lost."""
    written = "Une leçon écrite pendant deux heures, <b>puis</b> la session s’est terminée."
    form = {"text": written, "password": "un mot de passe vraiment très long pour un test", "lang": "en"}
    ours = browser.client.post("/langue", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    html = ours.get_data(as_text=True)
    assert "leçon écrite pendant deux heures, &lt;b&gt;puis&lt;/b&gt;" in html
    assert "mot de passe vraiment" not in html
    for site in ("cross-site", "none", None):
        elsewhere = browser.client.post("/langue", data=form, headers={"Sec-Fetch-Site": site} if site else {})
        assert "deux heures" not in elsewhere.get_data(as_text=True)


def test_canary_without_the_guard_the_same_form_gets_through(own_app: Flask) -> None:
    own_app.config["WTF_CSRF_ENABLED"] = False
    assert Browser(own_app).client.post("/langue", data={"lang": "en"}).status_code == 303


def test_the_mailbox_page_exists_in_development_and_never_in_production(tmp_path: Path, app: Flask) -> None:
    assert "mailbox.messages" in app.view_functions
    production = config.load({**SAFE, "INSTANCE": str(tmp_path)})
    built = create_app({**production, "RATELIMIT_ENABLED": False})
    assert "mailbox.messages" not in built.view_functions
    assert Browser(built).client.get("/courriels").status_code == 404
    closed(built)


def test_production_answers_ask_for_https_from_then_on(tmp_path: Path) -> None:
    built = create_app({**config.load({**SAFE, "INSTANCE": str(tmp_path)}), "RATELIMIT_ENABLED": False})
    assert "max-age" in built.test_client().get("/courriels").headers["Strict-Transport-Security"]
    closed(built)


def test_behind_a_trusted_proxy_the_address_is_the_visitor_s_and_otherwise_a_header_is_not_believed(
    tmp_path: Path, engine_name: str
) -> None:
    seen = []
    for hops in (0, 1):
        app = create_app(settings_for(new_database(engine_name, tmp_path), tmp_path, TRUSTED_PROXIES=hops))

        @public
        def view() -> str:
            seen.append(request.remote_addr)
            return "x"

        app.add_url_rule("/test", "test", view)
        app.test_client().get("/test", headers={"X-Forwarded-For": "203.0.113.7"})
        closed(app)
    assert seen == ["127.0.0.1", "203.0.113.7"]
