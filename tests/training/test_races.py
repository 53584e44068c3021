"""Real threads on a database of their own: one open attempt, one grading, one certificate, whatever happens at once."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.models import AuditEvent, Job
from app.training import services
from app.training.models import Attempt, AttemptItem, Certificate, Validation
from app.training.rules.answers import Save
from tests import factories as make
from tests import proofs
from tests.conftest import NOW
from tests.training import acts, content

THREADS = proofs.size(20, 100)


def at_once(app: Flask, act: Callable[[int], Any], times: int = THREADS) -> list[Any]:
    """Run `act(n)` in as many threads, all let go together. Returns what each returned or raised."""
    door, found = threading.Barrier(times), [None] * times

    def one(n: int) -> None:
        with app.app_context():
            door.wait()
            try:
                found[n] = act(n)
            except DomainError as error:
                found[n] = error.code  # type: ignore[call-overload]

    threads = [threading.Thread(target=one, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def count(table: Any, *where: Any) -> int:
    return int(db.session.scalar(select(func.count()).select_from(table).where(*where)) or 0)


def test_twenty_starts_at_once_open_one_attempt(real_app: Flask) -> None:
    with real_app.app_context():
        tutor, slug = acts.someone(), content.module().slug
        person_id = tutor.id
    found = at_once(real_app, lambda n: write(lambda s: services.start_attempt(s, person_id, slug, n, NOW)))
    with real_app.app_context():
        assert len(set(found)) == 1
        assert count(Attempt) == 1
        assert count(AttemptItem) == 6


def test_twenty_submissions_at_once_are_graded_once_and_certify_once(real_app: Flask) -> None:
    with real_app.app_context():
        slug = content.module().slug
        acts.require(slug)
        tutor = acts.ready()
        attempt_id, person_id = acts.start(tutor, slug), tutor.id
        acts.fill(tutor, attempt_id)
    found = at_once(real_app, lambda _n: write(lambda s: services.submit_attempt(s, person_id, attempt_id, NOW)))
    with real_app.app_context():
        assert found == [True] * THREADS
        assert (count(Certificate), count(Validation)) == (1, 1)
        assert count(Job, Job.kind == "mail") == 1
        assert db.session.get_one(Attempt, attempt_id).percent == 100


@pytest.mark.proof
def test_starts_at_once_with_one_try_left_take_that_one(real_app: Flask, engine_name: str) -> None:
    with real_app.app_context():
        keys = tuple(f"test-{n}" for n in range(9))
        slug = content.module(bank=content.one_of_each() + content.test_bank(*keys)).slug
        acts.require(slug)
        acts.rules(draw=3, needed=3, tries=2, delay_hours=0)
        tutor = acts.ready()
        acts.take(tutor, slug)
        acts.take_test(tutor, right=False)
        person_id = tutor.id
    found = at_once(real_app, lambda n: write(lambda s: services.start_test(s, person_id, n, NOW)))
    with real_app.app_context():
        assert len(set(found)) == 1
        assert count(Attempt, Attempt.module_id.is_(None)) == 2
        assert count(AttemptItem) == 6 + 3 + 3
        acts.send(tutor, found[0])
    late = at_once(real_app, lambda n: write(lambda s: services.start_test(s, person_id, n, NOW)))
    assert set(late) == {"training.no_more"}
    proofs.record("starts at once with one try left", THREADS, "–", "1 try, then none", engine_name)


@pytest.mark.proof
def test_submissions_of_one_test_at_once_are_graded_once(real_app: Flask, engine_name: str) -> None:
    with real_app.app_context():
        keys = tuple(f"test-{n}" for n in range(9))
        slug = content.module(bank=content.one_of_each() + content.test_bank(*keys)).slug
        acts.require(slug)
        acts.rules(draw=3, needed=3)
        tutor = acts.ready()
        acts.take(tutor, slug)
        attempt_id, person_id = acts.start_test(tutor), tutor.id
        acts.fill(tutor, attempt_id)
    found = at_once(real_app, lambda _n: write(lambda s: services.submit_attempt(s, person_id, attempt_id, NOW)))
    with real_app.app_context():
        assert found == [True] * THREADS
        graded = (AuditEvent.code == "training.submitted", AuditEvent.object_id == attempt_id)
        assert count(AuditEvent, *graded) == 1
        assert (count(Certificate), count(Validation)) == (1, 1)
    proofs.record("submissions at once of one test", THREADS, "–", "graded once, 1 certificate", engine_name)


def test_the_canary_without_its_guard_a_submission_is_graded_again(real_app: Flask) -> None:
    """Take away `state = 'open'`: the same threads then grade more than once, so the test above can fail."""
    with real_app.app_context():
        slug = content.module().slug
        tutor = acts.someone()
        attempt_id = acts.start(tutor, slug)

    def unguarded(session: Any) -> int:
        closed = session.execute(
            update(Attempt).where(Attempt.id == attempt_id).values(state="submitted", submitted_at=NOW, percent=0)
        )
        return int(closed.rowcount)

    assert sum(at_once(real_app, lambda _n: write(unguarded), 5)) > 1


def test_savings_and_a_submission_at_once_never_change_what_was_graded(real_app: Flask) -> None:
    with real_app.app_context():
        tutor, slug = acts.someone(), content.module(bank=[content.single()]).slug
        attempt_id, person_id = acts.start(tutor, slug), tutor.id
        revision = acts.fill(tutor, attempt_id)

    def act(n: int) -> Any:
        if n == THREADS // 2:
            return write(lambda s: services.submit_attempt(s, person_id, attempt_id, NOW))
        save = Save(revision, f"tab-{n}", 1, {1: {"": [str(n % 3)]}})
        return write(lambda s: services.save_answers(s, person_id, attempt_id, save, NOW))

    at_once(real_app, act)
    with real_app.app_context():
        attempt = db.session.get_one(Attempt, attempt_id)
        item = attempt.items[0]
        right = item.answer == {"chosen": item.question.body["right"]}
        assert attempt.state == "submitted"
        assert attempt.passed is right
        assert item.points == (1.0 if right else 0.0)


def test_twenty_tabs_saving_at_once_one_wins_and_the_others_are_told(real_app: Flask) -> None:
    with real_app.app_context():
        tutor, slug = acts.someone(), content.module(bank=[content.single()]).slug
        attempt_id, person_id = acts.start(tutor, slug), tutor.id

    def act(n: int) -> Any:
        save = Save(0, f"tab-{n}", 1, {1: {"": [str(n % 3)]}})
        return write(lambda s: services.save_answers(s, person_id, attempt_id, save, NOW))

    found = at_once(real_app, act)
    assert sorted(map(str, found)) == ["1"] + ["training.conflict"] * (THREADS - 1)


def test_the_two_last_conditions_met_at_once_validate(real_app: Flask) -> None:
    """Each act alone leaves the other's condition missing: whichever comes second must see both."""
    with real_app.app_context():
        first, second = content.module().slug, content.module().slug
        acts.require(first, second)
        version = make.charter()
        people = []
        for _ in range(6):
            tutor = acts.ready(version=version)
            attempts = [acts.start(tutor, slug) for slug in (first, second)]
            for attempt_id in attempts:
                acts.fill(tutor, attempt_id)
            people.append((tutor.id, attempts))
    todo = [(person_id, attempt_id) for person_id, attempts in people for attempt_id in attempts]
    at_once(real_app, lambda n: write(lambda s: services.submit_attempt(s, *todo[n], NOW)), len(todo))
    with real_app.app_context():
        assert count(Validation, Validation.valid_from.is_not(None)) == len(people)
        assert count(Certificate) == len(people)
