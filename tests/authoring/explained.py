"""Scenarios played by the dozen, each with what its author wrote: for the harvest."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.models import Module, Scenario
from app.infra.db import db, write
from app.training.models import ScenarioRun
from tests import factories as make
from tests.conftest import NOW


def wrote(module_id: int, person_id: int, text: str, key: str = "depart", choice: str = "a", at: datetime = NOW) -> int:
    """What a person wrote in a scenario of the current version. Returns the run's id."""

    def act(session: Session) -> int:
        version_id = session.get_one(Module, module_id).current_version_id
        played = select(Scenario).where(Scenario.version_id == version_id, Scenario.key == key)
        scenario = session.scalars(played).one()
        run = ScenarioRun(
            person_id=person_id,
            module_id=module_id,
            scenario_id=scenario.id,
            key=key,
            moment=scenario.moment,
            choice=choice,
            points=float(choice == scenario.best),
            explanation=text,
            chosen_at=at,
        )
        session.add(run)
        session.flush()
        return run.id

    return write(act)


def crowd(module_id: int, texts: Sequence[str], key: str = "depart", choice: str = "a") -> list[int]:
    """As many new tutors as texts. Returns the runs' ids."""
    return [wrote(module_id, make.person("tutor").id, text, key, choice) for text in texts]


def ten(module_id: int, key: str = "depart") -> list[int]:
    """Ten tutors, each with a text of their own."""
    return crowd(module_id, [f"Il faut donner le conseil numéro {n}." for n in range(10)], key)


def module_id_of(slug: str) -> int:
    return db.session.scalars(select(Module.id).where(Module.slug == slug)).one()
