"""What the forecast of the pool is made from: today's tutors, last season's answers, last year's arrivals, the students."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person
from app.classes.models import PrepClass, Student
from app.infra import settings
from app.infra.clock import PARIS
from app.pool.models import SeasonConfirmation, TutorExam, TutorProfile
from app.pool.queries import confirmed, valid_tutor
from app.pool.rules.forecast import Coming, Count, Forecast, Range, Share, Stock, forecast, of_group
from app.recruitment.models import Arrival, Eligibility
from app.recruitment.rules import school_year
from app.recruitment.settings import ELIGIBILITY_YEARS
from app.reference.models import Exam, Region
from app.training.models import Certificate

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Group:
    """One exam or region: its tutors today, what is expected of it, and the students who prepare it or live there."""

    kind: str
    name: str
    stock: Stock
    expected: Range | None
    students: int


@dataclass(frozen=True)
class Outlook:
    """Next September's pool. `year` is that of the season it is about."""

    year: int
    stock: Stock
    retention: Share
    coming: Coming
    expected: Forecast
    students: int
    groups: list[Group]


@dataclass(frozen=True)
class Tutor:
    """One validated tutor as the forecast counts them: under which heading of Stock, how many seats, where, for what."""

    id: int
    heading: str
    seats: int
    region: str


def outlook(session: Session, now: datetime) -> Outlook:
    """The forecast and all it stands on, in ten queries whatever the size of the pool."""
    year = school_year(now) + 1
    tutors = _tutors(session, year, now)
    retention, coming = _retention(session, now), _coming(session, year, now)
    whole = _stock(tutors)
    found = forecast(whole, retention, coming)
    by_exam, by_region = _students(session)
    exams: dict[int, set[int]] = {}
    for who, exam in session.execute(select(TutorExam.person_id, TutorExam.exam_id)):
        exams.setdefault(exam, set()).add(who)

    def group(kind: str, name: str, some: Iterable[Tutor], students: int) -> Group:
        stock = _stock(some)
        return Group(kind, name, stock, of_group(stock, whole, retention, found), students)

    names = session.execute(select(Exam.id, Exam.name).order_by(Exam.name_key, Exam.id)).all()
    places = session.execute(select(Region.code, Region.name).order_by(Region.name, Region.code)).all()
    groups = [
        group("exam", name, (t for t in tutors if t.id in exams.get(key, ())), by_exam[key]) for key, name in names
    ]
    groups += [group("region", name, (t for t in tutors if t.region == code), by_region[code]) for code, name in places]
    kept = [one for one in groups if one.stock.all.tutors or one.students]
    return Outlook(year, whole, retention, coming, found, by_exam.total(), kept)


def _tutors(session: Session, year: int, now: datetime) -> list[Tutor]:
    following = aliased(SeasonConfirmation)
    window = settings.values(session, now)[ELIGIBILITY_YEARS]
    heading = case(
        (Eligibility.exam_year + window <= year, "lapsing"),
        (following.answer == "no", "no"),
        (following.answer == "yes", "yes"),
        (following.id.is_not(None), "silent"),
        (~confirmed(now), "away"),
        else_="unasked",
    )
    rows = session.execute(
        select(
            TutorProfile.person_id,
            heading,
            func.coalesce(following.seats, TutorProfile.seats),
            TutorProfile.region_code,
        )
        .outerjoin(Eligibility, Eligibility.person_id == TutorProfile.person_id)
        .outerjoin(following, and_(following.person_id == TutorProfile.person_id, following.year == year))
        .where(valid_tutor(TutorProfile.person_id, now))
        .order_by(TutorProfile.person_id)
    )
    return [Tutor(*row) for row in rows]


def _stock(tutors: Iterable[Tutor]) -> Stock:
    found: dict[str, Count] = {}
    for one in tutors:
        found[one.heading] = found.get(one.heading, Count()) + Count(1, one.seats)
    return Stock(**found)


def _retention(session: Session, now: datetime) -> Share:
    """Of those asked by the last ask that is over, those who went on, late ones included."""
    row = session.execute(
        select(func.count(case((SeasonConfirmation.answer == "yes", 1))), func.count(SeasonConfirmation.id))
        .group_by(SeasonConfirmation.year)
        .having(func.max(SeasonConfirmation.due_at) <= now)
        .order_by(SeasonConfirmation.year.desc())
        .limit(1)
    ).first()
    return Share(*row) if row else Share()


def _coming(session: Session, year: int, now: datetime) -> Coming:
    """Who is in training now; and a year ago, what became of such people by 1 September."""
    then, horizon = now - YEAR, datetime(year - 1, 9, 1, tzinfo=PARIS)
    first = (
        select(Certificate.person_id, func.min(Certificate.issued_at).label("at"))
        .group_by(Certificate.person_id)
        .subquery()
    )
    arrived = select(Arrival.person_id).outerjoin(first, first.c.person_id == Arrival.person_id)
    in_training = arrived.join(Person, Person.id == Arrival.person_id).where(
        first.c.at.is_(None), Person.suspended_at.is_(None), Person.erased_at.is_(None)
    )
    got_there = func.count(case((first.c.at <= horizon, 1)))
    before = arrived.where(Arrival.at <= then, first.c.at.is_(None) | (first.c.at > then))
    after = arrived.where(Arrival.at > then, Arrival.at <= horizon)

    def share(people: Select[*tuple[Any, ...]]) -> Share:
        return Share(*session.execute(people.with_only_columns(got_there, func.count(Arrival.person_id))).one())

    return Coming(
        session.scalar(in_training.with_only_columns(func.count(Arrival.person_id))) or 0, share(before), share(after)
    )


def _students(session: Session) -> tuple[Counter[int], Counter[str]]:
    """The students of open classes, by exam and by region: one seat each next September, if they are as many."""
    rows = session.execute(
        select(Student.exam_id, Student.region_code, func.count(Student.id))
        .join(PrepClass, PrepClass.id == Student.class_id)
        .where(PrepClass.closed_at.is_(None), Student.left_at.is_(None))
        .group_by(Student.exam_id, Student.region_code)
    )
    by_exam: Counter[int] = Counter()
    by_region: Counter[str] = Counter()
    for exam, region, count in rows:
        by_exam[exam] += count
        by_region[region] += count
    return by_exam, by_region
