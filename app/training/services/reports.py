"""Telling the trainers that something is wrong with a question."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.infra import audit
from app.infra.errors import NotYours
from app.training.models import QuestionReport
from app.training.queries.attempts import attempt_of
from app.training.rules.reports import REASONS


def report_question(
    session: Session, person_id: int, attempt_id: int, position: int, reason: str, words: str, now: datetime
) -> int:
    """Report the question at `position` of an attempt that was sent. Said again, it replaces what was said before.

    Returns the report's id. Raises NotYours for another's attempt, one still open, a test whose answers are not shown yet,
    or a reason that does not exist.
    """
    attempt = attempt_of(session, person_id, attempt_id)
    item = next((one for one in attempt.items if one.position == position), None)
    shown = attempt.state == "submitted" and (attempt.module_id is not None or attempt.passed)
    if item is None or not shown or reason not in REASONS:
        raise NotYours
    found = _of(session, person_id, item.question_id)
    if found is None:
        found = QuestionReport(person_id=person_id, question_id=item.question_id)
        try:
            with session.begin_nested():
                found.reason, found.words, found.reported_at = reason, words, now
                session.add(found)
        except IntegrityError:  # said at the same time from another tab
            found = _of(session, person_id, item.question_id)
            if found is None:
                raise
    found.reason, found.words, found.reported_at, found.state = reason, words, now, "open"
    session.flush()
    audit.record(
        session, "training.reported", now, actor_id=person_id, object_type="question", object_id=item.question_id
    )
    return found.id


def _of(session: Session, person_id: int, question_id: int) -> QuestionReport | None:
    return session.scalars(
        select(QuestionReport).where(QuestionReport.person_id == person_id, QuestionReport.question_id == question_id)
    ).first()
