"""The validation test: what opens it, how often it may be tried, what it shows, and that it decides."""

from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import func, select

from app.infra.clock import PARIS
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.models import Job
from app.training import services
from app.training.models import Attempt, TestReopening, Validation
from app.training.queries import gate_facts
from app.training.queries.attempts import attempt_of
from app.training.queries.test import blueprint, standing, stuck
from app.training.queries.validations import valid_at
from app.training.rules.gate import assess
from tests import factories as make
from tests.conftest import NOW
from tests.training import acts, content
from tests.training.acts import Someone

DAY = timedelta(days=1)
KEYS = tuple(f"test-{n}" for n in range(9))


@pytest.fixture
def slugs(context) -> list[str]:
    """Two modules asked for, with nine test questions each; three are drawn from each, five right answers pass."""
    made = [content.module(bank=content.one_of_each() + content.test_bank(*KEYS)).slug for _ in range(2)]
    acts.require(*made)
    acts.rules(draw=6, needed=5, tries=3, delay_hours=24)
    return made


@pytest.fixture
def tutor(slugs) -> Someone:
    """Someone who has everything but the test."""
    made = acts.ready()
    for slug in slugs:
        acts.take(made, slug)
    return made


def missing(tutor: Someone, now: datetime = NOW) -> list[str]:
    verdict = assess(gate_facts(db.session, [tutor.id], now)[tutor.id], now)
    return [one.code for one in verdict.missing]


def refusal(tutor: Someone, now: datetime = NOW) -> str:
    with pytest.raises(DomainError) as refused:
        acts.start_test(tutor, now=now)
    return refused.value.code


def test_the_modules_alone_do_not_validate_and_the_test_does(tutor) -> None:
    assert missing(tutor) == ["test_todo"]
    assert not valid_at(db.session.get(Validation, tutor.id), NOW)
    acts.take_test(tutor)
    assert missing(tutor) == []
    assert valid_at(db.session.get(Validation, tutor.id), NOW)


def test_it_opens_once_every_module_is_passed(slugs) -> None:
    other = acts.ready()
    acts.take(other, slugs[0])
    assert refusal(other) == "training.test_closed"
    acts.take(other, slugs[1])
    assert acts.start_test(other)


def test_a_test_draws_as_much_from_each_module_and_never_what_a_quiz_draws(tutor) -> None:
    attempt = attempt_of(db.session, tutor.id, acts.start_test(tutor))
    assert [item.question.bank for item in attempt.items] == ["test"] * 6
    assert sorted(item.question.version_id for item in attempt.items).count(attempt.items[0].question.version_id) == 3
    quizzes = db.session.scalars(select(Attempt).where(Attempt.module_id.is_not(None))).all()
    assert {item.question.bank for quiz in quizzes for item in quiz.items} == {"quiz"}


def test_starting_again_goes_back_to_the_try_that_is_open(tutor) -> None:
    first = acts.start_test(tutor)
    assert acts.start_test(tutor, ticket=99, now=NOW + 40 * DAY) == first
    assert db.session.scalar(select(func.count()).select_from(Attempt).where(Attempt.module_id.is_(None))) == 1


def test_one_right_answer_less_than_needed_fails(tutor) -> None:
    person_id = tutor.id
    for wrong, expected in ((2, False), (1, True)):
        now = NOW if wrong == 2 else NOW + 2 * DAY
        attempt_id = acts.start_test(tutor, now=now)
        acts.fill(tutor, attempt_id, now=now)
        attempt = attempt_of(db.session, tutor.id, attempt_id)
        spoiled = {i.position: acts.fields_of(i, acts.wrong_of(i)) for i in attempt.items[:wrong]}
        save = services.Save(attempt.revision, answers=spoiled)
        write(lambda s, a=attempt_id, v=save, n=now: services.save_answers(s, person_id, a, v, n))
        assert acts.send(tutor, attempt_id, now) is expected


