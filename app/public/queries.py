"""The figures that everyone may see, counted live. Those about fewer than ten people are not shown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.content.models import Module, ModuleVersion
from app.pairing.models import Proposal
from app.recruitment.rules import school_year
from app.reference.models import Region
from app.training.models import Validation

SHOWN_FROM = 10  # people; below, a figure could point at someone


@dataclass(frozen=True)
class Figures:
    """Students paired, proposed and uncovered this year; validated tutors; minutes of training. None: not shown."""

    paired: int | None
    proposed: int | None
    uncovered: int | None
    tutors: int | None
    minutes: int | None


@dataclass(frozen=True)
class RegionFigures:
    """One region's students this year, and how many have a pair. None: not shown."""

    name: str
    students: int | None
    paired: int | None


def hidden(count: int) -> int | None:
    """`count`, unless it is about too few people to be shown."""
    return count if count >= SHOWN_FROM else None


def _this_year(now: datetime) -> ColumnElement[bool]:
    return and_(PrepClass.year == school_year(now), PrepClass.closed_at.is_(None), Student.left_at.is_(None))


def _with_state(state: str) -> ColumnElement[bool]:
    return select(Proposal.id).where(Proposal.student_id == Student.id, Proposal.state == state).exists()


def figures(session: Session, now: datetime, required: list[str]) -> Figures:
    """The country's figures at `now`; `required` are the slugs of the modules to pass."""
    students, paired, proposed = session.execute(
        select(
            func.count(Student.id),
            func.count(Student.id).filter(_with_state("accepted")),
            func.count(Student.id).filter(_with_state("sent")),
        )
        .join(PrepClass)
        .where(_this_year(now))
    ).one()
    tutors = session.scalar(
        select(func.count(Validation.person_id)).where(Validation.valid_from <= now, Validation.valid_until > now)
    )
    minutes = session.scalar(
        select(func.sum(ModuleVersion.minutes))
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(Module.slug.in_(required), Module.retired_at.is_(None))
    )
    return Figures(
        hidden(paired), hidden(proposed), hidden(students - paired - proposed), hidden(tutors or 0), int(minutes) if minutes else None
    )


def by_region(session: Session, now: datetime) -> list[RegionFigures]:
    """The same, region by region."""
    rows = session.execute(
        select(Region.name, func.count(Student.id), func.count(Student.id).filter(_with_state("accepted")))
        .select_from(Student)
        .join(PrepClass)
        .join(Region, Region.code == PrepClass.region_code)
        .where(_this_year(now))
        .group_by(Region.name)
        .order_by(Region.name)
    )
    return [RegionFigures(name, hidden(students), hidden(paired)) for name, students, paired in rows]
