"""What tutors said of a season, as a condition and as columns: the last thing said is what counts.

A confirmation says something once it was answered or is past its date. `_silent` and `_leaving` tell what the last one says.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.infra.clock import PARIS
from app.pool.models import SeasonConfirmation, TutorProfile
from app.recruitment.rules import school_year
from app.training.models import Validation


def _said(now: datetime) -> ColumnElement[bool]:
    """A confirmation that says something at `now`: it was answered, or it is past its date."""
    return or_(SeasonConfirmation.answered_at.is_not(None), SeasonConfirmation.due_at <= now)


def _silent(now: datetime) -> ColumnElement[bool]:
    """Left unanswered, this season or for the next, by someone who was validated when asked: those validated since have
    just said that they go on.
    """
    return and_(
        SeasonConfirmation.answer.is_(None),
        SeasonConfirmation.year >= school_year(now),
        Validation.valid_from <= SeasonConfirmation.asked_at,
    )


def _leaving(now: datetime) -> ColumnElement[bool]:
    """Answered "not this year", of this season or the next: at once, since September is what classes draw for in August."""
    return and_(SeasonConfirmation.answer == "no", SeasonConfirmation.year >= school_year(now))


def confirmed(now: datetime) -> ColumnElement[bool]:
    """The condition "the last thing said of a season does not stop this tutor": never asked, asked but not due yet,
    answered yes until a day that has not passed. What each season's row says is in `_silent` and `_leaving`.
    """
    over = SeasonConfirmation.until < now.astimezone(PARIS).date()
    last = (
        select(case((or_(_silent(now), _leaving(now), over), 1), else_=0))
        .join(Validation, Validation.person_id == SeasonConfirmation.person_id)
        .where(SeasonConfirmation.person_id == TutorProfile.person_id, _said(now))
        .order_by(SeasonConfirmation.year.desc())
        .limit(1)
        .correlate(TutorProfile)
        .scalar_subquery()
    )
    return func.coalesce(last, 0) == 0


def is_confirmed(session: Session, person_id: int, now: datetime) -> bool:
    """Whether nothing that one tutor said, or left unsaid, of a season stops them."""
    return bool(session.scalar(select(confirmed(now)).where(TutorProfile.person_id == person_id)))


def with_last_word(
    wanted: Select[*tuple[Any, ...]], now: datetime, only: Collection[int] | None = None
) -> Select[*tuple[Any, ...]]:
    """`wanted`, which reads profiles, joined to the last thing each tutor said of a season, if any. `only` names those it
    reads, so that the others' rows are left alone.
    """
    words = select(SeasonConfirmation.person_id, func.max(SeasonConfirmation.year).label("year")).where(_said(now))
    if only is not None:
        words = words.where(SeasonConfirmation.person_id.in_(only))
    last = words.group_by(SeasonConfirmation.person_id).subquery()
    return wanted.outerjoin(last, last.c.person_id == TutorProfile.person_id).outerjoin(
        SeasonConfirmation,
        and_(SeasonConfirmation.person_id == last.c.person_id, SeasonConfirmation.year == last.c.year),
    )


def season_columns(now: datetime) -> tuple[Any, ...]:
    """The columns `confirmed`, `staying` and `until` of an offer, where `with_last_word` joins."""
    return (
        case((_silent(now), False), else_=True),
        case((_leaving(now), False), else_=True),
        SeasonConfirmation.until,
    )


def to_answer(session: Session, person_id: int, now: datetime) -> SeasonConfirmation | None:
    """What a person was asked of this season or the next, answered or not; the latest. None: nothing was asked."""
    return session.scalars(
        select(SeasonConfirmation)
        .where(SeasonConfirmation.person_id == person_id, SeasonConfirmation.year >= school_year(now))
        .order_by(SeasonConfirmation.year.desc())
        .limit(1)
    ).first()
