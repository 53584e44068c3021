"""What the table of supply and demand is made from: the plan's facts, who is nearly validated, where tutors come from."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.pairing.queries.candidates import batched
from app.pairing.queries.whole import facts as facts_of
from app.pairing.rules.facts import Need
from app.pairing.rules.recruiting import Call, calls
from app.pairing.rules.supply import Seats, Shortage, free_seats, shortage
from app.recruitment.models import Arrival, Eligibility
from app.reference.models import Exam, Institution, Region
from app.training.models import Attempt, Validation
from app.training.queries.facts import gate_facts
from app.training.rules.gate import assess

RECENT = timedelta(days=60)  # a module passed since: the person is still on the way
NEAR = 3  # conditions still missing at most: the last two modules and the test, say
ON_THE_WAY = frozenset({"module_todo", "module_changed", "test_todo", "charter_new"})  # what time and work mend
SCHOOLS = 4  # named for each exam


@dataclass(frozen=True)
class School:
    """A school from which tutors of an exam came: how many declared it, how many of them are validated."""

    id: int
    slug: str
    name: str
    declared: int
    validated: int


@dataclass(frozen=True)
class ExamLine:
    """One exam: students who have nobody, free seats of tutors who help with it, who is nearly ready, whom nothing serves."""

    id: int
    code: str
    name: str
    demand: int
    seats: int
    coming: int
    left: int
    certain: int


@dataclass(frozen=True)
class RegionLine:
    """One region: students who have nobody, those who ask for presence alone, seats of those who live there, who is left."""

    code: str
    name: str
    demand: int
    only_here: int
    seats: int
    in_person: int
    left: int


@dataclass(frozen=True)
class Supply:
    """The whole table. `short` are the exams by region where somebody is left; `calls` where to recruit next."""

    seats: Seats
    demand: int
    left: int
    exact: bool
    exams: tuple[ExamLine, ...]
    regions: tuple[RegionLine, ...]
    short: tuple[tuple[ExamLine, RegionLine, int, int], ...]  # exam, region, left, of whom presence alone
    calls: tuple[Call, ...]
    schools: Mapping[int, tuple[School, ...]]
    came: Mapping[str, tuple[int, int]]  # by campaign: signed up, validated


def supply(session: Session, now: datetime) -> Supply:
    """Supply and demand over every open class, now. A fixed number of queries."""
    facts, _students = facts_of(session, None, now)
    missing, seats = shortage(facts), free_seats(facts)
    exams = _exams(session, facts.needs, missing, seats, coming(session, now))
    regions = _regions(session, facts.needs, missing, seats)
    found = calls(missing.left, {one.id: one.seats for one in exams})
    codes = {one.id: one.code for one in exams}
    return Supply(
        seats=seats,
        demand=len(facts.needs),
        left=len(missing.left),
        exact=missing.exact,
        exams=exams,
        regions=regions,
        short=_short(exams, regions, missing.left),
        calls=found,
        schools=_schools(session, [one.exam_id for one in found], now),
        came=_came(session, {campaign(codes[one.exam_id], one) for one in found}, now),
    )


def campaign(code: str, call: Call) -> str:
    """The word that a call's sign-up links carry, by which those who came through them are known: « ira », « ira-03 »."""
    return code if call.region is None else f"{code}-{call.region}"


