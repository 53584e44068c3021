"""How long a question takes: seconds counted in bands, so that a million answers are a dozen numbers.

An answer's time is what passed since the answer before it in the same attempt, or since the attempt began. It is a reading
time only if people answer in order and in one go, so the bands are wide, what is beyond an hour is left out (they went to do
something else), and only the median is told.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime

BANDS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 3600)  # seconds: the upper end of each


def nothing() -> list[int]:
    """The bands before any answer."""
    return [0] * len(BANDS)


def add(counts: list[int], seconds: float | None) -> None:
    """Count one more answer, if its time is known and under an hour."""
    if seconds is not None and 0 < seconds <= BANDS[-1]:
        counts[bisect_left(BANDS, seconds)] += 1


def median(counts: Sequence[int]) -> float | None:
    """The middle time in seconds, drawn in a straight line within its band; None when nothing was counted."""
    half, below, start = sum(counts) / 2, 0, 0
    for count, end in zip(counts, BANDS, strict=False):
        if count and below + count >= half:
            return start + (end - start) * (half - below) / count
        below, start = below + count, end
    return None


def spent(started: datetime, answered: Iterable[datetime | None]) -> list[float | None]:
    """The seconds that each answer of an attempt took, in the order given; None where it was not answered, or was sent along
    with another (a page sent whole tells nothing of each of its questions).
    """
    moments = list(answered)
    before = started
    found: dict[datetime, float] = {}
    for moment in sorted({one for one in moments if one is not None}):
        found[moment], before = (moment - before).total_seconds(), moment
    alone = {moment for moment in found if moments.count(moment) == 1}
    return [found[moment] if moment is not None and moment in alone else None for moment in moments]
