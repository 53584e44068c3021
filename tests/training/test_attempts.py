"""Starting an attempt and sending it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.training import services
from app.training.models import Attempt, AttemptItem
from app.training.queries.attempts import attempt_of
from tests.conftest import NOW
from tests.training import acts, content

pytestmark = pytest.mark.usefixtures("context")


def test_an_attempt_draws_from_the_bank_and_pins_its_version() -> None:
    tutor, module = acts.someone(), content.module(draw=4)
    attempt = attempt_of(db.session, tutor.id, acts.start(tutor, module.slug))
    assert [item.position for item in attempt.items] == [1, 2, 3, 4]
    assert {item.question.version_id for item in attempt.items} == {module.current_version_id} == {attempt.version_id}
    assert {item.question.objective for item in attempt.items} == {content.LISTEN, content.LIMIT}
    for item in attempt.items:
        body = item.question.body
        assert sorted(item.shown) == sorted(body.get("options") or body.get("items") or body["pairs"])


def test_starting_again_goes_back_to_the_attempt_that_is_open() -> None:
    tutor, module = acts.someone(), content.module()
    assert acts.start(tutor, module.slug, ticket=1) == acts.start(tutor, module.slug, ticket=2)


def test_an_attempt_drawn_before_a_change_of_substance_is_left_for_a_new_one() -> None:
    tutor, module = acts.someone(), content.module()
    old = acts.start(tutor, module.slug)
    content.publish(module, substance=2, published_at=NOW)
    new = acts.start(tutor, module.slug)
    assert new != old
    assert db.session.get_one(Attempt, old).state == "abandoned"
    assert db.session.get_one(Attempt, new).substance == 2


def test_a_change_of_wording_leaves_the_open_attempt_as_it_is() -> None:
    tutor, module = acts.someone(), content.module()
    old = acts.start(tutor, module.slug)
    content.publish(module, substance=1, change="wording", published_at=NOW)
    assert acts.start(tutor, module.slug) == old


def test_a_module_that_is_not_published_has_no_quiz() -> None:
    tutor = acts.someone()
    with pytest.raises(NotYours):
        acts.start(tutor, "inconnu")


def test_all_right_is_a_hundred_and_all_wrong_is_nothing() -> None:
    tutor, module = acts.someone(), content.module()
    failed = db.session.get_one(Attempt, acts.take(tutor, module.slug, right=False))
    assert (failed.state, failed.percent, failed.passed) == ("submitted", 0, False)
    passed = db.session.get_one(Attempt, acts.take(tutor, module.slug))
    assert (passed.state, passed.percent, passed.passed) == ("submitted", 100, True)
    assert {item.points for item in passed.items} == {1.0}


def test_what_is_not_answered_counts_for_nothing() -> None:
    tutor, module = acts.someone(), content.module()
    attempt_id = acts.start(tutor, module.slug)
    assert acts.send(tutor, attempt_id) is False
    assert db.session.get_one(Attempt, attempt_id).percent == 0


def test_sent_twice_it_is_graded_once() -> None:
    tutor, module = acts.someone(), content.module()
    attempt_id = acts.take(tutor, module.slug)
    later = NOW + timedelta(minutes=5)
    assert acts.send(tutor, attempt_id, later) is True
    assert db.session.get_one(Attempt, attempt_id).submitted_at == NOW


def test_sending_what_has_changed_since_it_was_read_over_is_refused() -> None:
    tutor, module = acts.someone(), content.module()
    attempt_id = acts.start(tutor, module.slug)
    revision, person_id = acts.fill(tutor, attempt_id), tutor.id
    with pytest.raises(DomainError) as refusal:
        write(lambda s: services.submit_attempt(s, person_id, attempt_id, NOW, revision=revision - 1))
    assert refusal.value.code == "training.changed"
    assert write(lambda s: services.submit_attempt(s, person_id, attempt_id, NOW, revision=revision)) is True


def test_a_second_attempt_before_the_delay_is_refused() -> None:
    tutor, module = acts.someone(), content.module(delay_minutes=10)
    acts.take(tutor, module.slug, right=False)
    with pytest.raises(DomainError) as refusal:
        acts.start(tutor, module.slug, now=NOW + timedelta(minutes=9))
    assert refusal.value.code == "training.wait"
    assert acts.start(tutor, module.slug, now=NOW + timedelta(minutes=10))


def test_no_attempt_is_left_after_the_last_until_the_substance_changes() -> None:
    tutor, module = acts.someone(), content.module(max_attempts=1)
    acts.take(tutor, module.slug, right=False)
    with pytest.raises(DomainError) as refusal:
        acts.start(tutor, module.slug)
    assert refusal.value.code == "training.no_more"
    content.publish(module, substance=2, max_attempts=1, published_at=NOW)
    assert acts.start(tutor, module.slug)


def test_a_retry_draws_what_was_not_met_even_from_a_new_version() -> None:
    tutor = acts.someone()
    module = content.module(bank=[content.single(f"q{n}") for n in range(6)], draw=3)
    first = attempt_of(db.session, tutor.id, acts.take(tutor, module.slug, right=False))
    met = {item.question.key for item in first.items}
    content.publish(module, bank=[content.single(f"q{n}") for n in range(6)], draw=3, change="wording")
    second = attempt_of(db.session, tutor.id, acts.start(tutor, module.slug))
    assert met.isdisjoint(item.question.key for item in second.items)


def test_another_persons_attempt_does_not_exist() -> None:
    tutor, other, module = acts.someone(), acts.someone(), content.module()
    attempt_id = acts.start(tutor, module.slug)
    for act in (acts.send, acts.fill):
        with pytest.raises(NotYours):
            act(other, attempt_id)
    assert db.session.get_one(Attempt, attempt_id).state == "open"


def test_the_database_itself_refuses_a_second_open_attempt() -> None:
    tutor, module = acts.someone(), content.module()
    acts.take(tutor, module.slug, right=False)
    acts.start(tutor, module.slug)
    with pytest.raises(IntegrityError):
        write(lambda s: s.execute(update(Attempt).values(state="open")))
    assert db.session.scalar(select(func.count(Attempt.id)).where(Attempt.state == "open")) == 1


def test_the_database_itself_refuses_points_outside_their_bounds() -> None:
    tutor, module = acts.someone(), content.module()
    acts.start(tutor, module.slug)
    with pytest.raises(IntegrityError):
        write(lambda s: s.execute(update(AttemptItem).values(points=1.5)))
