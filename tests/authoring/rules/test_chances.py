"""Exact tails, against SciPy's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.authoring.rules.chances import as_many, at_most


@given(st.integers(0, 3000), st.data(), st.floats(0.01, 0.99))
def test_the_binomial_tail_is_scipys(n: int, data: st.DataObject, rate: float) -> None:
    times = data.draw(st.integers(-1, n + 1))
    assert at_most(times, n, rate) == pytest.approx(stats.binom.cdf(times, n, rate), rel=1e-8, abs=1e-12)


@given(st.integers(1, 400), st.integers(1, 400), st.data())
def test_fishers_test_is_scipys(n: int, of: int, data: st.DataObject) -> None:
    times, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, of))
    expected = stats.hypergeom.sf(times - 1, n + of, times + other, n)
    assert as_many(times, n, other, of) == pytest.approx(expected, rel=1e-8, abs=1e-12)


def test_the_lady_tasting_tea() -> None:
    """Fisher 1935: three of four cups right, 17/70; all four, 1/70."""
    assert as_many(3, 4, 1, 4) == pytest.approx(17 / 70)
    assert as_many(4, 4, 0, 4) == pytest.approx(1 / 70)


def test_a_million_answers_are_quick_and_right() -> None:
    assert at_most(49_500, 1_000_000, 0.05) == pytest.approx(stats.binom.cdf(49_500, 1_000_000, 0.05), rel=1e-6)
    expected = stats.hypergeom.sf(100_499, 600_000, 200_500, 300_000)
    assert as_many(100_500, 300_000, 100_000, 300_000) == pytest.approx(expected, rel=1e-6)
