"""Reviews: who is due one, what may be sent to them, what they answered, and what is retained at 90 days."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.content.models import Module, ModuleVersion, Question
from app.infra.settings import values
from app.training.models import Attempt, AttemptItem, Review, ReviewPause, Validation
from app.training.queries.facts import on_the_path
from app.training.rules.grading import ONE_OF
from app.training.rules.reviewing import KEPT_AT, Reviewable, due_step
from app.training.settings import REQUIRED_MODULES


@dataclass(frozen=True)
class Due:
    """A review to send: to whom, for which validation, which step."""

    person_id: int
    since: datetime
    step: int


def due(session: Session, now: datetime, after: int, limit: int) -> tuple[list[Due], int | None]:
    """Among the next `limit` people after id `after` whose validation holds and who want reviews, those who are due one; and
    the last id looked at, None at the end.
    """
    sent = (
        select(Review.person_id, Review.since, func.max(Review.step).label("step"))
        .group_by(Review.person_id, Review.since)
        .subquery()
    )
    rows = session.execute(
        select(Validation.person_id, Validation.valid_from, sent.c.step)
        .join(Person, Person.id == Validation.person_id)
        .outerjoin(sent, (sent.c.person_id == Validation.person_id) & (sent.c.since == Validation.valid_from))
        .outerjoin(ReviewPause, ReviewPause.person_id == Validation.person_id)
        .where(Validation.person_id > after, Validation.valid_from <= now, Validation.valid_until > now)
        .where(Person.erased_at.is_(None), Person.suspended_at.is_(None))
        .where(or_(ReviewPause.person_id.is_(None), ReviewPause.until <= now))
        .order_by(Validation.person_id)
        .limit(limit)
    ).all()
    found = []
    for person_id, since, last_sent in rows:
        step = due_step(since, last_sent or 0, now) if since is not None else None
        if step is not None:
            found.append(Due(person_id, since, step))
    return found, rows[-1].person_id if rows else None


def reviewable(session: Session, person_id: int, now: datetime) -> list[Reviewable]:
    """The questions of one answer in the quizzes of the modules asked for: never those of the validation test, whose key
    would be shown.
    """
    rows = session.execute(
        select(Question.id, Question.key, Module.id)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(Module.slug.in_(values(session, now)[REQUIRED_MODULES]), on_the_path())
        .where(Question.bank == "quiz", Question.type.in_(ONE_OF))
        .order_by(Question.id)
    ).all()
    met: Counter[tuple[int, str]] = Counter()
    sure: dict[tuple[int, str], bool] = {}
    answered = session.execute(
        select(ModuleVersion.module_id, Question.key, AttemptItem.certainty, AttemptItem.points)
        .join(Question, Question.id == AttemptItem.question_id)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.person_id == person_id, Attempt.state == "submitted")
        .order_by(AttemptItem.id)
    )
    for module_id, key, certainty, points in answered:
        met[module_id, key] += 1
        sure[module_id, key] = certainty == "sure" and (points or 0) < 1
    reviewed = session.execute(
        select(ModuleVersion.module_id, Question.key)
        .join(Question, Question.version_id == ModuleVersion.id)
        .join(Review, Review.question_id == Question.id)
        .where(Review.person_id == person_id)
    )
    for module_id, key in reviewed:
        met[module_id, key] += 1
        sure[module_id, key] = False
    return [
        Reviewable(question_id, met[module_id, key], sure.get((module_id, key), False))
        for question_id, key, module_id in rows
    ]


def review(session: Session, review_id: int) -> Review | None:
    """A review with its question."""
    return session.get(Review, review_id, options=[joinedload(Review.question)])


def reviews_of(session: Session, person_id: int) -> list[Review]:
    """Those sent to a person, newest first."""
    return list(
        session.scalars(
            select(Review)
            .where(Review.person_id == person_id)
            .options(joinedload(Review.question))
            .order_by(Review.id.desc())
        )
    )


def pause_of(session: Session, person_id: int, now: datetime) -> ReviewPause | None:
    """The pause that holds now, if any."""
    found = session.get(ReviewPause, person_id)
    return found if found is not None and (found.until is None or found.until > now) else None


@dataclass(frozen=True)
class Retention:
    """Of those who answered the question at 90 days, how many were right."""

    answered: int
    right: int


def retention(session: Session) -> Retention:
    """What is retained at 90 days, one person counting once: their first answer at that step."""
    firsts = (
        select(func.min(Review.id))
        .where(Review.step == KEPT_AT, Review.answered_at.is_not(None))
        .group_by(Review.person_id)
    )
    answered, right = session.execute(
        select(func.count(Review.id), func.count(Review.id).filter(Review.points >= 1)).where(Review.id.in_(firsts))
    ).one()
    return Retention(answered, right)
