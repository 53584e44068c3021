"""Reads of the pool. Who is in it is a condition, never a table that could go stale."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, case, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra.clock import PARIS
from app.pool.models import TutorExam, TutorPaper, TutorProfile
from app.pool.rules.offer import Offer, Passed
from app.pool.rules.standing import Standing
from app.recruitment.models import Eligibility
from app.reference.models import Exam, Institution, Region
from app.training.models import Validation


def valid_tutor(person_id: Any, now: datetime) -> ColumnElement[bool]:
    """The condition "this person is a validated tutor at `now`, with an open account"."""
    return (
        select(Validation.person_id)
        .join(Person, Person.id == Validation.person_id)
        .where(Validation.person_id == person_id, Validation.valid_from <= now, Validation.valid_until > now)
        .where(Person.confirmed_at.is_not(None), Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .exists()
    )


def not_paused(today: date) -> ColumnElement[bool]:
    """The condition "not paused": a pause ends on the morning of `paused_until`."""
    return or_(TutorProfile.paused_until.is_(None), TutorProfile.paused_until <= today)


def seat_free() -> ColumnElement[bool]:
    """The condition "a seat is free"."""
    return TutorProfile.seats_taken < TutorProfile.seats


def drawable(now: datetime, ahead_days: int) -> tuple[ColumnElement[bool], ...]:
    """The conditions under which a tutor may be drawn: valid, not paused, available within `ahead_days`, a seat free."""
    today = now.astimezone(PARIS).date()
    soon = today + timedelta(days=ahead_days)
    return (
        valid_tutor(TutorProfile.person_id, now),
        not_paused(today),
        or_(TutorProfile.available_from.is_(None), TutorProfile.available_from <= soon),
        seat_free(),
    )


def profile_of(session: Session, person_id: int) -> TutorProfile | None:
    """A person's profile, with its exams and papers, or None while they have not filled it."""
    return session.get(TutorProfile, person_id)


def _standings(now: datetime) -> Select[*tuple[Any, ...]]:
    valid = and_(Validation.valid_from <= now, Validation.valid_until > now)
    return (
        select(
            Person.id,
            case((valid, True), else_=False),
            Validation.valid_from.is_not(None),
            Person.suspended_at.is_not(None),
            TutorProfile.person_id.is_not(None),
            TutorProfile.seats,
            TutorProfile.seats_taken,
            TutorProfile.paused_until,
            TutorProfile.available_from,
        )
        .outerjoin(Validation, Validation.person_id == Person.id)
        .outerjoin(TutorProfile, TutorProfile.person_id == Person.id)
    )


def standing(session: Session, person_id: int, now: datetime) -> Standing:
    """The facts of a person's state as a tutor."""
    return standings(session, [person_id], now)[person_id]


def standings(session: Session, person_ids: Collection[int], now: datetime) -> dict[int, Standing]:
    """The same for several people, in one query."""
    rows = session.execute(_standings(now).where(Person.id.in_(person_ids)))
    return {
        who: Standing(bool(valid), bool(was), bool(suspended), bool(profile), seats or 0, taken or 0, pause, later)
        for who, valid, was, suspended, profile, seats, taken, pause, later in rows
    }


def _in_pool(now: datetime) -> Select[*tuple[Any, ...]]:
    return (
        select(
            TutorProfile.person_id,
            Person.first_name,
            Person.last_name,
            TutorProfile.region_code,
            Region.name,
            Region.zone,
            TutorProfile.remote,
            TutorProfile.presence,
            TutorProfile.seats,
            TutorProfile.seats_taken,
            TutorProfile.available_from,
            TutorProfile.paused_until,
            TutorProfile.languages,
            TutorProfile.slots,
            TutorProfile.words,
            Validation.valid_from,
            Eligibility.exam_id,
            Eligibility.exam_year,
            Exam.name.label("exam_name"),
            Exam.family,
            Institution.short_name,
        )
        .join(Person, Person.id == TutorProfile.person_id)
        .join(Region, Region.code == TutorProfile.region_code)
        .join(Validation, Validation.person_id == TutorProfile.person_id)
        .outerjoin(Eligibility, Eligibility.person_id == TutorProfile.person_id)
        .outerjoin(Exam, Exam.id == Eligibility.exam_id)
        .outerjoin(Institution, Institution.id == Eligibility.institution_id)
        .where(valid_tutor(TutorProfile.person_id, now))
        .order_by(TutorProfile.person_id)
    )


def offers(session: Session, now: datetime, *, text: str = "", only: int | None = None) -> list[Offer]:
    """Every validated tutor's offer, paused and full ones included, by id. Three queries whatever their number.

    `text` keeps those whose few words hold it; `only` keeps one tutor.
    """
    wanted = _in_pool(now)
    if only is not None:
        wanted = wanted.where(TutorProfile.person_id == only)
    if text:
        wanted = wanted.where(TutorProfile.words_key.contains(text, autoescape=True))
    rows = session.execute(wanted).all()
    if not rows:
        return []
    exams: dict[int, set[int]] = {}
    families: dict[int, set[str]] = {}
    papers: dict[int, set[int]] = {}
    helped = (
        select(TutorExam.person_id, TutorExam.exam_id, Exam.family)
        .join(Exam, Exam.id == TutorExam.exam_id)
        .where(valid_tutor(TutorExam.person_id, now))
    )
    known = select(TutorPaper.person_id, TutorPaper.paper_id).where(valid_tutor(TutorPaper.person_id, now))
    if only is not None:
        helped, known = helped.where(TutorExam.person_id == only), known.where(TutorPaper.person_id == only)
    for person_id, exam_id, family in session.execute(helped):
        exams.setdefault(person_id, set()).add(exam_id)
        families.setdefault(person_id, set()).add(family)
    for person_id, paper_id in session.execute(known):
        papers.setdefault(person_id, set()).add(paper_id)
    return [_offer(row, exams, families, papers) for row in rows]


def _offer(
    row: Row[*tuple[Any, ...]], exams: dict[int, set[int]], families: dict[int, set[str]], papers: dict[int, set[int]]
) -> Offer:
    who = row.person_id
    passed = None
    if row.exam_id is not None:
        passed = Passed(row.exam_id, row.exam_name, row.family, row.exam_year, row.short_name or "")
    return Offer(
        tutor_id=who,
        first_name=row.first_name,
        last_initial=row.last_name[:1],
        region=row.region_code,
        region_name=row.name,
        zone=row.zone,
        remote=row.remote,
        presence=row.presence,
        seats=row.seats,
        seats_taken=row.seats_taken,
        available_from=row.available_from,
        paused_until=row.paused_until,
        languages=tuple(row.languages),
        slots=tuple(row.slots),
        words=row.words,
        validated_at=row.valid_from,
        exams=frozenset(exams.get(who, ())),
        families=frozenset(f for f in families.get(who, ()) if f),
        papers=frozenset(papers.get(who, ())),
        passed=passed,
    )
