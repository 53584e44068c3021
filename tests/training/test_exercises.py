"""Questions inside lessons: feedback at once, the key once found or after two tries, opinions from ten answers, and no grade."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.training import services
from app.training.models import Attempt, ExerciseAnswer, Validation
from app.training.queries import gate_facts
from app.training.rules import exercises
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.training import acts, content, pieces
from tests.training.test_quiz_views import plain
from tests.training.test_races import at_once, count


def answered(slug: str, key: str, person_id: int, fields: dict[str, list[str]], asked: int | None = None) -> None:
    """Answer through the service."""
    question_id = asked if asked is not None else pieces.question_of(db.session, slug, key).id
    write(lambda s: services.answer_exercise(s, person_id, slug, "lecon-1", key, question_id, fields, NOW))


@pytest.fixture
def tutor(app):
    """Someone who learns."""
    with app.app_context():
        return acts.someone()


def page_after(app, browser: Browser, slug: str, key: str, option: str) -> str:
    """Answer `option` through the page and read what comes back."""
    url = f"/modules/{slug}/lecons/lecon-1"
    browser.text(url)
    with app.app_context():
        one = pieces.question_of(db.session, slug, key)
        with browser.client.session_transaction() as cookies:
            person_id = int(cookies["_user_id"].partition(".")[0])
        sent = {"of": one.id, "shown": "1", "q1": pieces.at(person_id, one, option)}
    response = browser.post(f"{url}/exercices/{key}", sent)
    assert response.status_code == 303
    assert response.location.endswith(f"{url}#exercice-{key}")
    return plain(browser.text(url))


def test_before_an_answer_nothing_of_the_key_is_in_the_page(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = pieces.lesson(
            pieces.declare(),
            *map(pieces.practice, [content.single(), content.ordering(), pieces.cloze(), pieces.numeric()]),
        )
    page = browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    assert page.count('class="tu-exercise"') == 5
    for word in ("SECRET", "NOTION", "p-single-a", 'value="b"', "fréquence"):
        assert word not in page


def test_a_wrong_answer_says_why_then_the_second_shows_the_key(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = pieces.lesson(pieces.practice(content.single()))
    browser.sign_in(tutor)
    page = page_after(app, browser, slug, "p-single", "a")
    assert "SECRET Retour sur a" in page
    assert "À revoir" in page
    assert "SECRET Retour sur b" not in page
    assert "La réponse attendue" not in page
    page = page_after(app, browser, slug, "p-single", "c")
    assert "SECRET Retour sur c" in page
    assert "SECRET Retour sur b" in page
    assert "La réponse attendue" in page


def test_a_right_answer_is_told_at_once(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = pieces.lesson(pieces.practice(content.single()))
    page = page_after(app, browser.sign_in(tutor), slug, "p-single", "b")
    assert "Juste" in page
    assert "SECRET Retour sur b" in page
    assert "checked" in page


def test_the_first_answer_and_the_latest_are_kept(context) -> None:
    slug, tutor = pieces.lesson(pieces.practice(content.single())), acts.someone()
    one = pieces.question_of(db.session, slug, "p-single")
    for option in "abb":
        answered(slug, "p-single", tutor.id, {"": [pieces.at(tutor.id, one, option)]}, one.id)
    kept = db.session.scalars(select(ExerciseAnswer)).one()
    assert (kept.answer, kept.points, kept.first_points, kept.tries) == ({"chosen": ["b"]}, 1.0, 0.0, 3)


@pytest.mark.parametrize(
    ("question", "fields", "points"),
    [
        (pieces.cloze, {"0": ["Trois"], "1": ["frequence"]}, 1.0),
        (pieces.cloze, {"0": ["3"], "1": ["cadence"]}, 0.5),
        (pieces.numeric, {"": ["2,5"]}, 1.0),
        (pieces.numeric, {"": ["3"]}, 0.0),
        (content.truefalse, {"": ["1"]}, 1.0),
    ],
)
def test_written_answers_are_graded_as_in_the_quiz(context, question, fields, points: float) -> None:
    one = pieces.practice(question())
    key = one.key
    slug, tutor = pieces.lesson(one), acts.someone()
    answered(slug, key, tutor.id, fields)
    assert db.session.scalars(select(ExerciseAnswer.points)).one() == points


def test_an_opinion_has_no_points_and_shows_the_others_from_ten(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = pieces.lesson(pieces.declare())
        for n in range(8):
            answered(slug, "avis", acts.someone().id, {"": ["0" if n else "1"]})
    page = plain(page_after(app, browser.sign_in(tutor), slug, "avis", "x"))
    assert "SECRET après" in page
    assert "à partir de dix réponses" in page
    assert "89 %" not in page
    with app.app_context():
        answered(slug, "avis", acts.someone().id, {"": ["0", "1"]})  # a form that sends two keeps one
        assert {(a.points, a.first_points) for a in db.session.scalars(select(ExerciseAnswer))} == {(None, None)}
    page = plain(browser.text(f"/modules/{slug}/lecons/lecon-1"))
    assert "90 %" in page
    assert "10 %" in page
    assert "· vous" in page


def test_an_empty_answer_is_refused_where_it_was_asked(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = pieces.lesson(pieces.practice(content.single()))
        question_id = pieces.question_of(db.session, slug, "p-single").id
    browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    response = browser.post(f"/modules/{slug}/lecons/lecon-1/exercices/p-single", {"of": question_id, "shown": "1"})
    page = response.get_data(as_text=True)
    assert response.status_code == 422
    assert "<title>Erreur" in page
    assert 'id="erreur-p-single"' in page
    with app.app_context():
        assert count(ExerciseAnswer) == 0


def test_a_page_opened_before_a_new_version_is_told_so_and_nothing_is_misread(context) -> None:
    slug, tutor = pieces.lesson(pieces.practice(content.single())), acts.someone()
    old = pieces.question_of(db.session, slug, "p-single").id
    module_id = pieces.version_of(db.session, slug).module_id
    from app.content.models import Module

    content.publish(db.session.get_one(Module, module_id), bank=[content.multiple()])
    pieces.put(module_id, pieces.practice(content.single(right="a")))
    with pytest.raises(DomainError) as refused:
        answered(slug, "p-single", tutor.id, {"": ["0"]}, old)
    assert refused.value.code == "training.lesson_changed"
    assert count(ExerciseAnswer) == 0


@pytest.mark.parametrize(
    ("lesson", "key"), [("lecon-2", "p-ici"), ("lecon-1", "q-vf"), ("lecon-1", "x"), ("x", "p-ici")]
)
def test_what_the_lesson_does_not_ask_is_not_found(context, lesson: str, key: str) -> None:
    slug, tutor = pieces.lesson(pieces.practice(content.single(key="q-ici"))), acts.someone()
    person_id = tutor.id
    with pytest.raises(NotYours):
        write(lambda s: services.answer_exercise(s, person_id, slug, lesson, key, 1, {"": ["0"]}, NOW))


def test_nothing_of_it_counts_in_the_gate(context) -> None:
    slug = pieces.lesson(pieces.practice(content.single()), scenarios=(pieces.scenario(),))
    acts.require(slug)
    tutor = acts.ready()
    before = gate_facts(db.session, [tutor.id], NOW)[tutor.id]
    one = pieces.question_of(db.session, slug, "p-single")
    answered(slug, "p-single", tutor.id, {"": [pieces.at(tutor.id, one, "b")]})
    scenario, person_id = pieces.scenario_of(db.session, slug), tutor.id
    place, scenario_id = pieces.at(person_id, scenario, "b"), scenario.id
    write(
        lambda s: services.play_scenario(s, person_id, slug, "lecon-1", "depart", scenario_id, place, pieces.WHY, NOW)
    )
    assert gate_facts(db.session, [person_id], NOW)[person_id] == before
    assert (count(Attempt), count(Validation)) == (0, 0)


def test_the_lesson_makes_eight_queries_at_most_whatever_it_asks(app, tutor, browser: Browser) -> None:
    with app.app_context():
        few = pieces.lesson(pieces.declare(), scenarios=(pieces.scenario(),))
        asked = [pieces.practice(content.single(key=f"q-{n}")) for n in range(8)]
        opinions = [pieces.declare(f"avis-{n}") for n in range(6)]
        many = pieces.lesson(*asked, *opinions, scenarios=(pieces.scenario(), pieces.scenario("autre")))
        for slug, keys in ((few, ["avis"]), (many, [f"avis-{n}" for n in range(6)])):
            for key in keys:
                answered(slug, key, tutor.id, {"": ["0"]})
    browser.sign_in(tutor)
    spent = []
    for slug in (few, many):
        with counted(app) as counting:
            browser.text(f"/modules/{slug}/lecons/lecon-1")
        spent.append(counting.n)
    assert spent[0] == spent[1] <= 8, "\n".join(counting.statements)


def test_twenty_answers_at_once_are_one_row_and_twenty_tries(real_app) -> None:
    with real_app.app_context():
        slug, tutor = pieces.lesson(pieces.practice(content.single())), acts.someone()
        question_id, person_id = pieces.question_of(db.session, slug, "p-single").id, tutor.id
    found = at_once(
        real_app,
        lambda n: write(
            lambda s: services.answer_exercise(
                s, person_id, slug, "lecon-1", "p-single", question_id, {"": [str(n % 3)]}, NOW
            )
        ),
    )
    with real_app.app_context():
        assert found == [None] * 20
        assert db.session.scalars(select(ExerciseAnswer.tries)).all() == [20]


def test_in_english_the_words_around_are_english_and_the_french_says_so(app, tutor, browser: Browser) -> None:
    with app.app_context():
        slug = pieces.lesson(pieces.practice(content.single()), scenarios=(pieces.scenario(english=True),))
    browser.client.set_cookie("langue", "en")
    page = browser.sign_in(tutor).text(f"/modules/{slug}/lecons/lecon-1")
    assert "What do you do?" in page
    assert '<fieldset class="tu-question" id="q1" tabindex="-1" lang="fr">' in page


@given(st.integers(1, 10**9), st.text(min_size=1, max_size=9), st.lists(st.text("abcdef", min_size=1), unique=True))
def test_the_order_shown_is_the_same_each_time_and_loses_nothing(person_id: int, key: str, ids: list[str]) -> None:
    shown = exercises.order(person_id, key, "single", ids)
    assert sorted(shown) == sorted(ids)
    assert exercises.order(person_id, key, "single", list(reversed(ids))) == shown
    assert exercises.order(person_id, key, "truefalse", ids) == ids


def test_the_order_shown_differs_from_one_person_to_the_next() -> None:
    firsts = Counter(exercises.order(person_id, "k", "single", "abc")[0] for person_id in range(600))
    assert all(150 < times < 250 for times in firsts.values())


@given(st.dictionaries(st.sampled_from("abcz"), st.integers(0, 50)))
def test_opinions_are_hidden_under_ten_and_add_up_about_to_a_hundred(counts: dict[str, int]) -> None:
    shares = exercises.percents(counts, "abc")
    people = sum(counts.get(one, 0) for one in "abc")
    assert (shares is None) is (people < 10)
    assert shares is None or 98 <= sum(shares.values()) <= 102


def test_the_key_shows_once_found_or_after_two_tries() -> None:
    assert [exercises.reveals(n, right=False) for n in (1, 2, 3)] == [False, True, True]
    assert exercises.reveals(1, right=True)