def test_after_a_failure_one_waits_a_day_then_meets_new_questions(tutor) -> None:
    first = acts.take_test(tutor, right=False)
    assert refusal(tutor, NOW + DAY - timedelta(seconds=1)) == "training.wait"
    second = acts.start_test(tutor, now=NOW + DAY)
    met = [{i.question_id for i in attempt_of(db.session, tutor.id, one).items} for one in (first, second)]
    assert not met[0] & met[1]


def test_after_three_failures_trainers_are_written_to_and_no_try_is_left(tutor) -> None:
    make.person("trainer")
    told = select(func.count()).select_from(Job).where(Job.key.startswith("mail:training.test_exhausted"))
    for day in range(3):
        acts.take_test(tutor, right=False, now=NOW + day * DAY)
        assert db.session.scalar(told) == (1 if day == 2 else 0)
    assert refusal(tutor, NOW + 30 * DAY) == "training.no_more"
    assert [one.person_id for one in stuck(db.session, NOW + 3 * DAY)] == [tutor.id]
    assert standing(db.session, tutor.id, NOW + 3 * DAY).exhausted


def test_a_trainer_gives_new_tries_once_and_never_to_themself(tutor) -> None:
    trainer_id, person_id, later = acts.someone().id, tutor.id, NOW + 5 * DAY

    def reopen(by: int, who: int = person_id) -> None:
        write(lambda s: services.reopen_test(s, by, who, "relire les situations ensemble", later))

    with pytest.raises(DomainError, match="tries_left"):
        reopen(trainer_id)
    for day in range(3):
        acts.take_test(tutor, right=False, now=NOW + day * DAY)
    with pytest.raises(DomainError, match="own_test"):
        reopen(person_id)
    with pytest.raises(NotYours):
        reopen(trainer_id, 10_000)
    reopen(trainer_id)
    with pytest.raises(DomainError, match="tries_left"):
        reopen(trainer_id)
    assert db.session.scalar(select(func.count()).select_from(TestReopening)) == 1
    acts.take_test(tutor, now=later + DAY)
    assert missing(tutor, later + DAY) == []


def test_once_passed_it_is_not_to_be_taken_again_even_if_its_bank_changes(tutor, slugs) -> None:
    acts.take_test(tutor)
    assert refusal(tutor) == "training.test_passed"
    acts.rules(draw=7)
    assert missing(tutor) == []


def test_while_there_is_no_bank_the_modules_decide(context) -> None:
    slug = content.module().slug
    acts.require(slug)
    other = acts.ready()
    acts.take(other, slug)
    assert missing(other) == []
    assert refusal(other) == "training.test_absent"


def test_a_bank_too_small_for_a_draw_is_no_test_and_the_plan_says_when_it_is_short(slugs) -> None:
    other = acts.ready()
    for slug in slugs:
        acts.take(other, slug)
    assert missing(other) == ["test_todo"]
    plan = blueprint(db.session, "fr", NOW)
    assert (plan.asked, plan.size, plan.large_enough) == (True, 18, True)
    acts.rules(draw=19)
    assert missing(other) == []
    assert not blueprint(db.session, "fr", NOW).large_enough


def test_who_was_validated_before_the_bank_was_published_has_until_the_end_of_the_grace(context) -> None:
    made = content.module(published_at=NOW - 200 * DAY)
    acts.require(made.slug)
    acts.rules(draw=6, needed=5, grace_days=30)
    version = make.charter()
    before, after = acts.ready(version=version), acts.ready(version=version)
    acts.take(before, made.slug)
    opening = NOW + DAY
    content.publish(made, bank=content.one_of_each() + content.test_bank(*KEYS), published_at=opening, draw=6)
    now = opening + DAY
    acts.take(after, made.slug, now=now)
    assert (missing(before, now), missing(after, now)) == ([], ["test_todo"])
    end = datetime.combine((opening + 31 * DAY).astimezone(PARIS), time(), PARIS)
    assert missing(before, end - timedelta(seconds=1)) == []
    assert missing(before, end) == ["test_todo"]


def test_a_reset_is_another_persons_business(tutor) -> None:
    attempt_id, other = acts.start_test(tutor), acts.ready()
    with pytest.raises(NotYours):
        acts.send(other, attempt_id)
    with pytest.raises(NotYours):
        acts.fill(other, attempt_id)
