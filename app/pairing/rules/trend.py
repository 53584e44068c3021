"""Coverage day after day, from dated facts: who was there, who had a pair, who had a proposal waiting, who had nobody.

Nothing is stored: each fact is an interval of time, open at its end, and a day counts those that hold its last instant.
A student with a pair counts as paired whatever else they have, as when coverage is counted live.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.infra.clock import PARIS
from app.pairing.rules.coverage import Coverage

Span: TypeAlias = tuple[datetime, datetime | None]  # since, until: the end is not within; None: it goes on
Counts: TypeAlias = NDArray[np.int64]

LONGEST = 730  # days: the trend of a class left open for years begins two years ago


@dataclass(frozen=True)
class Stay:
    """One student in one class: while they were there, their pairs, and their proposals until answered or expired."""

    class_id: int
    there: Span
    pairs: tuple[Span, ...] = ()
    asked: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Trend:
    """What there was at each instant of `at`, in order: `counts` holds paired, proposed and uncovered, a row each."""

    at: tuple[datetime, ...]
    counts: Counts

    def __len__(self) -> int:
        return len(self.at)

    def __getitem__(self, k: int) -> Coverage:
        """The coverage at instant `k`; from the end if negative."""
        paired, proposed, uncovered = self.counts[:, k]
        return Coverage(int(paired), int(proposed), int(uncovered))

    def __iter__(self) -> Iterator[Coverage]:
        return (self[k] for k in range(len(self)))

    def on(self, day: date) -> Coverage | None:
        """The coverage at the end of that day in Paris; None when the trend does not hold it."""
        if not self.at:
            return None
        k = (day - self.at[0].astimezone(PARIS).date()).days  # a day has one instant
        return self[k] if 0 <= k < len(self) else None

    def before(self, moment: datetime) -> "Trend":
        """What there was before `moment`."""
        kept = bisect_left(self.at, moment)
        return Trend(self.at[:kept], self.counts[:, :kept])

    def gained(self, days: int) -> int | None:
        """How many more are paired now than `days` days ago; None when the trend is not so long."""
        return self[-1].paired - self[-1 - days].paired if len(self) > days else None

    def weekly(self) -> list[tuple[datetime, Coverage]]:
        """The last instant and those a whole number of weeks before, latest first."""
        return [(self.at[k], self[k]) for k in range(len(self) - 1, -1, -7)]


def instants(first: datetime, now: datetime, longest: int = LONGEST) -> tuple[datetime, ...]:
    """The last second of each day in Paris from that of `first` to yesterday, then `now`. At most `longest` + 1 of them.

    In UTC, like the facts: instants of two zones take five times longer to compare.
    """
    today = now.astimezone(PARIS).date()
    start = max(min(first.astimezone(PARIS).date(), today), today - timedelta(days=longest))
    days = [start + timedelta(days=n) for n in range((today - start).days)]
    midnights = (datetime.combine(d + timedelta(days=1), time(), PARIS).astimezone(UTC) for d in days)
    return (*(midnight - timedelta(seconds=1) for midnight in midnights), now.astimezone(UTC))


def trends(stays: Iterable[Stay], at: Sequence[datetime]) -> dict[int, Trend]:
    """The trend of each class that ever had one of these students, at the instants `at`, which are in order."""
    steps: dict[int, Counts] = {}
    for stay in stays:
        if stay.class_id not in steps:
            steps[stay.class_id] = np.zeros((3, len(at) + 1), dtype=np.int64)
        here = steps[stay.class_id]
        first, last = _reach(stay.there, at)
        paired = _union(stay.pairs, at, first, last)
        covered = _union((*stay.pairs, *stay.asked), at, first, last)
        for row, ranges in enumerate((paired, covered, [(first, last)])):
            for start, end in ranges:
                here[row, start] += 1
                here[row, end] -= 1
    return {class_id: Trend(tuple(at), _levels(found)) for class_id, found in steps.items()}


def together(several: Iterable[Trend], at: Sequence[datetime]) -> Trend:
    """The sum of trends at the same instants; nobody at all without any."""
    return Trend(tuple(at), sum((one.counts for one in several), np.zeros((3, len(at)), dtype=np.int64)))


def changes(stays: Iterable[Stay], since: datetime, now: datetime) -> dict[int, int]:
    """By class: how many pairs opened and how many ended after `since`, up to `now`, added up."""
    found: dict[int, int] = {}
    for stay in stays:
        dates = [one for pair in stay.pairs for one in pair if one is not None and since < one <= now]
        if dates:
            found[stay.class_id] = found.get(stay.class_id, 0) + len(dates)
    return found


def _reach(span: Span, at: Sequence[datetime]) -> tuple[int, int]:
    """The instants within a span, as a half-open range of their places."""
    since, until = span
    first = bisect_left(at, since)
    return first, max(first, len(at) if until is None else bisect_left(at, until))


def _union(spans: Iterable[Span], at: Sequence[datetime], first: int, last: int) -> list[tuple[int, int]]:
    """The instants within any of the spans and within [first, last), as ranges that do not touch."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(_reach(span, at) for span in spans):
        start, end = max(start, first), min(end, last)  # noqa: PLW2901  what is not within the stay does not count
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _levels(steps: Counts) -> Counts:
    """From what changes at each instant to what there is: paired, proposed, uncovered."""
    paired, covered, there = steps.cumsum(axis=1)[:, :-1]
    return np.stack([paired, covered - paired, there - covered])
