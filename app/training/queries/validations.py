"""Validations: who holds one, who is about to lose it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.training.models import Validation


def validation_of(session: Session, person_id: int) -> Validation | None:
    """The gate's last word on this person, if it ever had one."""
    return session.get(Validation, person_id)


def valid_at(validation: Validation | None, now: datetime) -> bool:
    """Whether that word is "valid" at `now`."""
    return (
        validation is not None
        and validation.valid_from is not None
        and validation.valid_until is not None
        and validation.valid_from <= now < validation.valid_until
    )


def tutors_after(session: Session, after: int, limit: int) -> list[int]:
    """The next `limit` people whose validation may change: every tutor, and whoever already has one. By id."""
    tutors = select(RoleGrant.person_id).where(RoleGrant.role == "tutor")
    known = select(Validation.person_id)
    return list(
        session.scalars(
            select(Person.id)
            .where(Person.id > after, Person.id.in_(tutors.union(known)), Person.confirmed_at.is_not(None))
            .order_by(Person.id)
            .limit(limit)
        )
    )


def lapsed(session: Session, now: datetime, limit: int) -> list[int]:
    """People whose validation has come to its end without anyone having noted it yet."""
    return list(
        session.scalars(
            select(Validation.person_id)
            .where(Validation.valid_until <= now, Validation.lost_at.is_(None))
            .order_by(Validation.person_id)
            .limit(limit)
        )
    )


def lapsing(
    session: Session, now: datetime, before: datetime, after: int = 0, limit: int | None = None
) -> list[Validation]:
    """Validations that hold at `now` and end before `before`, by person, from the one after `after`."""
    return list(
        session.scalars(
            select(Validation)
            .where(Validation.valid_from <= now, Validation.valid_until > now, Validation.valid_until <= before)
            .where(Validation.person_id > after)
            .order_by(Validation.person_id)
            .limit(limit)
        )
    )
