"""What modules teach, as trainers and visitors read it: paired, learners only, hidden under ten, of the present substance."""

import pytest
from flask import Flask

from app.authoring.queries.figures import gains
from app.content.models import Module
from app.infra.db import db, write
from app.training.models import ScenarioRun
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.training import content, pieces
from tests.training.test_quiz_views import plain


def module() -> tuple[int, str]:
    """A module with its two scenarios: its id and slug."""
    slug = pieces.lesson(scenarios=(pieces.scenario(), pieces.scenario("arrivee", "after")))
    return pieces.version_of(db.session, slug).module_id, slug


def played(slug: str, person_id: int, **points: float) -> None:
    """What a person obtained `before` and `after`."""
    keys = {"before": "depart", "after": "arrivee"}
    for moment, value in points.items():
        one = pieces.scenario_of(db.session, slug, keys[moment])
        run = ScenarioRun(
            person_id=person_id,
            module_id=pieces.version_of(db.session, slug).module_id,
            scenario_id=one.id,
            key=one.key,
            moment=moment,
            choice="b" if value else "a",
            points=value,
            explanation=pieces.WHY,
            chosen_at=NOW,
        )
        write(lambda s, run=run: s.add(run))


def crowd(slug: str, n: int, won: int) -> None:
    """`n` tutors, of whom `won` choose better after; the others never do."""
    for i in range(n):
        played(slug, make.person("tutor").id, before=0.0, after=float(i < won))


def test_only_those_who_played_both_and_do_not_read_the_banks_count(context) -> None:
    module_id, slug = module()
    crowd(slug, 4, 3)
    played(slug, make.person("tutor").id, before=0.0)
    played(slug, make.person("tutor").id, after=1.0)
    for roles in (("tutor", "trainer"), ("admin",)):
        played(slug, make.person(*roles).id, before=0.0, after=1.0)
    found = gains(db.session)[module_id]
    assert (found.people, found.before, found.after) == (4, 0.0, 0.75)
    assert not found.shown


def test_a_new_substance_starts_anew_and_a_new_wording_does_not(context) -> None:
    module_id, slug = module()
    crowd(slug, 3, 3)
    content.publish(db.session.get_one(Module, module_id), number=2, substance=1)
    pieces.put(module_id, scenarios=(pieces.scenario(), pieces.scenario("arrivee", "after")))
    crowd(slug, 2, 0)
    assert gains(db.session, module_id)[module_id].people == 5
    content.publish(db.session.get_one(Module, module_id), number=3, substance=2)
    assert gains(db.session, module_id) == {}


@pytest.mark.parametrize(("people", "shown"), [(9, False), (10, True)])
def test_trainers_and_visitors_see_it_from_ten_people(app: Flask, browser: Browser, people: int, shown: bool) -> None:
    with app.app_context():
        _, slug = module()
        crowd(slug, people, 6)
        trainer = make.person("trainer")
        figures = plain(browser.sign_in(trainer).text(f"/formation/modules/{slug}"))
    assert "Ce que le module apprend" in figures
    assert ("intervalle à 95 %" in figures) is shown
    assert ("Montré à partir de 10 personnes" in figures) is not shown
    public = plain(Browser(app).text("/statistiques"))
    assert ("Ce que la formation apprend" in public) is shown
    if shown:
        assert "+60" in figures
        assert "fragile" in figures
        assert f"Titre de {slug}" in public
        assert "de +20 à +83" in public


def test_a_hundred_people_are_no_longer_fragile(app: Flask, browser: Browser) -> None:
    with app.app_context():
        _, slug = module()
        crowd(slug, 100, 40)
    page = plain(browser.text("/statistiques"))
    assert "+40" in page
    assert "fragile" not in page


def test_trainers_read_exercises_and_scenarios_with_their_key(app: Flask, browser: Browser) -> None:
    with app.app_context():
        asked = [content.single(), content.ordering(), content.matching(), content.truefalse()]
        slug = pieces.lesson(
            pieces.declare(),
            pieces.cloze(),
            pieces.numeric(),
            *map(pieces.practice, asked),
            scenarios=(pieces.scenario(),),
        )
        trainer = make.person("trainer")
        page = browser.sign_in(trainer).text(f"/formation/modules/{slug}")
    for words in (
        "SECRET expert",
        "SECRET après",
        "trois, 3",
        "Droite x",
        "Élément un",
        "p-single",
        "Texte de la leçon 1",
    ):
        assert words in page


def test_the_gains_are_one_query_whatever_the_modules(app: Flask, context) -> None:
    for _ in range(3):
        crowd(module()[1], 2, 1)
    with counted(app) as count:
        assert len(gains(db.session)) == 3
    assert count.n == 1
