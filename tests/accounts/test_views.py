"""Signing in and out, links from mails, and one's account."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import hashing, services, views
from app.accounts.hashing import hashed, matches
from app.accounts.models import Person
from app.accounts.services import invite
from app.infra import clock
from app.infra.db import db, write
from tests import factories as make
from tests.conftest import NOW
from tests.mailbox import letters, path_in, text_of
from tests.pages import Browser

PASSWORD, OTHER = "quatre tilleuls bleus", "une autre phrase longue"
EMAIL = "claire@exemple.fr"
REFUSED = "ne vont pas ensemble"


@pytest.fixture(scope="module")
def stored() -> str:
    """The hash of PASSWORD, made once: it is slow on purpose."""
    return hashed(PASSWORD)


@pytest.fixture
def claire(app: Flask, stored: str) -> int:
    with app.app_context():
        return make.person("tutor", "trainer", email=EMAIL, password_hash=stored).id


def row(app: Flask, person_id: int) -> Person:
    with app.app_context():
        return db.session.get_one(Person, person_id)


def sign_in(browser: Browser, email: str = EMAIL, password: str = PASSWORD, **more: str):
    browser.get("/connexion")
    return browser.post("/connexion", {"email": email, "password": password, **more})


def is_in(browser: Browser) -> bool:
    return browser.get("/compte").status_code == 200


def test_the_right_password_opens_the_session(app: Flask, claire: int) -> None:
    browser = Browser(app)
    answer = sign_in(browser)
    assert (answer.status_code, answer.location) == (303, "/accueil")
    assert is_in(browser)
    assert row(app, claire).last_seen_at == NOW


def test_the_address_may_be_typed_in_any_case(app: Flask, claire: int) -> None:
    assert sign_in(Browser(app), " CLAIRE@Exemple.FR ").status_code == 303


def test_the_words_of_a_refusal_never_tell_whether_the_address_has_an_account(
    app: Flask, claire: int, stored: str
) -> None:
    with app.app_context():
        make.person("tutor", email="attend@exemple.fr", password_hash=stored, confirmed_at=None)
        make.person("tutor", email="suspendue@exemple.fr", password_hash=stored, suspended_at=NOW)
        make.person("tutor", email="effacee@exemple.fr", password_hash=stored, erased_at=NOW)
        make.person("tutor", email="invitee@exemple.fr", password_hash=None)
    said = set()
    for email, password in (
        (EMAIL, OTHER),
        ("inconnue@exemple.fr", PASSWORD),
        ("attend@exemple.fr", PASSWORD),
        ("suspendue@exemple.fr", PASSWORD),
        ("effacee@exemple.fr", PASSWORD),
        ("invitee@exemple.fr", PASSWORD),
    ):
        browser = Browser(app)
        answer = sign_in(browser, email, password)
        assert answer.status_code == 422
        assert not is_in(browser)
        html = answer.get_data(as_text=True)
        assert REFUSED in html
        said.add(html.replace(email, "…").replace(browser.token, "…"))
    assert len(said) == 1


def test_an_unknown_address_costs_as_much_time_as_a_known_one(
    app: Flask, claire: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One verification of a hash in both cases: counted, since clocks lie on a busy machine."""
    verified = []
    real = hashing._hasher

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            verified.append(stored)
            return real.verify(stored, password)

        def hash(self, password: str) -> str:
            return real.hash(password)

    monkeypatch.setattr(hashing, "_hasher", Counting())
    for email in (EMAIL, "inconnue@exemple.fr"):
        sign_in(Browser(app), email, OTHER)
    assert len(verified) == 2
    assert len({stored.rsplit("$", 2)[0] for stored in verified}) == 1, "the same parameters, so the same time"


def test_after_eight_wrong_passwords_an_account_waits_a_quarter_of_an_hour(app: Flask, claire: int) -> None:
    for _ in range(8):
        assert REFUSED in sign_in(Browser(app), password="faux mot de passe").get_data(as_text=True)
    blocked = sign_in(Browser(app))
    assert blocked.status_code == 422
    assert "Trop d’essais" in blocked.get_data(as_text=True)
    with clock.frozen(NOW + timedelta(minutes=15)):
        assert sign_in(Browser(app)).status_code == 303


def test_the_same_limit_holds_for_an_address_without_account(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "matches", lambda *_: False)
    for _ in range(8):
        sign_in(Browser(app), "inconnue@exemple.fr")
    assert "Trop d’essais" in sign_in(Browser(app), "inconnue@exemple.fr").get_data(as_text=True)


def test_a_success_forgets_the_tries_before_it(app: Flask, claire: int) -> None:
    for _turn in range(2):
        for _ in range(5):
            sign_in(Browser(app), password="faux mot de passe")
        assert sign_in(Browser(app)).status_code == 303


