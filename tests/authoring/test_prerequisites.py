"""A module may ask for others first: a circle is refused when saving and when publishing, a quiz does not open before its time."""

import re
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.authoring import services
from app.authoring.models import DraftFile
from app.content.models import Module
from app.content.queries import module_by_slug, requirements
from app.content.services import store_version
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.training import services as training
from app.training.models import Attempt
from app.training.queries.progress import module_of, modules_of
from tests import factories as make
from tests.admin.team import as_
from tests.authoring import studio
from tests.authoring.packages import read
from tests.authoring.test_studio import SLUG, drafted, words
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.training.test_races import at_once, count


def asks(*slugs: str):
    """A module.yaml that asks for these."""
    listed = "".join(f"  - {one}\n" for one in slugs)
    return lambda text: text + f"requires:\n{listed}" if slugs else text


def published(at: Path, slug: str, *before: str) -> None:
    package = read(at, slug, module=asks(*before))
    write(lambda session: store_version(session, package, "folder", NOW))


@pytest.fixture
def context_(app: Flask):
    with app.app_context():
        yield app


def test_what_is_asked_for_is_kept_with_the_version(context_: Flask, tmp_path: Path) -> None:
    published(tmp_path, "un")
    published(tmp_path, "deux", "un")
    assert requirements(db.session) == {"un": [], "deux": ["un"]}


def test_publishing_a_circle_is_refused_and_named(context_: Flask, tmp_path: Path) -> None:
    published(tmp_path, "un", "trois")
    published(tmp_path, "deux", "un")
    with pytest.raises(DomainError) as refused:
        published(tmp_path, "trois", "deux")
    assert refused.value.code == "content.circle"
    assert refused.value.values == {"path": "trois → deux → un → trois"}
    assert db.session.query(Module).filter_by(slug="trois").first() is None


def test_two_published_at_once_make_no_circle(real_app: Flask, tmp_path: Path) -> None:
    with real_app.app_context():
        published(tmp_path, "un")
        published(tmp_path, "deux")
        packages = [
            read(tmp_path, slug, module=lambda text, o=other: asks(o)(text).replace("version: 1", "version: 2"))
            for slug, other in (("un", "deux"), ("deux", "un"))
        ]

    def act(number: int) -> int:
        return write(lambda session: store_version(session, packages[number], "folder", NOW) is not None)

    assert sorted(at_once(real_app, act, 2), key=str) == [True, "content.circle"]


def other_draft(app: Flask, tmp_path: Path, slug: str, *before: str) -> None:
    """An open draft of another module, that asks for these."""
    with app.app_context():
        person_id = studio.trainer(email=f"{slug}@exemple.fr")
        draft_id = studio.opened(tmp_path, person_id, slug)
        text = studio.texts(draft_id)["module.yaml"]
        studio.saved(person_id, draft_id, "module.yaml", asks(*before)(text))


def test_a_circle_through_open_drafts_is_refused_when_saving(app: Flask, samia: Browser, tmp_path: Path) -> None:
    address = drafted(samia)
    other_draft(app, tmp_path, "autre", SLUG)
    text = ""
    with app.app_context():
        text = studio.texts(int(address.rsplit("/", 1)[1]))["module.yaml"]
    sent = {"text": asks("autre")(text), "revision": "1"}
    page = samia.post(f"{address}/textes/module.yaml", sent)
    assert page.status_code == 409
    assert f"{SLUG} → autre → {SLUG}" in words(page.get_data(as_text=True))
    assert "requires:" in page.get_data(as_text=True), "what was typed is shown"
    told = samia.post(f"{address}/textes/module.yaml/enregistrer", {**sent, "tab": "t", "count": "1"})
    assert (told.status_code, told.get_json()["code"]) == (409, "content.circle")
    with app.app_context():
        assert studio.texts(int(address.rsplit("/", 1)[1]))["module.yaml"] == text


