"""The life of what is published: which version is read and which were replaced, what differs, a module retired and put back."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from flask import Flask

from app.authoring import services
from app.authoring.queries.versions import between, history, version_of
from app.content.queries import module_by_slug, path_modules
from app.infra import settings
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.models import AuditEvent
from app.training.settings import REQUIRED_MODULES
from tests import factories as make
from tests.admin.team import as_
from tests.authoring import studio
from tests.authoring.packages import published, read, version
from tests.authoring.test_studio import words
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser

LATER = NOW + timedelta(days=30)
SLUG, MODULE = studio.SLUG, f"/formation/modules/{studio.SLUG}"
SECOND = "Une page a changé"


@pytest.fixture
def context_(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app


@pytest.fixture
def samia(context_: Flask, tmp_path: Path) -> Browser:
    """A trainer's browser, two versions of a module being published."""
    two_versions(tmp_path)
    return as_(context_, studio.trainer())


def two_versions(at: Path) -> None:
    published(read(at))
    changed = read(at, module=lambda text: version(2)(text).replace("minutes: ", "minutes: 1", 1))
    published(changed, LATER)


def retired(person_id: int, slug: str = SLUG) -> None:
    write(partial(services.retire, person_id=person_id, slug=slug, now=NOW))


def test_a_version_is_retired_the_day_the_next_one_is_published(context_: Flask, tmp_path: Path) -> None:
    two_versions(tmp_path)
    found = history(db.session, module_by_slug(db.session, SLUG))
    assert [(one.version.number, one.until) for one in found] == [(2, None), (1, LATER)]


def test_what_differs_between_two_published_versions_is_told_thing_by_thing(context_: Flask, tmp_path: Path) -> None:
    two_versions(tmp_path)
    module = module_by_slug(db.session, SLUG)
    first, second = (version_of(db.session, module.id, number) for number in (1, 2))
    assert [one.path for one in between(first, second) or []] == ["module"]
    assert between(first, first) == []
    write(lambda session: setattr(version_of(session, module.id, 1), "files", {}))
    assert between(version_of(db.session, module.id, 1), version_of(db.session, module.id, 2)) is None


def test_the_pages_say_which_version_is_read_and_what_each_changed(samia: Browser) -> None:
    page = words(samia.text(MODULE))
    assert "Version 2 en vigueur" in page
    assert "Version 1 retirée le" in page
    second = words(samia.text(f"{MODULE}/versions/2"))
    assert "De la version 1 à la version 2" in second
    assert "1 changement" in second
    assert "première version publiée" in words(samia.text(f"{MODULE}/versions/1"))
    assert "De la version 1 à la version 2" in words(samia.text(f"{MODULE}/versions/1?avec=2"))
    assert samia.get(f"{MODULE}/versions/9").status_code == 404
    assert samia.get(f"{MODULE}/versions/2?avec=9").status_code == 404


def test_a_module_is_retired_after_a_question_and_put_back(samia: Browser) -> None:
    assert "Personne ne l’a encore réussi" in words(samia.text(f"{MODULE}/retirer"))
    assert samia.post(f"{MODULE}/retirer").status_code == 303
    assert samia.post(f"{MODULE}/retirer").status_code == 303, "a double click changes nothing more"
    assert path_modules(db.session) == []
    assert "Retiré le" in words(samia.text(MODULE))
    assert "Modules retirés" in words(samia.text("/formation/modules"))
    assert samia.post(f"{MODULE}/remettre").status_code == 303
    db.session.expire_all()
    assert [one.slug for one in path_modules(db.session)] == [SLUG]
    codes = [one.code for one in db.session.query(AuditEvent).filter_by(object_type="module").order_by(AuditEvent.id)]
    assert codes == ["authoring.retired", "authoring.put_back"]


def test_a_module_that_validation_asks_for_is_not_retired(context_: Flask, tmp_path: Path) -> None:
    two_versions(tmp_path)
    person_id = studio.trainer()
    write(lambda session: settings.change(session, REQUIRED_MODULES, [SLUG], NOW, since=NOW, reason="", actor_id=None))
    with pytest.raises(DomainError) as refused:
        retired(person_id)
    assert refused.value.code == "authoring.required"
    page = words(as_(context_, person_id).text(f"{MODULE}/retirer"))
    assert "empêcherait d’être validé" in page
    assert "Retirer ce module" not in page.partition("Retirer ce module ?")[2]


def test_a_module_that_another_asks_for_first_is_not_retired(context_: Flask, tmp_path: Path) -> None:
    published(read(tmp_path))
    published(read(tmp_path, "deux", module=lambda text: text + f"requires:\n  - {SLUG}\n"))
    person_id = studio.trainer()
    with pytest.raises(DomainError) as refused:
        retired(person_id)
    assert (refused.value.code, refused.value.values) == ("authoring.asked_before", {"count": 1})
    retired(person_id, "deux")
    retired(person_id)
    assert path_modules(db.session) == []


def test_a_retired_module_opens_no_draft_and_publishes_none(context_: Flask, tmp_path: Path) -> None:
    author, reviewer = studio.trainer(), make.person("trainer").id
    draft_id = studio.opened(tmp_path, author)
    studio.replaced(author, draft_id, "module.yaml", "minutes: ", "minutes: 1")
    studio.marked(draft_id)
    studio.reviewed(draft_id, author, reviewer)
    retired(author)
    with pytest.raises(DomainError) as refused:
        studio.publish(draft_id, author)
    assert refused.value.code == "authoring.retired"
    write(lambda session: services.drop_draft(session, author, draft_id, NOW))
    with pytest.raises(DomainError) as refused:
        write(partial(services.open_draft, person_id=author, slug=SLUG, address="b", now=NOW))
    assert refused.value.code == "authoring.retired"


def test_the_page_of_a_version_asks_the_database_few_questions(context_: Flask, samia: Browser) -> None:
    with counted(context_) as count:
        samia.text(f"{MODULE}/versions/2")
    assert count.n <= 9, count.statements
