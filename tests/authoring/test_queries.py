"""Each module's figures: people counted once, first attempts only, nothing said of a few, readers of banks left out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from app.authoring.queries import statistics
from app.authoring.queries.course import course_of
from app.authoring.queries.statistics import ModuleLine, QuestionStatistics
from app.authoring.rules.course import Course
from app.content.models import Module
from app.infra.db import db, write
from app.training import services
from tests import factories as make
from tests.authoring.tried import count, crowd, sent, two
from tests.conftest import NOW
from tests.counting import counted
from tests.training import acts, content

pytestmark = pytest.mark.usefixtures("context")
RIGHT, WRONG = (100, "b"), (0, "a")


@pytest.fixture
def module_id(context: Flask) -> int:
    """A module of two questions, whose right answers are b."""
    return content.module(bank=two()).id


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[int, ModuleLine]]:
    """The list of modules, once counted, by id and in order."""

    def counted_now() -> dict[int, ModuleLine]:
        count(monkeypatch)
        return {line.module.id: line for line in statistics.modules(db.session)}

    return counted_now


@pytest.fixture
def question(monkeypatch: pytest.MonkeyPatch, module_id: int) -> Callable[[], QuestionStatistics]:
    """The figures of the module's first question, once counted."""

    def counted_now() -> QuestionStatistics:
        count(monkeypatch)
        found = statistics.module_statistics(db.session, db.session.get_one(Module, module_id))
        assert found is not None
        return found[0].questions[0]

    return counted_now


def slug_of(module_id: int) -> str:
    return db.session.get_one(Module, module_id).slug


def course(module_id: int) -> Course:
    db.session.rollback()
    return course_of(db.session, module_id)


def of(module_id: int) -> tuple[int, int, int, int]:
    """Started, sent, passed, passed at once."""
    found = course(module_id)
    return found.started, found.sent, found.passed, found.passed_first


def read(module_id: int, person_id: int, lesson: str = "lecon-1") -> None:
    slug = slug_of(module_id)
    write(lambda s: services.read_lesson(s, person_id, slug, lesson, NOW))


def test_who_read_failed_and_came_back_is_one_person(module_id: int) -> None:
    tutor, slug = acts.ready(), slug_of(module_id)
    read(module_id, tutor.id)
    assert of(module_id) == (1, 0, 0, 0)
    acts.start(tutor, slug)
    assert (of(module_id), course(module_id).opened) == ((1, 0, 0, 0), 1)
    acts.take(tutor, slug, right=False)
    assert of(module_id) == (1, 1, 0, 0)
    for hours in (1, 2):
        acts.take(tutor, slug, now=NOW + timedelta(hours=hours))
    assert of(module_id) == (1, 1, 1, 0)
    assert course(module_id).percents == {0: 1}


def test_who_opened_the_quiz_without_a_lesson_has_started_too(module_id: int) -> None:
    read(module_id, acts.ready().id)
    acts.start(acts.ready(), slug_of(module_id))
    found = course(module_id)
    assert (found.started, found.opened, dict(found.read)) == (2, 1, {"lecon-1": 1})


def test_a_first_pass_stays_one_whatever_follows(module_id: int, question: Callable[[], QuestionStatistics]) -> None:
    tutor, slug = acts.ready(), slug_of(module_id)
    acts.take(tutor, slug)
    acts.take(tutor, slug, right=False)
    assert of(module_id) == (1, 1, 1, 1)
    assert question().figures.n == 1


def test_those_who_read_the_banks_are_left_out(module_id: int, question: Callable[[], QuestionStatistics]) -> None:
    slug = slug_of(module_id)
    acts.take(acts.ready(), slug)
    for role in ("trainer", "admin"):
        reader = make.person("tutor", role).id
        read(module_id, reader)
        sent(module_id, reader, *RIGHT)
    assert of(module_id) == (1, 1, 1, 1)
    assert question().figures.n == 1


def test_each_module_has_its_own_figures(module_id: int) -> None:
    other = content.module(bank=two()).id
    crowd(module_id, RIGHT, WRONG)
    crowd(other, RIGHT)
    assert (of(module_id), of(other)) == ((2, 2, 1, 1), (1, 1, 1, 1))


