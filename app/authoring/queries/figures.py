"""Each module's figures: who started, submitted and passed; how each question is answered.

First attempts only, one person counting once. Trainers and the national team, who read the banks, are left out. A question's
figures start anew when a module's substance changes: it is no longer the same question.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.accounts.models import RoleGrant
from app.authoring.rules.figures import ENOUGH_PEOPLE, Item
from app.content.models import Module, ModuleVersion, Question, Scenario
from app.content.queries import path_modules
from app.training.models import Attempt, AttemptItem, LessonRead, QuestionReport, ScenarioRun
from app.training.rules.gain import Gain, gain

READERS_OF_BANKS = ("trainer", "admin")


@dataclass(frozen=True)
class ModuleFigures:
    """A module and its figures, in people; `first_percents` are the results of first attempts, 0 to 100."""

    module: Module
    started: int
    submitted: int
    passed: int
    passed_first: int
    first_percents: tuple[int, ...]
    judged: int  # questions that enough people answered for something to be said of them
    to_read_again: int

    @property
    def shown(self) -> bool:
        """Whether the figures are about enough people who started."""
        return self.started >= ENOUGH_PEOPLE

    @property
    def results_shown(self) -> bool:
        """Whether those of the quiz are about enough people who sent it."""
        return self.submitted >= ENOUGH_PEOPLE

    @property
    def first_pass_percent(self) -> int | None:
        """Of those who sent the quiz, how many passed at once (0 to 100); None while too few have."""
        return round(100 * self.passed_first / self.submitted) if self.results_shown else None

    @property
    def median_percent(self) -> int | None:
        """The middle result of first attempts; None while too few have sent one."""
        return round(median(self.first_percents)) if self.results_shown else None

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
    """Every published module, the one that most needs reading first. Six queries."""
    started, results, passed = _started(session), _first_results(session), _passed(session)
    judged: Counter[int] = Counter()
    again: Counter[int] = Counter()
    for (module_id, _key), item in _items(session).items():
        judged[module_id] += item.facility is not None
        again[module_id] += item.to_read_again
    found = [
        ModuleFigures(
            module=module,
            started=started.get(module.id, 0),
            submitted=len(results[module.id]),
            passed=passed.get(module.id, 0),
            passed_first=sum(done for _percent, done in results[module.id]),
            first_percents=tuple(percent for percent, _done in results[module.id]),
            judged=judged[module.id],
            to_read_again=again[module.id],
        )
        for module in path_modules(session)
    ]
    return sorted(found, key=lambda f: (*f.weakness, f.module.position))


def learner(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    readers = select(RoleGrant.person_id).where(RoleGrant.role.in_(READERS_OF_BANKS))
    return person_id.not_in(readers)


def _started(session: Session) -> dict[int, int]:
    """By module, people who read a lesson or opened the quiz."""
    read = select(LessonRead.module_id, LessonRead.person_id).where(learner(LessonRead.person_id))
    tried = select(Attempt.module_id, Attempt.person_id).where(learner(Attempt.person_id))
    people = union(read, tried).subquery()
    counted = select(people.c.module_id, func.count()).group_by(people.c.module_id)
    return dict(session.execute(counted).all())


def _passed(session: Session) -> dict[int, int]:
    """By module, people who passed, at whatever attempt."""
    counted = select(Attempt.module_id, func.count(Attempt.person_id.distinct())).group_by(Attempt.module_id)
    wanted = counted.where(Attempt.passed, Attempt.state == "submitted", learner(Attempt.person_id))
    return {module_id: people for module_id, people in session.execute(wanted) if module_id is not None}


def _firsts() -> Select[Any]:
    """The first attempt that each learner sent at each module."""
    sent = select(func.min(Attempt.id)).where(
        Attempt.state == "submitted", Attempt.module_id.is_not(None), learner(Attempt.person_id)
    )
    return sent.group_by(Attempt.person_id, Attempt.module_id)


def _first_results(session: Session) -> defaultdict[int, list[tuple[int, bool]]]:
    """By module, each first attempt's result and whether it passed."""
    found: defaultdict[int, list[tuple[int, bool]]] = defaultdict(list)
    rows = session.execute(select(Attempt.module_id, Attempt.percent, Attempt.passed).where(Attempt.id.in_(_firsts())))
    for module_id, percent, passed in rows:
        if module_id is not None:
            found[module_id].append((percent or 0, passed))
    return found


