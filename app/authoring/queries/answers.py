"""The answers that statistics are computed from: first attempts, of what the modules now are, attempt by attempt."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.authoring.queries.figures import learner
from app.authoring.rules.gathering import Answer
from app.authoring.rules.times import spent
from app.content.models import Module, ModuleVersion, Question
from app.training.models import Attempt, AttemptItem

AT_ONCE = 5000  # rows held in memory


def attempts_of(session: Session, module_id: int) -> Iterator[list[Answer]]:
    """Each learner's first attempt at a module's quiz since its substance last changed, as its answers; of questions that
    are still in its bank. One query, read a few thousand rows at a time.
    """
    firsts = _firsts(Attempt.module_id == module_id)
    wanted = _items(Question.key).join(Module, Module.id == Attempt.module_id)
    return _read(session, _present(wanted).where(Attempt.id.in_(firsts), Attempt.substance == _current.substance))


def tests(session: Session) -> Iterator[list[Answer]]:
    """Each learner's first validation test, as its answers, under the keys « module:question »; of questions whose module
    has kept the same substance. One query, read a few thousand rows at a time.
    """
    asked = aliased(ModuleVersion)
    wanted = _items(Module.slug + ":" + Question.key).join(asked, asked.id == Question.version_id)
    wanted = _present(wanted.join(Module, Module.id == asked.module_id))
    firsts = _firsts(Attempt.module_id.is_(None))
    return _read(session, wanted.where(Attempt.id.in_(firsts), asked.substance == _current.substance))


_current, _kept = aliased(ModuleVersion), aliased(Question)


def _firsts(which: Any) -> Select[Any]:
    """The first attempt that each learner sent."""
    sent = select(func.min(Attempt.id)).where(which, Attempt.state == "submitted", learner(Attempt.person_id))
    return sent.group_by(Attempt.person_id)


def _items(key: Any) -> Select[Any]:
    return (
        select(
            AttemptItem.attempt_id, key, AttemptItem.points, AttemptItem.answer, AttemptItem.certainty,
            Attempt.started_at, AttemptItem.answered_at,
        )
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .join(Question, Question.id == AttemptItem.question_id)
    )  # fmt: skip


def _present(wanted: Select[Any]) -> Select[Any]:
    """Only of questions that the module's current version still has: nobody can read another again."""
    return (
        wanted.join(_current, _current.id == Module.current_version_id)
        .join(_kept, and_(_kept.version_id == _current.id, _kept.key == Question.key, _kept.bank == Question.bank))
        .where(AttemptItem.points.is_not(None))
        .order_by(AttemptItem.attempt_id, AttemptItem.position)
    )


def _read(session: Session, wanted: Select[Any]) -> Iterator[list[Answer]]:
    rows = session.execute(wanted, execution_options={"yield_per": AT_ONCE})
    for _attempt_id, grouped in groupby(rows, key=lambda row: row[0]):
        items = list(grouped)
        seconds = spent(items[0].started_at, [item.answered_at for item in items])
        yield [
            Answer(key, float(points), tuple((answer or {}).get("chosen", ())), certainty or "", took)
            for (_id, key, points, answer, certainty, _started, _answered), took in zip(items, seconds, strict=True)
        ]
