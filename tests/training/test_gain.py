"""The learning gain: its interval against published and computed values, and how often it holds the truth."""

import random
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.training.rules.gain import Gain, counted, gain, wilson

COUNTS = st.integers(0, 200)


@given(n=st.integers(1, 500), data=st.data())
def test_wilson_is_scipys(n: int, data: st.DataObject) -> None:
    times = data.draw(st.integers(0, n))
    theirs = stats.binomtest(times, n).proportion_ci(0.95, method="wilson")
    low, high = wilson(times, n)
    assert isclose(low, theirs.low, abs_tol=1e-9)
    assert isclose(high, theirs.high, abs_tol=1e-9)


def test_the_interval_is_the_one_published() -> None:
    """Airway reactivity before and after a transplant (Bentur et al. 2009), the example usually given for this interval."""
    found = counted(1, 1, 7, 12)
    assert round(found.difference, 3) == 0.286
    assert (round(found.low, 3), round(found.high, 3)) == (0.026, 0.507)


def test_pairs_are_counted_by_how_each_person_chose() -> None:
    pairs = [(True, True)] * 3 + [(True, False)] * 2 + [(False, True)] * 9 + [(False, False)] * 6
    assert gain(pairs) == counted(3, 2, 9, 6)
    assert gain([]) is None


@given(both=COUNTS, lost=COUNTS, won=COUNTS, neither=COUNTS)
def test_the_interval_holds_the_difference_and_turns_with_it(both: int, lost: int, won: int, neither: int) -> None:
    if not both + lost + won + neither:
        return
    one, other = counted(both, lost, won, neither), counted(both, won, lost, neither)
    assert -1 <= one.low <= one.difference + 1e-9
    assert one.difference - 1e-9 <= one.high <= 1
    assert isclose(one.low, -other.high, abs_tol=1e-9)


def test_everybody_alike_is_not_certainty() -> None:
    all_won = counted(0, 0, 12, 0)
    assert all_won.difference == 1
    assert 0.5 < all_won.low < 0.9


@pytest.mark.parametrize("truth", [(0.4, 0.1, 0.3, 0.2), (0.2, 0.2, 0.2, 0.4), (0.05, 0.05, 0.6, 0.3)])
@pytest.mark.parametrize("n", [10, 40, 150])
def test_the_interval_holds_the_truth_about_nineteen_times_in_twenty(truth: tuple[float, ...], n: int) -> None:
    dice, trials, kept = random.Random(7), 600, 0  # noqa: S311  # dice, not secrets
    for _ in range(trials):
        drawn = dice.choices(range(4), truth, k=n)
        found = counted(*(drawn.count(cell) for cell in range(4)))
        kept += found.low <= truth[2] - truth[1] <= found.high
    assert 0.925 <= kept / trials <= 0.995


def test_hidden_under_ten_fragile_under_a_hundred_proven_when_all_above_zero() -> None:
    def of(n: int, low: float = -0.1) -> Gain:
        return Gain(n, 0.3, 0.5, low, 0.6)

    assert [of(n).shown for n in (9, 10)] == [False, True]
    assert [of(n).fragile for n in (99, 100)] == [True, False]
    assert [of(100, low).proven for low in (-0.01, 0.01)] == [False, True]
