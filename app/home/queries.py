"""Reads that cross several stages: a lead's classes with their coverage, a class's board, who has what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.classes.queries import class_led_by, classes_led_by, student_led_by, students_of
from app.classes.rules import deadline
from app.classes.settings import DEADLINE_DAY, DEADLINE_MONTH
from app.infra import settings
from app.infra.errors import NotYours
from app.pairing.models import Proposal
from app.pairing.queries import Coverage, OpenLink, PairSheet, coverage, open_by_student, pair_for_lead

REFUSALS = ("declined", "not_now", "expired")
TO_DRAW, PROPOSED, PAIRED = "to_draw", "proposed", "paired"
STATES = (TO_DRAW, PROPOSED, PAIRED)  # also the order in which they want attention


@dataclass(frozen=True)
class ClassCard:
    """A class in a lead's list."""

    prep_class: PrepClass
    coverage: Coverage
    deadline: datetime


@dataclass(frozen=True)
class BoardRow:
    """One student of a board: where things stand, and the one next thing to do."""

    student: Student
    state: str
    link: OpenLink | None
    refusals: int


@dataclass(frozen=True)
class Board:
    """A class as its lead sees it."""

    prep_class: PrepClass
    coverage: Coverage
    deadline: datetime
    rows: tuple[BoardRow, ...]
    counts: dict[str, int]


def deadline_of(session: Session, year: int, now: datetime) -> datetime:
    """By when each student of a class of `year` should have a tutor."""
    values = settings.values(session, now)
    return deadline(year, values[DEADLINE_MONTH], values[DEADLINE_DAY])


def class_cards(session: Session, person_id: int, now: datetime) -> list[ClassCard]:
    """The classes this person leads, each with its coverage."""
    classes = classes_led_by(session, person_id)
    covered = coverage(session, [c.id for c in classes], now)
    values = settings.values(session, now)
    month, day = values[DEADLINE_MONTH], values[DEADLINE_DAY]
    return [ClassCard(c, covered[c.id], deadline(c.year, month, day)) for c in classes]


def board(session: Session, person_id: int, class_id: int, wanted: str | None, now: datetime) -> Board:
    """A class this person leads, what waits first; `wanted` keeps one state. Raises NotYours."""
    prep_class = class_led_by(session, person_id, class_id)
    students = students_of(session, class_id)
    links = open_by_student(session, [s.id for s in students])
    refused = _refusals(session, class_id)
    rows = [BoardRow(s, _state(links.get(s.id), now), links.get(s.id), refused.get(s.id, 0)) for s in students]
    rows.sort(key=_urgency)
    counts = {state: sum(row.state == state for row in rows) for state in STATES}
    return Board(
        prep_class,
        Coverage(counts[PAIRED], counts[PROPOSED], counts[TO_DRAW]),
        deadline_of(session, prep_class.year, now),
        tuple(row for row in rows if wanted not in STATES or row.state == wanted),
        counts,
    )


def _urgency(row: BoardRow) -> tuple[int, datetime]:
    """Nobody yet, longest waiting first; then the proposals that end soonest; then pairs, oldest first."""
    at = row.student.added_at
    if row.link is not None and row.state != TO_DRAW:
        at = row.link.opened_at or row.link.expires_at
    return STATES.index(row.state), at


def _state(link: OpenLink | None, now: datetime) -> str:
    if link is None or (link.state == "sent" and link.expires_at <= now):
        return TO_DRAW
    return PAIRED if link.state == "accepted" else PROPOSED


def _refusals(session: Session, class_id: int) -> dict[int, int]:
    rows = session.execute(
        select(Proposal.student_id, func.count(Proposal.id))
        .join(Student, Student.id == Proposal.student_id)
        .where(Student.class_id == class_id, Proposal.state.in_(REFUSALS))
        .group_by(Proposal.student_id)
    )
    return dict(rows.all())


def led_student(session: Session, person_id: int, student_id: int) -> Student:
    """A student whose class this person leads, with the class loaded. Raises NotYours."""
    student = student_led_by(session, person_id, student_id)
    session.refresh(student, ["prep_class"])
    return student


def pair_if_led(session: Session, person_id: int, pair_id: int, now: datetime) -> PairSheet | None:
    """The pair when this person leads its class; None otherwise, for them to be asked as its tutor."""
    try:
        return pair_for_lead(session, person_id, pair_id, now)
    except NotYours:
        return None
