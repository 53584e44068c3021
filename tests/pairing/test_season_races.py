"""The season under fire: draws that race, on a real database, never take a seat of a tutor out of the season; two answers
at once keep one.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, true

from app.infra.db import db, write
from app.pool import services
from app.pool.models import SeasonConfirmation, TutorProfile
from app.pool.queries import tutors as pool
from app.training.models import Validation
from tests import proofs
from tests.conftest import NOW
from tests.pairing.test_races import at_once, many_draws, truth, writing

pytestmark = pytest.mark.proof
DRAWS = proofs.size(60, 200)


def asked(app: Flask, tutor_id: int, **said: Any) -> int:
    """Ask the tutor in August, whatever they said then. Returns the id of the row."""

    def act(session: Any) -> int:
        session.get_one(Validation, tutor_id).valid_from = datetime(2026, 3, 1, tzinfo=UTC)
        row = SeasonConfirmation(
            person_id=tutor_id, year=2026, asked_at=NOW - timedelta(days=90), due_at=NOW - timedelta(days=70), **said
        )
        session.add(row)
        session.flush()
        return row.id

    with app.app_context():
        return write(act)


@pytest.mark.parametrize("said", [{}, {"answer": "no", "answered_at": NOW - timedelta(days=80)}])
def test_draws_at_once_take_no_seat_of_a_tutor_out_of_the_season(real_app: Flask, said) -> None:
    tutor_id, acts = many_draws(real_app, DRAWS)
    asked(real_app, tutor_id, **said)
    assert at_once(real_app, acts) == {"pool.no_seat": DRAWS}
    with real_app.app_context():
        assert truth(tutor_id) == (0, 0, 0)


def test_canary_without_the_condition_they_do(real_app: Flask, monkeypatch) -> None:
    tutor_id, acts = many_draws(real_app, DRAWS)
    asked(real_app, tutor_id)
    monkeypatch.setattr(pool, "confirmed", lambda _now: true())
    assert at_once(real_app, acts)["ok"] == 2


def test_draws_while_the_tutor_says_yes_take_no_more_than_the_seats(real_app: Flask) -> None:
    """Some come before the yes and are refused, some after; never more than the one seat said."""
    tutor_id, acts = many_draws(real_app, DRAWS)
    row_id = asked(real_app, tutor_id)
    yes = writing(lambda s: services.answer_season(s, row_id, services.SeasonAnswer(True, 1), NOW))
    outcomes = at_once(real_app, [*acts, yes], jitter=0.02)
    with real_app.app_context():
        held, _pairs, counted = truth(tutor_id)
        assert held == counted == outcomes["ok"] - 1 <= 1


def test_a_yes_and_a_no_at_once_keep_one_and_the_profile_follows(real_app: Flask) -> None:
    for turn in range(proofs.size(6, 40)):
        tutor_id, _acts = many_draws(real_app, 1)
        row_id = asked(real_app, tutor_id)

        def answer(still: bool, row_id: int = row_id) -> Any:
            return writing(lambda s: services.answer_season(s, row_id, services.SeasonAnswer(still, 1), NOW))

        outcomes = at_once(real_app, [answer(True), answer(False)] * 8, turn)
        assert outcomes == {"ok": 1, "pool.season_answered": 15}
        with real_app.app_context():
            kept = db.session.scalars(select(SeasonConfirmation).where(SeasonConfirmation.id == row_id)).one()
            seats = db.session.get_one(TutorProfile, tutor_id).seats
            assert (kept.answer, seats) in (("yes", 1), ("no", 2))
