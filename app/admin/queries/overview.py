"""What needs the national team now, in figures; and what each school's link has brought."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.classes.models import ClassLead, PrepClass
from app.classes.rules import deadline
from app.classes.settings import DEADLINE_DAY, DEADLINE_MONTH
from app.infra import settings
from app.infra.models import Job
from app.pairing.queries import ClassCoverage, NationalCoverage, national_coverage
from app.recruitment.models import Arrival, CharterVersion
from app.recruitment.queries import current_charter, next_charter
from app.training.models import Validation


@dataclass(frozen=True)
class Overview:
    """What needs the team. `deadline` is the earliest of the classes still to be covered; None when all are."""

    coverage: NationalCoverage
    deadline: datetime | None
    dead_letters: int
    classes_without_lead: int
    waiting_accounts: int
    validated: int
    charter: CharterVersion | None
    next_charter: CharterVersion | None


def overview(session: Session, now: datetime) -> Overview:
    """What needs the national team now."""
    led = (
        select(ClassLead.id)
        .join(Person, Person.id == ClassLead.person_id)
        .where(ClassLead.class_id == PrepClass.id, ClassLead.until.is_(None))
        .where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .exists()
    )
    waiting = select(func.count(Person.id)).where(Person.confirmed_at.is_(None), Person.erased_at.is_(None))
    valid = and_(Validation.valid_from <= now, Validation.valid_until > now)
    national = national_coverage(session, now)
    by_class = deadlines(session, national.classes, now)
    behind = [by_class[c.class_id] for c in national.classes if c.coverage.paired < c.coverage.total]
    return Overview(
        coverage=national,
        deadline=min(behind, default=None),
        dead_letters=_count(session, select(func.count(Job.id)).where(Job.state == "dead")),
        classes_without_lead=_count(
            session, select(func.count(PrepClass.id)).where(PrepClass.closed_at.is_(None), ~led)
        ),
        waiting_accounts=_count(session, waiting),
        validated=_count(session, select(func.count(Validation.person_id)).where(valid)),
        charter=current_charter(session, now),
        next_charter=next_charter(session, now),
    )


def _count(session: Session, wanted: Select[int]) -> int:
    return session.scalar(wanted) or 0


def deadlines(session: Session, classes: Iterable[ClassCoverage], now: datetime) -> dict[int, datetime]:
    """By class: by when each of its students should have a tutor."""
    values = settings.values(session, now)
    month, day = values[DEADLINE_MONTH], values[DEADLINE_DAY]
    return {one.class_id: deadline(one.year, month, day) for one in classes}


def arrivals(session: Session, now: datetime) -> dict[int, tuple[int, int]]:
    """By school: how many came through its link, and how many of them are validated."""
    valid = and_(Validation.valid_from <= now, Validation.valid_until > now)
    rows = session.execute(
        select(Arrival.institution_id, func.count(Arrival.person_id), func.count(Validation.person_id).filter(valid))
        .outerjoin(Validation, Validation.person_id == Arrival.person_id)
        .where(Arrival.institution_id.is_not(None))
        .group_by(Arrival.institution_id)
    )
    return {school: (came, validated) for school, came, validated in rows if school is not None}
