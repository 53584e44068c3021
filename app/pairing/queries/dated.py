"""The dated facts that the trend of coverage is made from: who was there, who was asked, who was paired, and since when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.pairing.models import Pair, Proposal
from app.pairing.rules.forecast import Rate
from app.pairing.rules.trend import Span, Stay

ACCEPTED = ("accepted", "ended")


@dataclass(frozen=True)
class Dated:
    """The stays of the students of some classes, and by class what came of their proposals."""

    stays: tuple[Stay, ...]
    rates: dict[int, Rate]

    def rate(self, class_ids: Iterable[int]) -> Rate:
        """What came of the proposals of these classes together."""
        found = [self.rates[one] for one in class_ids if one in self.rates]
        return Rate(sum(r.accepted for r in found), sum(r.closed for r in found))


def dated(session: Session, which: ColumnElement[bool], now: datetime) -> Dated:
    """The facts of the classes that meet the condition `which` on PrepClass. Two queries, whatever their size."""
    students = session.execute(
        select(Student.id, Student.class_id, Student.added_at, Student.left_at, PrepClass.closed_at)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .where(which)
        .order_by(Student.id)
    ).all()
    asked: defaultdict[int, list[Span]] = defaultdict(list)
    pairs: defaultdict[int, list[Span]] = defaultdict(list)
    accepted: defaultdict[int, list[bool]] = defaultdict(list)  # of each closed proposal, by class
    for row in session.execute(_proposals(which)):
        ends = [at for at in (row.expires_at, row.answered_at) if at is not None]
        asked[row.student_id].append((row.sent_at, min(ends)))
        if row.opened_at is not None:
            pairs[row.student_id].append((row.opened_at, row.ended_at))
        if row.state != "sent" or row.expires_at <= now:
            accepted[row.class_id].append(row.state in ACCEPTED)
    stays = tuple(
        Stay(class_id, (added, _earliest(left, closed)), tuple(pairs[one]), tuple(asked[one]))
        for one, class_id, added, left, closed in students
    )
    return Dated(stays, {class_id: Rate(sum(some), len(some)) for class_id, some in accepted.items()})


def _proposals(which: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    columns = (Proposal.sent_at, Proposal.expires_at, Proposal.answered_at, Proposal.state)
    return (
        select(Proposal.student_id, Student.class_id, *columns, Pair.opened_at, Pair.ended_at)
        .join(Student, Student.id == Proposal.student_id)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .outerjoin(Pair, Pair.proposal_id == Proposal.id)
        .where(which)
        .order_by(Proposal.id)
    )


def _earliest(*ends: datetime | None) -> datetime | None:
    return min((one for one in ends if one is not None), default=None)


def rate_of_year(session: Session, year: int, now: datetime) -> Rate:
    """What came of the proposals of a whole promotion, in one query."""
    closed = or_(Proposal.state != "sent", Proposal.expires_at <= now)
    accepted, count = session.execute(
        select(func.coalesce(func.sum(case((Proposal.state.in_(ACCEPTED), 1), else_=0)), 0), func.count(Proposal.id))
        .join(Student, Student.id == Proposal.student_id)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .where(and_(PrepClass.year == year, closed))
    ).one()
    return Rate(int(accepted), int(count))
