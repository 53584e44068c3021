"""Reads of the pool. Who is in it is a condition, never a table that could go stale."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra.clock import PARIS
from app.pool.models import SeasonConfirmation, TutorExam, TutorPaper, TutorProfile
from app.pool.queries.season import confirmed, season_columns, with_last_word
from app.pool.rules.offer import Offer, Passed, Pool
from app.pool.rules.season import Campaign
from app.pool.rules.standing import Standing
from app.recruitment.models import Eligibility
from app.reference.models import Exam, Institution, Region
from app.training.models import Validation


def valid_on(now: datetime) -> ColumnElement[bool]:
    """The condition "this validation holds at `now`"."""
    return and_(Validation.valid_from <= now, Validation.valid_until > now)


def open_account() -> ColumnElement[bool]:
    """The condition "this account is confirmed, neither suspended nor erased"."""
    return and_(Person.confirmed_at.is_not(None), Person.suspended_at.is_(None), Person.erased_at.is_(None))


def valid_tutor(person_id: Any, now: datetime) -> ColumnElement[bool]:
    """The condition "this person is a validated tutor at `now`, with an open account"."""
    return (
        select(Validation.person_id)
        .join(Person, Person.id == Validation.person_id)
        .where(Validation.person_id == person_id, valid_on(now), open_account())
        .exists()
    )


def is_valid(session: Session, person_id: int, now: datetime) -> bool:
    """Whether one person is a validated tutor at `now`, with an open account."""
    return bool(session.scalar(select(valid_tutor(person_id, now))))


def not_paused(today: date) -> ColumnElement[bool]:
    """The condition "not paused": a pause ends on the morning of `paused_until`."""
    return or_(TutorProfile.paused_until.is_(None), TutorProfile.paused_until <= today)


def seat_free() -> ColumnElement[bool]:
    """The condition "a seat is free"."""
    return TutorProfile.seats_taken < TutorProfile.seats


def drawable(now: datetime, ahead_days: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a tutor may be drawn: valid, not paused, confirmed for the season once asked, available
    within `ahead_days`, a seat free.
    """
    today = now.astimezone(PARIS).date()
    soon = today + timedelta(days=ahead_days)
    return (
        valid_tutor(TutorProfile.person_id, now),
        not_paused(today),
        or_(TutorProfile.available_from.is_(None), TutorProfile.available_from <= soon),
        seat_free(),
        confirmed(now),
    )


def to_ask(session: Session, campaign: Campaign, years: int, now: datetime, limit: int | None = None) -> list[int]:
    """The validated tutors with a profile who have not been asked about this season yet, by id.

    Not those validated since the day of the ask: they have just said that they go on. Nor those whose exam no longer counts
    when the season begins (`years` is how long it does): they have been told so.
    """
    asked = SeasonConfirmation.person_id == TutorProfile.person_id, SeasonConfirmation.year == campaign.year
    opens = datetime.combine(campaign.asks_on, time(), PARIS)
    return list(
        session.scalars(
            select(TutorProfile.person_id)
            .join(Validation, Validation.person_id == TutorProfile.person_id)
            .outerjoin(Eligibility, Eligibility.person_id == TutorProfile.person_id)
            .where(valid_tutor(TutorProfile.person_id, now), Validation.valid_from < opens)
            .where(or_(Eligibility.exam_year.is_(None), Eligibility.exam_year + years > campaign.year))
            .where(~select(SeasonConfirmation.id).where(*asked).exists())
            .order_by(TutorProfile.person_id)
            .limit(limit)
        )
    )


def profile_of(session: Session, person_id: int) -> TutorProfile | None:
    """A person's profile, with its exams and papers, or None while they have not filled it."""
    return session.get(TutorProfile, person_id)


def _standings(now: datetime, only: Collection[int]) -> Select[*tuple[Any, ...]]:
    facts = (
        select(
            Person.id,
            case((valid_on(now), True), else_=False),
            Validation.valid_from.is_not(None),
            Person.suspended_at.is_not(None),
            TutorProfile.person_id.is_not(None),
            TutorProfile.seats,
            TutorProfile.seats_taken,
            TutorProfile.paused_until,
            TutorProfile.available_from,
            *season_columns(now),
        )
        .outerjoin(Validation, Validation.person_id == Person.id)
        .outerjoin(TutorProfile, TutorProfile.person_id == Person.id)
    )
    return with_last_word(facts, now, only).where(Person.id.in_(only))


def standing(session: Session, person_id: int, now: datetime) -> Standing:
    """The facts of a person's state as a tutor."""
    return standings(session, [person_id], now)[person_id]


def standings(session: Session, person_ids: Collection[int], now: datetime) -> dict[int, Standing]:
    """The same for several people, in one query."""
    rows = session.execute(_standings(now, person_ids))
    return {
        who: Standing(
            bool(valid),
            bool(was),
            bool(suspended),
            bool(profile),
            seats or 0,
            taken or 0,
            pause,
            later,
            confirmed=bool(said),
            staying=bool(staying),
            until=until,
        )
        for who, valid, was, suspended, profile, seats, taken, pause, later, said, staying, until in rows
    }