def test_the_form_offers_the_other_modules_and_keeps_what_is_typed(app: Flask, samia: Browser, tmp_path: Path) -> None:
    address = drafted(samia)
    with app.app_context():
        published(tmp_path, "autre")
    html = samia.text(f"{address}/module")
    assert 'value="autre"' in html
    assert f'value="{SLUG}"' not in html
    form = form_of_about(html)
    assert samia.post(f"{address}/module", {**form, "requires": "autre"}).status_code == 303
    assert 'value="autre" checked' in samia.text(f"{address}/module")
    assert "modules à réussir avant" in words(samia.text(f"{address}/changements"))
    other_draft_asks(app, SLUG)
    form = form_of_about(samia.text(f"{address}/module"))
    refused = samia.post(f"{address}/module", {**form, "title": "Titre en cours", "requires": "autre"})
    assert refused.status_code == 409
    assert "Titre en cours" in refused.get_data(as_text=True)
    assert samia.post(f"{address}/module", form).status_code == 303
    assert 'value="autre" checked' not in samia.text(f"{address}/module")


def other_draft_asks(app: Flask, slug: str) -> None:
    """The published « autre » has an open draft that asks for `slug`."""
    with app.app_context():
        person_id = studio.trainer(email="tiers@exemple.fr")
        draft_id = write(lambda s: services.open_draft(s, person_id, "autre", "a-autre", NOW))
        text = studio.texts(draft_id)["module.yaml"]

        def put(session: Session) -> None:  # as if it had been saved at the very same moment
            row = session.query(DraftFile).filter_by(draft_id=draft_id, name="module.yaml").one()
            row.text = asks(slug)(text)

        write(put)


def form_of_about(html: str) -> dict[str, str]:
    """What the form of module.yaml would send, nothing ticked."""
    found: dict[str, str] = {}
    for attributes in re.findall(r"<input([^>]*)>", html.partition("tu-entry")[2]):
        name, value = re.search(r'name="([^"]+)"', attributes), re.search(r'value="([^"]*)"', attributes)
        if name and 'type="checkbox"' not in attributes and name[1] != "csrf_token":
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', html, re.DOTALL):
        found[name] = unescape(text).lstrip("\n")
    return found


def test_a_quiz_waits_for_the_modules_before_it(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        published(tmp_path, "avant")
        published(tmp_path, "apres", "avant")
        tutor = make.person("tutor").id
    browser = as_(app, tutor)
    page = words(browser.text("/modules/apres"))
    assert "À réussir d’abord :" in page
    door = browser.text("/modules/apres/quiz")
    assert "Un autre module d’abord" in words(door)
    assert "Commencer le quiz" not in door
    assert browser.post("/modules/apres/quiz").status_code == 303
    assert browser.get("/modules/apres/lecons/lecon-1").status_code == 200
    with app.app_context():
        assert count(Attempt) == 0
        with pytest.raises(DomainError) as refused:
            write(lambda s: training.start_attempt(s, tutor, "apres", 1, NOW))
        assert refused.value.code == "training.requires"
        before = module_by_slug(db.session, "avant")
        passed(tutor, before)
        assert module_of(db.session, tutor, "apres", "fr", NOW).decision.state == "allowed"
        write(lambda s: training.start_attempt(s, tutor, "apres", 1, NOW))


def passed(person_id: int, module: Module) -> None:
    version = module.current
    assert version is not None
    values = {"module_id": module.id, "version_id": version.id, "substance": version.substance}
    sent = {"started_at": NOW, "submitted_at": NOW, "state": "submitted", "percent": 100, "passed": True}
    write(lambda session: session.add(Attempt(person_id=person_id, **values, **sent)))


def test_who_has_passed_goes_on_whatever_is_asked_since(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        published(tmp_path, "avant")
        published(tmp_path, "apres", "avant")
        tutor = make.person("tutor").id
        passed(tutor, module_by_slug(db.session, "apres"))
        assert module_of(db.session, tutor, "apres", "fr", NOW).decision.state == "allowed"


def test_a_module_that_is_gone_holds_nobody_back(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        published(tmp_path, "seul", "disparu")
        tutor = make.person("tutor").id
        assert module_of(db.session, tutor, "seul", "fr", NOW).decision.state == "allowed"


def test_what_is_asked_for_costs_no_query(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        published(tmp_path, "avant")
        published(tmp_path, "apres", "avant")
        tutor = make.person("tutor").id
    with app.app_context(), counted(app) as found:
        modules_of(db.session, tutor, "fr", NOW)
    assert found.n <= 5
