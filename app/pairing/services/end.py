"""How pairs end, and the acts that end something higher: a student or a tutor leaves, a class closes."""

from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.classes.queries import student_led_by
from app.infra import audit
from app.infra.errors import DomainError, NotYours
from app.infra.mail import post
from app.pairing.models import Pair, Proposal
from app.pairing.queries import pair_for_lead, pair_for_tutor
from app.pairing.rules.codes import END_REASONS
from app.pairing.services.release import close_sent, tell_leads
from app.pool.services import give_seat_back


def end_pair(
    session: Session, pair_id: int, by: str, reason: str, comment: str, now: datetime, *, actor_id: int | None = None
) -> None:
    """End a pair, its proposal with it, and give its seat back; tutor, student and leads are told.

    `by` is "tutor" or "lead" (then the pair must be `actor_id`'s, else NotYours) or "admin". Raises DomainError
    "pairing.no_end_reason", or "pairing.pair_ended" when it already was.
    """
    if reason not in END_REASONS:
        raise DomainError("pairing.no_end_reason")
    _theirs(session, pair_id, by, actor_id, now)
    row = session.execute(
        update(Pair)
        .where(Pair.id == pair_id, Pair.ended_at.is_(None))
        .values(ended_at=now, ended_by=by, end_reason=reason, end_comment=comment)
        .returning(Pair.proposal_id, Pair.tutor_id, Pair.student_id)
        .execution_options(synchronize_session=False)
    ).first()
    if row is None:
        raise DomainError("pairing.pair_ended")
    proposal_id, tutor_id, student_id = row
    ended = update(Proposal).where(Proposal.id == proposal_id, Proposal.state == "accepted").values(state="ended")
    session.execute(ended.execution_options(synchronize_session=False))
    give_seat_back(session, tutor_id)
    audit.record(session, "pairing.ended", now, actor_id=actor_id, object_type="pair", object_id=pair_id)
    for who in ("tutor", "student"):
        post(session, f"pairing.ended_{who}", {"pair_id": pair_id}, now, key=f"pairing.ended_{who}:{pair_id}")
    tell_leads(session, "pairing.ended_lead", student_id, now, pair_id=pair_id)


def _theirs(session: Session, pair_id: int, by: str, actor_id: int | None, now: datetime) -> None:
    if by == "tutor" and actor_id is not None:
        pair_for_tutor(session, actor_id, pair_id, now)
    elif by == "lead" and actor_id is not None:
        pair_for_lead(session, actor_id, pair_id, now)
    elif by != "admin" or session.get(Pair, pair_id) is None:
        raise NotYours


def _let_go(
    session: Session,
    of_proposal: ColumnElement[bool],
    of_pair: ColumnElement[bool],
    reason: str,
    now: datetime,
    actor_id: int | None,
) -> None:
    """Cancel what is sent and end what is open, telling the tutors concerned."""
    for closed in close_sent(session, "cancelled", now, of_proposal, actor_id=actor_id):
        post(session, "pairing.cancelled", {"proposal_id": closed.id}, now, key=f"pairing.cancelled:{closed.id}")
    still_open = select(Pair.id).where(Pair.ended_at.is_(None), of_pair).order_by(Pair.id)
    for pair_id in session.scalars(still_open).all():
        end_pair(session, pair_id, "admin", reason, "", now, actor_id=actor_id)


def student_leaves(session: Session, lead_id: int, student_id: int, now: datetime) -> None:
    """A student leaves the class: their open proposal is cancelled, their pair ends, the seats are free.

    Raises NotYours when the student is not in a class this person leads, or has left.
    """
    student_led_by(session, lead_id, student_id)
    left = (
        update(Student)
        .where(Student.id == student_id, Student.left_at.is_(None))
        .values(left_at=now)
        .returning(Student.id)
    )
    if session.scalar(left.execution_options(synchronize_session=False)) is None:
        raise NotYours  # someone else said so in the meantime
    _let_go(session, Proposal.student_id == student_id, Pair.student_id == student_id, "student_left", now, lead_id)
    audit.record(session, "pairing.student_left", now, actor_id=lead_id, object_type="student", object_id=student_id)


def student_forgotten(session: Session, student_id: int, actor_id: int | None, now: datetime) -> None:
    """A student is about to be erased: their open proposal is cancelled, their pair ends. The caller may erase them."""
    _let_go(session, Proposal.student_id == student_id, Pair.student_id == student_id, "student_left", now, actor_id)


def close_class(session: Session, class_id: int, actor_id: int | None, now: datetime) -> None:
    """Close a class: no draw any more, what is sent is cancelled, open pairs end. The caller may administer classes.

    Raises DomainError "pairing.class_closed" when it was closed already.
    """
    closed = (
        update(PrepClass)
        .where(PrepClass.id == class_id, PrepClass.closed_at.is_(None))
        .values(closed_at=now)
        .returning(PrepClass.id)
    )
    if session.scalar(closed.execution_options(synchronize_session=False)) is None:
        raise DomainError("pairing.class_closed")
    students = select(Student.id).where(Student.class_id == class_id)
    _let_go(session, Proposal.student_id.in_(students), Pair.student_id.in_(students), "class_closed", now, actor_id)
    audit.record(session, "pairing.class_closed", now, actor_id=actor_id, object_type="class", object_id=class_id)


def tutor_leaves(session: Session, tutor_id: int, actor_id: int | None, now: datetime) -> None:
    """A tutor leaves the programme: what was put to them is cancelled and the leads told, their pairs end.

    The account itself is the caller's affair.
    """
    for closed in close_sent(session, "cancelled", now, Proposal.tutor_id == tutor_id, actor_id=actor_id):
        tell_leads(session, "pairing.cancelled_lead", closed.student_id, now, proposal_id=closed.id)
    for pair_id in session.scalars(
        select(Pair.id).where(Pair.ended_at.is_(None), Pair.tutor_id == tutor_id).order_by(Pair.id)
    ).all():
        end_pair(session, pair_id, "admin", "tutor_left", "", now, actor_id=actor_id)
