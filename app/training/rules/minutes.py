"""How long someone worked, counted from the instants of what they did and from nothing else: no timer watches anybody.

Two acts less than ten minutes apart: the time between them counts. Further apart: it does not, whatever happened then.
A run of close acts counts for one minute at least, which is also what an act alone counts for.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
GAP = timedelta(minutes=10)
ALONE = timedelta(minutes=1)


@dataclass(frozen=True)
class Worked(Generic[K]):
    """The time counted, in all and by what it was spent on. The parts add up to the whole."""

    total: timedelta
    parts: dict[K, timedelta]


def worked(acts: Iterable[tuple[datetime, K]]) -> Worked[K]:
    """The time counted for `acts`: (when, on what), in any order. The time before an act is spent on what it ends."""
    parts: defaultdict[K, timedelta] = defaultdict(timedelta)
    run: list[tuple[datetime, K]] = []
    for act in sorted(acts, key=lambda one: one[0]):
        if run and act[0] - run[-1][0] >= GAP:
            _count(run, parts)
            run = []
        run.append(act)
    if run:
        _count(run, parts)
    return Worked(sum(parts.values(), timedelta()), dict(parts))


def _count(run: list[tuple[datetime, K]], parts: defaultdict[K, timedelta]) -> None:
    """Add one run of close acts to `parts`; what is missing to make a minute goes to what it began with."""
    parts[run[0][1]] += max(timedelta(), ALONE - (run[-1][0] - run[0][0]))
    for (before, _), (at, what) in pairwise(run):
        parts[what] += at - before


def whole(time: timedelta) -> int:
    """Minutes, rounded to the nearest."""
    return round(time / timedelta(minutes=1))
