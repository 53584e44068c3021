"""The job table: enqueue in the act's own transaction, then claim under a lease, work, finish.

A job may run twice (a worker killed before its mark), so handlers are safe to run again. Work happens outside any
write; what it changes is returned as an effect, applied in the same transaction as the job's "done".
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

from sqlalchemy import inspect, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.infra.models import Job
from app.infra.orm import Base

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8
FIRST_DELAY = timedelta(minutes=1)
ADDRESS = re.compile(r"[^\s<>,;:'\"()]+@[^\s<>,;:'\"()]+")

Effect = Callable[[Session], None]
Handler = Callable[[Session, "Claim", datetime], Effect | None]


@dataclass(frozen=True)
class Claim:
    """A job held by this worker until its lease ends. `name` is the same at every attempt, and no other job's ever."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int
    lease_token: str
    name: str


@dataclass(frozen=True)
class Periodic:
    """Work to do once per period, whatever the number of workers and however long they were down."""

    kind: str
    every: timedelta


class LeaseLost(RuntimeError):
    """Another worker took the job over while this one was busy: its effects are not applied."""


def insert_new(session: Session, table: type[Base], **values: Any) -> bool:
    """INSERT that a unique conflict turns into nothing. Returns whether a row was written: what came back tells, since
    PostgreSQL's driver gives no row count for it.
    """
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(*inspect(table).primary_key)
    return session.execute(statement).first() is not None


def enqueue(
    session: Session,
    kind: str,
    payload: dict[str, Any],
    now: datetime,
    *,
    at: datetime | None = None,
    key: str | None = None,
) -> bool:
    """Write a job in the current transaction. `payload` holds ids and codes, never names or texts.

    With a `key`, the same job is written once ever. Returns whether it was written.
    """
    return insert_new(
        session, Job, kind=kind, payload=payload, key=key, state="ready", run_at=at or now, attempts=0, created_at=now
    )


def periodic_keys(periods: tuple[Periodic, ...], now: datetime) -> dict[str, str]:
    """The key of each kind's job for the period that `now` falls in: {key: kind}."""
    return {f"{p.kind}:{int(now.timestamp() // p.every.total_seconds())}": p.kind for p in periods}


def enqueue_periodic(session: Session, periods: tuple[Periodic, ...], now: datetime) -> None:
    """Write the jobs of the current periods, each once."""
    for key, kind in periodic_keys(periods, now).items():
        enqueue(session, kind, {}, now, key=key)


def _bury_killers(session: Session, now: datetime) -> None:
    """A job whose worker died at every attempt never failed in words: it goes among the dead letters all the same."""
    session.execute(
        update(Job)
        .where(Job.state == "ready", Job.attempts >= MAX_ATTEMPTS, Job.lease_until < now)
        .values(state="dead", last_error="the worker died at each attempt", lease_token=None, lease_until=None)
    )


def claim(session: Session, now: datetime) -> Claim | None:
    """Take the job longest due, if any, under a lease. Call inside `write`."""
    _bury_killers(session, now)
    due = (
        select(Job)
        .where(Job.state == "ready", Job.run_at <= now, or_(Job.lease_until.is_(None), Job.lease_until < now))
        .order_by(Job.run_at, Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job = session.scalars(due).first()
    if job is None:
        return None
    job.lease_token = token_hex(16)
    job.lease_until = now + LEASE
    job.attempts += 1
    session.flush()
    name = f"job-{job.id}-{job.created_at:%Y%m%d%H%M%S}"
    return Claim(job.id, job.kind, dict(job.payload), job.attempts, job.lease_token, name)


def _held(held: Claim) -> Any:
    return update(Job).where(Job.id == held.id, Job.lease_token == held.lease_token, Job.state == "ready")


def finish(session: Session, held: Claim, effect: Effect | None, now: datetime) -> None:
    """Mark the job done and apply its effect, together. Raises LeaseLost, undoing both. Call inside `write`."""
    done = session.execute(_held(held).values(state="done", done_at=now, lease_token=None, lease_until=None))
    if done.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        raise LeaseLost
    if effect is not None:
        effect(session)


def without_addresses(text: str) -> str:
    """`text` with every e-mail address hidden: a mail server that refuses a message names whom it was for."""
    return ADDRESS.sub("…@…", text)


def fail(session: Session, held: Claim, error: str, now: datetime) -> None:
    """Put the job back with a growing delay, or among the dead letters after MAX_ATTEMPTS. Call inside `write`."""
    dead = held.attempts >= MAX_ATTEMPTS
    delay = FIRST_DELAY * 2 ** (held.attempts - 1)
    session.execute(
        _held(held).values(
            state="dead" if dead else "ready",
            run_at=now + delay,
            last_error=without_addresses(error)[:2000],
            lease_token=None,
            lease_until=None,
        )
    )


def settle(session: Session, before: datetime) -> int:
    """Take as done everything that was due before `before`: after restoring an old copy, or telling a past, nothing of
    it must be sent again. Returns how many jobs.
    """
    past = update(Job).where(Job.state == "ready", Job.run_at < before).values(state="done", done_at=Job.run_at)
    return int(session.execute(past).rowcount)  # type: ignore[attr-defined]  # CursorResult


def revive(session: Session, job_id: int, now: datetime) -> bool:
    """Give a dead letter another round of tries. Returns whether it was dead."""
    alive = update(Job).where(Job.id == job_id, Job.state == "dead").values(state="ready", run_at=now, attempts=0)
    return bool(session.execute(alive).rowcount)  # type: ignore[attr-defined]  # CursorResult


Handlers = Mapping[str, Handler]
