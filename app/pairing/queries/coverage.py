"""Coverage: how many students have a pair, a pending proposal, or nobody. Counted from the rows, never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.pairing.models import Proposal
from app.pairing.rules.coverage import Coverage
from app.reference.models import Region


@dataclass(frozen=True)
class ClassCoverage:
    """The coverage of one class, with what names it."""

    class_id: int
    name: str
    year: int
    region_code: str
    region_name: str
    coverage: Coverage


@dataclass(frozen=True)
class NationalCoverage:
    """The whole country: the sum, then each open class, least covered first."""

    whole: Coverage
    classes: tuple[ClassCoverage, ...]


def pending(now: datetime) -> ColumnElement[bool]:
    """The condition "sent and still to be answered": one past its date holds nobody, even before the job says so."""
    return and_(Proposal.state == "sent", Proposal.expires_at > now)


def counted(now: datetime) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    """Students, pairs and proposals that wait, as columns of a query that joins each student to what they have."""
    paired = func.sum(case((Proposal.state == "accepted", 1), else_=0))
    proposed = func.sum(case((pending(now), 1), else_=0))
    return func.count(Student.id), paired, proposed


def coverage(session: Session, class_ids: Collection[int], now: datetime) -> dict[int, Coverage]:
    """The coverage of each of `class_ids`, in one query; zeros for a class without students."""
    rows = session.execute(
        select(Student.class_id, *counted(now))
        # At most one row a student: a partial unique index says so.
        .outerjoin(Proposal, and_(Proposal.student_id == Student.id, Proposal.state.in_(("sent", "accepted"))))
        .where(Student.class_id.in_(class_ids), Student.left_at.is_(None))
        .group_by(Student.class_id)
    )
    found = {class_id: of_counts(total, paired, proposed) for class_id, total, paired, proposed in rows}
    return {class_id: found.get(class_id, Coverage()) for class_id in class_ids}


def of_counts(total: int | None, paired: int | None, proposed: int | None) -> Coverage:
    """The coverage that the columns of `counted` say."""
    paired, proposed = int(paired or 0), int(proposed or 0)
    return Coverage(paired, proposed, int(total or 0) - paired - proposed)


def national_coverage(session: Session, now: datetime) -> NationalCoverage:
    """Every open class and the sum of all, in one query."""
    rows = session.execute(
        select(PrepClass.id, PrepClass.name, PrepClass.year, Region.code, Region.name, *counted(now))
        .join(Region, Region.code == PrepClass.region_code)
        .outerjoin(Student, and_(Student.class_id == PrepClass.id, Student.left_at.is_(None)))
        .outerjoin(Proposal, and_(Proposal.student_id == Student.id, Proposal.state.in_(("sent", "accepted"))))
        .where(PrepClass.closed_at.is_(None))
        .group_by(PrepClass.id, PrepClass.name, PrepClass.name_key, PrepClass.year, Region.code, Region.name)
        .order_by(PrepClass.name_key, PrepClass.id)
    )
    classes = [ClassCoverage(*row[:5], of_counts(*row[5:])) for row in rows]
    classes.sort(key=lambda c: (c.coverage.percent if c.coverage.percent is not None else 101, -c.coverage.uncovered))
    return NationalCoverage(sum((c.coverage for c in classes), Coverage()), tuple(classes))
