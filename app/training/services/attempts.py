"""Starting an attempt and sending it. Whatever races, a person has one open attempt a module, and it is graded once."""

from datetime import datetime
from fractions import Fraction

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.content.models import ModuleVersion
from app.infra import audit
from app.infra.errors import DomainError
from app.training.models import Attempt, AttemptItem
from app.training.queries.attempts import attempt_of, candidates, current_version, open_attempt, past_attempts
from app.training.queries.progress import module_of
from app.training.queries.quiz import ids
from app.training.rules import drawing, grading, policy
from app.training.services.test import tell_trainers
from app.training.services.validation import reassess


def start_attempt(session: Session, person_id: int, slug: str, ticket: int, now: datetime) -> int:
    """Draw a quiz, or go back to the one already open. `ticket` is a random number: it decides what is drawn.

    Returns the attempt's id. Raises NotYours, DomainError "training.wait" (values: at), "training.no_more" or
    "training.requires" (values: titles).
    """
    # The same person may click twice: the second waits here, then finds the attempt of the first.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    version = current_version(session, slug)
    going_on = open_attempt(session, person_id, version.module_id)
    if going_on is not None and going_on.substance >= version.substance:
        return going_on.id
    if going_on is not None:  # drawn from a bank whose substance has changed since: passing it would not count for long
        going_on.state = "abandoned"
        session.flush()
    rules = policy.Policy(version.delay_minutes, version.max_attempts)
    decision = policy.may_start(past_attempts(session, person_id, version), rules, now)
    if decision.state == policy.WAIT:
        raise DomainError("training.wait", at=decision.opens_at)
    if decision.state == policy.NO_MORE:
        raise DomainError("training.no_more")
    if version.manifest.get("requires"):
        _refuse_before_others(session, person_id, slug, now)
    attempt = Attempt(
        person_id=person_id,
        module_id=version.module_id,
        version_id=version.id,
        substance=version.substance,
        started_at=now,
    )
    attempt.items = _drawn(session, person_id, version, ticket)
    session.add(attempt)
    session.flush()
    return attempt.id


def _refuse_before_others(session: Session, person_id: int, slug: str, now: datetime) -> None:
    module = module_of(session, person_id, slug, "fr", now)
    if module.decision.state == policy.REQUIRES:
        raise DomainError("training.requires", titles=", ".join(one.title for one in module.first))


def _drawn(session: Session, person_id: int, version: ModuleVersion, ticket: int) -> list[AttemptItem]:
    bank, seen = candidates(session, person_id, version)
    questions = {question.id: question for question in bank}
    return [
        AttemptItem(
            position=position,
            question_id=question_id,
            shown=drawing.shown(questions[question_id].type, ids(questions[question_id]), question_id, ticket),
        )
        for position, question_id in enumerate(drawing.draw(seen, version.draw, ticket), 1)
    ]


def submit_attempt(
    session: Session, person_id: int, attempt_id: int, now: datetime, *, revision: int | None = None
) -> bool:
    """Grade the attempt and close it; passing it re-assesses the person in the same transaction. Returns whether it passed.

    Sent twice, it is graded once, and the second gets the same answer. `revision` is what the person has just read over:
    DomainError "training.changed" if an answer has changed since. Raises NotYours.
    """
    closing = update(Attempt).where(Attempt.id == attempt_id, Attempt.person_id == person_id, Attempt.state == "open")
    if revision is not None:
        closing = closing.where(Attempt.revision == revision)
    closed = session.execute(closing.values(state="submitted", submitted_at=now, percent=0))
    attempt = attempt_of(session, person_id, attempt_id)
    if closed.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        if attempt.state == "open":
            raise DomainError("training.changed", attempt_id=attempt_id)
        return attempt.passed
    points = [_graded(item) for item in attempt.items]
    attempt.percent = grading.percent(points)
    attempt.passed = _passes(attempt, points)
    session.flush()
    audit.record(session, "training.submitted", now, actor_id=person_id, object_type="attempt", object_id=attempt_id)
    if attempt.passed:
        reassess(session, person_id, now)
    elif attempt.version is None:
        tell_trainers(session, attempt, now)
    return attempt.passed


def _passes(attempt: Attempt, points: list[Fraction]) -> bool:
    """The test counts right answers; a quiz, percents."""
    if attempt.version is None:
        return sum(one == 1 for one in points) >= (attempt.needed or 0)
    return grading.passed(grading.percent(points), attempt.version.pass_percent)


def _graded(item: AttemptItem) -> Fraction:
    points = grading.credit(item.question.body, item.question.type, item.answer)
    item.points = float(points)
    return points
