"""Reads of the pool."""

from app.pool.queries.found import Entries, entries, size, zones
from app.pool.queries.tutors import (
    drawable,
    not_paused,
    offers,
    pool,
    profile_of,
    seat_free,
    standing,
    standings,
    valid_tutor,
)

__all__ = [
    "Entries",
    "drawable",
    "entries",
    "not_paused",
    "offers",
    "pool",
    "profile_of",
    "seat_free",
    "size",
    "standing",
    "standings",
    "valid_tutor",
    "zones",
]
