"""How many students will have a tutor at the deadline, and when all would: what the last four weeks say if they go on.

**Pace.** The net new pairs (opened less ended) of each of the last four weeks, w1 to w4, of mean m. In k weeks, m·k more are
expected. The range holds at least eight times out of ten if weeks go on as they did: m·k ± t·√(s²·(k + k²/4)), where s² is the variance of
the four weeks, t = 1.638 is Student's for 3 degrees of freedom, k is what coming weeks may differ by and k²/4 what four weeks
leave unknown of the mean. s² is never under the number of changes a week (opened plus ended, over 4), which is what chance alone
does to counts (Poisson). Drawn 40,000 times, it held 93 % of the time where chance alone made the weeks, 80 % where they were
ten times more uneven (variance over mean). Students are those of today: who may come or leave is not guessed.

**Pending.** Of the n proposals that wait, n·p are expected to be accepted, where p = (a + 1)/(c + 2) of c proposals closed so far, a
of them by an acceptance (Laplace); the range is ± 1.282·√(n·p·(1 − p)·(1 + n/(c + 2))). It is another reading of the same future, not
to be added to the pace.

Nothing is forecast from less than four weeks of students or from fewer than five changes: the code says so instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil, floor, sqrt
from statistics import variance

import numpy as np

from app.pairing.rules.coverage import Coverage

WEEKS = 4
ENOUGH_CHANGES = 5
ENOUGH_CLOSED = 10  # proposals, for a share of acceptances to mean something
T80, Z80 = 1.638, 1.282  # two-sided 80 %: Student with 3 degrees of freedom, normal
FARTHEST = 365  # days: beyond, a pace of four weeks says nothing
AHEAD = 28  # days looked ahead once the deadline is past


@dataclass(frozen=True)
class Range:
    """What is expected, and what eight times out of ten it is between."""

    likely: int
    low: int
    high: int


@dataclass(frozen=True)
class Rate:
    """How many proposals were accepted out of those closed, however they were."""

    accepted: int
    closed: int

    @property
    def share(self) -> float:
        """From 0 to 1, one of each supposed beside what was seen."""
        return (self.accepted + 1) / (self.closed + 2)


@dataclass(frozen=True)
class Forecast:
    """What is to be expected on `day`. `code`: "nobody" there, all "covered", too "young" or "few" changes to say, a "pace"; or
    "closed", which the reader of a closed class puts instead.

    `net` and `changes` are those of the last four weeks. `all_on` is the day when all would have a tutor, with the earliest and
    the latest it may be; None where it is not within a year. `more` is what the proposals that wait should bring.
    """

    code: str
    day: date
    net: int = 0
    changes: int = 0
    paired: Range | None = None
    all_on: date | None = None
    earliest: date | None = None
    latest: date | None = None
    more: Range | None = None
    rate: Rate | None = None
    path: tuple[tuple[date, float, float, float], ...] = ()  # week after week: low, likely, high

    @property
    def said(self) -> bool:
        """Whether there was enough to say something of the pace."""
        return self.code == "pace"


def forecast(
    now: Coverage, past: Sequence[int], changes: int, today: date, deadline: date, rate: Rate | None
) -> Forecast:
    """What is to be expected at the deadline, or in four weeks when it is past.

    `past`: students in a pair at the end of each day so far, today last. `changes`: pairs opened and ended in the last four
    weeks. `rate`: None when too few proposals were closed to say.
    """
    day = deadline if deadline > today else today + timedelta(days=AHEAD)
    more = _accepted(now.proposed, rate) if rate and now.proposed else None
    if not now.total:
        return Forecast("nobody", day)
    if now.paired == now.total:
        return Forecast("covered", day)
    if len(past) <= 7 * WEEKS:
        return Forecast("young", day, more=more, rate=rate)
    weeks = [past[-1 - 7 * k] - past[-8 - 7 * k] for k in range(WEEKS)]
    net = sum(weeks)
    if changes < ENOUGH_CHANGES:
        return Forecast("few", day, net, changes, more=more, rate=rate)
    spread = max(variance(weeks), changes / WEEKS)
    reached = {
        bound: _first_day(now, net, spread, bound) for bound in (-T80, 0.0, T80)
    }  # the latest, the likely, the earliest
    days = {bound: today + timedelta(days=n) if n is not None else None for bound, n in reached.items()}
    last = (day - today).days
    path = [(today + timedelta(days=n), *_bounds(now, net, spread, n)) for n in (*range(0, last, 7), last)]
    return Forecast(
        "pace",
        day,
        net,
        changes,
        paired=_range(*_bounds(now, net, spread, last)),
        all_on=days[0.0],
        earliest=days[T80],
        latest=days[-T80],
        more=more,
        rate=rate,
        path=tuple(path),
    )


def _paired(now: Coverage, net: int, spread: float, days: int, bound: float) -> float:
    """Students in a pair in `days` days, `bound` standard deviations above what is expected, within what there is."""
    k = days / 7
    found = now.paired + net / WEEKS * k + bound * sqrt(spread * (k + k * k / WEEKS))
    return min(max(found, 0.0), float(now.total))


def _bounds(now: Coverage, net: int, spread: float, days: int) -> tuple[float, float, float]:
    """The low end of the range, what is expected, the high end."""
    return (
        _paired(now, net, spread, days, -T80),
        _paired(now, net, spread, days, 0),
        _paired(now, net, spread, days, T80),
    )


def _range(low: float, likely: float, high: float) -> Range:
    return Range(floor(likely + 0.5), floor(low), ceil(high))


def _first_day(now: Coverage, net: int, spread: float, bound: float) -> int | None:
    """In how many days all would have a tutor; None beyond a year. Each day is looked at: a falling pace may only touch it."""
    weeks = np.arange(1, FARTHEST + 1) / 7
    paired = now.paired + net / WEEKS * weeks + bound * np.sqrt(spread * (weeks + weeks * weeks / WEEKS))
    reached = np.nonzero(paired >= now.total)[0]
    return int(reached[0]) + 1 if len(reached) else None


def _accepted(waiting: int, rate: Rate) -> Range:
    share, known = rate.share, rate.closed + 2
    off = Z80 * sqrt(waiting * share * (1 - share) * (1 + waiting / known))
    likely = waiting * share
    return Range(floor(likely + 0.5), max(0, floor(likely - off)), min(waiting, ceil(likely + off)))