def test_one_network_address_is_limited_generously_across_accounts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "matches", lambda *_: False)
    browser = Browser(app)
    for n in range(200):
        sign_in(browser, f"a{n}@exemple.fr")
    assert "Trop d’essais" in sign_in(browser, "neuve@exemple.fr").get_data(as_text=True)


def test_a_failed_try_is_remembered_even_though_it_is_refused(app: Flask, claire: int) -> None:
    from app.infra.models import ThrottleMark

    sign_in(Browser(app), password="faux mot de passe")
    with app.app_context():
        assert len(db.session.scalars(select(ThrottleMark)).all()) == 2


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_sends_elsewhere(app: Flask, claire: int, target: str) -> None:
    browser = Browser(app)
    assert sign_in(browser, next=target).location in ("/", "/accueil")
    assert browser.get("/connexion", query_string={"next": target}).location in ("/", "/accueil")


def test_one_comes_back_to_the_page_that_was_asked_for(app: Flask, claire: int) -> None:
    browser = Browser(app)
    sent = browser.get("/compte/adresse?x=1")
    assert sent.location == "/connexion?next=/compte/adresse?x%3D1"
    assert 'value="/compte/adresse?x=1"' in browser.text(sent.location)
    assert sign_in(browser, next="/compte/adresse?x=1").location == "/compte/adresse?x=1"


def test_a_refused_post_does_not_ask_to_come_back_to_it(app: Flask) -> None:
    assert Browser(app).post("/deconnexion-partout").location == "/connexion"


def test_a_session_begins_afresh_so_that_none_can_be_planted(app: Flask, claire: int) -> None:
    browser = Browser(app)
    browser.get("/connexion")
    with browser.client.session_transaction() as cookies:
        cookies["planted"] = "x"
        before = cookies["csrf_token"]
    sign_in(browser)
    with browser.client.session_transaction() as cookies:
        assert "planted" not in cookies
        assert cookies.get("csrf_token") != before
        assert cookies.permanent


