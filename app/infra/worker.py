"""The worker's loop: write the periodic jobs that are due, then run jobs one after the other until none is due."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import sleep

import structlog

from app.infra import clock, jobs
from app.infra.db import Busy, db, write

log = structlog.get_logger()
IDLE_SECONDS = 1.0


def run_one(handlers: jobs.Handlers, now: datetime) -> bool:
    """Run the job longest due, if any. Returns whether there was one. A failure is recorded, never raised."""
    held = write(partial(jobs.claim, now=now))
    if held is None:
        return False
    try:
        effect = handlers[held.kind](db.session, held, now)
    except Exception as error:  # noqa: BLE001  whatever a handler raises is the job's failure, not the worker's
        db.session.rollback()  # what it left half-changed must not stop its failure from being noted
        log.warning("job.failed", job=held.id, kind=held.kind, attempt=held.attempts, error=type(error).__name__)
        reason = f"{type(error).__name__}: {error}"
        write(lambda session: jobs.fail(session, held, reason, now))
        return True
    try:
        write(lambda session: jobs.finish(session, held, effect, now))
    except jobs.LeaseLost:
        log.warning("job.lease_lost", job=held.id, kind=held.kind)
    except Exception as error:  # noqa: BLE001  an effect that fails is the job's failure too
        reason = f"{type(error).__name__}: {error}"
        write(lambda session: jobs.fail(session, held, reason, now))
    return True


def drain(handlers: jobs.Handlers, now: datetime, limit: int = 10_000) -> int:
    """Run every job due at `now`. Returns how many ran."""
    done = 0
    while done < limit and run_one(handlers, now):
        done += 1
    return done


def loop(handlers: jobs.Handlers, periods: tuple[jobs.Periodic, ...], stopped: Callable[[], bool]) -> None:
    """Work until `stopped()`. A locked database is waited for."""
    written: set[str] = set()
    while not stopped():
        now = clock.now()
        try:
            keys = set(jobs.periodic_keys(periods, now))
            if keys != written:
                write(partial(jobs.enqueue_periodic, periods=periods, now=now))
                written = keys
            worked = run_one(handlers, now)
        except Busy:
            worked = False
        db.session.rollback()
        if not worked:
            sleep(IDLE_SECONDS)
