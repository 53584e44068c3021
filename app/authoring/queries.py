"""Each module's figures: who started, submitted and passed; how each question is answered. First attempts only."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.authoring.rules import ENOUGH_PEOPLE, Item
from app.content.models import Module, Question
from app.content.queries import path_modules
from app.training.models import Attempt, AttemptItem, LessonRead


@dataclass(frozen=True)
class ModuleFigures:
    """A module and its figures; `shown` says whether enough people are behind them."""

    module: Module
    started: int
    submitted: int
    passed: int
    first_pass_percent: int | None
    to_read_again: int

    @property
    def shown(self) -> bool:
        """Whether the figures are about enough people."""
        return self.started >= ENOUGH_PEOPLE

    @property
    def weakness(self) -> tuple[int, int]:
        """What puts a module first in the list: questions to read again, then a low first pass."""
        return (-self.to_read_again, self.first_pass_percent if self.first_pass_percent is not None else 101)


@dataclass(frozen=True)
class QuestionFigures:
    """A question, its first answers, and how often each option was chosen (0 to 100)."""

    question: Question
    item: Item
    shares: dict[str, int]


def modules(session: Session) -> list[ModuleFigures]:
    """Every published module, the one that most needs reading first."""
    people = _people(session)
    again = _to_read_again(session)
    found = []
    for module in path_modules(session):
        started, submitted, passed, first = people.get(module.id, (0, 0, 0, 0))
        percent = round(100 * first / submitted) if submitted else None
        found.append(ModuleFigures(module, started, submitted, passed, percent, again[module.id]))
    return sorted(found, key=lambda f: (*f.weakness, f.module.position))


def _people(session: Session) -> dict[int, tuple[int, int, int, int]]:
    """By module: people who started (read a lesson), submitted, passed, and passed at the first attempt."""
    readers = select(LessonRead.module_id, func.count(func.distinct(LessonRead.person_id)))
    started = dict(session.execute(readers.group_by(LessonRead.module_id)).all())
    submitted = select(
        Attempt.module_id,
        func.count(func.distinct(Attempt.person_id)),
        func.count(func.distinct(Attempt.person_id)).filter(Attempt.passed),
        func.count(func.distinct(Attempt.person_id)).filter(Attempt.passed, Attempt.id.in_(_firsts())),
    )
    rows = session.execute(submitted.where(Attempt.state == "submitted").group_by(Attempt.module_id))
    found = {
        module_id: (max(started.get(module_id, 0), sent), sent, passed, first)
        for module_id, sent, passed, first in rows
    }
    for module_id, count in started.items():
        found.setdefault(module_id, (count, 0, 0, 0))
    return found


def _firsts() -> Any:
    """The first submitted attempt of each person at each module."""
    return (
        select(func.min(Attempt.id)).where(Attempt.state == "submitted").group_by(Attempt.person_id, Attempt.module_id)
    ).scalar_subquery()


def _items(session: Session, module_id: int | None = None) -> dict[tuple[int, str], Item]:
    """By module and question key: the first attempts' answers."""
    wanted = (
        select(Attempt.module_id, Question.key, func.count(AttemptItem.id), func.sum(AttemptItem.points))
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(Question, Question.id == AttemptItem.question_id)
        .where(Attempt.id.in_(_firsts()), AttemptItem.points.is_not(None))
        .group_by(Attempt.module_id, Question.key)
    )
    if module_id is not None:
        wanted = wanted.where(Attempt.module_id == module_id)
    return {(module, key): Item(count, float(points or 0)) for module, key, count, points in session.execute(wanted)}


def _to_read_again(session: Session) -> Counter[int]:
    found: Counter[int] = Counter()
    for (module_id, _key), item in _items(session).items():
        found[module_id] += item.verdict in ("too_hard", "too_easy")
    return found


def questions(session: Session, module: Module, bank: list[Question]) -> list[QuestionFigures]:
    """Every question of a module's current bank with its figures, in order."""
    items = _items(session, module.id)
    chosen = _chosen(session, module.id)
    return [
        QuestionFigures(
            q, items.get((module.id, q.key), Item(0, 0)), _shares(chosen[q.key], items.get((module.id, q.key)))
        )
        for q in bank
    ]


def _shares(counts: Counter[str], item: Item | None) -> dict[str, int]:
    if item is None or item.facility is None:
        return {}
    return {option: round(100 * times / item.answers) for option, times in counts.items()}


def _chosen(session: Session, module_id: int) -> defaultdict[str, Counter[str]]:
    rows = session.execute(
        select(Question.key, AttemptItem.answer)
        .join(AttemptItem, AttemptItem.question_id == Question.id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.module_id == module_id, Attempt.id.in_(_firsts()), AttemptItem.answer.is_not(None))
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, answer in rows:
        found[key].update((answer or {}).get("chosen", ()))
    return found
