"""The validation test: its bank, and where a person stands in it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.content.models import Module, ModuleVersion, Question
from app.content.queries import text_in
from app.infra.settings import Values, values
from app.training.models import Attempt, AttemptItem, TestReopening
from app.training.queries.facts import bank_state, gate_facts, on_the_path
from app.training.queries.progress import AttemptLine
from app.training.rules.blueprint import enough
from app.training.rules.drawing import Candidate
from app.training.rules.gate import GateFacts
from app.training.rules.policy import NO_MORE, Decision, Past, Policy, may_start
from app.training.settings import REQUIRED_MODULES, TEST_DELAY_HOURS, TEST_DRAW, TEST_NEEDED, TEST_TRIES


def policy_of(settings: Values) -> Policy:
    """The rules of its tries."""
    return Policy(delay_minutes=60 * settings[TEST_DELAY_HOURS], max_attempts=settings[TEST_TRIES])


def open_test(session: Session, person_id: int) -> Attempt | None:
    """The test this person has not sent yet, if any."""
    return session.scalars(_tests(person_id).where(Attempt.state == "open")).first()


def _tests(person_id: int) -> Select[Any]:
    return select(Attempt).where(Attempt.person_id == person_id, Attempt.module_id.is_(None))


def past_tests(session: Session, person_id: int) -> list[Past]:
    """Those sent since a trainer last gave a new set of tries; one that passed counts for ever."""
    return _past(session, person_id, list(session.scalars(_tests(person_id).order_by(Attempt.id))))


def _past(session: Session, person_id: int, attempts: list[Attempt]) -> list[Past]:
    sent = [(one.submitted_at, one.passed) for one in attempts if one.state == "submitted"]
    if not sent:
        return []
    reopened = session.scalar(select(func.max(TestReopening.at)).where(TestReopening.person_id == person_id))
    return [Past(at, passed) for at, passed in sent if at is not None and (passed or reopened is None or at > reopened)]


def modules_are_passed(facts: GateFacts, now: datetime) -> bool:
    """Whether every module asked for is passed, which opens the test."""
    return all(
        one.published and one.passed and (one.counts_until is None or one.counts_until > now) for one in facts.modules
    )


def drawable(
    session: Session, person_id: int, slugs: Collection[str]
) -> tuple[list[Question], dict[int, list[Candidate]]]:
    """The test's bank, and the same by module as the drawing sees it. A question met in an earlier test, whatever its
    version, is a met one.
    """
    rows = session.execute(
        select(Module.id, Question)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(Module.slug.in_(slugs), on_the_path(), Question.bank == "test")
        .order_by(Module.id, Question.position)
    ).all()
    met = {
        (module_id, key): times
        for module_id, key, times in session.execute(
            select(ModuleVersion.module_id, Question.key, func.count(AttemptItem.id))
            .join(AttemptItem, AttemptItem.question_id == Question.id)
            .join(Attempt, Attempt.id == AttemptItem.attempt_id)
            .join(ModuleVersion, ModuleVersion.id == Question.version_id)
            .where(Attempt.person_id == person_id, Attempt.module_id.is_(None))
            .group_by(ModuleVersion.module_id, Question.key)
        )
    }
    banks: defaultdict[int, list[Candidate]] = defaultdict(list)
    for module_id, question in rows:
        banks[module_id].append(Candidate(question.id, question.objective, met.get((module_id, question.key), 0)))
    return [question for _, question in rows], dict(banks)


@dataclass(frozen=True)
class Standing:
    """The validation test as one person stands. `asked`: the gate asks for it. `opened`: the modules it comes after are
    passed. `decision`: whether a try may be started.
    """

    asked: bool
    opened: bool
    draw: int
    needed: int
    tries: int
    delay_hours: int
    passed_on: datetime | None
    grace_until: datetime | None
    open_attempt: int | None
    attempts: tuple[AttemptLine, ...]
    decision: Decision

    @property
    def passed(self) -> bool:
        """Whether it is passed, for good."""
        return self.passed_on is not None

    @property
    def exhausted(self) -> bool:
        """Whether every try is used: a trainer has been told."""
        return not self.passed and self.decision.state == NO_MORE and self.open_attempt is None

    @property
    def minutes(self) -> int:
        """A minute a question: reading a situation, deciding."""
        return self.draw

    @property
    def minutes_left(self) -> int:
        """What is left of it."""
        return self.minutes if self.asked and not self.passed else 0

    @property
    def last_grace_day(self) -> datetime | None:
        """An instant of the last day on which one does without it."""
        return self.grace_until - timedelta(seconds=1) if self.grace_until else None


def standing(
    session: Session,
    person_id: int,
    now: datetime,
    facts: GateFacts | None = None,
    settings: Values | None = None,
) -> Standing:
    """Where the person stands. `facts` and `settings`, when already read, are not read again."""
    settings = settings or values(session, now)
    facts = facts or gate_facts(session, [person_id], now, settings)[person_id]
    attempts = list(session.scalars(_tests(person_id).order_by(Attempt.id.desc())))
    sent = [one for one in attempts if one.state == "submitted"]
    passed = [one.submitted_at for one in sent if one.passed and one.submitted_at is not None]
    return Standing(
        asked=facts.test is not None,
        opened=modules_are_passed(facts, now),
        draw=settings[TEST_DRAW],
        needed=settings[TEST_NEEDED],
        tries=settings[TEST_TRIES],
        delay_hours=settings[TEST_DELAY_HOURS],
        passed_on=min(passed, default=None),
        grace_until=facts.test.grace_until if facts.test is not None else None,
        open_attempt=next((one.id for one in attempts if one.state == "open"), None),
        attempts=tuple(
            AttemptLine(one.id, one.submitted_at, one.percent, one.passed)
            for one in sent
            if one.submitted_at is not None and one.percent is not None
        ),
        decision=may_start(_past(session, person_id, attempts), policy_of(settings), now),
    )


@dataclass(frozen=True)
class ModuleBank:
    """What one module brings to the test: how many questions, by objective (its text, how many)."""

    slug: str
    title: str
    lang: str
    size: int
    objectives: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Blueprint:
    """The test as trainers and the national team see it."""

    asked: bool
    draw: int
    needed: int
    tries: int
    delay_hours: int
    banks: tuple[ModuleBank, ...]

    @property
    def size(self) -> int:
        """Questions in the whole bank."""
        return sum(bank.size for bank in self.banks)

    @property
    def large_enough(self) -> bool:
        """Whether the bank holds three draws."""
        return enough(self.size, self.draw)


def blueprint(session: Session, lang: str, now: datetime) -> Blueprint:
    """What the test draws from, and its rules."""
    settings = values(session, now)
    slugs = settings[REQUIRED_MODULES]
    rows = session.execute(
        select(Module.slug, ModuleVersion.id, ModuleVersion.manifest)
        .join(ModuleVersion, ModuleVersion.id == Module.current_version_id)
        .where(Module.slug.in_(slugs), on_the_path())
    ).all()
    counted = {
        (version_id, objective): times
        for version_id, objective, times in session.execute(
            select(Question.version_id, Question.objective, func.count())
            .where(Question.version_id.in_([row.id for row in rows]), Question.bank == "test")
            .group_by(Question.version_id, Question.objective)
        )
    }
    banks = []
    for slug, version_id, manifest in sorted(rows, key=lambda row: slugs.index(row[0])):
        words, said = text_in(manifest, lang)
        objectives = tuple((one["text"], counted.get((version_id, one["id"]), 0)) for one in words["objectives"])
        banks.append(ModuleBank(slug, words["title"], said, sum(n for _, n in objectives), objectives))
    return Blueprint(
        asked=bank_state(session, settings).asked,
        draw=settings[TEST_DRAW],
        needed=settings[TEST_NEEDED],
        tries=settings[TEST_TRIES],
        delay_hours=settings[TEST_DELAY_HOURS],
        banks=tuple(banks),
    )


@dataclass(frozen=True)
class Stuck:
    """Someone who has used every try: their name, their results, and when they sent the last."""

    person_id: int
    name: str
    results: tuple[int, ...]
    last_at: datetime


def stuck(session: Session, now: datetime) -> list[Stuck]:
    """Whoever has no try left, the one who has waited longest first."""
    settings = values(session, now)
    rows = session.execute(
        select(Person.id, Person.first_name, Person.last_name, Attempt.submitted_at, Attempt.percent, Attempt.passed)
        .join(Person, Person.id == Attempt.person_id)
        .where(Attempt.module_id.is_(None), Attempt.state == "submitted", Person.erased_at.is_(None))
        .order_by(Attempt.id)
    ).all()
    reopened = dict(
        session.execute(
            select(TestReopening.person_id, func.max(TestReopening.at)).group_by(TestReopening.person_id)
        ).all()
    )
    tried: defaultdict[int, list[tuple[datetime, int, bool]]] = defaultdict(list)
    names: dict[int, str] = {}
    for person_id, first_name, last_name, at, percent, passed in rows:
        if at is None:
            continue
        names[person_id] = f"{first_name} {last_name}".strip()
        tried[person_id].append((at, percent or 0, passed))
    found = []
    for person_id, all_tries in tried.items():
        since = reopened.get(person_id)
        counted = [one for one in all_tries if since is None or one[0] > since]
        if len(counted) >= settings[TEST_TRIES] and not any(passed for _, _, passed in all_tries):
            found.append(Stuck(person_id, names[person_id], tuple(p for _, p, _ in counted), counted[-1][0]))
    return sorted(found, key=lambda one: one.last_at)
