"""Answering a question inside a lesson: feedback at once, as often as one wishes, and nothing hangs on it."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.content.models import Question
from app.content.queries import lesson_of
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import insert_new
from app.training.models import ExerciseAnswer
from app.training.queries.attempts import current_version
from app.training.queries.exercises import BANK
from app.training.queries.quiz import ids
from app.training.rules import answers, exercises, grading


def answer_exercise(
    session: Session,
    person_id: int,
    slug: str,
    lesson: str,
    key: str,
    asked: int,
    fields: answers.Fields,
    now: datetime,
) -> None:
    """Keep what a person answers to the exercise `key` of a lesson: the first time and the latest. `asked` is the id of the
    question their page showed, `fields` what its controls hold.

    Raises NotYours, DomainError "training.lesson_changed" when a new version has come between, "training.exercise_empty".
    """
    question = _question(session, slug, lesson, key)
    if question.id != asked:
        raise DomainError("training.lesson_changed")
    order = exercises.order(person_id, key, question.type, ids(question))
    answer = answers.read(question.type, question.body, order, fields)
    if answer is None:
        raise DomainError("training.exercise_empty")
    points = None
    if question.type == exercises.OPINION:
        answer = {"chosen": answer["chosen"][:1]}
    else:
        points = float(grading.credit(question.body, question.type, answer))
    mine = {"person_id": person_id, "module_id": question.version.module_id, "key": key}
    latest = {"question_id": question.id, "answer": answer, "points": points, "answered_at": now}
    if insert_new(session, ExerciseAnswer, **mine, **latest, first_points=points, first_at=now, tries=1):
        return
    session.execute(
        update(ExerciseAnswer)
        .where(ExerciseAnswer.person_id == person_id, ExerciseAnswer.module_id == mine["module_id"])
        .where(ExerciseAnswer.key == key)
        .values(**latest, tries=ExerciseAnswer.tries + 1)
    )


def _question(session: Session, slug: str, lesson: str, key: str) -> Question:
    version = current_version(session, slug)
    pieces = lesson_of(session, version.id, lesson).texts["fr"]["pieces"]
    wanted = select(Question).where(Question.version_id == version.id, Question.bank == BANK, Question.key == key)
    found = session.scalars(wanted).first()
    if found is None or {"exercise": key} not in pieces:
        raise NotYours
    return found
