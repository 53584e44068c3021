"""Playing a scenario: choose and say why, read the expert, compare. What was said first never changes."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from app.content.models import Module, Scenario
from app.content.queries import lesson_of
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import insert_new
from app.training.models import ScenarioRun
from app.training.queries.attempts import current_version
from app.training.rules.answers import place
from app.training.rules.exercises import order
from app.training.rules.scenarios import LONGEST, SHORTEST, enough, own_words


def play_scenario(
    session: Session, person_id: int, slug: str, lesson: str, key: str, asked: int, at: str, why: str, now: datetime
) -> None:
    """Keep a person's first choice and their reason. `asked` is the id of the scenario their page showed, `at` the position
    of the option in the order shown. Sent again, from another tab or at the same instant, it changes nothing.

    Raises NotYours, DomainError "training.lesson_changed", "training.no_choice", "training.few_words" (low, high).
    """
    scenario = _scenario(session, slug, lesson, key)
    if _run(session, person_id, slug, key) is not None:
        return
    if scenario.id != asked:
        raise DomainError("training.lesson_changed")
    choice = _chosen(scenario, person_id, at)
    if choice is None:
        raise DomainError("training.no_choice")
    _said(why)
    insert_new(  # whoever comes second finds the first already there: no error, and nothing changes
        session,
        ScenarioRun,
        person_id=person_id,
        module_id=scenario.version.module_id,
        scenario_id=scenario.id,
        key=key,
        moment=scenario.moment,
        choice=choice,
        points=1.0 if choice == scenario.best else 0.0,
        explanation=own_words(why),
        chosen_at=now,
    )


def compare_scenario(session: Session, person_id: int, slug: str, key: str, at: str, words: str, now: datetime) -> None:
    """Keep what a person says once they have read the expert, and their second choice if `at` names one. Once.

    Raises NotYours when they have not played it, DomainError "training.few_words" (low, high).
    """
    run = _run(session, person_id, slug, key)
    if run is None:
        raise NotYours
    if run.compared_at is not None:
        return
    _said(words)
    session.execute(
        update(ScenarioRun)
        .where(ScenarioRun.id == run.id, ScenarioRun.compared_at.is_(None))
        .values(second_choice=_chosen(run.scenario, person_id, at), comparison=own_words(words), compared_at=now)
    )


def _said(words: str) -> None:
    if not enough(words):
        raise DomainError("training.few_words", low=SHORTEST, high=LONGEST)


def _chosen(scenario: Scenario, person_id: int, at: str) -> str | None:
    shown = order(person_id, scenario.key, "scenario", scenario.options)
    position = place(at, len(shown))
    return shown[position] if position is not None else None


def _scenario(session: Session, slug: str, lesson: str, key: str) -> Scenario:
    version = current_version(session, slug)
    pieces = lesson_of(session, version.id, lesson).texts["fr"]["pieces"]
    wanted = select(Scenario).where(Scenario.version_id == version.id, Scenario.key == key)
    found = session.scalars(wanted.options(joinedload(Scenario.version))).first()
    if found is None or {"scenario": key} not in pieces:
        raise NotYours
    return found


def _run(session: Session, person_id: int, slug: str, key: str) -> ScenarioRun | None:
    return session.scalars(
        select(ScenarioRun)
        .join(Module, Module.id == ScenarioRun.module_id)
        .where(Module.slug == slug, ScenarioRun.person_id == person_id, ScenarioRun.key == key)
        .options(joinedload(ScenarioRun.scenario))
    ).first()
