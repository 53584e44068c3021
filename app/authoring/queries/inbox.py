"""What tutors report of questions, and what was answered; who reported is not shown."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.authoring.models import ReportAnswer
from app.content.models import Module, ModuleVersion, Question
from app.training.models import QuestionReport

LIMIT = 200


@dataclass(frozen=True)
class Reported:
    """One report. `asked` is the question's French text; `again` how many reports the same question has, in any version."""

    id: int
    slug: str
    title: str
    bank: str
    key: str
    asked: str
    reason: str
    words: str
    at: datetime
    state: str
    again: int
    answer: str


def inbox(session: Session, *, settled: bool) -> list[Reported]:
    """The reports that wait, those of the most reported question first; or the last that were answered. Two queries."""
    many = {
        (module_id, key): count
        for module_id, key, count in session.execute(
            select(ModuleVersion.module_id, Question.key, func.count(QuestionReport.id))
            .join(Question, Question.id == QuestionReport.question_id)
            .join(ModuleVersion, ModuleVersion.id == Question.version_id)
            .group_by(ModuleVersion.module_id, Question.key)
        )
    }
    wanted = (
        select(
            QuestionReport, Question, ModuleVersion.module_id, ModuleVersion.manifest, Module.slug, ReportAnswer.words
        )
        .join(Question, Question.id == QuestionReport.question_id)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .outerjoin(ReportAnswer, ReportAnswer.report_id == QuestionReport.id)
        .where(QuestionReport.state != "open" if settled else QuestionReport.state == "open")
        .order_by(QuestionReport.reported_at.desc(), QuestionReport.id.desc())
        .limit(LIMIT)
    )
    found = [
        Reported(
            id=one.id,
            slug=slug,
            title=manifest["fr"]["title"],
            bank=question.bank,
            key=question.key,
            asked=question.texts["fr"].get("situation") or question.texts["fr"].get("text") or "",
            reason=one.reason,
            words=one.words,
            at=one.reported_at,
            state=one.state,
            again=many[module_id, question.key],
            answer=answer or "",
        )
        for one, question, module_id, manifest, slug, answer in session.execute(wanted)
    ]
    return found if settled else sorted(found, key=lambda one: (-one.again, one.slug, one.key, one.id))
