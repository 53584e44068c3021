"""The state of a tutor: one code out of nine, the same everywhere."""

from dataclasses import dataclass
from datetime import date

STATES = (
    "in_training",
    "validated",
    "available",
    "to_confirm",
    "stopped",
    "paused",
    "full",
    "to_renew",
    "suspended",
)


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
    confirmed: bool = True  # False: asked about the season, past the deadline, no answer
    staying: bool = True  # False: said "not this year"
    until: date | None = None  # the last day they may be offered


def state(facts: Standing, today: date) -> str:
    """One of STATES. What stops a person first is what is said: account, validation, season, pause, seats, date."""
    stops = (
        ("suspended", facts.suspended),
        ("to_renew" if facts.was_valid else "in_training", not facts.valid),
        ("validated", not facts.has_profile),
        ("stopped", not facts.staying or (facts.until is not None and facts.until < today)),
        ("to_confirm", not facts.confirmed),
        ("paused", facts.paused_until is not None and facts.paused_until > today),
        ("full", facts.seats_taken >= facts.seats),
        ("validated", facts.available_from is not None and facts.available_from > today),
    )
    return next((code for code, stopped in stops if stopped), "available")
