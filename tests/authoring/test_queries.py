"""Each module's figures: people counted once, first attempts only, nothing said of a few, readers of banks left out."""

from datetime import timedelta

import pytest
from flask import Flask

from app.authoring.queries import figures as queries
from app.authoring.queries.figures import ModuleFigures, QuestionFigures
from app.content.models import Module
from app.content.queries import bank
from app.infra.db import db, write
from app.training import services
from tests import factories as make
from tests.authoring.tried import crowd, sent
from tests.conftest import NOW
from tests.counting import counted
from tests.training import acts, content

pytestmark = pytest.mark.usefixtures("context")
RIGHT, WRONG = (100, "b"), (0, "a")


@pytest.fixture
def module_id(context: Flask) -> int:
    """A module of one question, whose right answer is b."""
    return content.module(bank=[content.single()]).id


def slug_of(module_id: int) -> str:
    return db.session.get_one(Module, module_id).slug


def figures() -> dict[int, ModuleFigures]:
    db.session.rollback()
    return {row.module.id: row for row in queries.modules(db.session)}


def of(module_id: int) -> tuple[int, int, int, int]:
    """Started, submitted, passed, passed at once."""
    row = figures()[module_id]
    return row.started, row.submitted, row.passed, row.passed_first


def read(module_id: int, person_id: int) -> None:
    slug = slug_of(module_id)
    write(lambda s: services.read_lesson(s, person_id, slug, "lecon-1", NOW))


def question(module_id: int) -> QuestionFigures:
    """The figures of the module's only question."""
    db.session.rollback()
    module = db.session.get_one(Module, module_id)
    assert module.current_version_id is not None
    (row,) = queries.questions(db.session, module, bank(db.session, module.current_version_id))
    return row


def test_who_read_failed_and_came_back_is_one_person(module_id: int) -> None:
    tutor, slug = acts.ready(), slug_of(module_id)
    read(module_id, tutor.id)
    assert of(module_id) == (1, 0, 0, 0)
    acts.start(tutor, slug)
    assert of(module_id) == (1, 0, 0, 0)
    acts.take(tutor, slug, right=False)
    assert of(module_id) == (1, 1, 0, 0)
    for hours in (1, 2):
        acts.take(tutor, slug, now=NOW + timedelta(hours=hours))
    assert of(module_id) == (1, 1, 1, 0)
    assert figures()[module_id].first_percents == (0,)


def test_who_opened_the_quiz_without_a_lesson_has_started_too(module_id: int) -> None:
    read(module_id, acts.ready().id)
    acts.start(acts.ready(), slug_of(module_id))
    assert of(module_id) == (2, 0, 0, 0)


def test_a_first_pass_stays_one_whatever_follows(module_id: int) -> None:
    tutor, slug = acts.ready(), slug_of(module_id)
    acts.take(tutor, slug)
    acts.take(tutor, slug, right=False)
    assert of(module_id) == (1, 1, 1, 1)
    assert question(module_id).item.answers == 1


def test_those_who_read_the_banks_are_left_out(module_id: int) -> None:
    slug = slug_of(module_id)
    acts.take(acts.ready(), slug)
    for role in ("trainer", "admin"):
        reader = make.person("tutor", role).id
        read(module_id, reader)
        sent(module_id, reader, *RIGHT)
    assert of(module_id) == (1, 1, 1, 1)
    assert question(module_id).item.answers == 1


def test_each_module_has_its_own_figures(module_id: int) -> None:
    other = content.module(bank=[content.single()]).id
    crowd(module_id, RIGHT, WRONG)
    crowd(other, RIGHT)
    assert (of(module_id), of(other)) == ((2, 2, 1, 1), (1, 1, 1, 1))
    assert (question(module_id).item.answers, question(other).item.answers) == (2, 1)


