"""The answers that statistics are computed from: first attempts, of what the module now is, attempt by attempt."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, aliased

from app.authoring.models import KeptFigures
from app.authoring.queries.figures import learner
from app.authoring.rules.gathering import Answer, Gathered, read
from app.content.models import Module, ModuleVersion, Question
from app.training.models import Attempt, AttemptItem

AT_ONCE = 5000  # rows held in memory


def attempts_of(session: Session, module_id: int) -> Iterator[list[Answer]]:
    """Each learner's first attempt at a module's quiz since its substance last changed, as its answers; of questions that
    are still in its bank. One query, read a few thousand rows at a time.
    """
    current, kept = aliased(ModuleVersion), aliased(Question)
    firsts = (
        select(func.min(Attempt.id))
        .where(Attempt.module_id == module_id, Attempt.state == "submitted", learner(Attempt.person_id))
        .group_by(Attempt.person_id)
    )
    rows = session.execute(
        select(AttemptItem.attempt_id, Question.key, AttemptItem.points, AttemptItem.answer, AttemptItem.certainty)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Question, Question.id == AttemptItem.question_id)
        .join(Module, Module.id == Attempt.module_id)
        .join(current, current.id == Module.current_version_id)
        .join(kept, and_(kept.version_id == current.id, kept.key == Question.key))
        .where(Attempt.id.in_(firsts), Attempt.substance == current.substance, AttemptItem.points.is_not(None))
        .order_by(AttemptItem.attempt_id, AttemptItem.position),
        execution_options={"yield_per": AT_ONCE},
    )
    for _attempt_id, items in groupby(rows, key=lambda row: row[0]):
        yield [
            Answer(key, float(points), tuple((answer or {}).get("chosen", ())), certainty or "")
            for _id, key, points, answer, certainty in items
        ]


def kept_of(session: Session, module: Module) -> tuple[Gathered, datetime] | None:
    """What was last gathered for a module as it now is, and when; None before the first time. One query."""
    found = session.get(KeptFigures, module.id)
    if found is None or module.current is None or found.substance != module.current.substance:
        return None
    return read(found.sums), found.at
