"""Answering who reported a question: accepted or declined, in words, by mail."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.authoring.models import ReportAnswer
from app.infra import audit
from app.infra.errors import DomainError, NotYours
from app.infra.mail import post
from app.training.models import QuestionReport

STATES = ("accepted", "declined")
LONGEST = 1000  # characters


def settle_report(session: Session, person_id: int, report_id: int, state: str, words: str, now: datetime) -> None:
    """Say what becomes of a report, and tell the person who made it.

    Raises NotYours without such a report or such a state, DomainError "authoring.no_answer" without words, and
    "authoring.report_settled" when somebody has answered meanwhile.
    """
    report = session.get(QuestionReport, report_id)
    if report is None or state not in STATES:
        raise NotYours
    said = words.strip()[:LONGEST]
    if not said:
        raise DomainError("authoring.no_answer")
    settled = session.execute(
        update(QuestionReport).where(QuestionReport.id == report_id, QuestionReport.state == "open").values(state=state)
    )
    if settled.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        raise DomainError("authoring.report_settled")
    session.merge(ReportAnswer(report_id=report_id, words=said, by_id=person_id, at=now))
    post(session, "authoring.report_answered", {"report_id": report_id, "person_id": report.person_id}, now)
    audit.record(
        session,
        "authoring.report_answered",
        now,
        actor_id=person_id,
        object_type="question",
        object_id=report.question_id,
    )
    session.flush()