def test_nothing_is_shown_of_nine_people_and_something_of_ten(module_id: int) -> None:
    crowd(module_id, *[RIGHT] * 6, *[WRONG] * 3)
    row = figures()[module_id]
    assert (row.shown, row.results_shown, row.first_pass_percent, row.median_percent) == (False, False, None, None)
    read(module_id, make.person("tutor").id)
    row = figures()[module_id]
    assert (row.shown, row.results_shown, row.first_pass_percent) == (True, False, None)
    crowd(module_id, WRONG)
    row = figures()[module_id]
    assert (row.results_shown, row.first_pass_percent) == (True, 60)


def test_the_median_is_the_middle_of_first_results(module_id: int) -> None:
    crowd(module_id, *[(percent, "a") for percent in (0, 10, 20, 30, 40, 60, 80, 100, 100, 100)])
    assert figures()[module_id].median_percent == 50
    crowd(module_id, WRONG)
    assert figures()[module_id].median_percent == 40  # the mean would be 49


def test_a_question_is_judged_from_thirty_answers(module_id: int) -> None:
    crowd(module_id, *[RIGHT] * 8, *[(0, "a")] * 21)
    row = question(module_id)
    assert (row.item.answers, row.item.verdict, row.shares) == (29, "too_few", {})
    assert figures()[module_id].judged == 0
    crowd(module_id, WRONG)
    row = question(module_id)
    assert (row.item.answers, row.item.facility, row.item.verdict) == (30, 8 / 30, "too_hard")
    assert row.shares == {"a": 73, "b": 27, "c": 0}, "an option that nobody takes is said too"
    assert (figures()[module_id].judged, figures()[module_id].to_read_again) == (1, 1)


def test_an_option_left_blank_is_an_answer_all_the_same(module_id: int) -> None:
    for _n in range(30):
        sent(module_id, make.person("tutor").id, 0)
    assert question(module_id).shares == {"a": 0, "b": 0, "c": 0}


def test_a_new_wording_keeps_a_questions_figures_and_a_new_substance_does_not(module_id: int) -> None:
    crowd(module_id, *[RIGHT] * 30)
    module = db.session.get_one(Module, module_id)
    content.publish(module, bank=[content.single()], number=2, change="wording")
    assert question(module_id).item.answers == 30
    content.publish(db.session.get_one(Module, module_id), bank=[content.single()], number=3, substance=2)
    assert question(module_id).item.answers == 0
    crowd(module_id, RIGHT)
    assert question(module_id).item.answers == 1
    assert figures()[module_id].submitted == 31


def test_a_question_that_left_the_bank_is_no_longer_said(module_id: int) -> None:
    crowd(module_id, *[RIGHT] * 30)
    module = db.session.get_one(Module, module_id)
    content.publish(module, bank=[content.single("q-neuve")], number=2, change="wording")
    assert (question(module_id).question.key, question(module_id).item.answers) == ("q-neuve", 0)
    assert (figures()[module_id].judged, figures()[module_id].to_read_again) == (0, 0)


def test_the_weakest_module_comes_first_and_the_unknown_last(module_id: int) -> None:
    fair, weak, hard = (content.module(bank=[content.single()]).id for _ in range(3))
    crowd(fair, *[RIGHT] * 9, WRONG)
    crowd(weak, *[RIGHT] * 2, *[WRONG] * 8)
    crowd(hard, *[RIGHT] * 5, *[WRONG] * 25)
    db.session.rollback()
    assert [row.module.id for row in queries.modules(db.session)] == [hard, weak, fair, module_id]


def test_the_queries_are_as_many_for_six_modules_as_for_one(app: Flask, module_id: int) -> None:
    spent = []
    for _round in range(2):
        crowd(module_id, RIGHT)
        db.session.rollback()
        with counted(app) as listing:
            queries.modules(db.session)
        module = db.session.get_one(Module, module_id)
        questions = bank(db.session, module.current_version_id or 0)
        with counted(app) as one:
            queries.questions(db.session, module, questions)
        spent.append((listing.n, one.n))
        for _n in range(5):
            crowd(content.module(bank=[content.single(), content.multiple()]).id, RIGHT)
    assert spent == [(6, 2), (6, 2)]
