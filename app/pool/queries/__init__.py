"""Reads of the pool."""

from app.pool.queries.found import Entries, entries, size, zones
from app.pool.queries.season import confirmed, is_confirmed, to_answer
from app.pool.queries.tutors import (
    drawable,
    is_valid,
    not_paused,
    offers,
    pool,
    profile_of,
    seat_free,
    standing,
    standings,
    to_ask,
    valid_tutor,
)

__all__ = [
    "Entries",
    "confirmed",
    "drawable",
    "entries",
    "is_confirmed",
    "is_valid",
    "not_paused",
    "offers",
    "pool",
    "profile_of",
    "seat_free",
    "size",
    "standing",
    "standings",
    "to_answer",
    "to_ask",
    "valid_tutor",
    "zones",
]