def test_the_session_cookie_cannot_be_read_by_scripts_nor_sent_from_elsewhere(app: Flask, claire: int) -> None:
    cookie = next(c for c in sign_in(Browser(app)).headers.getlist("Set-Cookie") if c.startswith("tutorat="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_pages_speak_the_person_s_language_after_signing_in(app: Flask, stored: str) -> None:
    with app.app_context():
        make.person("tutor", email="jo@exemple.fr", password_hash=stored, language="en")
    browser = Browser(app)
    sign_in(browser, "jo@exemple.fr")
    assert '<html lang="en"' in browser.text("/compte")


def test_signing_out_closes_this_browser_alone(app: Flask, claire: int) -> None:
    here, there = Browser(app), Browser(app)
    sign_in(here)
    sign_in(there)
    here.get("/compte")
    assert here.post("/deconnexion").location == "/"
    assert not is_in(here)
    assert is_in(there)


def test_signing_out_everywhere_closes_them_all(app: Flask, claire: int) -> None:
    here, there = Browser(app), Browser(app)
    sign_in(here)
    sign_in(there)
    here.get("/compte")
    assert here.post("/deconnexion-partout").location == "/connexion"
    assert not is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize(
    "change", [{"suspended_at": NOW}, {"erased_at": NOW}, {"confirmed_at": None}, {"session_version": 9}]
)
def test_an_open_session_ends_with_what_allowed_it(app: Flask, claire: int, change: dict[str, object]) -> None:
    browser = Browser(app)
    sign_in(browser)
    with app.app_context():

        def act(session):
            for name, value in change.items():
                setattr(session.get_one(Person, claire), name, value)

        write(act)
    assert not is_in(browser)


@pytest.mark.parametrize("key", ["", "x", "1", "1.x", "-1.0", "1.0.0", "999999999.0", "١.٠"])
def test_a_cookie_that_names_nobody_is_nobody(app: Flask, key: str) -> None:
    browser = Browser(app)
    with browser.client.session_transaction() as cookies:
        cookies["_user_id"] = key
    assert browser.get("/compte").status_code == 303


# A forgotten password.


def ask_reset(app: Flask, email: str = EMAIL) -> str:
    browser = Browser(app)
    browser.get("/mot-de-passe-oublie")
    answer = browser.post("/mot-de-passe-oublie", {"email": email})
    assert answer.status_code == 200
    return answer.get_data(as_text=True).replace(browser.token, "…")


def choose(app: Flask, link: str, password: str = OTHER):
    browser = Browser(app)
    browser.get(link)
    return browser.post(link, {"password": password})


def test_asking_says_the_same_whatever_the_address(app: Flask, claire: int) -> None:
    with app.app_context():
        make.person("tutor", email="suspendue@exemple.fr", suspended_at=NOW)
    assert len({ask_reset(app, email) for email in (EMAIL, "inconnue@exemple.fr", "suspendue@exemple.fr")}) == 1
    assert [m["To"] for m in letters(app)] == [EMAIL]


def test_the_link_sets_a_password_once_and_closes_every_session(app: Flask, claire: int) -> None:
    open_before = Browser(app)
    sign_in(open_before)
    ask_reset(app)
    link = path_in(letters(app)[0])
    assert Browser(app).get(link).status_code == 200
    assert is_in(open_before), "opening the link changes nothing"
    assert choose(app, link).location == "/connexion"
    assert not is_in(open_before)
    assert matches(row(app, claire).password_hash, OTHER)
    assert Browser(app).get(link).status_code == 410
    assert [m["Subject"] for m in letters(app)] == ["Votre mot de passe a changé"]


def test_two_links_asked_for_are_both_spent_by_the_first_used(app: Flask, claire: int) -> None:
    ask_reset(app)
    ask_reset(app)
    first, second = (path_in(m) for m in letters(app))
    choose(app, first)
    assert Browser(app).get(second).status_code == 410


def test_the_link_lasts_an_hour(app: Flask, claire: int) -> None:
    ask_reset(app)
    link = path_in(letters(app)[0])
    with clock.frozen(NOW + timedelta(hours=1)):
        assert Browser(app).get(link).status_code == 410


def test_a_poor_password_is_refused_there_too_and_the_link_stays_good(app: Flask, claire: int) -> None:
    ask_reset(app)
    link = path_in(letters(app)[0])
    assert choose(app, link, "azertyuiop123").status_code == 422
    assert choose(app, link).status_code == 303


def test_the_link_proves_the_address_of_someone_who_never_confirmed(app: Flask, stored: str) -> None:
    with app.app_context():
        waiting = make.person("tutor", email="attend@exemple.fr", password_hash=stored, confirmed_at=None).id
    ask_reset(app, "attend@exemple.fr")
    choose(app, path_in(letters(app)[0]))
    assert row(app, waiting).confirmed_at == NOW


def test_a_new_password_lifts_the_wait_of_too_many_tries(app: Flask, claire: int) -> None:
    for _ in range(8):
        sign_in(Browser(app), password="faux mot de passe")
    ask_reset(app)
    choose(app, path_in(letters(app)[0]))
    assert sign_in(Browser(app), password=OTHER).status_code == 303


def test_reset_messages_are_limited_in_silence(app: Flask, claire: int) -> None:
    assert len({ask_reset(app) for _ in range(7)}) == 1
    assert len(letters(app)) == 4


def test_an_invitation_opens_an_account_with_its_role(app: Flask) -> None:
    with app.app_context():
        invited = write(
            lambda s: invite(
                s,
                email="nadia@exemple.fr",
                first_name="Nadia",
                last_name="N",
                role="trainer",
                language="fr",
                actor_id=None,
                now=NOW,
            )
        )
    letter = letters(app)[0]
    assert letter["Subject"] == "Votre accès à Tutorat"
    choose(app, path_in(letter))
    found = row(app, invited)
    assert found.confirmed_at == NOW
    browser = Browser(app)
    assert sign_in(browser, "nadia@exemple.fr", OTHER).status_code == 303
    assert is_in(browser)


def test_an_invitation_to_someone_who_has_an_account_adds_the_role_and_changes_nothing_else(
    app: Flask, claire: int
) -> None:
    before = row(app, claire).password_hash
    with app.app_context():
        write(
            lambda s: invite(
                s,
                email=EMAIL.upper(),
                first_name="X",
                last_name="Y",
                role="admin",
                language="en",
                actor_id=None,
                now=NOW,
            )
        )
    found = row(app, claire)
    assert {g.role for g in found.grants} == {"tutor", "trainer", "admin"}
    assert (found.password_hash, found.first_name, found.language) == (before, "Claire", "fr")
    assert letters(app) == []


# « Mon compte ».


@pytest.fixture
def account(app: Flask, claire: int) -> Browser:
    browser = Browser(app)
    sign_in(browser)
    browser.get("/compte")
    return browser


def test_name_and_language_are_changed(app: Flask, claire: int, account: Browser) -> None:
    answer = account.post("/compte", {"first_name": " Clara ", "last_name": "Durand", "language": "en"})
    assert answer.status_code == 303
    found = row(app, claire)
    assert (found.first_name, found.last_name, found.name_key, found.language) == (
        "Clara",
        "Durand",
        "durand clara",
        "en",
    )


def test_an_empty_name_is_refused_and_what_was_typed_kept(account: Browser) -> None:
    answer = account.post("/compte", {"first_name": "", "last_name": "Durand", "language": "fr"})
    assert answer.status_code == 422
    assert 'value="Durand"' in answer.get_data(as_text=True)


def test_a_new_password_keeps_this_session_and_closes_the_others(app: Flask, claire: int, account: Browser) -> None:
    other = Browser(app)
    sign_in(other)
    account.get("/compte/mot-de-passe")
    answer = account.post("/compte/mot-de-passe", {"current": PASSWORD, "password": OTHER})
    assert answer.location == "/compte"
    assert is_in(account)
    assert not is_in(other)
    assert [m["Subject"] for m in letters(app)] == ["Votre mot de passe a changé"]


def test_the_present_password_is_asked_for(app: Flask, claire: int, account: Browser) -> None:
    for url, data in (
        ("/compte/mot-de-passe", {"current": "faux", "password": OTHER}),
        ("/compte/adresse", {"current": "faux", "email": "nouvelle@exemple.fr"}),
    ):
        account.get(url)
        answer = account.post(url, data)
        assert answer.status_code == 422
        assert "pas votre mot de passe actuel" in answer.get_data(as_text=True)
    assert matches(row(app, claire).password_hash, PASSWORD)
    assert letters(app) == []


def ask_address(account: Browser, email: str) -> None:
    account.get("/compte/adresse")
    assert account.post("/compte/adresse", {"current": PASSWORD, "email": email}).location == "/compte"


def link_to(app: Flask, email: str) -> str:
    """The link in the one message that `email` received."""
    (letter,) = [letter for letter in letters(app) if letter["To"] == email]
    return path_in(letter)


def test_a_new_address_serves_once_its_link_is_used(app: Flask, claire: int, account: Browser) -> None:
    ask_address(account, "nouvelle@exemple.fr")
    link = link_to(app, "nouvelle@exemple.fr")
    visitor = Browser(app)
    visitor.get(link)
    assert row(app, claire).email == EMAIL
    visitor.post(link)
    found = row(app, claire)
    assert (found.email, found.email_key, found.pending_email) == ("nouvelle@exemple.fr", "nouvelle@exemple.fr", None)
    assert Browser(app).get(link).status_code == 410
    assert not is_in(visitor), "a link signs nobody in"


def test_asking_for_another_replaces_the_former_link(app: Flask, claire: int, account: Browser) -> None:
    ask_address(account, "une@exemple.fr")
    link = link_to(app, "une@exemple.fr")
    ask_address(account, "deux@exemple.fr")
    assert Browser(app).get(link).status_code == 410


def test_an_address_that_is_taken_gets_silence_and_tells_nothing(app: Flask, claire: int, account: Browser) -> None:
    with app.app_context():
        make.person("tutor", email="prise@exemple.fr")
    ask_address(account, "prise@exemple.fr")
    assert [letter["To"] for letter in letters(app)] == [EMAIL]  # the warning, as for any other
    assert row(app, claire).pending_email is None


def test_an_address_taken_in_the_meantime_is_refused_at_the_link(app: Flask, claire: int, account: Browser) -> None:
    ask_address(account, "nouvelle@exemple.fr")
    link = link_to(app, "nouvelle@exemple.fr")
    with app.app_context():
        make.person("tutor", email="nouvelle@exemple.fr")
    visitor = Browser(app)
    visitor.get(link)
    assert visitor.post(link).status_code == 410
    assert row(app, claire).email == EMAIL


def test_the_address_in_service_is_warned_and_a_new_password_stops_the_change(
    app: Flask, claire: int, account: Browser
) -> None:
    ask_address(account, "intrus@exemple.fr")
    sent = {letter["To"]: letter for letter in letters(app)}
    assert set(sent) == {EMAIL, "intrus@exemple.fr"}
    assert "Ce n’était pas moi" in text_of(sent[EMAIL])
    assert "intrus@" not in text_of(sent[EMAIL])  # the mail may be read by others
    link = path_in(sent["intrus@exemple.fr"])
    with app.app_context():
        write(lambda session: services.change_password(session, claire, hashed("un autre mot bien long"), NOW))
    visitor = Browser(app)
    assert visitor.get(link).status_code == 410
    assert visitor.post(link).status_code == 410
    assert row(app, claire).email == EMAIL


def test_the_demonstration_shows_its_accounts_and_nothing_else_does(tmp_path, engine_name: str) -> None:
    from tests.conftest import closed, make_app, new_database

    shown = {}
    for mode in ("development", "demonstration"):
        app = make_app(new_database(engine_name, tmp_path), tmp_path, MODE=mode)
        shown[mode] = "Comptes de démonstration" in Browser(app).text("/connexion")
        closed(app)
    assert shown == {"development": False, "demonstration": True}
