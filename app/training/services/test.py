"""The validation test: starting a try, and giving a new set of tries to someone who has used theirs."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.infra import audit
from app.infra.errors import DomainError, NotYours
from app.infra.mail import post
from app.infra.settings import values
from app.training.models import Attempt, AttemptItem, TestReopening
from app.training.queries.facts import gate_facts
from app.training.queries.quiz import ids
from app.training.queries.test import drawable, modules_are_passed, open_test, past_tests, policy_of
from app.training.rules import drawing, policy
from app.training.rules.blueprint import draw_test
from app.training.settings import REQUIRED_MODULES, TEST_DRAW, TEST_NEEDED


def start_test(session: Session, person_id: int, ticket: int, now: datetime) -> int:
    """Draw a test, or go back to the one already open. `ticket` is a random number: it decides what is drawn.

    Returns the attempt's id. Raises DomainError "training.test_absent", "training.test_closed" while a module is missing,
    "training.test_passed", "training.wait" (values: at) or "training.no_more".
    """
    # The same person may click twice: the second waits here, then finds the attempt of the first.
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    going_on = open_test(session, person_id)
    if going_on is not None:
        return going_on.id
    _refuse(session, person_id, now)
    settings = values(session, now)
    attempt = Attempt(person_id=person_id, substance=0, needed=settings[TEST_NEEDED], started_at=now)
    attempt.items = _drawn(session, person_id, settings[REQUIRED_MODULES], settings[TEST_DRAW], ticket)
    session.add(attempt)
    session.flush()
    return attempt.id


def _refuse(session: Session, person_id: int, now: datetime) -> None:
    facts = gate_facts(session, [person_id], now)[person_id]
    if facts.test is None:
        raise DomainError("training.test_absent")
    if facts.test.passed:
        raise DomainError("training.test_passed")
    if not modules_are_passed(facts, now):
        raise DomainError("training.test_closed")
    decision = policy.may_start(past_tests(session, person_id), policy_of(values(session, now)), now)
    if decision.state == policy.WAIT:
        raise DomainError("training.wait", at=decision.opens_at)
    if decision.state == policy.NO_MORE:
        raise DomainError("training.no_more")


def _drawn(session: Session, person_id: int, slugs: list[str], k: int, ticket: int) -> list[AttemptItem]:
    bank, candidates = drawable(session, person_id, slugs)
    questions = {question.id: question for question in bank}
    return [
        AttemptItem(
            position=position,
            question_id=question_id,
            shown=drawing.shown(questions[question_id].type, ids(questions[question_id]), question_id, ticket),
        )
        for position, question_id in enumerate(draw_test(candidates, k, ticket), 1)
    ]


def tell_trainers(session: Session, attempt: Attempt, now: datetime) -> None:
    """After a failed try, when none is left: every trainer is written to, once for that try."""
    decision = policy.may_start(past_tests(session, attempt.person_id), policy_of(values(session, now)), now)
    if decision.state != policy.NO_MORE:
        return
    audit.record(
        session, "training.test_exhausted", now, actor_id=None, object_type="person", object_id=attempt.person_id
    )
    trainers = select(RoleGrant.person_id).where(RoleGrant.role == "trainer", RoleGrant.person_id != attempt.person_id)
    for trainer_id in session.scalars(trainers.order_by(RoleGrant.person_id)):
        key = f"training.test_exhausted:{attempt.id}:{trainer_id}"
        post(session, "training.test_exhausted", {"person_id": trainer_id, "attempt_id": attempt.id}, now, key=key)


def reopen_test(session: Session, trainer_id: int, person_id: int, reason: str, now: datetime) -> None:
    """Give a new set of tries to someone who has none left. `reason` is what was agreed with them.

    Raises NotYours for an unknown or erased account, DomainError "training.own_test" for oneself, "training.tries_left"
    when the person may still try.
    """
    person = session.scalars(select(Person).where(Person.id == person_id).with_for_update(key_share=True)).first()
    if person is None or person.erased_at is not None:
        raise NotYours
    if trainer_id == person_id:
        raise DomainError("training.own_test")
    decision = policy.may_start(past_tests(session, person_id), policy_of(values(session, now)), now)
    if decision.state != policy.NO_MORE:
        raise DomainError("training.tries_left")
    session.add(TestReopening(person_id=person_id, by_id=trainer_id, reason=reason, at=now))
    audit.record(session, "training.test_reopened", now, actor_id=trainer_id, object_type="person", object_id=person_id)
    post(session, "training.test_reopened", {"person_id": person_id}, now)
    session.flush()
