"""A lead draws a tutor for a named student, or takes the proposal back."""

from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.classes.queries import student_led_by
from app.infra import audit, settings
from app.infra.dates import end_of_day, paris_date
from app.infra.errors import DomainError, violated
from app.infra.mail import post
from app.pairing.models import Pair, Proposal
from app.pairing.queries import proposal_for_lead
from app.pairing.rules.codes import APART
from app.pairing.services.release import close_sent, expire_overdue
from app.pairing.settings import EXPIRE_DAYS
from app.pool.services import take_seat


def deadline(session: Session, now: datetime) -> datetime:
    """When a proposal sent at `now` ends: at the end of the day, in Paris, EXPIRE_DAYS later."""
    return end_of_day(paris_date(now) + timedelta(days=settings.values(session, now)[EXPIRE_DAYS]))


def send_proposal(session: Session, lead_id: int, student_id: int, tutor_id: int, message: str, now: datetime) -> int:
    """Put a dated proposal to a tutor for a student of a class this person leads. Holds a seat. Returns its id.

    Raises NotYours when the student is not theirs; DomainError "pairing.oneself", "pairing.class_closed",
    "pairing.kept_apart" (the two have been a pair that did not work), "pool.no_seat" (see `take_seat`) or
    "pairing.student_taken" (someone drew for that student first). Nothing is written when it raises.
    """
    student_led_by(session, lead_id, student_id)
    if tutor_id == lead_id:
        raise DomainError("pairing.oneself")
    _hold_student(session, student_id)
    if kept_apart(session, student_id, tutor_id):
        raise DomainError("pairing.kept_apart")
    # The hourly job may be late: what is past its date holds neither this tutor's seat nor this student.
    expire_overdue(session, now, or_(Proposal.tutor_id == tutor_id, Proposal.student_id == student_id))
    take_seat(session, tutor_id, now)
    proposal = Proposal(
        student_id=student_id,
        tutor_id=tutor_id,
        lead_id=lead_id,
        message=message,
        state="sent",
        sent_at=now,
        expires_at=deadline(session, now),
    )
    session.add(proposal)
    try:
        session.flush()
    except IntegrityError as cause:
        if violated(cause, "uq_proposal_student_open", "proposal.student_id"):
            raise DomainError("pairing.student_taken") from cause
        raise
    audit.record(session, "pairing.proposed", now, actor_id=lead_id, object_type="proposal", object_id=proposal.id)
    post(session, "pairing.proposal", {"proposal_id": proposal.id}, now, key=f"pairing.proposal:{proposal.id}")
    return proposal.id


def _hold_student(session: Session, student_id: int) -> None:
    """Keep the student and their class as they are until this act commits: leaving and closing wait for it."""
    held = session.execute(
        select(Student.id)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .where(Student.id == student_id, Student.left_at.is_(None), PrepClass.closed_at.is_(None))
        .with_for_update(read=True)
    ).first()
    if held is None:
        raise DomainError("pairing.class_closed")


def kept_apart(session: Session, student_id: int, tutor_id: int) -> bool:
    """Whether the two were a pair that ended badly."""
    ended = select(Pair.id).where(Pair.student_id == student_id, Pair.tutor_id == tutor_id, Pair.end_reason.in_(APART))
    return session.execute(ended).first() is not None


def withdraw_proposal(session: Session, lead_id: int, proposal_id: int, now: datetime) -> None:
    """Take back a proposal that waits for its answer; the tutor is told. Returns nothing.

    Raises NotYours, or DomainError "pairing.too_late" when it has been answered, has expired or was already taken back.
    """
    proposal_for_lead(session, lead_id, proposal_id)
    closed = close_sent(session, "withdrawn", now, Proposal.id == proposal_id, actor_id=lead_id)
    if not closed:
        raise DomainError("pairing.too_late")
    post(session, "pairing.withdrawn", {"proposal_id": proposal_id}, now, key=f"pairing.withdrawn:{proposal_id}")
