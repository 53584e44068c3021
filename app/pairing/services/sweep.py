"""What time does to proposals: reminders, expiry, validations lost, and the nightly check of the seats.

Each does at most `limit` rows and says how many, so that a job works by batches; each is safe to run twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person
from app.infra import audit, settings
from app.infra.dates import end_of_day, paris_date
from app.infra.mail import post
from app.pairing.models import HOLDING, Pair, Proposal
from app.pairing.queries import lapsing_pairs
from app.pairing.services.release import close_sent, expire_overdue, tell_leads
from app.pairing.settings import REMIND_DAYS
from app.pool.models import TutorProfile
from app.pool.queries import valid_tutor
from app.training.models import Validation
from app.training.settings import LAPSE_NOTICE_DAYS

BATCH = 100
RESPITE = timedelta(days=1)  # nobody who has just acted is reminded


def expire_due(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Expire proposals past their date, give their seats back, tell the leads. Returns how many."""
    return expire_overdue(session, now, limit=limit)


def remind_due(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Remind, once, tutors who have not answered after REMIND_DAYS. Returns how many.

    `reminded_at` is set in the same UPDATE that finds them still sent: who has just answered is not reminded. Nor is who has
    signed in or answered another in the last day: they are reminded later, if they still have to be.
    """
    days = settings.values(session, now)[REMIND_DAYS]
    sent_by = end_of_day(paris_date(now) - timedelta(days=days))
    waiting = (
        Proposal.state == "sent",
        Proposal.reminded_at.is_(None),
        Proposal.sent_at <= sent_by,
        Proposal.expires_at > now,
        not_(_just_acted(now)),
    )
    due = select(Proposal.id).where(*waiting).order_by(Proposal.id).limit(limit)
    reminded = session.scalars(
        update(Proposal)
        .where(Proposal.id.in_(due), *waiting)
        .values(reminded_at=now)
        .returning(Proposal.id)
        .execution_options(synchronize_session=False)
    ).all()
    for proposal_id in sorted(reminded):
        post(session, "pairing.reminder", {"proposal_id": proposal_id}, now, key=f"pairing.reminder:{proposal_id}")
    return len(reminded)


def _just_acted(now: datetime) -> ColumnElement[bool]:
    """The condition "the tutor signed in, or answered a proposal, in the last day"."""
    since, other = now - RESPITE, aliased(Proposal)
    seen = select(Person.id).where(Person.id == Proposal.tutor_id, Person.last_seen_at > since).exists()
    answers = other.state.in_(("accepted", "ended", "declined", "not_now"))
    answered = select(other.id).where(other.tutor_id == Proposal.tutor_id, answers, other.answered_at > since).exists()
    return or_(seen, answered)


def cancel_for_lost_validation(
    session: Session, now: datetime, limit: int = BATCH, *, tutor_id: int | None = None
) -> int:
    """Cancel what was put to tutors (or to `tutor_id`) who are no longer validated; tell them and the leads. Returns how
    many.
    """
    lost = [not_(valid_tutor(Proposal.tutor_id, now)), *_only(Proposal.tutor_id, tutor_id)]
    closed = close_sent(session, "cancelled", now, Proposal.expires_at > now, *lost, limit=limit)
    for one in closed:
        post(session, "pairing.cancelled", {"proposal_id": one.id}, now, key=f"pairing.cancelled:{one.id}")
        tell_leads(session, "pairing.cancelled_lead", one.student_id, now, proposal_id=one.id)
    return len(closed)


def _only(column: Any, tutor_id: int | None) -> list[ColumnElement[bool]]:
    return [] if tutor_id is None else [column == tutor_id]


def tell_lapsed_pairs(session: Session, now: datetime, *, tutor_id: int | None = None) -> int:
    """Tell the leads, once per lapse, of open pairs whose tutor (or `tutor_id`) is no longer validated. The pair goes on."""
    lapsed = session.execute(
        select(Pair.id, Pair.student_id, Validation.valid_until)
        .join(Validation, Validation.person_id == Pair.tutor_id)
        .where(Pair.ended_at.is_(None), not_(valid_tutor(Pair.tutor_id, now)), *_only(Pair.tutor_id, tutor_id))
        .order_by(Pair.id)
    ).all()
    for pair_id, student_id, until in lapsed:
        day = int(until.timestamp()) // 86400 if until else 0
        tell_leads(session, "pairing.tutor_lapsed", student_id, now, pair_id=pair_id, lapse=day)
    return len(lapsed)


def tell_lapsing_pairs(session: Session, now: datetime) -> int:
    """Tell the leads of open pairs whose tutor's validation ends soon: one mail to each lead for each day on which some
    end, whatever their number. Returns how many were written.
    """
    before = now + timedelta(days=settings.values(session, now)[LAPSE_NOTICE_DAYS])
    told = 0
    for lead_id, day in sorted({(one.lead_id, one.day) for one in lapsing_pairs(session, now, before)}):
        ids = {"person_id": lead_id, "day": day.toordinal()}
        told += post(session, "pairing.tutors_lapsing", ids, now, key=f"pairing.tutors_lapsing:{lead_id}:{day}")
    return told


@dataclass(frozen=True)
class SeatGap:
    """A tutor whose counter and rows differ."""

    tutor_id: int
    counted: int
    held: int


def seat_gaps(session: Session) -> list[SeatGap]:
    """Tutors whose `seats_taken` is not the number of proposals that hold a seat. Empty when all is well."""
    held = func.count(Proposal.id)
    rows = session.execute(
        select(TutorProfile.person_id, TutorProfile.seats_taken, held)
        .outerjoin(Proposal, and_(Proposal.tutor_id == TutorProfile.person_id, Proposal.state.in_(HOLDING)))
        .group_by(TutorProfile.person_id, TutorProfile.seats_taken)
        .having(held != TutorProfile.seats_taken)
        .order_by(TutorProfile.person_id)
    )
    return [SeatGap(*row) for row in rows]


def note_seat_gaps(session: Session, now: datetime) -> list[SeatGap]:
    """The same, each noted in the audit trail: the counter is not corrected behind anyone's back."""
    gaps = seat_gaps(session)
    for gap in gaps:
        audit.record(session, "pairing.seats_differ", now, actor_id=None, object_type="person", object_id=gap.tutor_id)
    return gaps
