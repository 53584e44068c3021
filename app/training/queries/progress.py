"""Where a person stands in each module of the path: lessons read, attempts, what may be done next."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from app.content.models import Lesson, Module, ModuleVersion
from app.content.queries import text_in
from app.infra.errors import NotYours
from app.infra.settings import Values, values
from app.training.models import Attempt, LessonRead
from app.training.queries.facts import Substances, counts_until, on_the_path, published_substances
from app.training.rules.policy import ALLOWED, REQUIRES, Decision, Past, Policy, may_start
from app.training.settings import CHANGE_GRACE_DAYS, REQUIRED_MODULES


@dataclass(frozen=True)
class LessonLine:
    """A lesson in a list: its place, its title (in `lang`), and whether it was read."""

    key: str
    title: str
    lang: str
    minutes: int
    read: bool


@dataclass(frozen=True)
class AttemptLine:
    """An attempt that was sent."""

    id: int
    submitted_at: datetime
    percent: int
    passed: bool


@dataclass(frozen=True)
class ModuleProgress:
    """One module as one person sees it. `number` is its rank on the path, from 1.

    `passed`: the pass counts now. `counts_until`: when it stops counting, if the substance has changed since.
    `requires`: the modules to pass before, `first` those of them not passed yet. `decision`: whether an attempt may be started.
    `attempts` are those of the present substance, newest first.
    """

    id: int
    slug: str
    number: int
    required: bool
    title: str
    why: str
    lang: str
    objectives: tuple[str, ...]
    minutes: int
    questions: int
    pass_percent: int
    delay_minutes: int
    max_attempts: int
    lessons: tuple[LessonLine, ...]
    attempts: tuple[AttemptLine, ...]
    earlier: tuple[AttemptLine, ...]
    open_attempt: int | None
    passed_on: datetime | None
    counts_until: datetime | None
    passed: bool
    decision: Decision
    requires: tuple[str, ...] = ()
    first: tuple["ModuleProgress", ...] = ()

    @cached_property
    def next_lesson(self) -> LessonLine | None:
        """The first lesson not yet read."""
        return next((lesson for lesson in self.lessons if not lesson.read), None)

    @property
    def lessons_read(self) -> int:
        """How many lessons were read."""
        return sum(lesson.read for lesson in self.lessons)

    @property
    def started(self) -> bool:
        """Whether anything was done in this module."""
        return bool(self.lessons_read or self.attempts or self.earlier or self.open_attempt)

    @property
    def last_day(self) -> datetime | None:
        """An instant of the last day on which the pass counts, when it is to end."""
        return self.counts_until - timedelta(seconds=1) if self.counts_until else None

    @property
    def minutes_left(self) -> int:
        """Minutes of what is left: lessons not read, and the quiz unless it is passed."""
        quiz = max(1, self.minutes - sum(lesson.minutes for lesson in self.lessons))
        return 0 if self.passed else quiz + sum(lesson.minutes for lesson in self.lessons if not lesson.read)


def modules_of(
    session: Session, person_id: int, lang: str, now: datetime, settings: Values | None = None
) -> list[ModuleProgress]:
    """Every published module in the order of the path (required ones first), as this person stands. Five queries, four
    when `settings` are already read.
    """
    settings = settings or values(session, now)
    required, grace = settings[REQUIRED_MODULES], timedelta(days=settings[CHANGE_GRACE_DAYS])
    rows = session.execute(
        select(Module, ModuleVersion)
        .join(ModuleVersion, ModuleVersion.id == Module.current_version_id)
        .where(on_the_path())
    ).all()
    rows = sorted(rows, key=lambda row: _rank(row[0], required))
    lessons = lesson_lines(session, person_id, [version.id for _, version in rows], lang)
    attempts = _attempts(session, person_id)
    substances = published_substances(session, [module.id for module, _ in rows])
    found = [
        ModuleProgress(
            id=module.id,
            slug=module.slug,
            number=number,
            required=module.slug in required,
            lessons=tuple(lessons[version.id]),
            **_manifest(version, lang),
            **_tries(version, attempts[module.id], now),
            **_pass(attempts[module.id], substances[module.id], grace, now),
        )
        for number, (module, version) in enumerate(rows, 1)
    ]
    return [_after(one, found) for one in found]


def _after(module: ModuleProgress, others: list[ModuleProgress]) -> ModuleProgress:
    """The module with those to pass first; a module once passed, or asked for and gone, holds nobody back."""
    first = tuple(one for one in others if one.slug in module.requires and not one.passed)
    if not first or module.passed or module.decision.state != ALLOWED:
        return module
    return replace(module, first=first, decision=Decision(REQUIRES, left=module.decision.left))


def module_of(session: Session, person_id: int, slug: str, lang: str, now: datetime) -> ModuleProgress:
    """One module as this person stands. Raises NotYours when it is not published."""
    for module in modules_of(session, person_id, lang, now):
        if module.slug == slug:
            return module
    raise NotYours


def _manifest(version: ModuleVersion, lang: str) -> dict[str, Any]:
    """What the module says of itself, and its rules."""
    words, said = text_in(version.manifest, lang)
    return {
        "title": words["title"],
        "why": words.get("why", ""),
        "lang": said,
        "objectives": tuple(objective["text"] for objective in words.get("objectives", [])),
        "requires": tuple(version.manifest.get("requires", ())),
        "minutes": version.minutes,
        "questions": version.draw,
        "pass_percent": version.pass_percent,
        "delay_minutes": version.delay_minutes,
        "max_attempts": version.max_attempts,
    }


def _tries(version: ModuleVersion, attempts: list[Attempt], now: datetime) -> dict[str, Any]:
    """The attempts sent, on the present substance and before, the one still open, and whether another may be started."""
    sent = [one for one in attempts if one.state == "submitted"]
    current = [one for one in sent if one.substance >= version.substance]
    past = [Past(one.submitted_at, one.passed) for one in current if one.submitted_at is not None]
    return {
        "attempts": _lines(current),
        "earlier": _lines([one for one in sent if one.substance < version.substance]),
        "open_attempt": next((one.id for one in attempts if one.state == "open"), None),
        "decision": may_start(past, Policy(version.delay_minutes, version.max_attempts), now),
    }


def _pass(attempts: list[Attempt], substances: Substances, grace: timedelta, now: datetime) -> dict[str, Any]:
    """Since when the module is passed at its best substance, and whether and until when that counts."""
    best = max((one.substance for one in attempts if one.passed), default=None)
    if best is None:
        return {"passed": False, "passed_on": None, "counts_until": None}
    until = counts_until(best, substances, grace)
    dates = [
        one.submitted_at for one in attempts if one.passed and one.substance == best and one.submitted_at is not None
    ]
    return {"passed": until is None or until > now, "passed_on": min(dates), "counts_until": until}


def _rank(module: Module, required: list[str]) -> tuple[int, int, int]:
    place = required.index(module.slug) if module.slug in required else len(required)
    return (place, module.position, module.id)


def _lines(attempts: list[Attempt]) -> tuple[AttemptLine, ...]:
    return tuple(
        AttemptLine(one.id, one.submitted_at, one.percent, one.passed)
        for one in attempts
        if one.submitted_at is not None and one.percent is not None
    )


def _attempts(session: Session, person_id: int) -> defaultdict[int, list[Attempt]]:
    """By module, newest first."""
    found: defaultdict[int, list[Attempt]] = defaultdict(list)
    for attempt in session.scalars(select(Attempt).where(Attempt.person_id == person_id).order_by(Attempt.id.desc())):
        if attempt.module_id is not None:
            found[attempt.module_id].append(attempt)
    return found


def lesson_lines(
    session: Session, person_id: int, version_ids: Collection[int], lang: str
) -> defaultdict[int, list[LessonLine]]:
    """By version, its lessons in order, without their texts: one query."""
    read = and_(
        LessonRead.person_id == person_id,
        LessonRead.module_id == ModuleVersion.module_id,
        LessonRead.lesson_key == Lesson.key,
    )
    titles = [Lesson.texts[(code, "title")].as_string() for code in ("fr", "en")]
    rows = session.execute(
        select(Lesson.version_id, Lesson.key, Lesson.minutes, LessonRead.id, *titles)
        .join(ModuleVersion, ModuleVersion.id == Lesson.version_id)
        .outerjoin(LessonRead, read)
        .where(Lesson.version_id.in_(version_ids))
        .order_by(Lesson.version_id, Lesson.position)
    )
    found: defaultdict[int, list[LessonLine]] = defaultdict(list)
    for version_id, key, minutes, read_id, french, english in rows:
        title, said = text_in({"fr": french, "en": english} if english else {"fr": french}, lang)
        found[version_id].append(LessonLine(key, title, said, minutes, read_id is not None))
    return found
