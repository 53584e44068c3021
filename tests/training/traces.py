"""One row of everything training may hold on a person, beside what taking a quiz leaves: for erasing and exporting."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.models import Module, Question
from app.training.models import (
    Certificate,
    ExerciseAnswer,
    LessonRead,
    QuestionReport,
    Review,
    ReviewPause,
    ScenarioRun,
    TestReopening,
)
from tests.conftest import NOW
from tests.training import content


def leave(session: Session, person_id: int, slug: str, *, words: str, by_id: int) -> None:
    """Write them, `words` being what the person wrote wherever one can; `by_id` gave them new tries."""
    module = session.scalars(select(Module).where(Module.slug == slug)).one()
    version_id = module.current_version_id or 0
    question = session.scalars(select(Question).where(Question.version_id == version_id)).first()
    assert question is not None
    played = session.scalars(
        select(content.Scenario).where(content.Scenario.version_id == version_id, content.Scenario.key == "depart")
    ).first() or content.scenario(version_id)
    session.add(played)
    session.flush()
    here = {"person_id": person_id, "module_id": module.id}
    session.add_all(
        [
            LessonRead(**here, lesson_key="une", read_at=NOW),
            ExerciseAnswer(
                **here,
                question_id=question.id,
                key="exercice",
                answer={"gaps": {"a": words}},
                first_at=NOW,
                answered_at=NOW,
            ),
            ScenarioRun(
                **here,
                scenario_id=played.id,
                key="depart",
                moment="before",
                choice="b",
                points=1,
                explanation=words,
                chosen_at=NOW,
                comparison=words,
                compared_at=NOW,
            ),
            Review(person_id=person_id, since=NOW, step=1, question_id=question.id, shown=["a"], sent_at=NOW),
            ReviewPause(person_id=person_id, until=NOW + timedelta(days=30), at=NOW),
            TestReopening(person_id=person_id, by_id=by_id, reason="essai", at=NOW),
            QuestionReport(
                person_id=person_id, question_id=question.id, reason="unclear", words=words, reported_at=NOW
            ),
        ]
    )
    for certificate in session.scalars(select(Certificate).where(Certificate.person_id == person_id)):
        certificate.revoked_reason = words
    session.flush()
