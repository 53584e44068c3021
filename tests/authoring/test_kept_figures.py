"""The sums kept for statistics: of first attempts, of learners, of what the module now is."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from app.authoring.jobs import HANDLERS, PERIODS
from app.authoring.models import KeptFigures
from app.authoring.queries import answers
from app.authoring.queries.answers import attempts_of
from app.authoring.queries.statistics import TEST, about, module_statistics
from app.authoring.rules import course
from app.authoring.rules.gathering import Gathered, gather, read
from app.content.models import Module
from app.infra import worker
from app.infra.db import db, write
from app.infra.jobs import enqueue
from app.training.models import Attempt, AttemptItem
from tests import factories as make
from tests.authoring.tried import crowd, sent
from tests.conftest import NOW
from tests.counting import counted
from tests.training import content

RIGHT, WRONG = (100, "b"), (0, "a")


def made(questions: int = 3) -> int:
    return content.module(bank=[content.single(f"q{n}") for n in range(questions)]).id


def kept(which: str) -> Gathered | None:
    """What is kept under this name."""
    db.session.rollback()
    found = db.session.get(KeptFigures, which)
    return None if found is None else read(found.sums)


def done(app: Flask, payload: dict[str, str] | None = None) -> None:
    """The job, queued and done."""
    write(lambda session: enqueue(session, "authoring.figures", payload or {}, NOW))
    with app.app_context():
        worker.drain(HANDLERS, NOW + timedelta(minutes=1))


def test_first_attempts_of_learners_are_read_attempt_by_attempt(session: Session) -> None:
    module_id = made()
    person_id, trainer_id = make.person("tutor").id, make.person("trainer").id
    sent(module_id, person_id, 0, "a")
    sent(module_id, person_id, 100, "b")
    sent(module_id, trainer_id, 100, "b")
    (attempt,) = list(attempts_of(session, module_id))
    assert [(one.key, one.points, one.chosen) for one in attempt] == [(f"q{n}", 0.0, ("a",)) for n in range(3)]


def test_another_substance_is_another_module(session: Session) -> None:
    module_id = made()
    crowd(module_id, RIGHT, RIGHT)

    def change(s: Session) -> None:
        version = s.get_one(Module, module_id).current
        assert version is not None
        version.substance += 1

    write(change)
    assert list(attempts_of(session, module_id)) == []


def test_the_job_keeps_the_sums_of_every_module(app: Flask, session: Session) -> None:
    one, other = made(), made()
    crowd(one, *[RIGHT] * 3, *[WRONG] * 2)
    done(app)
    sums = kept(about(one))
    assert sums is not None
    row = db.session.get_one(KeptFigures, about(one))
    assert row.at == NOW + timedelta(minutes=1)
    assert (course.read(row.course).sent, course.read(row.course).percents) == (5, {100: 3, 0: 2})
    assert sums == gather(lambda: attempts_of(db.session, one))
    assert (sums.attempts, sums.items["q0"].sum_x) == (5, 3.0)
    assert {o: t.total for o, t in sums.items["q0"].options.items()} == {"a": 2, "b": 3}
    assert kept(about(other)) is not None
    assert kept(TEST) is not None


def test_one_module_alone_may_be_asked_for_again(app: Flask, session: Session) -> None:
    one, other = made(), made()
    crowd(one, RIGHT)
    done(app, {"about": about(one)})
    done(app, {"about": about(one)})
    assert kept(about(one)) is not None
    assert kept(about(other)) is None
    assert kept(TEST) is None
    done(app, {"about": TEST})
    assert kept(TEST) is not None
    assert kept(about(other)) is None


def test_sums_of_another_substance_are_not_given(app: Flask, session: Session) -> None:
    module_id = made()
    crowd(module_id, RIGHT)
    done(app)

    def change(s: Session) -> None:
        version = s.get_one(Module, module_id).current
        assert version is not None
        version.substance += 1

    write(change)
    db.session.rollback()
    assert module_statistics(db.session, db.session.get_one(Module, module_id)) is None


def test_reading_the_answers_is_one_query_however_many(app: Flask, session: Session) -> None:
    module_id = made()
    crowd(module_id, *[RIGHT] * 12)
    with counted(app) as count:
        assert len(list(attempts_of(session, module_id))) == 12
    assert count.n == 1


def test_the_job_is_done_by_itself() -> None:
    assert [one.kind for one in PERIODS] == list(HANDLERS)


def test_first_tests_are_read_under_the_name_of_each_module(session: Session) -> None:
    one = content.module("ecoute", bank=[content.single("q1"), *content.test_bank("s1")])
    tutor = make.person("tutor").id
    asked = [question for question in one.current.questions if question.bank == "test"]

    def act(s: Session) -> None:
        for passed in (False, True):
            attempt = Attempt(
                person_id=tutor, substance=0, needed=1, state="submitted", started_at=NOW, submitted_at=NOW
            )
            attempt.percent, attempt.passed = 100 * passed, passed
            attempt.items = [
                AttemptItem(
                    position=1, question_id=q.id, shown=q.body["options"], answer={"chosen": q.body["right"]},
                    points=float(passed), answered_at=NOW + timedelta(seconds=40),
                )
                for q in asked
            ]  # fmt: skip
            s.add(attempt)
            s.flush()

    write(act)
    (attempt,) = list(answers.tests(session))
    assert [(a.key, a.points, a.chosen, a.seconds) for a in attempt] == [("ecoute:s1", 0.0, ("b",), 40.0)]
