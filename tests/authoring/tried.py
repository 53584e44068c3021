"""Attempts as rows, by the dozen: what training would have stored, without going through it."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.authoring import jobs
from app.content.models import Module
from app.infra.db import db, write
from app.infra.jobs import Claim
from app.training.models import Attempt, AttemptItem
from tests import factories as make
from tests.conftest import NOW
from tests.training import content


def two() -> list[Any]:
    """A bank of two alike: of one question alone, nothing can be compared."""
    return [content.single("q1"), content.single("q2")]


def sent(module_id: int, person_id: int, percent: int, *chosen: str) -> None:
    """An attempt sent, whose every question was answered by `chosen`, right or wrong. It passed from 80 up."""

    def act(session: Session) -> None:
        version = session.get_one(Module, module_id).current
        assert version is not None
        attempt = Attempt(
            person_id=person_id,
            module_id=module_id,
            version_id=version.id,
            substance=version.substance,
            state="submitted",
            started_at=NOW,
            submitted_at=NOW,
            percent=percent,
            passed=percent >= 80,
        )
        attempt.items = [
            AttemptItem(
                position=question.position,
                question_id=question.id,
                shown=question.body["options"],
                answer={"chosen": list(chosen)},
                points=float(list(chosen) == question.body["right"]),
            )
            for question in version.questions
        ]
        session.add(attempt)
        session.flush()

    write(act)


def crowd(module_id: int, *results: tuple[int, str]) -> None:
    """As many new tutors as `results`, each with the result of a first attempt and the option chosen."""
    for percent, chosen in results:
        sent(module_id, make.person("tutor").id, percent, chosen)


def count(monkeypatch: pytest.MonkeyPatch, **payload: str) -> None:
    """Count everybody's figures, as the job does every six hours."""
    monkeypatch.setattr(jobs, "PAUSE_SECONDS", 0)
    jobs.figures(db.session, Claim(1, "authoring.figures", dict(payload), 1, "lease", "figures-1"), NOW)
    db.session.rollback()
