"""Keeping two people apart: a conflict of interest that someone declares."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.classes.queries import student_led_by
from app.infra import audit
from app.pairing.models import Conflict, Pair
from app.pairing.rules.codes import APART


def declare_conflict(session: Session, actor_id: int, student_id: int, tutor_id: int, now: datetime) -> None:
    """Note that the two know each other otherwise, so that neither ranking nor draw puts them together. Said twice, it is
    noted once. A proposal already sent stays: it is answered, or taken back.
    """
    if in_conflict(session, student_id, tutor_id):
        return
    session.add(Conflict(student_id=student_id, tutor_id=tutor_id, declared_by=actor_id, declared_at=now))
    session.flush()
    audit.record(session, "pairing.conflict", now, actor_id=actor_id, object_type="person", object_id=tutor_id)


def lead_declares_conflict(session: Session, lead_id: int, student_id: int, tutor_id: int, now: datetime) -> None:
    """The same, said by a lead of the student's class. Raises NotYours."""
    student_led_by(session, lead_id, student_id)
    declare_conflict(session, lead_id, student_id, tutor_id, now)


def in_conflict(session: Session, student_id: int, tutor_id: int) -> bool:
    """Whether a conflict of interest between the two was declared."""
    declared = select(Conflict.id).where(Conflict.student_id == student_id, Conflict.tutor_id == tutor_id)
    return session.execute(declared).first() is not None


def kept_apart(session: Session, student_id: int, tutor_id: int) -> bool:
    """Whether the two were a pair that ended badly."""
    ended = select(Pair.id).where(Pair.student_id == student_id, Pair.tutor_id == tutor_id, Pair.end_reason.in_(APART))
    return session.execute(ended).first() is not None
