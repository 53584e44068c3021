"""Spaced review after a validation: when a question is due, and which one.

Fixed steps: with so few reviews the literature finds no gain in expanding schedules (Latimier, Peyre & Ramus,
Educational Psychology Review 33, 2021: g = 0.03), against g = 0.74 for spaced over massed retrieval.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.training.rules.drawing import lot

DAYS = (7, 30, 90)
YEAR = 365  # days; a refresher each year, after the first three
KEPT_AT = 3  # the step, at 90 days, whose result is reported as what has been retained


def due_on(since: datetime, step: int) -> datetime:
    """When step `step` (from 1) is due, for a validation obtained at `since`."""
    days = DAYS[step - 1] if step <= len(DAYS) else YEAR * (step - len(DAYS))
    return since + timedelta(days=days)


def due_step(since: datetime, last_sent: int, now: datetime) -> int | None:
    """The step to send at `now`, `last_sent` being the latest one sent (0: none); None when nothing is due.

    After a long silence one question is sent, that of the latest step due, not all those missed.
    """
    step = last_sent
    while due_on(since, step + 1) <= now:
        step += 1
    return step if step > last_sent else None


@dataclass(frozen=True)
class Reviewable:
    """A question that may be sent: how often this person has met it, and whether they were sure of it and wrong."""

    id: int
    seen: int = 0
    sure_and_wrong: bool = False


def choose(questions: Iterable[Reviewable], ticket: int) -> int | None:
    """The question to send: first what the person was sure of and got wrong, then what they have met least; chance decides
    between equals. None when there is none.
    """
    ranked = sorted(questions, key=lambda one: (not one.sure_and_wrong, one.seen, lot(ticket, "review", one.id)))
    return ranked[0].id if ranked else None
