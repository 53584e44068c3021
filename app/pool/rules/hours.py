"""Hours two people have in common, wherever each lives.

A week is 7 × 3 cells, numbered day × 3 + part (Monday 0; morning 0, afternoon 1, evening 2), each in the person's own
time. They are compared as UTC intervals of a reference week, which wraps around: a Monday morning in Nouméa is a Sunday
evening in Paris. The week matters because of summer time, so it is an argument.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import product
from zoneinfo import ZoneInfo

DAYS, PARTS = 7, 3
CELLS = DAYS * PARTS
BOUNDS = ((8, 12), (12, 18), (18, 22))  # local hours of morning, afternoon, evening
WEEK = DAYS * 24 * 60
ENOUGH = 60  # minutes: a meeting lasts about an hour

Table = tuple[tuple[int, ...], ...]


def monday(day: date) -> date:
    """The Monday of the week of `day`: a reference week."""
    return day - timedelta(days=day.weekday())


def minutes(cell: int, zone: str, week: date) -> tuple[int, int]:
    """When a cell begins and ends, in minutes of UTC after 00:00 UTC on Monday `week`; may be negative or over a week."""
    day, part = divmod(cell, PARTS)
    start, end = BOUNDS[part]
    origin = datetime.combine(week, time())
    local = ZoneInfo(zone)

    def utc(hour: int) -> int:
        at = datetime.combine(week + timedelta(days=day), time(hour), local)
        offset = at.utcoffset() or timedelta()
        return int((at.replace(tzinfo=None) - offset - origin).total_seconds() // 60)

    return utc(start), utc(end)


def overlap(mine: tuple[int, int], theirs: tuple[int, int]) -> int:
    """Minutes two intervals share when the week wraps around."""
    return sum(max(0, min(mine[1], theirs[1] + shift) - max(mine[0], theirs[0] + shift)) for shift in (-WEEK, 0, WEEK))


@lru_cache(maxsize=512)
def overlaps(mine: str, theirs: str, week: date) -> Table:
    """For each cell of zone `mine`, the minutes it shares with each cell of zone `theirs`. There are few zones: kept."""
    ours = [minutes(cell, mine, week) for cell in range(CELLS)]
    others = [minutes(cell, theirs, week) for cell in range(CELLS)]
    flat = [overlap(a, b) for a, b in product(ours, others)]
    return tuple(tuple(flat[row * CELLS : (row + 1) * CELLS]) for row in range(CELLS))


def common(
    mine: Collection[int], my_zone: str, theirs: Collection[int], their_zone: str, week: date
) -> tuple[int, ...]:
    """The cells of `mine` during which the other person is free for at least an hour, in order.

    Cells are in each person's own zone (IANA names); `week` is the Monday of the reference week.
    """
    if my_zone == their_zone:
        return tuple(sorted(set(mine) & set(theirs)))
    table = overlaps(my_zone, their_zone, week)
    return tuple(cell for cell in sorted(set(mine)) if sum(table[cell][other] for other in set(theirs)) >= ENOUGH)
