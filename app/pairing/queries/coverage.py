"""Coverage: how many students have a pair, a pending proposal, or nobody. Counted from the rows, never stored."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.pairing.models import Proposal
from app.reference.models import Region


@dataclass(frozen=True)
class Coverage:
    """Students of a class, or of several, by what they have."""

    paired: int = 0
    proposed: int = 0
    uncovered: int = 0

    @property
    def total(self) -> int:
        """Every student still there."""
        return self.paired + self.proposed + self.uncovered

    @property
    def percent(self) -> int | None:
        """Students in a pair out of a hundred, rounded down so that 100 means all; None without students."""
        return 100 * self.paired // self.total if self.total else None

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.paired + other.paired, self.proposed + other.proposed, self.uncovered + other.uncovered)


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


def _counted(now: datetime) -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    paired = func.sum(case((Proposal.state == "accepted", 1), else_=0))
    proposed = func.sum(case((pending(now), 1), else_=0))
    return func.count(Student.id), paired, proposed


def coverage(session: Session, class_ids: Collection[int], now: datetime) -> dict[int, Coverage]:
    """The coverage of each of `class_ids`, in one query; zeros for a class without students."""
    rows = session.execute(
        select(Student.class_id, *_counted(now))
        # At most one row a student: a partial unique index says so.
        .outerjoin(Proposal, and_(Proposal.student_id == Student.id, Proposal.state.in_(("sent", "accepted"))))
        .where(Student.class_id.in_(class_ids), Student.left_at.is_(None))
        .group_by(Student.class_id)
    )
    found = {class_id: _coverage(total, paired, proposed) for class_id, total, paired, proposed in rows}
    return {class_id: found.get(class_id, Coverage()) for class_id in class_ids}


def _coverage(total: int | None, paired: int | None, proposed: int | None) -> Coverage:
    paired, proposed = int(paired or 0), int(proposed or 0)
    return Coverage(paired, proposed, int(total or 0) - paired - proposed)


def national_coverage(session: Session, now: datetime) -> NationalCoverage:
    """Every open class and the sum of all, in one query."""
    rows = session.execute(
        select(PrepClass.id, PrepClass.name, PrepClass.year, Region.code, Region.name, *_counted(now))
        .join(Region, Region.code == PrepClass.region_code)
        .outerjoin(Student, and_(Student.class_id == PrepClass.id, Student.left_at.is_(None)))
        .outerjoin(Proposal, and_(Proposal.student_id == Student.id, Proposal.state.in_(("sent", "accepted"))))
        .where(PrepClass.closed_at.is_(None))
        .group_by(PrepClass.id, PrepClass.name, PrepClass.name_key, PrepClass.year, Region.code, Region.name)
        .order_by(PrepClass.name_key, PrepClass.id)
    )
    classes = [ClassCoverage(*row[:5], _coverage(*row[5:])) for row in rows]
    classes.sort(key=lambda c: (c.coverage.percent if c.coverage.percent is not None else 101, -c.coverage.uncovered))
    return NationalCoverage(sum((c.coverage for c in classes), Coverage()), tuple(classes))
