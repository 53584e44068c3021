"""The policy taken away: what is shown of every payload, wherever a text is kept, runs nothing and carries nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser

from app.authoring.queries import drafts
from app.content.rules import reading
from tests import factories as make
from tests import proofs
from tests.attacks import pages, scene
from tests.attacks.hunting import hunting, launched, serving
from tests.attacks.payloads import ALL
from tests.training import acts

EACH = proofs.size(17, 1)  # one payload in so many
TEXTS = [one.text.replace("\0", "") for one in ALL if len(one.text) < 2000][::EACH]
MODULES = -(-len(TEXTS) // 80)
LIST = "/admin/personnes"


@dataclass(frozen=True)
class Written:
    """Payloads written everywhere, in one module: who bears them, and where they are."""

    slug: str
    batch: list[str]
    draft_id: int
    person_ids: list[int]
    review_ids: list[int]


@pytest.fixture
def tutor(real_app: Flask) -> acts.Someone:
    """A tutor who may take quizzes."""
    with real_app.app_context():
        return acts.ready()


@pytest.fixture
def written(real_app: Flask, tutor: acts.Someone, monkeypatch: pytest.MonkeyPatch) -> list[Written]:
    """Every payload. A module with HTML in it is refused before it is shown: here it is not, so that only what shows it
    is judged.
    """
    for module in (reading, drafts):
        monkeypatch.setattr(module, "ERROR", "none")
    found = []
    with real_app.app_context():
        for n in range(MODULES):
            batch, slug = TEXTS[n::MODULES], f"attaque-{n}"
            person_ids = scene.people(slug, batch)
            version_id = scene.module(slug, batch)
            draft_id = scene.draft(slug, batch, person_ids)
            review_ids = scene.reported(version_id, batch, person_ids, tutor.id)
            found.append(Written(slug, batch, draft_id, person_ids, review_ids))
    return found


@pytest.fixture
def browser_of(real_app: Flask) -> Iterator[tuple[Browser, str]]:
    """A browser, and the server's address."""
    with serving(real_app) as url, launched() as browser:
        yield browser, url


Place = tuple[Browser, str]


def test_what_tutors_read_runs_nothing(
    real_app: Flask, tutor: acts.Someone, written: list[Written], browser_of: Place
) -> None:
    paths = ["/parcours", "/parcours/dossier"]
    for one in written:
        paths += pages.of_a_module(real_app, tutor, one.slug) + pages.of_reviews(real_app, one.review_ids)
    with hunting(*browser_of, real_app, tutor.id, policy=False) as hunter:
        for path in paths:
            assert hunter.look(path) == 200, path
        for one in written:
            lesson = f"/modules/{one.slug}/lecons/lecon"
            pages.answered(hunter, lesson, ".tu-exercise")
            pages.answered(hunter, lesson, ".tu-scene", scene.line(one.batch[0])[:2000].ljust(10, "."))
    assert hunter.found.nothing, hunter.found


def test_what_trainers_read_runs_nothing(real_app: Flask, written: list[Written], browser_of: Place) -> None:
    paths = ["/formation/modules", "/formation/signalements", "/formation/signalements?etat=traites"]
    for one in written:
        module = f"/formation/modules/{one.slug}"
        paths += [module, f"{module}/statistiques", *pages.of_a_draft(one.draft_id, one.slug, one.batch)]
    with hunting(*browser_of, real_app, written[0].person_ids[0], policy=False) as hunter:
        for path in paths:
            assert hunter.look(path) == 200, path
        for one in written:
            here = f"/formation/brouillons/{one.draft_id}/essayer/quiz"
            for n in range(min(3, len(one.batch))):  # the three types with options
                pages.answered(hunter, f"{here}/q-{n}", ".tu-exercise")
            pages.previewed(hunter, one.draft_id, scene.lesson(one.batch))
    assert hunter.found.nothing, hunter.found


def test_the_names_of_people_run_nothing(real_app: Flask, written: list[Written], browser_of: Place) -> None:
    with real_app.app_context():
        admin_id = make.person("admin").id
    everyone = [person_id for one in written for person_id in one.person_ids]
    with hunting(*browser_of, real_app, admin_id, policy=False) as hunter:
        hunter.look(LIST)
        shown = hunter.page.locator(".tu-list a").count()
        for page in range(2, -(-(len(everyone) + 2) // shown) + 1):
            assert hunter.look(f"{LIST}?page={page}") == 200
        for person_id in everyone[:: max(1, len(everyone) // 10)]:
            assert hunter.look(f"{LIST}/{person_id}") == 200
        assert hunter.look("/admin/journal") == 200
    assert hunter.found.nothing, hunter.found