def _answers(*columns: Any, module_id: int | None = None) -> Select[Any]:
    """`columns` of the answers of first attempts, those of the substance and of the bank now current."""
    current, kept = aliased(ModuleVersion), aliased(Question)
    wanted = (
        select(*columns)
        .select_from(AttemptItem)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Question, Question.id == AttemptItem.question_id)
        .join(Module, Module.id == Attempt.module_id)
        .join(current, current.id == Module.current_version_id)
        # A change of wording may have taken a question away: nobody can read it again.
        .join(kept, and_(kept.version_id == current.id, kept.key == Question.key))
        .where(Attempt.id.in_(_firsts()), Attempt.substance == current.substance, AttemptItem.points.is_not(None))
    )
    return wanted if module_id is None else wanted.where(Attempt.module_id == module_id)


def _items(session: Session, module_id: int | None = None) -> dict[tuple[int, str], Item]:
    """By module and question key: how many answers, and the sum of their points."""
    counts = func.count(AttemptItem.id), func.sum(AttemptItem.points)
    wanted = _answers(Attempt.module_id, Question.key, *counts, module_id=module_id)
    rows = session.execute(wanted.group_by(Attempt.module_id, Question.key))
    return {(module, key): Item(count, float(points or 0)) for module, key, count, points in rows}


def questions(session: Session, module: Module, bank: list[Question]) -> list[QuestionFigures]:
    """Every question of a module's current bank with its figures, in order. Two queries."""
    items = _items(session, module.id)
    chosen = _chosen(session, module.id)
    found = []
    for question in bank:
        item = items.get((module.id, question.key), Item(0, 0))
        found.append(QuestionFigures(question, item, _shares(question, chosen[question.key], item)))
    return found


def _shares(question: Question, counts: Counter[str], item: Item) -> dict[str, int]:
    """How often each option was chosen, one that nobody takes included; empty while too few have answered."""
    if item.facility is None:
        return {}
    return {option: round(100 * counts[option] / item.answers) for option in question.body.get("options", ())}


def _chosen(session: Session, module_id: int) -> defaultdict[str, Counter[str]]:
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, answer in session.execute(_answers(Question.key, AttemptItem.answer, module_id=module_id)):
        found[key].update((answer or {}).get("chosen", ()))
    return found


def gains(session: Session, module_id: int | None = None) -> dict[int, Gain]:
    """By module, what learners who played both scenarios of its present substance gained; a module nobody played is not
    there. Every gain is given, about however few people: whoever shows it asks `shown` first. One query.
    """
    before, after = aliased(ScenarioRun), aliased(ScenarioRun)
    first, last = aliased(Scenario), aliased(Scenario)
    first_of, last_of, current = aliased(ModuleVersion), aliased(ModuleVersion), aliased(ModuleVersion)
    wanted = (
        select(before.module_id, before.points, after.points)
        .join(after, and_(after.person_id == before.person_id, after.module_id == before.module_id))
        .join(first, first.id == before.scenario_id)
        .join(last, last.id == after.scenario_id)
        .join(first_of, first_of.id == first.version_id)
        .join(last_of, last_of.id == last.version_id)
        .join(Module, Module.id == before.module_id)
        .join(current, current.id == Module.current_version_id)
        .where(before.moment == "before", after.moment == "after", learner(before.person_id))
        .where(first_of.substance == current.substance, last_of.substance == current.substance)
    )
    if module_id is not None:
        wanted = wanted.where(before.module_id == module_id)
    pairs: defaultdict[int, list[tuple[bool, bool]]] = defaultdict(list)
    for module, one, other in session.execute(wanted):
        pairs[module].append((one == 1, other == 1))
    return {module: found for module, listed in pairs.items() if (found := gain(listed)) is not None}


@dataclass(frozen=True)
class Report:
    """What someone said is wrong with a question; who said it is not shown. `asked` is its French text."""

    asked: str
    reason: str
    words: str
    at: datetime


def reports(session: Session, module_id: int) -> list[Report]:
    """What is reported of a module's questions and still open, newest first. One query."""
    rows = session.execute(
        select(Question.texts, QuestionReport)
        .join(Question, Question.id == QuestionReport.question_id)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .where(ModuleVersion.module_id == module_id, QuestionReport.state == "open")
        .order_by(QuestionReport.reported_at.desc(), QuestionReport.id.desc())
    )
    return [
        Report(texts["fr"].get("situation") or texts["fr"]["text"], one.reason, one.words, one.reported_at)
        for texts, one in rows
    ]
