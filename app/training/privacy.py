"""What training holds on a person: what was read, answered and obtained. All of it goes with them."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.content.models import Module, Question
from app.infra.privacy import Privacy, Records
from app.training.models import (
    Attempt,
    AttemptItem,
    Certificate,
    ExerciseAnswer,
    LessonRead,
    QuestionReport,
    Review,
    ReviewPause,
    ScenarioRun,
    TestReopening,
    Validation,
)

OF_A_PERSON = (
    Attempt,
    LessonRead,
    ExerciseAnswer,
    ScenarioRun,
    Review,
    ReviewPause,
    TestReopening,
    QuestionReport,
    Validation,
    Certificate,
)


def export(session: Session, person_id: int) -> Records:
    """Lessons, attempts with each answer, validation and certificates."""
    read = session.execute(
        select(Module.slug, LessonRead.lesson_key, LessonRead.read_at)
        .join(Module, Module.id == LessonRead.module_id)
        .where(LessonRead.person_id == person_id)
        .order_by(LessonRead.read_at, LessonRead.id)
    )
    validation = session.get(Validation, person_id)
    certificates = session.scalars(
        select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.id)
    )
    return {
        "lecons_lues": [{"module": slug, "lecon": key, "le": at} for slug, key, at in read],
        "essais": _attempts(session, person_id),
        "reponses": _answers(session, person_id),
        "exercices": _exercises(session, person_id),
        "mises_en_situation": _scenarios(session, person_id),
        "revisions": _reviews(session, person_id),
        "revisions_arretees": [
            {"le": one.at, "jusqu_au": one.until}
            for one in session.scalars(select(ReviewPause).where(ReviewPause.person_id == person_id))
        ],
        "signalements": _reports(session, person_id),
        "essais_rouverts": [
            {"le": at}
            for at in session.scalars(
                select(TestReopening.at).where(TestReopening.person_id == person_id).order_by(TestReopening.id)
            )
        ],
        "validation": [
            {
                "depuis": validation.valid_from,
                "jusqu_au": validation.valid_until,
                "fin": validation.lost_at,
                "raison": validation.lost_reason,
            }
        ]
        if validation
        else [],
        "attestations": [
            {
                "numero": one.public_id,
                "le": one.issued_at,
                "minutes": one.minutes,
                "modules": one.modules,
                "retiree": one.revoked_at,
                "motif": one.revoked_reason,
            }
            for one in certificates
        ],
    }


def _attempts(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Module.slug, Attempt)
        .outerjoin(Module, Module.id == Attempt.module_id)
        .where(Attempt.person_id == person_id)
        .order_by(Attempt.id)
    )
    return [
        {
            "essai": one.id,
            "module": slug or "test de validation",
            "commence": one.started_at,
            "envoye": one.submitted_at,
            "pourcentage": one.percent,
            "reussi": one.passed,
        }
        for slug, one in rows
    ]


def _answers(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Attempt.id, Question.key, AttemptItem.answer, AttemptItem.certainty, AttemptItem.answered_at)
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(Question, Question.id == AttemptItem.question_id)
        .where(Attempt.person_id == person_id, AttemptItem.answer.is_not(None))
        .order_by(Attempt.id, AttemptItem.position)
    )
    return [
        {"essai": attempt, "question": key, "reponse": answer, "certitude": certainty, "le": at}
        for attempt, key, answer, certainty, at in rows
    ]


def _reports(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Question.key, QuestionReport)
        .join(Question, Question.id == QuestionReport.question_id)
        .where(QuestionReport.person_id == person_id)
        .order_by(QuestionReport.id)
    )
    return [
        {"question": key, "signalement": one.reason, "commentaire": one.words, "le": one.reported_at}
        for key, one in rows
    ]


def _exercises(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Module.slug, ExerciseAnswer)
        .join(Module, Module.id == ExerciseAnswer.module_id)
        .where(ExerciseAnswer.person_id == person_id)
        .order_by(ExerciseAnswer.id)
    )
    return [
        {"module": slug, "exercice": one.key, "reponse": one.answer, "fois": one.tries, "le": one.answered_at}
        for slug, one in rows
    ]


def _scenarios(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Module.slug, ScenarioRun)
        .join(Module, Module.id == ScenarioRun.module_id)
        .where(ScenarioRun.person_id == person_id)
        .order_by(ScenarioRun.id)
    )
    return [
        {
            "module": slug,
            "situation": one.key,
            "choix": one.choice,
            "explication": one.explanation,
            "le": one.chosen_at,
            "second_choix": one.second_choice,
            "comparaison": one.comparison,
            "compare_le": one.compared_at,
        }
        for slug, one in rows
    ]


def _reviews(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Question.key, Review)
        .join(Question, Question.id == Review.question_id)
        .where(Review.person_id == person_id)
        .order_by(Review.id)
    )
    return [
        {"question": key, "envoyee_le": one.sent_at, "reponse": one.answer, "points": one.points, "le": one.answered_at}
        for key, one in rows
    ]


def erase(session: Session, person_id: int, _now: datetime) -> None:
    """Delete everything; a certificate's public address then shows nothing."""
    attempts = select(Attempt.id).where(Attempt.person_id == person_id)
    session.execute(delete(AttemptItem).where(AttemptItem.attempt_id.in_(attempts)))
    for table in OF_A_PERSON:
        session.execute(delete(table).where(table.person_id == person_id))


PRIVACY = Privacy(export=export, erase=erase)
