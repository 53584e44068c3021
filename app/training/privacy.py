"""What training holds on a person: what was read, answered and obtained. All of it goes with them."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.content.models import Module, Question
from app.infra.privacy import Privacy, Records
from app.training.models import Attempt, AttemptItem, Certificate, LessonRead, Validation


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
            }
            for one in certificates
        ],
    }


def _attempts(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Module.slug, Attempt)
        .join(Module, Module.id == Attempt.module_id)
        .where(Attempt.person_id == person_id)
        .order_by(Attempt.id)
    )
    return [
        {
            "essai": one.id,
            "module": slug,
            "commence": one.started_at,
            "envoye": one.submitted_at,
            "pourcentage": one.percent,
            "reussi": one.passed,
        }
        for slug, one in rows
    ]


def _answers(session: Session, person_id: int) -> list[dict[str, object]]:
    rows = session.execute(
        select(Attempt.id, Question.key, AttemptItem.answer, AttemptItem.answered_at)
        .join(AttemptItem, AttemptItem.attempt_id == Attempt.id)
        .join(Question, Question.id == AttemptItem.question_id)
        .where(Attempt.person_id == person_id, AttemptItem.answer.is_not(None))
        .order_by(Attempt.id, AttemptItem.position)
    )
    return [{"essai": attempt, "question": key, "reponse": answer, "le": at} for attempt, key, answer, at in rows]


def erase(session: Session, person_id: int, _now: datetime) -> None:
    """Delete everything; a certificate's public address then shows nothing."""
    attempts = select(Attempt.id).where(Attempt.person_id == person_id)
    session.execute(delete(AttemptItem).where(AttemptItem.attempt_id.in_(attempts)))
    for table in (Attempt, LessonRead, Validation, Certificate):
        session.execute(delete(table).where(table.person_id == person_id))


PRIVACY = Privacy(export=export, erase=erase)
