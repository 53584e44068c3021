"""What tutors wrote in a module's scenarios, without who wrote it: to be grouped into misconceptions.

Trainers and the national team are left out. Of a scenario that fewer than ten people have played, nothing is read: few
texts name their author by themselves. Names, addresses and numbers are masked before anything is searched or shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.authoring.models import Misconception, MisconceptionRun
from app.authoring.queries.figures import learner
from app.authoring.rules.course import ENOUGH_PEOPLE
from app.authoring.rules.harvest import typical
from app.authoring.rules.masking import masked
from app.content.models import Module, ModuleVersion, Scenario
from app.infra.dates import paris_date
from app.infra.errors import NotYours
from app.infra.orm import fold
from app.training.models import ScenarioRun

PER_PAGE = 25
READ_FOR_TYPICAL = 100  # the last ones
UNGROUPED, ALL = "", "toutes"


@dataclass(frozen=True)
class Scene:
    """A scenario of a module and how many people have played it. `options` are the French texts, by id, in its latest
    wording; `said` every text that its tutors had before them.
    """

    key: str
    moment: str
    objective: str
    situation: str
    ask: str
    options: Mapping[str, str]
    best: str
    people: int
    said: str
    worded: Mapping[int, Mapping[str, str]]  # the options, by the id of each version's scenario

    @property
    def shown(self) -> bool:
        """Whether enough people have played it for their texts to tell nobody."""
        return self.people >= ENOUGH_PEOPLE


@dataclass(frozen=True)
class Explanation:
    """What someone wrote, masked: which option they chose, whether it was the best, the first day of its month, and the
    title of the misconception it is in.
    """

    run_id: int
    text: str
    choice: str
    best: bool
    month: date
    grouped_in: str


@dataclass(frozen=True)
class Wanted:
    """Which explanations: those of a misconception, else not grouped yet or all; of an option; that hold every word."""

    idea_id: int | None = None
    state: str = UNGROUPED
    option: str = ""
    words: str = ""
    page: int = 1


@dataclass(frozen=True)
class Found:
    """One page of explanations, newest first."""

    rows: list[Explanation] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1


@dataclass(frozen=True)
class Idea:
    """A misconception and how many people's explanations it holds."""

    id: int
    title: str
    people: int
    used_in: str


