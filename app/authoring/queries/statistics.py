"""Statistics as trainers read them: of a module, of the validation test, and of all modules at a glance.

All come from what the job last kept, so that a page costs the same for a thousand answers and for a million.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.authoring.models import KeptFigures
from app.authoring.queries.figures import gain_of
from app.authoring.rules import course as courses
from app.authoring.rules import gathering, reliability, times
from app.authoring.rules.advice import LATER, NOW, UNKNOWN, Advice, Limits, advise, advise_module, urgency, when
from app.authoring.rules.course import Course, Step, Stop
from app.authoring.rules.items import Estimate, ItemFigures, ItemSums, describe
from app.authoring.rules.reliability import Agreement
from app.content.models import Module, ModuleVersion, Question
from app.content.queries import bank, path_modules
from app.training.models import QuestionReport
from app.training.rules.gain import Gain

TEST = "test"
OF_A_MODULE, OF_THE_TEST = Limits(), Limits(agree=0.85)


@dataclass(frozen=True)
class Asked:
    """A question that may be drawn, its module, and the name under which its answers are counted."""

    question: Question
    module_id: int
    slug: str
    name: str


def about(module_id: int) -> str:
    """Under which name the figures of a module are kept."""
    return f"module:{module_id}"


@dataclass(frozen=True)
class QuestionStatistics:
    """A question, the number it has on the plot, its figures, what to do, its middle time in seconds, and its open reports."""

    question: Question
    number: int
    module: str
    figures: ItemFigures
    advice: tuple[Advice, ...]
    seconds: float | None
    reports: int

    def share_of(self, option: str) -> Estimate | None:
        """The share (0 to 1) of those who chose something who chose this option."""
        return next((one.share for one in self.figures.options if one.option == option), None)


@dataclass(frozen=True)
class Statistics:
    """The figures of a quiz or of the test, kept at `at`, of `attempts` first attempts; questions in the order of the bank."""

    at: datetime
    attempts: int
    questions: tuple[QuestionStatistics, ...]
    advice: tuple[Advice, ...]
    alpha: float | None
    agreement: Agreement | None
    limits: Limits

    @property
    def shown(self) -> bool:
        """Whether there are enough attempts for a figure of the whole to be shown."""
        return self.attempts >= self.limits.few

    @property
    def by_urgency(self) -> list[QuestionStatistics]:
        """The questions, the one that most needs a trainer first."""
        return sorted(self.questions, key=lambda one: (urgency(one.advice), one.number))


@dataclass(frozen=True)
class People:
    """How far people go in a module, where the most stop, and what the two scenarios show they gained."""

    course: Course
    steps: list[Step]
    stop: Stop | None
    gain: Gain | None


def module_statistics(
    session: Session, module: Module, known: Sequence[Question] | None = None
) -> tuple[Statistics, People] | None:
    """What is kept of a module as it now is; None before the first time. `known` is its quiz's bank, for whoever has read it.
    Three queries.
    """
    current = module.current
    kept = session.get(KeptFigures, about(module.id))
    if current is None or kept is None or kept.substance != current.substance:
        return None
    asked = [Asked(one, module.id, module.slug, one.key) for one in known or bank(session, current.id)]
    pass_from = reliability.needed(current.pass_percent, current.draw)
    whole = _statistics(session, kept, asked, current.draw, pass_from, OF_A_MODULE)
    people = courses.read(kept.course)
    steps = courses.steps(people, [lesson.key for lesson in current.lessons])
    return whole, People(people, steps, courses.stop(steps), gain_of(people.played))


def test_statistics(session: Session, draw: int, pass_from: int) -> Statistics | None:
    """What is kept of the validation test, `draw` questions of which `pass_from` must be right; None before the first time.
    Three queries.
    """
    kept = session.get(KeptFigures, TEST)
    if kept is None:
        return None
    rows = session.execute(
        select(Module.id, Module.slug, Question)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(Module.retired_at.is_(None), Question.bank == "test")
        .order_by(Module.position, Module.id, Question.position)
    )
    asked = [Asked(question, module_id, slug, f"{slug}:{question.key}") for module_id, slug, question in rows]
    return _statistics(session, kept, asked, draw, pass_from, OF_THE_TEST)


def _statistics(
    session: Session,
    kept: KeptFigures,
    asked: Sequence[Asked],
    draw: int,
    pass_from: int,
    limits: Limits,
) -> Statistics:
    found = gathering.read(kept.sums)
    reports = _reports(session, {one.module_id for one in asked})
    questions = []
    for number, one in enumerate(asked, start=1):
        figures = described(one.question.body, found.items.get(one.name, ItemSums()))
        questions.append(
            QuestionStatistics(
                question=one.question,
                number=number,
                module=one.slug,
                figures=figures,
                advice=advise(figures, limits),
                seconds=times.median(found.times.get(one.name, ())) if figures.n >= limits.few else None,
                reports=reports.get((one.module_id, one.question.key), 0),
            )
        )
    alpha = reliability.alpha(found.items.values(), found.pairs.values(), draw)
    agreement = reliability.agreement(found.totals, draw, pass_from)
    advice = advise_module(found.attempts, alpha, agreement, draw, limits)
    return Statistics(kept.at, found.attempts, tuple(questions), advice, alpha, agreement, limits)


def described(body: Mapping[str, list[str]], sums: ItemSums) -> ItemFigures:
    """The figures of a question whose language-free part is `body`."""
    return describe(sums, body.get("options", ()), body.get("right", ()))


def _reports(session: Session, module_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """By module and question key, the reports still open, whatever the version they are about."""
    counted = (
        select(ModuleVersion.module_id, Question.key, func.count())
        .join(Question, Question.version_id == ModuleVersion.id)
        .join(QuestionReport, QuestionReport.question_id == Question.id)
        .where(ModuleVersion.module_id.in_(module_ids), QuestionReport.state == "open")
        .group_by(ModuleVersion.module_id, Question.key)
    )
    return {(module_id, key): count for module_id, key, count in session.execute(counted)}


@dataclass(frozen=True)
class ModuleLine:
    """A module at a glance: how far people go, how many questions are `judged`, to be read again now (`alarms`) or looked at
    (`looks`). `course` is None while nothing was counted of the module as it now is.
    """

    module: Module
    course: Course | None
    judged: int = 0
    alarms: int = 0
    looks: int = 0

    @property
    def weakness(self) -> tuple[int, int, int]:
        """What puts a module first in the list: questions to read again, then a low first pass."""
        percent = self.course.first_pass_percent if self.course else None
        return (-self.alarms, -self.looks, percent if percent is not None else 101)


def modules(session: Session) -> list[ModuleLine]:
    """Every published module, the one that most needs reading first. Five queries."""
    kept = {one.about: one for one in session.scalars(select(KeptFigures))}
    found = path_modules(session)
    banks = _bodies(session, [one.current_version_id for one in found if one.current_version_id])
    return sorted(
        (_line(one, kept.get(about(one.id)), banks) for one in found),
        key=lambda row: (*row.weakness, row.module.position),
    )


def _bodies(session: Session, versions: Sequence[int]) -> dict[int, dict[str, dict[str, list[str]]]]:
    rows = session.execute(
        select(Question.version_id, Question.key, Question.body).where(
            Question.version_id.in_(versions), Question.bank == "quiz"
        )
    )
    found: dict[int, dict[str, dict[str, list[str]]]] = {version: {} for version in versions}
    for version, key, body in rows:
        found[version][key] = body
    return found


def _line(
    module: Module, kept: KeptFigures | None, banks: Mapping[int, Mapping[str, Mapping[str, list[str]]]]
) -> ModuleLine:
    if kept is None or module.current is None or kept.substance != module.current.substance:
        return ModuleLine(module, None)
    sums = gathering.read(kept.sums)
    states = Counter(
        when(advise(described(body, sums.items[key])))
        for key, body in banks[module.current.id].items()
        if key in sums.items
    )
    judged = states.total() - states[UNKNOWN]
    return ModuleLine(module, courses.read(kept.course), judged, states[NOW], states[LATER])
