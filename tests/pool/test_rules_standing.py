"""One state out of nine: what stops a person first is what is said."""

from datetime import date
from itertools import product

import pytest

from app.pool.rules.standing import STATES, Standing, state
from app.pool.words import BADGES, MEANINGS
from app.pool.words import STATES as WORDS

TODAY = date(2026, 11, 23)
GOOD = {"valid": True, "was_valid": True, "has_profile": True, "seats": 2, "seats_taken": 1}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "available"),
        ({"suspended": True}, "suspended"),
        ({"valid": False, "was_valid": False}, "in_training"),
        ({"valid": False}, "to_renew"),
        ({"has_profile": False}, "validated"),
        ({"paused_until": date(2026, 11, 24)}, "paused"),
        ({"paused_until": TODAY}, "available"),  # a pause ends on the morning of its date
        ({"seats_taken": 2}, "full"),
        ({"seats": 1, "seats_taken": 2}, "full"),  # seats lowered below what is taken
        ({"available_from": date(2026, 12, 1)}, "validated"),
        ({"available_from": TODAY}, "available"),
        ({"paused_until": date(2026, 12, 1), "seats_taken": 2}, "paused"),
        ({"confirmed": False}, "to_confirm"),
        (
            {"confirmed": False, "paused_until": date(2026, 12, 1)},
            "to_confirm",
        ),  # a pause ends by itself, this does not
        ({"confirmed": False, "valid": False}, "to_renew"),
        ({"staying": False}, "stopped"),
        ({"until": date(2026, 11, 22)}, "stopped"),
        ({"until": TODAY}, "available"),  # the last day counts
    ],
)
def test_state(change, expected) -> None:
    assert state(Standing(**{**GOOD, **change}), TODAY) == expected


def test_every_combination_has_a_state_with_its_words_and_badge() -> None:
    seen = set()
    flags = product(
        (True, False),
        (True, False),
        (True, False),
        (True, False),
        (None, date(2027, 1, 1)),
        (None, date(2027, 1, 1)),
        (0, 2),
        (True, False),
        (True, False),
    )
    for valid, was, suspended, profile, pause, later, taken, said, staying in flags:
        facts = Standing(valid, was, suspended, profile, 2, taken, pause, later, said, staying)
        seen.add(state(facts, TODAY))
    assert seen == set(STATES) == set(WORDS) == set(BADGES) == set(MEANINGS)


def test_nobody_is_available_without_being_validated() -> None:
    """Canary of the gate: whatever else is true, only `valid` opens the pool."""
    for profile, pause, taken in product((True, False), (None, date(2025, 1, 1)), (0, 1, 2)):
        facts = Standing(False, was_valid=True, has_profile=profile, seats=2, seats_taken=taken, paused_until=pause)
        assert state(facts, TODAY) == "to_renew"
