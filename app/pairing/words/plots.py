"""Where the lines of a plot of coverage fall, and the words of its axes: what `season_plot` and `spark` draw."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from babel.dates import format_date

from app.infra.clock import PARIS
from app.infra.i18n import language
from app.pairing.queries.promotion import Outlook
from app.pairing.rules.trend import Trend

LEFT, RIGHT, TOP, BOTTOM = 40.0, 508.0, 30.0, 236.0  # of the plot's field, in its own units
MOST_MONTHS, LEVELS = 7, 4
STEPS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 75, 100, 125, 150, 200, 250, 300, 400, 500, 750, 1000)
SPARK_WIDTH, SPARK_HEIGHT, SPARK_DAYS = 96.0, 26.0, 32


@dataclass(frozen=True)
class Plot:
    """The shapes of a plot: bands and lines as lists of points, ticks as (place, words)."""

    paired: str
    proposed: str
    uncovered: str
    cone: str
    ahead: str
    months: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, int], ...]
    today: float | None  # where the facts end, when something is foreseen after them
    deadline: float | None


def plot(outlook: Outlook) -> Plot | None:
    """The plot of an outlook; None without two days to draw."""
    trend, path = outlook.trend, outlook.forecast.path
    if len(trend) < 2:  # noqa: PLR2004  a line has two ends
        return None
    days = [at.astimezone(PARIS).date() for at in trend.at]
    first, last = days[0], max(days[-1], path[-1][0] if path else days[-1])
    most = _above(int(trend.counts.sum(axis=0).max()))

    def x(on: date) -> float:
        return round(LEFT + (RIGHT - LEFT) * (on - first).days / max(1, (last - first).days), 1)

    def y(count: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * count / most, 1)

    paired, proposed, uncovered = trend.counts
    floors = [[0] * len(days), paired, paired + proposed, paired + proposed + uncovered]
    bands = [
        _points([(x(d), y(c)) for d, c in zip(days, upper, strict=True)]
                + [(x(d), y(c)) for d, c in zip(reversed(days), reversed(list(lower)), strict=True)])
        for lower, upper in pairwise(floors)
    ]  # fmt: skip
    due = outlook.deadline.astimezone(PARIS).date()
    return Plot(
        paired=bands[0],
        proposed=bands[1],
        uncovered=bands[2],
        cone=_points([(x(d), y(high)) for d, _l, _m, high in path] + [(x(d), y(low)) for d, low, *_ in reversed(path)]),
        ahead=_points([(x(d), y(likely)) for d, _l, likely, _h in path]),
        months=tuple((x(on), _month(on)) for on in _months(first, last)),
        levels=tuple((y(most * n / LEVELS), most * n // LEVELS) for n in range(LEVELS + 1)),
        today=x(days[-1]) if path else None,
        deadline=x(due) if first <= due <= last else None,
    )


def spark(trend: Trend) -> str:
    """The share in a pair over time, as the points of a small line (some days only: it is small); nothing without two days."""
    last = len(trend) - 1
    if last < 1:
        return ""
    days = [*range(0, last, -(-last // SPARK_DAYS)), last]
    paired, totals = trend.counts[0, days].tolist(), trend.counts[:, days].sum(axis=0).tolist()
    tall = SPARK_HEIGHT - 4
    return _points(
        (round(SPARK_WIDTH * day / last, 1), round(SPARK_HEIGHT - 2 - (tall * one / total if total else 0), 1))
        for day, one, total in zip(days, paired, totals, strict=True)
    )


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _above(most: int) -> int:
    """The least of the round numbers that holds `most`, so that each level is a whole one."""
    return LEVELS * next((step for step in STEPS if LEVELS * step >= most), -(-most // LEVELS))


def _months(first: date, last: date) -> list[date]:
    """The first days of months between the two, thinned so that their names do not touch."""
    found, on = [], (first.replace(day=1) + timedelta(days=32)).replace(day=1)
    while on <= last:
        found.append(on)
        on = (on + timedelta(days=32)).replace(day=1)
    return found[:: -(-len(found) // MOST_MONTHS)] if found else [first]


def _month(on: date) -> str:
    """« oct. » or “Oct”; with the year in January."""
    return str(format_date(on, "MMM yyyy" if on.month == 1 else "MMM", locale=language()))
