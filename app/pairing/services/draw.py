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
from app.pairing.models import Proposal
from app.pairing.queries import allowance, lead_ids, proposal_for_lead
from app.pairing.services.apart import in_conflict, kept_apart
from app.pairing.services.release import close_sent, expire_overdue
from app.pairing.settings import EXPIRE_DAYS
from app.pool.services import take_seat


def deadline(session: Session, now: datetime) -> datetime:
    """When a proposal sent at `now` ends: at the end of the day, in Paris, EXPIRE_DAYS later."""
    return end_of_day(paris_date(now) + timedelta(days=settings.values(session, now)[EXPIRE_DAYS]))


def send_proposal(
    session: Session,
    lead_id: int,
    student_id: int,
    tutor_id: int,
    message: str,
    now: datetime,
    *,
    relays: int = 0,
    relay_of: int | None = None,
    shared: bool = True,
) -> int:
    """Put a dated proposal to a tutor for a student of a class this person leads. Holds a seat. Returns its id.

    `relays` is how many more may be sent by itself if this one fails, `relay_of` the proposal it takes over from, `shared`
    whether the class keeps to its fair share.

    Raises NotYours when the student is not theirs; DomainError "pairing.oneself" (the tutor leads the class),
    "pairing.class_closed", "pairing.over_share" (the class has as many waiting as is fair), "pairing.relayed" (another took
    over already),
    "pairing.kept_apart" (the two have been a pair that did not work), "pairing.conflict" (they know each other),
    "pool.no_seat" (see `take_seat`) or "pairing.student_taken" (someone drew for that student first). Nothing is written
    when it raises.
    """
    class_id = student_led_by(session, lead_id, student_id).class_id
    if tutor_id in lead_ids(session, student_id):
        raise DomainError("pairing.oneself")
    _hold_student(session, student_id)
    if kept_apart(session, student_id, tutor_id):
        raise DomainError("pairing.kept_apart")
    if in_conflict(session, student_id, tutor_id):
        raise DomainError("pairing.conflict")
    # The hourly job may be late: what is past its date holds neither this tutor's seat nor this student.
    expire_overdue(session, now, or_(Proposal.tutor_id == tutor_id, Proposal.student_id == student_id))
    if shared:
        found = allowance(session, class_id, now)
        if not found.left:
            raise DomainError("pairing.over_share", pending=found.pending, most=found.most)
    take_seat(session, tutor_id, now)
    proposal = Proposal(
        student_id=student_id,
        tutor_id=tutor_id,
        lead_id=lead_id,
        message=message,
        state="sent",
        sent_at=now,
        expires_at=deadline(session, now),
        relays_left=relays,
        relay_of_id=relay_of,
    )
    session.add(proposal)
    try:
        session.flush()
    except IntegrityError as cause:
        if violated(cause, "uq_proposal_student_open", "proposal.student_id"):
            raise DomainError("pairing.student_taken") from cause
        if violated(cause, "uq_proposal_relay_of_id", "proposal.relay_of_id"):
            raise DomainError("pairing.relayed") from cause
        raise
    audit.record(session, "pairing.proposed", now, actor_id=lead_id, object_type="proposal", object_id=proposal.id)
    post(session, "pairing.proposal", {"proposal_id": proposal.id}, now, key=f"pairing.proposal:{proposal.id}")
    return proposal.id


def _hold_student(session: Session, student_id: int) -> None:
    """Keep the student and their class as they are until this act commits: leaving and closing wait for it, and so does
    another draw of the class, so that two do not both take the last of its share.
    """
    held = session.execute(
        select(Student.id)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .where(Student.id == student_id, Student.left_at.is_(None), PrepClass.closed_at.is_(None))
        .with_for_update()
    ).first()
    if held is None:
        raise DomainError("pairing.class_closed")


def withdraw_proposal(session: Session, lead_id: int, proposal_id: int, now: datetime) -> None:
    """Take back a proposal that waits for its answer; the tutor is told. Returns nothing.

    Raises NotYours, or DomainError "pairing.too_late" when it has been answered, has expired or was already taken back.
    """
    proposal_for_lead(session, lead_id, proposal_id)
    closed = close_sent(session, "withdrawn", now, Proposal.id == proposal_id, actor_id=lead_id)
    if not closed:
        raise DomainError("pairing.too_late")
    post(session, "pairing.withdrawn", {"proposal_id": proposal_id}, now, key=f"pairing.withdrawn:{proposal_id}")
