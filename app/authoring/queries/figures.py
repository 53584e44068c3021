"""What modules teach, and what is reported of them. Trainers and the national team, who read the banks, are left out."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.accounts.models import RoleGrant
from app.content.models import Module, ModuleVersion, Question, Scenario
from app.training.models import QuestionReport, ScenarioRun
from app.training.rules.gain import Gain, counted

READERS_OF_BANKS = ("trainer", "admin")


def learner(person_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whoever does not read the banks."""
    readers = select(RoleGrant.person_id).where(RoleGrant.role.in_(READERS_OF_BANKS))
    return person_id.not_in(readers)


def played(session: Session, module_id: int | None = None) -> dict[int, dict[tuple[bool, bool], int]]:
    """By module, how many learners who played both scenarios of its present substance chose (best before, best after). One
    query.
    """
    before, after = aliased(ScenarioRun), aliased(ScenarioRun)
    first, last = aliased(Scenario), aliased(Scenario)
    first_of, last_of, current = aliased(ModuleVersion), aliased(ModuleVersion), aliased(ModuleVersion)
    wanted = (
        select(before.module_id, before.points, after.points, func.count())
        .join(after, and_(after.person_id == before.person_id, after.module_id == before.module_id))
        .join(first, first.id == before.scenario_id)
        .join(last, last.id == after.scenario_id)
        .join(first_of, first_of.id == first.version_id)
        .join(last_of, last_of.id == last.version_id)
        .join(Module, Module.id == before.module_id)
        .join(current, current.id == Module.current_version_id)
        .where(before.moment == "before", after.moment == "after", learner(before.person_id))
        .where(first_of.substance == current.substance, last_of.substance == current.substance)
        .group_by(before.module_id, before.points, after.points)
    )
    if module_id is not None:
        wanted = wanted.where(before.module_id == module_id)
    found: defaultdict[int, Counter[tuple[bool, bool]]] = defaultdict(Counter)
    for module, one, other, people in session.execute(wanted):
        found[module][one == 1, other == 1] += people
    return {module: dict(counts) for module, counts in found.items()}


def gains(session: Session, module_id: int | None = None) -> dict[int, Gain]:
    """By module, what learners who played both its scenarios gained; a module nobody played is not there. Every gain is given,
    about however few people: whoever shows it asks `shown` first. One query.
    """
    found = {module: gain_of(counts) for module, counts in played(session, module_id).items()}
    return {module: one for module, one in found.items() if one is not None}


def gain_of(counts: Mapping[tuple[bool, bool], int]) -> Gain | None:
    """The gain of people counted by (best before, best after); None without anybody."""
    if not sum(counts.values()):
        return None
    ways = [(True, True), (True, False), (False, True), (False, False)]
    return counted(*(counts.get(way, 0) for way in ways))


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
