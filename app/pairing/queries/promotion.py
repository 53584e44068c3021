"""A promotion as the national team and the leads follow it: coverage now, its trend, what is to be expected, place by place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.classes.rules import deadline
from app.classes.settings import DEADLINE_DAY, DEADLINE_MONTH
from app.infra import settings
from app.infra.dates import paris_date
from app.pairing.models import Proposal
from app.pairing.queries.coverage import counted, of_counts
from app.pairing.queries.dated import Dated, dated, rate_of_year
from app.pairing.rules.coverage import Coverage
from app.pairing.rules.forecast import ENOUGH_CLOSED, WEEKS, Forecast, Rate, forecast
from app.pairing.rules.trend import Trend, changes, instants, together, trends
from app.reference.models import Region


@dataclass(frozen=True)
class Outlook:
    """Where coverage stands, how it came there, what is to be expected; and what it was at the deadline, once past.

    `rate_of_all`: the place has too few closed proposals, and the forecast reads the whole promotion's.
    """

    coverage: Coverage
    trend: Trend
    forecast: Forecast
    deadline: datetime
    at_deadline: Coverage | None
    rate_of_all: bool = False


@dataclass(frozen=True)
class ClassOutlook:
    """One class. Once closed, its coverage is that of the day before it was."""

    id: int
    name: str
    region_code: str
    region_name: str
    closed_at: datetime | None
    outlook: Outlook


@dataclass(frozen=True)
class RegionOutlook:
    """One region, with its classes: the open ones least covered first, then the closed ones."""

    code: str
    name: str
    classes: tuple[ClassOutlook, ...]
    outlook: Outlook

    @property
    def open(self) -> tuple[ClassOutlook, ...]:
        """The classes not closed."""
        return tuple(one for one in self.classes if one.closed_at is None)


@dataclass(frozen=True)
class Season:
    """A promotion: the whole country, every region that has or had a class, least covered first."""

    year: int
    country: Outlook
    regions: tuple[RegionOutlook, ...]

    @property
    def classes(self) -> tuple[ClassOutlook, ...]:
        """Every class, the open ones least covered first, then the closed ones."""
        return _ordered([one for region in self.regions for one in region.classes])


@dataclass(frozen=True)
class Promotion:
    """A year that has classes, and how many are open."""

    year: int
    classes: int
    open: int


def promotions(session: Session) -> list[Promotion]:
    """The years that have classes, newest first, in one query."""
    still = func.sum(case((PrepClass.closed_at.is_(None), 1), else_=0))
    rows = session.execute(
        select(PrepClass.year, func.count(PrepClass.id), still).group_by(PrepClass.year).order_by(PrepClass.year.desc())
    )
    return [Promotion(year, int(count), int(opened)) for year, count, opened in rows]


def season(session: Session, year: int, now: datetime, *, region: str | None = None) -> Season:
    """A promotion as it stands at `now`, or what one region has of it. Four queries, whatever its size; five for a region,
    whose proposals are compared with the whole promotion's where they are too few.
    """
    which = and_(PrepClass.year == year, PrepClass.region_code == region) if region else PrepClass.year == year
    values = settings.values(session, now)
    due = deadline(year, values[DEADLINE_MONTH], values[DEADLINE_DAY])
    rows = session.execute(
        select(PrepClass.id, PrepClass.name, Region.code, Region.name, PrepClass.closed_at, *counted(now))
        .join(Region, Region.code == PrepClass.region_code)
        .outerjoin(Student, and_(Student.class_id == PrepClass.id, Student.left_at.is_(None)))
        .outerjoin(Proposal, and_(Proposal.student_id == Student.id, Proposal.state.in_(("sent", "accepted"))))
        .where(which)
        .group_by(PrepClass.id, PrepClass.name, PrepClass.name_key, PrepClass.closed_at, Region.code, Region.name)
        .order_by(PrepClass.name_key, PrepClass.id)
    ).all()
    whole = rate_of_year(session, year, now) if region else None
    known = _Known(dated(session, which, now), now, due, whole)
    classes = [ClassOutlook(*row[:5], known.of_class(row[0], of_counts(*row[5:]), row[4])) for row in rows]
    names = {one.region_code: one.region_name for one in classes}
    regions = [
        RegionOutlook(code, name, found := _ordered([c for c in classes if c.region_code == code]), known.of(found))
        for code, name in names.items()
    ]
    return Season(year, known.of(classes), tuple(sorted(regions, key=lambda r: (*_least(r.outlook.coverage), r.name))))


def class_outlook(session: Session, prep_class: PrepClass, now: datetime) -> ClassOutlook:
    """One class, looked at alone; its proposals are compared with the whole promotion's where they are too few."""
    values = settings.values(session, now)
    due = deadline(prep_class.year, values[DEADLINE_MONTH], values[DEADLINE_DAY])
    facts, whole = dated(session, PrepClass.id == prep_class.id, now), rate_of_year(session, prep_class.year, now)
    known = _Known(facts, now, due, whole)
    coverage = known.trend([prep_class.id])[-1]
    place = prep_class.region
    found = known.of_class(prep_class.id, coverage, prep_class.closed_at)
    return ClassOutlook(prep_class.id, prep_class.name, place.code, place.name, prep_class.closed_at, found)