def scenes(session: Session, module_id: int) -> list[Scene]:
    """The scenarios of a module, the one before the lessons first: those of its current version, and those withdrawn that
    were played. Two queries.
    """
    counted = select(ScenarioRun.key, func.count()).where(
        ScenarioRun.module_id == module_id, learner(ScenarioRun.person_id)
    )
    people = {key: count for key, count in session.execute(counted.group_by(ScenarioRun.key)).all()}  # noqa: C416  rows
    rows = session.execute(
        select(Scenario, Scenario.version_id == Module.current_version_id)
        .join(ModuleVersion, ModuleVersion.id == Scenario.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(ModuleVersion.module_id == module_id)
        .order_by(ModuleVersion.number.desc(), Scenario.id)
    ).all()
    by_key: dict[str, list[Scenario]] = {}
    current = {one.key for one, now in rows if now}
    for one, _now in rows:
        by_key.setdefault(one.key, []).append(one)
    found = [_scene(listed, people.get(key, 0)) for key, listed in by_key.items() if key in current or key in people]
    return sorted(found, key=lambda one: (one.key not in current, one.moment != "before", one.key))


def _scene(listed: Sequence[Scenario], people: int) -> Scene:
    newest = listed[0]
    worded = {one.id: {key: option["text"] for key, option in one.texts["fr"]["options"].items()} for one in listed}
    said = [text for one in listed for text in (one.texts["fr"]["situation"], one.texts["fr"]["ask"])]
    return Scene(
        key=newest.key,
        moment=newest.moment,
        objective=newest.objective,
        situation=newest.texts["fr"]["situation"],
        ask=newest.texts["fr"]["ask"],
        options=worded[newest.id],
        best=newest.best,
        people=people,
        said="\n".join([*said, *(text for options in worded.values() for text in options.values())]),
        worded=worded,
    )


def scene_of(session: Session, module_id: int, key: str) -> Scene:
    """One of them. Raises NotYours."""
    for one in scenes(session, module_id):
        if one.key == key:
            return one
    raise NotYours


def played(module_id: int, key: str, *columns: Any) -> Select[Any]:
    """`columns` of the runs of one scenario by learners."""
    return select(*columns).where(
        ScenarioRun.module_id == module_id, ScenarioRun.key == key, learner(ScenarioRun.person_id)
    )


def explanations(session: Session, module_id: int, scene: Scene, wanted: Wanted) -> Found:
    """One page of what was written in a scenario; nothing while too few have played it. Two queries at most.

    Words are looked for in what is shown, never in what is masked: a search finds nobody.
    """
    if not scene.shown:
        return Found()
    rows = _rows(module_id, scene.key, wanted)
    if wanted.words.strip():
        words = fold(wanted.words).split()
        found = (
            (row.explanation, _explanation(scene, row))
            for row in session.execute(rows)
            if _holds(row.explanation, words)
        )
        listed = [one for written, one in found if one.text == written or _holds(one.text, words)]
        page, pages = _page(len(listed), wanted.page)
        return Found(listed[(page - 1) * PER_PAGE : page * PER_PAGE], len(listed), page, pages)
    total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
    page, pages = _page(total, wanted.page)
    shown = session.execute(rows.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Found([_explanation(scene, row) for row in shown], total, page, pages)


def _rows(module_id: int, key: str, wanted: Wanted) -> Select[Any]:
    run = ScenarioRun
    columns = (run.id, run.scenario_id, run.choice, run.points, run.explanation, run.chosen_at)
    rows = (
        played(module_id, key, *columns, Person.first_name, Person.last_name, Misconception.title)
        .join(Person, Person.id == run.person_id)
        .outerjoin(MisconceptionRun, MisconceptionRun.run_id == run.id)
        .outerjoin(Misconception, Misconception.id == MisconceptionRun.misconception_id)
        .order_by(run.chosen_at.desc(), run.id.desc())
    )
    if wanted.option:
        rows = rows.where(run.choice == wanted.option)
    if wanted.idea_id is not None:
        return rows.where(Misconception.id == wanted.idea_id)
    return rows if wanted.state == ALL else rows.where(Misconception.id.is_(None))


def _explanation(scene: Scene, row: Any) -> Explanation:
    return Explanation(
        run_id=row.id,
        text=masked(row.explanation, row.first_name, row.last_name, scene.said),
        choice=scene.worded.get(row.scenario_id, {}).get(row.choice, row.choice),
        best=row.points == 1,
        month=paris_date(row.chosen_at).replace(day=1),
        grouped_in=row.title or "",
    )


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = fold(text)
    return all(word in folded for word in words)


def _page(total: int, wanted: int) -> tuple[int, int]:
    pages = max(1, -(-total // PER_PAGE))
    return min(max(wanted, 1), pages), pages


def ideas(session: Session, module_id: int, key: str) -> list[Idea]:
    """The misconceptions of a scenario, the most common first. One query."""
    counted = func.count(ScenarioRun.id)
    rows = session.execute(
        select(Misconception.id, Misconception.title, counted, Misconception.used_in)
        .outerjoin(MisconceptionRun, MisconceptionRun.misconception_id == Misconception.id)
        .outerjoin(ScenarioRun, (ScenarioRun.id == MisconceptionRun.run_id) & learner(ScenarioRun.person_id))
        .where(Misconception.module_id == module_id, Misconception.key == key)
        .group_by(Misconception.id, Misconception.title, Misconception.used_in)
        .order_by(counted.desc(), Misconception.id)
    )
    return [Idea(*row) for row in rows]


def misconception_of(session: Session, misconception_id: int) -> Misconception:
    """A misconception. Raises NotYours."""
    found = session.get(Misconception, misconception_id)
    if found is None:
        raise NotYours
    return found


def typical_text(session: Session, module_id: int, scene: Scene, misconception_id: int) -> str:
    """The explanation that says a misconception best, masked; "" without any, or while too few have played. One query."""
    if not scene.shown:
        return ""
    rows = session.execute(_rows(module_id, scene.key, Wanted(misconception_id)).limit(READ_FOR_TYPICAL))
    texts = [_explanation(scene, row).text for row in rows]
    at = typical(texts)
    return texts[at] if at is not None else ""