def coming(session: Session, now: datetime) -> dict[int, int]:
    """By exam declared: the people nearly validated. Only what facts prove: eligible, charter signed, a module passed
    lately, and at most NEAR modules or tests left. They have no seat yet: how many they will offer is not known.
    """
    valid = and_(Validation.person_id == Person.id, Validation.valid_from <= now, Validation.valid_until > now)
    passed = select(Attempt.id).where(
        Attempt.person_id == Person.id, Attempt.passed.is_(True), Attempt.submitted_at > now - RECENT
    )
    rows = session.execute(
        select(Person.id, Eligibility.exam_id)
        .join(Eligibility, Eligibility.person_id == Person.id)
        .where(Person.confirmed_at.is_not(None), Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .where(~select(Validation.person_id).where(valid).exists(), passed.exists())
        .order_by(Person.id)
    ).all()
    exam_of = dict(rows)
    found: Counter[int] = Counter()
    for some in batched(list(exam_of)):
        for person_id, known in gate_facts(session, some, now).items():
            missing = [one.code for one in assess(known, now).missing]
            if len(missing) <= NEAR and set(missing) <= ON_THE_WAY:
                found[exam_of[person_id]] += 1
    return dict(found)


def _exams(
    session: Session, needs: Collection[Need], missing: Shortage, seats: Seats, ready: Mapping[int, int]
) -> tuple[ExamLine, ...]:
    """Every exam that is asked for or helped with, the shortest first."""
    asked, left = Counter(n.exam_id for n in needs), Counter(n.exam_id for n in missing.left)
    wanted = {*asked, *seats.by_exam, *ready}
    rows = session.execute(select(Exam.id, Exam.code, Exam.name).order_by(Exam.name_key))
    lines = [
        ExamLine(
            exam_id, code, name, asked[exam_id], seats.by_exam.get(exam_id, 0), ready.get(exam_id, 0),
            left[exam_id], missing.certain.get(exam_id, 0),
        )
        for exam_id, code, name in rows
        if exam_id in wanted
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (-one.left, -one.demand)))


def _regions(session: Session, needs: Collection[Need], missing: Shortage, seats: Seats) -> tuple[RegionLine, ...]:
    asked, left = Counter(n.region for n in needs), Counter(n.region for n in missing.left)
    only_here = Counter(n.region for n in needs if not n.remote)
    rows = session.execute(select(Region.code, Region.name).order_by(Region.name))
    lines = [
        RegionLine(
            code, name, asked[code], only_here[code], seats.by_region.get(code, 0), seats.in_person.get(code, 0), left[code]
        )
        for code, name in rows
    ]  # fmt: skip
    return tuple(sorted(lines, key=lambda one: (-one.left, -one.demand, -one.seats)))


def _short(
    exams: Collection[ExamLine], regions: Collection[RegionLine], left: Collection[Need]
) -> tuple[tuple[ExamLine, RegionLine, int, int], ...]:
    counts = Counter((need.exam_id, need.region) for need in left)
    here = Counter((need.exam_id, need.region) for need in left if not need.remote)
    found = [
        (exam, region, counts[exam.id, region.code], here[exam.id, region.code])
        for exam in exams
        for region in regions
        if counts[exam.id, region.code]
    ]
    return tuple(sorted(found, key=lambda one: -one[2]))


def _schools(session: Session, exam_ids: Collection[int], now: datetime) -> dict[int, tuple[School, ...]]:
    """The open schools from which most tutors of each exam came, as they declare it."""
    valid = and_(Validation.valid_from <= now, Validation.valid_until > now)
    declared = func.count(Eligibility.person_id)
    rows = session.execute(
        select(
            Eligibility.exam_id, Institution.id, Institution.slug, Institution.short_name, declared,
            func.count(Validation.person_id).filter(valid),
        )
        .join(Institution, Institution.id == Eligibility.institution_id)
        .join(Person, Person.id == Eligibility.person_id)
        .outerjoin(Validation, Validation.person_id == Eligibility.person_id)
        .where(Eligibility.exam_id.in_(exam_ids), Person.erased_at.is_(None))
        .where(Institution.is_school, Institution.closed_at.is_(None))
        .group_by(Eligibility.exam_id, Institution.id, Institution.slug, Institution.short_name, Institution.name_key)
        .order_by(declared.desc(), Institution.name_key)
    )  # fmt: skip
    found: dict[int, list[School]] = {}
    for exam_id, key, slug, name, count, validated in rows:
        found.setdefault(exam_id, []).append(School(key, slug, name, count, validated))
    return {exam_id: tuple(some[:SCHOOLS]) for exam_id, some in found.items()}


def _came(session: Session, campaigns: Collection[str], now: datetime) -> dict[str, tuple[int, int]]:
    """By campaign: how many signed up through its links, and how many of them are validated."""
    valid = and_(Validation.valid_from <= now, Validation.valid_until > now)
    rows = session.execute(
        select(Arrival.campaign, func.count(Arrival.person_id), func.count(Validation.person_id).filter(valid))
        .outerjoin(Validation, Validation.person_id == Arrival.person_id)
        .where(Arrival.campaign.in_(sorted(campaigns)))
        .group_by(Arrival.campaign)
    )
    return {name: (came, validated) for name, came, validated in rows if name is not None}