def _least(coverage: Coverage) -> tuple[int, int]:
    """What sorts the least covered first, and what has no student last."""
    return (101 if coverage.percent is None else coverage.percent, -coverage.uncovered)


def _ordered(classes: Sequence[ClassOutlook]) -> tuple[ClassOutlook, ...]:
    return tuple(sorted(classes, key=lambda c: (c.closed_at is not None, *_least(c.outlook.coverage), c.name)))


class _Known:
    """The dated facts of a promotion, read once, looked at class by class and together."""

    def __init__(self, facts: Dated, now: datetime, due: datetime, whole: Rate | None = None) -> None:
        self.facts, self.now, self.due = facts, now, due
        self.whole = whole or facts.rate(facts.rates)
        self.at = instants(min((stay.there[0] for stay in facts.stays), default=now), now)
        self.trends = trends(facts.stays, self.at)
        self.changes = changes(facts.stays, now - timedelta(weeks=WEEKS), now)

    def trend(self, class_ids: Sequence[int]) -> Trend:
        """The trend of these classes together."""
        return together([self.trends[one] for one in class_ids if one in self.trends], self.at)

    def of_class(self, class_id: int, coverage: Coverage, closed_at: datetime | None) -> Outlook:
        """The outlook of a class; of a closed one, as it was just before."""
        trend = self.trend([class_id])
        if closed_at is not None:
            trend = trend.before(closed_at)
            coverage = trend[-1] if len(trend) else Coverage()
            closed = Forecast("closed", paris_date(self.due))
            return replace(self._outlook([class_id], trend, coverage), forecast=closed)
        return self._outlook([class_id], trend, coverage)

    def of(self, classes: Sequence[ClassOutlook]) -> Outlook:
        """The outlook of several classes: those open now, with what the closed ones were before. What is to be expected
        is reckoned from the open ones alone: the end of a class says nothing of the pace of the others.
        """
        still = [one for one in classes if one.closed_at is None]
        coverage = sum((one.outlook.coverage for one in still), Coverage())
        trend = self.trend([one.id for one in classes])
        return self._outlook([one.id for one in still], trend, coverage)

    def _outlook(self, class_ids: Sequence[int], trend: Trend, coverage: Coverage) -> Outlook:
        own = self.facts.rate(class_ids)
        rate = own if own.closed >= ENOUGH_CLOSED else self.whole
        past = self.trend(class_ids).counts
        lived = np.nonzero(past.sum(axis=0))[0]
        ahead = forecast(
            coverage,
            past[0, lived[0] :].tolist() if len(lived) else [],
            sum(self.changes.get(one, 0) for one in class_ids),
            paris_date(self.now),
            paris_date(self.due),
            rate if rate.closed >= ENOUGH_CLOSED else None,
        )
        then = trend.on(paris_date(self.due)) if self.due < self.now else None
        return Outlook(coverage, trend, ahead, self.due, then, rate_of_all=rate is not own)
