"""What tutors have lived so far, read whole: three queries for some tutors or for all."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.classes.models import Student
from app.infra.dates import paris_date
from app.pairing.models import Conflict, Pair, Proposal
from app.pairing.rules.lived import Asked, Held, Life


def lives(session: Session, now: datetime, only: Collection[int] | None = None) -> dict[int, Life]:
    """The life of each tutor, or of some, oldest proposals first. Who was never asked, nor declared, is absent."""
    asked: dict[int, list[Asked]] = {}
    held: dict[int, list[Held]] = {}
    conflicts: dict[int, set[int]] = {}
    for tutor_id, student_id, class_id, exam_id, region, state, reason, *days in session.execute(_asked(only)):
        sent_at, answered_at, expires_at = days
        asked.setdefault(tutor_id, []).append(
            Asked(
                student_id,
                class_id,
                exam_id,
                region,
                state,
                reason or "",
                sent_on=paris_date(sent_at),
                answered_on=paris_date(answered_at) if answered_at is not None else None,
                overdue=state == "sent" and expires_at <= now,
            )
        )
    for tutor_id, student_id, ended_at, reason in session.execute(_held(only)):
        held.setdefault(tutor_id, []).append(Held(student_id, ended_at is not None, reason))
    for tutor_id, student_id in session.execute(_declared(only)):
        conflicts.setdefault(tutor_id, set()).add(student_id)
    return {
        who: Life(tuple(asked.get(who, ())), tuple(held.get(who, ())), frozenset(conflicts.get(who, ())))
        for who in asked.keys() | held.keys() | conflicts.keys()
    }


def _asked(only: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    wanted = select(
        Proposal.tutor_id,
        Proposal.student_id,
        Student.class_id,
        Student.exam_id,
        Student.region_code,
        Proposal.state,
        Proposal.reason,
        Proposal.sent_at,
        Proposal.answered_at,
        Proposal.expires_at,
    ).join(Student, Student.id == Proposal.student_id)
    return (wanted if only is None else wanted.where(Proposal.tutor_id.in_(only))).order_by(Proposal.id)


def _held(only: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    wanted = select(Pair.tutor_id, Pair.student_id, Pair.ended_at, Pair.end_reason)
    return (wanted if only is None else wanted.where(Pair.tutor_id.in_(only))).order_by(Pair.id)


def _declared(only: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    wanted = select(Conflict.tutor_id, Conflict.student_id)
    return wanted if only is None else wanted.where(Conflict.tutor_id.in_(only))
