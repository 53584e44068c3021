"""The sums kept for statistics: of first attempts, of learners, of what the module now is."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from app.authoring.jobs import HANDLERS, PERIODS
from app.authoring.queries.answers import attempts_of, kept_of
from app.authoring.queries.figures import modules
from app.authoring.rules.gathering import gather
from app.content.models import Module
from app.infra import worker
from app.infra.db import db, write
from app.infra.jobs import enqueue
from tests import factories as make
from tests.authoring.tried import crowd, sent
from tests.conftest import NOW
from tests.counting import counted
from tests.training import content

RIGHT, WRONG = (100, "b"), (0, "a")


def made(questions: int = 3) -> int:
    return content.module(bank=[content.single(f"q{n}") for n in range(questions)]).id


def done(app: Flask, payload: dict[str, int] | None = None) -> None:
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
    module = db.session.get_one(Module, one)
    found = kept_of(db.session, module)
    assert found is not None
    sums, at = found
    assert at == NOW + timedelta(minutes=1)
    assert sums == gather(lambda: attempts_of(db.session, one))
    assert (sums.attempts, sums.items["q0"].sum_x) == (5, 3.0)
    assert {o: t.total for o, t in sums.items["q0"].options.items()} == {"a": 2, "b": 3}
    assert kept_of(db.session, db.session.get_one(Module, other)) is not None


def test_one_module_alone_may_be_asked_for_again(app: Flask, session: Session) -> None:
    one, other = made(), made()
    crowd(one, RIGHT)
    done(app, {"module_id": one})
    done(app, {"module_id": one})
    assert kept_of(db.session, db.session.get_one(Module, one)) is not None
    assert kept_of(db.session, db.session.get_one(Module, other)) is None


def test_sums_of_another_substance_are_not_given(app: Flask, session: Session) -> None:
    module_id = made()
    crowd(module_id, RIGHT)
    done(app)

    def change(s: Session) -> None:
        version = s.get_one(Module, module_id).current
        assert version is not None
        version.substance += 1

    write(change)
    assert kept_of(db.session, db.session.get_one(Module, module_id)) is None


def test_reading_the_answers_is_one_query_however_many(app: Flask, session: Session) -> None:
    module_id = made()
    crowd(module_id, *[RIGHT] * 12)
    with counted(app) as count:
        assert len(list(attempts_of(session, module_id))) == 12
    assert count.n == 1


def test_the_job_is_done_by_itself(session: Session) -> None:
    assert [one.kind for one in PERIODS] == list(HANDLERS)
    assert modules(session) == []
