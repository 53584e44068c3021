"""How long a question takes: bands, their median, and what an attempt tells of each of its answers."""

from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules import times

START = datetime(2026, 11, 23, 9, tzinfo=UTC)


def at(*seconds: int | None) -> list[datetime | None]:
    return [None if one is None else START + timedelta(seconds=one) for one in seconds]


def of(*seconds: float | None) -> list[int]:
    counts = times.nothing()
    for one in seconds:
        times.add(counts, one)
    return counts


@pytest.mark.parametrize(
    ("answered", "spent"),
    [
        ((20, 50, 60), [20, 30, 10]),
        ((50, 20, 60), [30, 20, 10]),  # answered out of order
        ((20, None, 60), [20, None, 40]),
        ((60, 60, 60), [None, None, None]),  # the whole page at once
        ((60, 60, 90), [None, None, 30]),
        ((), []),
    ],
)
def test_an_answer_takes_what_passed_since_the_one_before(
    answered: tuple[int | None, ...], spent: list[float | None]
) -> None:
    assert times.spent(START, at(*answered)) == spent


def test_what_is_unknown_or_beyond_an_hour_is_left_out() -> None:
    assert sum(of(None, 0, -3, 3601)) == 0
    assert sum(of(0.1, 3600)) == 2


def test_nothing_has_no_median() -> None:
    assert times.median(times.nothing()) is None
    assert times.median(()) is None


@given(st.lists(st.floats(0.01, 3600), min_size=1, max_size=80))
def test_the_median_is_within_the_band_of_the_true_one(seconds: list[float]) -> None:
    found = times.median(of(*seconds))
    assert found is not None
    ranked = sorted(seconds)
    low, high = ranked[(len(ranked) - 1) // 2], ranked[len(ranked) // 2]
    bounds = (0, *times.BANDS)
    below = max(bound for bound in bounds if bound < low)
    above = min(bound for bound in bounds if bound >= high)
    assert below <= found <= above, (found, median(seconds))
