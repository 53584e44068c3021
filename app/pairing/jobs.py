"""What the worker does for pairing: expiry and reminders each hour, seats and lost validations each night."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import sleep

import structlog
from sqlalchemy.orm import Session

from app.infra.db import write
from app.infra.jobs import Claim, Handlers, Periodic
from app.pairing import services

log = structlog.get_logger()
PAUSE = 0.1  # seconds between batches: on SQLite a bulk job would otherwise starve everyone who writes


def by_batches(act: Callable[[Session], int]) -> int:
    """Run `act` in one write after another until it has nothing left to do. Returns the total."""
    total = 0
    while done := write(act):
        total += done
        sleep(PAUSE)
    return total


def hourly(_session: Session, _held: Claim, now: datetime) -> None:
    """Expire what is past its date, then remind who still has time to answer."""
    expired = by_batches(lambda session: services.expire_due(session, now))
    reminded = by_batches(lambda session: services.remind_due(session, now))
    log.info("pairing.hourly", expired=expired, reminded=reminded)


def nightly(_session: Session, _held: Claim, now: datetime) -> None:
    """Cancel what was put to tutors no longer validated, tell leads of their pairs, compare seats with proposals."""
    cancelled = by_batches(lambda session: services.cancel_for_lost_validation(session, now))
    lapsed = write(lambda session: services.tell_lapsed_pairs(session, now))
    gaps = write(lambda session: services.note_seat_gaps(session, now))
    for gap in gaps:
        log.error("pairing.seats_differ", tutor=gap.tutor_id, counted=gap.counted, held=gap.held)
    log.info("pairing.nightly", cancelled=cancelled, lapsed_pairs=lapsed, seat_gaps=len(gaps))


HANDLERS: Handlers = {"pairing.hourly": hourly, "pairing.nightly": nightly}
PERIODS = (Periodic("pairing.hourly", timedelta(hours=1)), Periodic("pairing.nightly", timedelta(days=1)))
