"""Scenarios: choose and say why, read the expert, compare. What was said first never changes, and nothing is shown before."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.content.models import Module
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.training import services
from app.training.models import ScenarioRun
from app.training.queries import scenarios as reading
from app.training.rules.scenarios import LONGEST, enough, own_words
from tests.conftest import NOW
from tests.pages import Browser
from tests.training import acts, content, pieces
from tests.training.pieces import LATER, WHY
from tests.training.test_quiz_views import plain
from tests.training.test_races import at_once, count

TOLD = ("SECRET", "le plus efficace", "Choix b</p>")


@pytest.fixture
def tutor(app):
    """Someone who learns."""
    with app.app_context():
        return acts.someone()


@pytest.fixture
def slug(app) -> str:
    """A module with its two scenarios."""
    with app.app_context():
        return pieces.lesson(scenarios=(pieces.scenario(), pieces.scenario("arrivee", "after")))


def where(slug: str, key: str = "depart", lesson: str = "lecon-1") -> str:
    return f"/modules/{slug}/lecons/{lesson}/situations/{key}"


def sent(app, slug: str, person_id: int, option: str, words: str, key: str = "depart") -> dict[str, object]:
    """What the form of the first step sends."""
    with app.app_context():
        one = pieces.scenario_of(db.session, slug, key)
        return {"of": one.id, "choice": pieces.at(person_id, one, option) if option else "", "words": words}


def play(slug: str, person_id: int, option: str = "a", words: str = WHY, key: str = "depart") -> None:
    """Play the first step through the service."""
    one = pieces.scenario_of(db.session, slug, key)
    place, asked = pieces.at(person_id, one, option), one.id
    lesson = "lecon-1" if one.moment == "before" else "lecon-2"
    write(lambda s: services.play_scenario(s, person_id, slug, lesson, key, asked, place, words, NOW))


def compare(slug: str, person_id: int, at: str = "", words: str = LATER, key: str = "depart") -> None:
    """Play the second step through the service."""
    write(lambda s: services.compare_scenario(s, person_id, slug, key, at, words, NOW))


def test_nothing_of_the_expert_is_in_the_page_before_the_choice(app, tutor, slug, browser: Browser) -> None:
    page = browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    assert "Étape 1 sur 3" in page
    for word in TOLD:
        assert word not in page


def test_canary_a_scene_with_a_run_does_show_it(context) -> None:
    """The test above would see the expert's view: it is what the same scene shows once played."""
    slug, tutor = pieces.lesson(scenarios=(pieces.scenario(),)), acts.someone()
    one = pieces.scenario_of(db.session, slug)
    before = reading.scene(one, None, 1, tutor.id, "fr")
    play(slug, tutor.id)
    after = reading.scene(one, db.session.scalars(select(ScenarioRun)).one(), 1, tutor.id, "fr")
    assert "SECRET" not in repr(before)
    assert "SECRET" in repr(after)
    assert not any(choice.best or choice.feedback for choice in before.choices)


def test_a_scenario_is_played_step_by_step_to_its_end(app, tutor, slug, browser: Browser) -> None:
    browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    response = browser.post(where(slug), sent(app, slug, tutor.id, "a", WHY))
    assert response.location.endswith(f"/modules/{slug}/lecons/lecon-1#situation-depart")
    page = plain(browser.text(f"/modules/{slug}/lecons/lecon-1"))
    assert "Étape 2 sur 3" in page
    assert "SECRET expert" in page
    assert "SECRET retour c" in page
    assert WHY in page
    second = sent(app, slug, tutor.id, "b", LATER)
    browser.post(f"{where(slug)}/comparer", second)
    page = plain(browser.text(f"/modules/{slug}/lecons/lecon-1"))
    assert "Étape 3 sur 3" in page
    assert "votre second choix" in page
    assert LATER in page
    assert WHY in page
    assert page.count("<form") == browser.text(f"/modules/{slug}/lecons/lecon-2").count("<form") - 1
    with app.app_context():
        run = db.session.scalars(select(ScenarioRun)).one()
        assert (run.choice, run.points, run.second_choice, run.moment) == ("a", 0.0, "b", "before")


def test_the_best_choice_is_worth_a_point_and_keeping_it_is_no_second_choice(context) -> None:
    slug, tutor = pieces.lesson(scenarios=(pieces.scenario(),)), acts.someone()
    play(slug, tutor.id, "b")
    compare(slug, tutor.id)
    run = db.session.scalars(select(ScenarioRun)).one()
    assert (run.choice, run.points, run.second_choice, run.comparison) == ("b", 1.0, None, LATER)


@pytest.mark.parametrize(
    ("option", "words", "kept"),
    [("", WHY, WHY), ("a", "court", "court"), ("a", "   \r\n  ", ""), ("", "", ""), ("a", "x" * 2001, "x" * 2001)],
)
def test_both_are_asked_and_what_was_given_is_kept(
    app, tutor, slug, browser: Browser, option: str, words: str, kept: str
) -> None:
    browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    form = sent(app, slug, tutor.id, option, words)
    response = browser.post(where(slug), form)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "<title>Erreur" in page
    assert kept in page
    assert not option or f'value="{form["choice"]}" checked' in page
    for word in TOLD:
        assert word not in page
    with app.app_context():
        assert count(ScenarioRun) == 0


