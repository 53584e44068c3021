"""The job table: written with the act, held under a lease, tried again later and later, done with its effect or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra import jobs, worker
from app.infra.db import write
from app.infra.jobs import FIRST_DELAY, LEASE, MAX_ATTEMPTS, Claim, LeaseLost, Periodic
from app.infra.models import Job
from tests import factories as make
from tests.conftest import NOW

SECOND = timedelta(seconds=1)


def queued(kind: str = "test.work", at=NOW, **options: Any) -> bool:
    return write(lambda s: jobs.enqueue(s, kind, {"n": 1}, at, **options))


def claimed(at=NOW) -> Claim | None:
    return write(lambda s: jobs.claim(s, at))


def finished(held: Claim, effect: jobs.Effect | None = None, at=NOW) -> None:
    write(lambda s: jobs.finish(s, held, effect, at))


def only_job(session: Session) -> Job:
    session.expire_all()
    return session.scalars(select(Job)).one()


def test_a_job_is_written_with_the_act_or_not_at_all(session: Session) -> None:
    def act(writing: Session) -> None:
        jobs.enqueue(writing, "test.work", {}, NOW)
        raise ValueError

    with pytest.raises(ValueError):
        write(act)
    assert session.scalar(select(func.count(Job.id))) == 0


def test_the_job_longest_due_is_taken_first_and_those_to_come_wait(session: Session) -> None:
    queued("later", at=NOW + timedelta(hours=1))
    queued("second", at=NOW - SECOND)
    queued("first", at=NOW - timedelta(hours=1))
    assert [getattr(claimed(), "kind", None) for _ in range(3)] == ["first", "second", None]


def test_a_held_job_is_nobody_else_s_until_its_lease_ends(session: Session) -> None:
    queued()
    first = claimed()
    assert claimed() is None
    assert claimed(NOW + LEASE) is None
    second = claimed(NOW + LEASE + SECOND)
    assert first is not None
    assert second is not None
    assert (second.id, second.attempts) == (first.id, 2)
    assert second.lease_token != first.lease_token
    assert second.name == first.name


def test_a_worker_that_lost_its_lease_changes_nothing(session: Session) -> None:
    person = make.person(first_name="Awa")
    queued()
    slow = claimed()
    quick = claimed(NOW + LEASE + SECOND)

    def effect(writing: Session) -> None:
        writing.execute(update(Person).where(Person.id == person.id).values(first_name="Changée"))

    assert slow is not None
    assert quick is not None
    with pytest.raises(LeaseLost):
        finished(slow, effect)
    write(lambda s: jobs.fail(s, slow, "too late", NOW))
    assert only_job(session).last_error is None
    assert session.get_one(Person, person.id).first_name == "Awa"
    finished(quick, effect)
    assert only_job(session).state == "done"
    session.expire_all()
    assert session.get_one(Person, person.id).first_name == "Changée"


def test_the_effect_and_the_mark_are_one(session: Session) -> None:
    """An effect that fails leaves the job to do, and nothing of the effect."""
    person = make.person(first_name="Awa")
    queued()
    held = claimed()

    def effect(writing: Session) -> None:
        writing.execute(update(Person).where(Person.id == person.id).values(first_name="Moitié"))
        raise ValueError

    assert held is not None
    with pytest.raises(ValueError):
        finished(held, effect)
    assert only_job(session).state == "ready"
    assert session.get_one(Person, person.id).first_name == "Awa"


def test_each_failure_waits_twice_as_long_then_the_job_is_dead(session: Session) -> None:
    queued()
    at, waits = NOW, []
    for _ in range(MAX_ATTEMPTS):
        held = claimed(at)
        assert held is not None
        write(lambda s, held=held, at=at: jobs.fail(s, held, "x" * 5000, at))
        waits.append(only_job(session).run_at - at)
        at = only_job(session).run_at
    assert waits == [FIRST_DELAY * 2**n for n in range(MAX_ATTEMPTS)]
    dead = only_job(session)
    assert (dead.state, len(dead.last_error or "")) == ("dead", 2000)
    assert claimed(at + timedelta(days=365)) is None


def test_a_job_that_kills_its_worker_each_time_ends_among_the_dead(session: Session) -> None:
    queued()
    at = NOW
    for _ in range(MAX_ATTEMPTS):
        assert claimed(at) is not None
        at += LEASE + SECOND  # the worker died: it neither finished nor failed
    assert claimed(at) is None
    assert only_job(session).state == "dead"


def test_a_dead_job_may_be_given_another_round(session: Session) -> None:
    queued()
    write(lambda s: s.execute(update(Job).values(state="dead", attempts=MAX_ATTEMPTS)))
    job_id = only_job(session).id
    assert write(lambda s: jobs.revive(s, job_id, NOW))
    held = claimed()
    assert held is not None
    assert held.attempts == 1
    assert not write(lambda s: jobs.revive(s, job_id, NOW)), "it is alive"


def test_settling_takes_the_past_as_done_and_leaves_what_is_to_come(session: Session) -> None:
    queued("past", at=NOW - SECOND)
    queued("now", at=NOW)
    assert write(lambda s: jobs.settle(s, NOW)) == 1
    assert [getattr(claimed(), "kind", None) for _ in range(2)] == ["now", None]


def test_a_key_is_written_once_ever(session: Session) -> None:
    assert queued(key="k")
    assert not queued(key="k")
    held = claimed()
    assert held is not None
    finished(held)
    assert not queued(key="k"), "even once done"


HOURLY = (Periodic("test.hourly", timedelta(hours=1)), Periodic("test.daily", timedelta(days=1)))


def test_periodic_work_is_written_once_per_period_whatever_the_number_of_workers(session: Session) -> None:
    for _worker in range(3):
        write(lambda s: jobs.enqueue_periodic(s, HOURLY, NOW))
    assert session.scalar(select(func.count(Job.id))) == 2
    write(lambda s: jobs.enqueue_periodic(s, HOURLY, NOW + timedelta(hours=1)))
    assert session.scalar(select(func.count(Job.id))) == 3


def test_after_a_long_absence_a_period_runs_once(session: Session) -> None:
    write(lambda s: jobs.enqueue_periodic(s, HOURLY, NOW))
    write(lambda s: jobs.enqueue_periodic(s, HOURLY, NOW + timedelta(days=30)))
    assert session.scalar(select(func.count(Job.id)).where(Job.kind == "test.hourly")) == 2


def test_every_kind_that_is_queued_periodically_has_its_handler(shared_app: Flask) -> None:
    registry = shared_app.extensions["registry"]
    handlers = registry.merged("jobs", "HANDLERS")
    assert {p.kind for p in registry.listed("jobs", "PERIODS")} - handlers.keys() == set()


# The worker's loop.


def test_the_worker_does_everything_that_is_due_and_counts_it(session: Session) -> None:
    done: list[int] = []
    for _ in range(3):
        queued()
    assert worker.drain({"test.work": lambda _s, held, _n: done.append(held.id)}, NOW) == 3
    assert len(done) == 3
    assert worker.drain({}, NOW) == 0


def test_a_handler_that_fails_is_noted_and_the_worker_goes_on(session: Session) -> None:
    person = make.person(first_name="Awa")
    queued()
    queued("test.other")

    def clumsy(reading: Session, _held: Claim, _now: Any) -> None:
        reading.get_one(Person, person.id).first_name = "À moitié"
        raise RuntimeError("panne")

    assert worker.drain({"test.work": clumsy, "test.other": lambda *_: None}, NOW) == 2
    session.expire_all()
    states = {j.kind: (j.state, j.last_error) for j in session.scalars(select(Job))}
    assert states == {"test.work": ("ready", "RuntimeError: panne"), "test.other": ("done", None)}
    assert session.get_one(Person, person.id).first_name == "Awa"


def test_an_effect_that_fails_is_the_job_s_failure(session: Session) -> None:
    queued()

    def effect(_writing: Session) -> None:
        raise RuntimeError("panne")

    worker.drain({"test.work": lambda *_: effect}, NOW)
    assert only_job(session).last_error == "RuntimeError: panne"


def test_a_kind_that_nobody_knows_is_a_failure_too(session: Session) -> None:
    queued("test.unknown")
    worker.drain({}, NOW)
    assert "test.unknown" in (only_job(session).last_error or "")


def test_the_loop_writes_periods_works_and_stops_when_told(real_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "IDLE_SECONDS", 0)
    done: list[str] = []
    turns = iter([False, False, False, True])
    handlers = {kind: lambda _s, held, _n: done.append(held.kind) for kind in ("test.hourly", "test.daily")}
    with real_app.app_context():
        worker.loop(handlers, HOURLY, lambda: next(turns))
    assert sorted(done) == ["test.daily", "test.hourly"]
