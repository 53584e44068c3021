"""What the worker does for pairing: expiry and reminders each hour, seats and lost validations each night."""

from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.orm import Session

from app.classes.models import Student
from app.infra.batches import by_batches
from app.infra.db import write
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import Claim, Handlers, Periodic
from app.pairing import queries, services
from app.pool.services import forget_lapsed

log = structlog.get_logger()
TRIED = 5  # candidates of a relay whose last seat may just have gone


def hourly(_session: Session, _held: Claim, now: datetime) -> None:
    """Expire what is past its date, then remind who still has time to answer."""
    expired = by_batches(lambda session: services.expire_due(session, now))
    reminded = by_batches(lambda session: services.remind_due(session, now))
    log.info("pairing.hourly", expired=expired, reminded=reminded)


def nightly(_session: Session, _held: Claim, now: datetime) -> None:
    """Cancel what was put to tutors no longer validated, tell leads of their pairs, compare seats with proposals."""
    cancelled = by_batches(lambda session: services.cancel_for_lost_validation(session, now))
    lapsed = write(lambda session: services.tell_lapsed_pairs(session, now))
    lapsing = write(lambda session: services.tell_lapsing_pairs(session, now))
    gaps = write(lambda session: services.note_seat_gaps(session, now))
    write(lambda session: services.forget_runs(session, now))
    write(lambda session: forget_lapsed(session, now))
    for gap in gaps:
        log.error("pairing.seats_differ", tutor=gap.tutor_id, counted=gap.counted, held=gap.held)
    log.info("pairing.nightly", cancelled=cancelled, lapsed_pairs=lapsed, lapsing=lapsing, seat_gaps=len(gaps))


def apply_run(_session: Session, held: Claim, now: datetime) -> None:
    """Send the proposals of a national run, a few at a time, taken up again where it stopped; then tell the leads."""
    run_id = held.payload["run_id"]
    looked_at = by_batches(lambda session: services.send_some(session, run_id, now))
    told = write(lambda session: services.tell_run_leads(session, run_id, now))
    log.info("pairing.apply_run", run=run_id, looked_at=looked_at, told=told)


def saved_searches(_session: Session, _held: Claim, now: datetime) -> None:
    """Look at every saved search, and tell its lead of those who are new."""
    looked_at = by_batches(lambda session: services.check_searches(session, now))
    log.info("pairing.saved_searches", leads=looked_at)


def relay(session: Session, held: Claim, now: datetime) -> None:
    """Ask the next tutor in place of one who did not take a proposal up: the first of the ranking who has a seat."""
    to_pass = services.baton(session, held.payload["proposal_id"])
    if to_pass is None:
        return
    student = session.get_one(Student, to_pass.student_id)
    for one in queries.next_candidates(session, student, now)[:TRIED]:
        try:
            write(partial(services.pass_on, to_pass=to_pass, tutor_id=one.offer.tutor_id, now=now))
        except (DomainError, NotYours) as refusal:
            if getattr(refusal, "code", "") == "pool.no_seat":
                continue  # taken since the ranking was read
            log.info("pairing.relay_stopped", proposal=to_pass.proposal_id, why=str(refusal))
        return
    write(lambda s: services.relay_ends(s, to_pass, now))


HANDLERS: Handlers = {
    "pairing.hourly": hourly,
    "pairing.nightly": nightly,
    "pairing.apply_run": apply_run,
    "pairing.relay": relay,
    "pairing.saved_searches": saved_searches,
}
PERIODS = (
    Periodic("pairing.hourly", timedelta(hours=1)),
    Periodic("pairing.nightly", timedelta(days=1)),
    Periodic("pairing.saved_searches", timedelta(days=1)),
)
