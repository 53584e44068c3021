"""One row of everything the studio may hold on a person: for erasing and exporting."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring.models import (
    Draft,
    DraftAuthor,
    DraftFile,
    Misconception,
    Remark,
    ReportAnswer,
    Verdict,
)
from app.content.models import Module
from app.training.models import QuestionReport
from tests.conftest import NOW


def leave(session: Session, person_id: int, slug: str, *, words: str) -> None:
    """Write them, `words` being what the person wrote wherever one can; a report must be there."""
    module_id = session.scalars(select(Module.id).where(Module.slug == slug)).one()
    report_id = session.scalars(select(QuestionReport.id)).first()
    draft = Draft(slug=slug, module_id=module_id, address=f"a-{slug}", opened_by=person_id, opened_at=NOW)
    draft.files = [DraftFile(name="quiz.yaml", text="[]", saved_by=person_id, saved_at=NOW)]
    session.add(draft)
    session.flush()
    said = {"draft_id": draft.id, "words": words, "at": NOW}
    session.add_all(
        [
            DraftAuthor(draft_id=draft.id, person_id=person_id),
            Remark(**said, target="module", author_id=person_id, resolved_at=NOW, resolved_by=person_id),
            Verdict(**said, reviewer_id=person_id, verdict="good", digest="x"),
            Misconception(module_id=module_id, key="depart", title="Une idée", by_id=person_id, at=NOW),
        ]
    )
    if report_id is not None:
        session.add(ReportAnswer(report_id=report_id, words=words, by_id=person_id, at=NOW))
    session.flush()
