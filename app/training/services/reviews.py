"""Sending a review, recording its answer, and stopping them. None of it touches the gate."""

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from app.content.models import Question
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import insert_new
from app.infra.mail import post
from app.training.models import Review, ReviewPause
from app.training.queries.quiz import ids
from app.training.queries.reviews import Due, reviewable
from app.training.rules import drawing, grading
from app.training.rules.answers import place
from app.training.rules.reviewing import choose


def send_review(session: Session, due: Due, ticket: int, now: datetime) -> bool:
    """Choose a question and write its mail, in one transaction. Returns False when it was sent already, or nothing can be."""
    question_id = choose(reviewable(session, due.person_id, now), ticket)
    if question_id is None:
        return False
    question = session.get_one(Question, question_id)
    shown = drawing.shown(question.type, ids(question), question_id, ticket)
    row = {"person_id": due.person_id, "since": due.since, "step": due.step}
    if not insert_new(session, Review, **row, question_id=question_id, shown=shown, sent_at=now):
        return False
    found = session.query(Review).filter_by(**row).one()
    return post(session, "training.review", {"review_id": found.id}, now, key=f"training.review:{found.id}")


def answer_review(session: Session, review_id: int, chosen: str, now: datetime) -> None:
    """Record the answer: `chosen` is the position of an option as shown. The first answer stays.

    Raises NotYours when there is no such review, DomainError "training.no_choice" when `chosen` names no option.
    """
    review = session.get(Review, review_id)
    if review is None:
        raise NotYours
    at = place(chosen, len(review.shown))
    if at is None:
        raise DomainError("training.no_choice")
    question, answer = review.question, {"chosen": [review.shown[at]]}
    points = float(grading.credit(question.body, question.type, answer))
    session.execute(
        update(Review)
        .where(Review.id == review_id, Review.answered_at.is_(None))
        .values(answer=answer, points=points, answered_at=now)
    )


def stop_reviews(session: Session, person_id: int, until: datetime | None, now: datetime) -> None:
    """Send no more reviews: for good, or until a day. Said again, the latest holds."""
    session.execute(delete(ReviewPause).where(ReviewPause.person_id == person_id))
    session.add(ReviewPause(person_id=person_id, until=until, at=now))
    session.flush()


def resume_reviews(session: Session, person_id: int) -> None:
    """Send reviews again."""
    session.execute(delete(ReviewPause).where(ReviewPause.person_id == person_id))
