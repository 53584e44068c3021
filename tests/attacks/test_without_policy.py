"""The policy taken away: what is shown of every payload, wherever a text is kept, runs nothing and carries nothing."""

import pytest
from flask import Flask

from tests import factories as make
from tests import proofs
from tests.attacks import pages, scene
from tests.attacks.conftest import TEXTS, Place, Written
from tests.attacks.hunting import Hunter, hunting
from tests.training import acts

pytestmark = pytest.mark.proof
LIST = "/admin/personnes"


def nothing_ran(hunter: Hunter, where: str) -> None:
    """Said, with PROVE=full, for what was looked at."""
    assert hunter.found.nothing, hunter.found
    proofs.record(f"XSS without the policy, {where} (Chromium)", len(TEXTS), "–", f"0 ran in {hunter.looked} pages")


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
    nothing_ran(hunter, "tutors’ pages")


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
    nothing_ran(hunter, "trainers’ pages")


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
    nothing_ran(hunter, "names")
