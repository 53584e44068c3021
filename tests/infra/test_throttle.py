"""Limits on tries: counted per key and per scope, forgotten with time or success, never naming anyone."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.infra import throttle
from app.infra.db import write
from app.infra.models import ThrottleMark
from app.infra.throttle import Limit
from tests.conftest import NOW

TRIES = Limit("test.tries", 3, timedelta(minutes=15))
OTHERS = Limit("test.others", 3, timedelta(minutes=15))


def tried(times: int, key: str = "a@exemple.fr", limit: Limit = TRIES, at=NOW) -> None:
    for _ in range(times):
        write(lambda s: throttle.mark(s, limit, key, at))


def test_the_limit_is_reached_at_the_given_number(session: Session) -> None:
    tried(2)
    assert not throttle.exceeded(session, TRIES, "a@exemple.fr", NOW)
    tried(1)
    assert throttle.exceeded(session, TRIES, "a@exemple.fr", NOW)


def test_each_key_and_each_scope_counts_for_itself(session: Session) -> None:
    tried(3)
    assert not throttle.exceeded(session, TRIES, "b@exemple.fr", NOW)
    assert not throttle.exceeded(session, OTHERS, "a@exemple.fr", NOW)


def test_case_and_accents_are_no_way_around(session: Session) -> None:
    tried(3, "élodie@exemple.fr")
    assert throttle.exceeded(session, TRIES, "ELODIE@Exemple.FR ", NOW)


def test_the_window_slides(session: Session) -> None:
    tried(3)
    assert throttle.exceeded(session, TRIES, "a@exemple.fr", NOW + timedelta(minutes=14, seconds=59))
    assert not throttle.exceeded(session, TRIES, "a@exemple.fr", NOW + timedelta(minutes=15))


def test_a_success_forgets_the_tries_of_that_key_alone(session: Session) -> None:
    tried(3)
    tried(3, "b@exemple.fr")
    write(lambda s: throttle.clear(s, TRIES, "a@exemple.fr"))
    assert not throttle.exceeded(session, TRIES, "a@exemple.fr", NOW)
    assert throttle.exceeded(session, TRIES, "b@exemple.fr", NOW)


def test_old_marks_are_swept_as_new_ones_come(session: Session) -> None:
    tried(3)
    tried(1, "b@exemple.fr", at=NOW + timedelta(hours=1))
    assert session.scalar(select(func.count(ThrottleMark.id))) == 1


def test_nobody_can_be_read_in_the_marks(session: Session) -> None:
    tried(1)
    assert "exemple" not in (session.scalar(select(ThrottleMark.key)) or "")
