"""Bulk work by batches, each in a write of its own, with a pause for everyone else who writes."""

from collections.abc import Callable
from time import sleep

from sqlalchemy.orm import Session

from app.infra.db import write

PAUSE = 0.1  # seconds between batches: on SQLite a bulk job would otherwise starve everyone who writes


def by_batches(act: Callable[[Session], int]) -> int:
    """Run `act` in one write after another until it has nothing left to do. Returns the total."""
    total = 0
    while done := write(act):
        total += done
        sleep(PAUSE)
    return total