def test_nothing_is_shown_of_nine_people_and_something_of_ten(module_id: int) -> None:
    crowd(module_id, *[RIGHT] * 6, *[WRONG] * 3)
    found = course(module_id)
    assert (found.shown, found.results_shown, found.first_pass_percent, found.median_percent) == (
        False,
        False,
        None,
        None,
    )
    read(module_id, make.person("tutor").id)
    found = course(module_id)
    assert (found.shown, found.results_shown, found.first_pass_percent) == (True, False, None)
    crowd(module_id, WRONG)
    found = course(module_id)
    assert (found.results_shown, found.first_pass_percent) == (True, 60)


def test_a_question_is_judged_from_thirty_answers(
    module_id: int, question: Callable[[], QuestionStatistics], lines: Callable[[], dict[int, ModuleLine]]
) -> None:
    crowd(module_id, *[RIGHT] * 8, *[(0, "a")] * 21)
    row = question()
    assert (row.figures.n, [one.code for one in row.advice], row.seconds) == (29, ["few"], None)
    assert lines()[module_id].judged == 0
    crowd(module_id, WRONG)
    row = question()
    assert row.figures.facility is not None
    assert (row.figures.n, row.figures.facility.value, row.advice[0].code) == (30, 8 / 30, "too_hard")
    shares = {option: row.share_of(option) for option in "abc"}
    assert {option: round(100 * share.value) for option, share in shares.items() if share} == {"a": 73, "b": 27, "c": 0}
    line = lines()[module_id]
    assert (line.judged, line.alarms, line.looks) == (2, 2, 0)


def test_a_new_wording_keeps_a_questions_figures_and_a_new_substance_does_not(
    module_id: int, question: Callable[[], QuestionStatistics]
) -> None:
    crowd(module_id, *[RIGHT] * 30)
    content.publish(db.session.get_one(Module, module_id), bank=two(), number=2, change="wording")
    assert question().figures.n == 30
    content.publish(db.session.get_one(Module, module_id), bank=two(), number=3, substance=2)
    db.session.rollback()
    assert statistics.module_statistics(db.session, db.session.get_one(Module, module_id)) is None, "not counted yet"
    assert question().figures.n == 0
    crowd(module_id, RIGHT)
    assert question().figures.n == 1
    assert course(module_id).sent == 31


def test_a_question_that_left_the_bank_is_no_longer_said(
    module_id: int, question: Callable[[], QuestionStatistics], lines: Callable[[], dict[int, ModuleLine]]
) -> None:
    crowd(module_id, *[WRONG] * 30)
    bank = [content.single("neuve"), content.single("aussi")]
    content.publish(db.session.get_one(Module, module_id), bank=bank, number=2, change="wording")
    assert (question().question.key, question().figures.n) == ("neuve", 0)
    line = lines()[module_id]
    assert (line.judged, line.alarms) == (0, 0)


def test_the_weakest_module_comes_first_and_the_unknown_last(
    module_id: int, lines: Callable[[], dict[int, ModuleLine]]
) -> None:
    fair, weak, hard = (content.module(bank=two()).id for _ in range(3))
    crowd(fair, *[RIGHT] * 9, WRONG)
    crowd(weak, *[RIGHT] * 2, *[WRONG] * 8)
    crowd(hard, *[RIGHT] * 5, *[WRONG] * 25)
    assert list(lines()) == [hard, weak, fair, module_id]


def test_the_queries_are_as_many_for_six_modules_as_for_one(
    app: Flask, module_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    spent = []
    for _round in range(2):
        crowd(module_id, RIGHT)
        count(monkeypatch)
        with counted(app) as listing:
            statistics.modules(db.session)
        db.session.rollback()
        module = db.session.get_one(Module, module_id)
        with counted(app) as one:
            statistics.module_statistics(db.session, module)
        spent.append((listing.n, one.n))
        for _n in range(5):
            crowd(content.module(bank=[content.single(), content.multiple()]).id, RIGHT)
    assert spent[0] == spent[1], spent
    assert spent[0][0] <= 5, spent
    assert spent[0][1] <= 5, spent


def test_the_validation_test_has_its_figures_under_the_name_of_each_module(monkeypatch: pytest.MonkeyPatch) -> None:
    assert statistics.test_statistics(db.session, 12, 10) is None
    count(monkeypatch)
    found = statistics.test_statistics(db.session, 12, 10)
    assert found is not None
    assert (found.attempts, found.questions, found.shown) == (0, (), False)
    assert found.limits.agree == 0.85