# The columns of an offer that are read as they are, by its field; the others are put together from several.
_READ = {
    "tutor_id": TutorProfile.person_id,
    "first_name": Person.first_name,
    "last_initial": Person.last_name,
    "region": TutorProfile.region_code,
    "region_name": Region.name,
    "zone": Region.zone,
    "remote": TutorProfile.remote,
    "presence": TutorProfile.presence,
    "seats": TutorProfile.seats,
    "seats_taken": TutorProfile.seats_taken,
    "available_from": TutorProfile.available_from,
    "paused_until": TutorProfile.paused_until,
    "languages": TutorProfile.languages,
    "slots": TutorProfile.slots,
    "words": TutorProfile.words,
    "validated_at": Validation.valid_from,
    "moments": TutorProfile.moments,
    "flexible": TutorProfile.flexible,
    "school_id": Eligibility.institution_id,
}
_PASSED = (Eligibility.exam_id, Exam.name, Exam.family, Eligibility.exam_year, Institution.short_name)


def _in_pool(now: datetime, only: Collection[int] | None) -> Select[*tuple[Any, ...]]:
    everyone = (
        select(*_READ.values(), *_PASSED, *season_columns(now))
        .join(Person, Person.id == TutorProfile.person_id)
        .join(Region, Region.code == TutorProfile.region_code)
        .join(Validation, Validation.person_id == TutorProfile.person_id)
        .outerjoin(Eligibility, Eligibility.person_id == TutorProfile.person_id)
        .outerjoin(Exam, Exam.id == Eligibility.exam_id)
        .outerjoin(Institution, Institution.id == Eligibility.institution_id)
        .where(valid_tutor(TutorProfile.person_id, now))
        .order_by(TutorProfile.person_id)
    )
    if only is None:
        return with_last_word(everyone, now)
    return with_last_word(everyone, now, only).where(TutorProfile.person_id.in_(only))


def offers(session: Session, now: datetime, *, only: Collection[int] | None = None) -> list[Offer]:
    """Every validated tutor's offer, paused and full ones included, by id. Four queries whatever their number.

    `only` keeps these tutors: the pool is then not read whole.
    """
    return pool(session, now, only=only).offers()


def pool(session: Session, now: datetime, *, only: Collection[int] | None = None) -> Pool:
    """The same as columns, which costs half as much."""
    wanted = _in_pool(now, only)
    rows = session.execute(wanted).all()
    if not rows:
        return Pool.of(())
    listed = list(zip(*rows, strict=True))
    columns: dict[str, Sequence[Any]] = dict(zip(_READ, listed, strict=False))
    exams, families, papers = _helped(session, only)
    who = columns["tutor_id"]
    columns |= {
        "last_initial": [name[:1] for name in columns["last_initial"]],
        "languages": [tuple(one) for one in columns["languages"]],
        "slots": [tuple(one) for one in columns["slots"]],
        "moments": [tuple(one) for one in columns["moments"]],
        "school_id": [one or 0 for one in columns["school_id"]],
        "exams": [exams.get(one, ()) for one in who],
        "families": [families.get(one, ()) for one in who],
        "papers": [papers.get(one, ()) for one in who],
        "passed": [
            None if exam_id is None else Passed(exam_id, name, family, year, school or "")
            for exam_id, name, family, year, school in zip(*listed[len(_READ) : -3], strict=True)
        ],
        "confirmed": list(map(bool, listed[-3])),
        "staying": list(map(bool, listed[-2])),
        "until": listed[-1],
    }
    return Pool(columns)


Lists = dict[int, tuple[Any, ...]]


def _helped(session: Session, only: Collection[int] | None) -> tuple[Lists, Lists, Lists]:
    """The exams, their families and the papers each person helps with, in the pool or not: asking costs more than reading."""
    helped = select(TutorExam.person_id, TutorExam.exam_id).order_by(TutorExam.person_id, TutorExam.exam_id)
    known = select(TutorPaper.person_id, TutorPaper.paper_id).order_by(TutorPaper.person_id, TutorPaper.paper_id)
    if only is not None:
        helped, known = helped.where(TutorExam.person_id.in_(only)), known.where(TutorPaper.person_id.in_(only))
    family = dict(session.execute(select(Exam.id, Exam.family)).all())
    exams = _listed(session, helped)
    families = {
        who: tuple(dict.fromkeys(family[one] for one in listed if family[one])) for who, listed in exams.items()
    }
    return exams, families, _listed(session, known)


def _listed(session: Session, wanted: Select[*tuple[Any, ...]]) -> Lists:
    """The second column of the rows as a tuple by the first, in which they are in order."""
    return {who: tuple(one for _who, one in rows) for who, rows in groupby(session.execute(wanted), itemgetter(0))}