def test_too_few_words_at_the_second_step_keep_everything(app, tutor, slug, browser: Browser) -> None:
    browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    browser.post(where(slug), sent(app, slug, tutor.id, "a", WHY))
    form = sent(app, slug, tutor.id, "c", "court")
    response = browser.post(f"{where(slug)}/comparer", form)
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "court</textarea>" in page
    assert f'value="{form["choice"]}" checked' in page
    assert "Étape 2 sur 3" in page


def test_what_was_said_first_never_changes(context) -> None:
    slug, tutor = pieces.lesson(scenarios=(pieces.scenario(),)), acts.someone()
    play(slug, tutor.id, "a")
    play(slug, tutor.id, "b", "Autre chose, après avoir lu.")
    compare(slug, tutor.id, words=LATER)
    compare(slug, tutor.id, "0", "Encore autre chose.")
    play(slug, tutor.id, "b", "Et encore une fois, plus tard.")
    run = db.session.scalars(select(ScenarioRun)).one()
    assert (run.choice, run.explanation, run.comparison, run.second_choice) == ("a", WHY, LATER, None)


def test_comparing_before_choosing_is_not_found(context) -> None:
    slug, tutor, other = pieces.lesson(scenarios=(pieces.scenario(),)), acts.someone(), acts.someone()
    play(slug, other.id)
    with pytest.raises(NotYours):
        compare(slug, tutor.id)


@pytest.mark.parametrize(
    ("lesson", "key"), [("lecon-2", "depart"), ("lecon-1", "arrivee"), ("lecon-1", "x"), ("x", "depart")]
)
def test_a_scenario_is_played_where_it_stands(context, lesson: str, key: str) -> None:
    slug = pieces.lesson(scenarios=(pieces.scenario(), pieces.scenario("arrivee", "after")))
    person_id = acts.someone().id
    with pytest.raises(NotYours):
        write(lambda s: services.play_scenario(s, person_id, slug, lesson, key, 1, "0", WHY, NOW))


def test_a_run_keeps_the_words_it_was_played_with(app, tutor, slug, browser: Browser) -> None:
    with app.app_context():
        play(slug, tutor.id)
        module_id = pieces.version_of(db.session, slug).module_id
        content.publish(db.session.get_one(Module, module_id))
        pieces.put(module_id, scenarios=(renamed := pieces.scenario(),))
        renamed_id = renamed.id
        texts = {"fr": {**renamed.texts["fr"], "situation_html": "<p>Nouvelle version.</p>"}}
        write(lambda s: setattr(s.get_one(type(renamed), renamed_id), "texts", texts))
    page = browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    assert "Théo soupire (depart)" in page
    assert "Nouvelle version." not in page
    assert page.count('class="tu-scene"') == 1
    with app.app_context():
        newcomer = acts.someone()
        compare(slug, tutor.id)
    assert "Nouvelle version." in browser.sign_in(newcomer).text(f"/modules/{slug}/lecons/lecon-1")


def test_a_page_of_an_older_version_is_told_so(context) -> None:
    slug, person_id = pieces.lesson(scenarios=(pieces.scenario(),)), acts.someone().id
    with pytest.raises(DomainError) as refused:
        write(lambda s: services.play_scenario(s, person_id, slug, "lecon-1", "depart", 999_999, "0", WHY, NOW))
    assert refused.value.code == "training.lesson_changed"


def test_what_a_person_writes_is_shown_as_text(app, tutor, slug, browser: Browser) -> None:
    words = "<script>alert(1)</script>\n& deux lignes"
    browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    browser.post(where(slug), sent(app, slug, tutor.id, "a", words))
    page = browser.text(f"/modules/{slug}/lecons/lecon-1")
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_twenty_choices_at_once_are_one_run_and_nobody_sees_an_error(real_app) -> None:
    with real_app.app_context():
        slug, person_id = pieces.lesson(scenarios=(pieces.scenario(),)), acts.someone().id
        one = pieces.scenario_of(db.session, slug)
        asked = one.id
    found = at_once(
        real_app,
        lambda n: write(
            lambda s: services.play_scenario(
                s, person_id, slug, "lecon-1", "depart", asked, str(n % 3), f"{WHY} {n % 3}", NOW
            )
        ),
    )
    with real_app.app_context():
        assert found == [None] * 20
        run = db.session.scalars(select(ScenarioRun)).one()
        place = pieces.at(person_id, pieces.scenario_of(db.session, slug), run.choice)
        assert run.explanation == f"{WHY} {place}"  # the choice and its reason are of the same sending
    at_once(
        real_app,
        lambda n: write(
            lambda s: services.compare_scenario(s, person_id, slug, "depart", str(n % 3), f"{LATER} {n % 3}", NOW)
        ),
    )
    with real_app.app_context():
        run = db.session.scalars(select(ScenarioRun)).one()
        place = pieces.at(person_id, pieces.scenario_of(db.session, slug), run.second_choice or "")
        assert run.comparison == f"{LATER} {place}"


@given(st.text(max_size=60))
def test_own_words_are_kept_the_same_when_kept_again(text: str) -> None:
    assert own_words(own_words(text)) == own_words(text)
    assert enough(text) is (10 <= len(own_words(text)) <= LONGEST)


def test_line_ends_count_for_one_character_whatever_the_browser_sends() -> None:
    for end, n in product(("\n", "\r\n", "\r"), (LONGEST, LONGEST + 1)):
        text = ("a" + end) * ((n - 1) // 2) + "b" * (n - 2 * ((n - 1) // 2))
        assert enough(text) is (n <= LONGEST)
    assert own_words(" a\0b ") == "ab"
