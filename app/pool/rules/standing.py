"""The state of a tutor: one code out of seven, the same everywhere."""

from dataclasses import dataclass
from datetime import date

STATES = ("in_training", "validated", "available", "paused", "full", "to_renew", "suspended")


@dataclass(frozen=True)
class Standing:
    """The facts a tutor's state follows from."""

    valid: bool
    was_valid: bool
    suspended: bool = False
    has_profile: bool = False
    seats: int = 0
    seats_taken: int = 0
    paused_until: date | None = None
    available_from: date | None = None


def state(facts: Standing, today: date) -> str:
    """One of STATES. What stops a person first is what is said: account, validation, pause, seats, date."""
    if facts.suspended:
        return "suspended"
    if not facts.valid:
        return "to_renew" if facts.was_valid else "in_training"
    if not facts.has_profile:
        return "validated"
    if facts.paused_until is not None and facts.paused_until > today:
        return "paused"
    if facts.seats_taken >= facts.seats:
        return "full"
    if facts.available_from is not None and facts.available_from > today:
        return "validated"
    return "available"
