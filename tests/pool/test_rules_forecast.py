"""The forecast of next September's pool, case by case, and what is not said."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pool.rules.forecast import (
    LEAST,
    LEAST_GROUP,
    Coming,
    Count,
    Range,
    Share,
    Stock,
    Z,
    forecast,
    of_group,
)

HUNDRED = Stock(unasked=Count(100, 150))
KNOWN = Share(80, 100)

counts = st.integers(0, 300).flatmap(lambda n: st.builds(Count, st.just(n), st.integers(n, 2 * n)))
stocks = st.builds(Stock, counts, counts, counts, counts, counts, counts)
shares = st.integers(1, 300).flatmap(lambda n: st.builds(Share, st.integers(0, n), st.just(n)))
comings = st.builds(Coming, st.integers(0, 300), shares, shares)


def test_wilson_s_interval() -> None:
    """Against the closed form written the other way round: the roots of (p - h)² = z² p (1 - p) / n."""
    found = Share(80, 100).range()
    for p in (found.low, found.high):
        assert (p - 0.8) ** 2 == pytest.approx(Z * Z * p * (1 - p) / 100)
    assert found.low < 0.8 == found.central < found.high
    assert Share(0, 50).range().low == 0
    assert Share(50, 50).range().high == pytest.approx(1)


def test_today_s_tutors_go_on_as_last_season() -> None:
    found = forecast(HUNDRED, KNOWN, Coming())
    assert found.stay is not None
    assert found.stay.central == 120  # 80 % of 150 seats
    assert found.stay.whole() == (112, 120, 127)
    assert found.seats == found.stay
    assert found.ceiling == 150


def test_whose_exam_no_longer_counts_who_said_no_and_who_is_away_are_not_counted() -> None:
    stock = Stock(lapsing=Count(50, 70), no=Count(10, 20), away=Count(5, 9), unasked=Count(100, 150))
    assert forecast(stock, KNOWN, Coming()).stay == forecast(HUNDRED, KNOWN, Coming()).stay


def test_who_said_yes_counts_whole_and_the_silent_for_what_is_left() -> None:
    """Of 100 asked, 80 yeses are expected; 70 are said, so 10 more may come of the 20 silent: half of their seats."""
    stock = Stock(no=Count(10, 10), yes=Count(70, 105), silent=Count(20, 40))
    found = forecast(stock, KNOWN, Coming()).stay
    assert found is not None
    assert found.central == 105 + 20


def test_more_yeses_than_expected_leave_nothing_to_expect_of_the_silent() -> None:
    found = forecast(Stock(yes=Count(95, 95), silent=Count(5, 10)), KNOWN, Coming()).stay
    assert found is not None
    assert found.whole() == (95, 95, 95)


def test_when_everybody_has_answered_nothing_else_is_needed() -> None:
    assert forecast(Stock(yes=Count(4, 6), no=Count(3, 3)), Share(), Coming()).seats == Range(6, 6, 6)


def test_those_to_come_bring_the_mean_number_of_seats() -> None:
    coming = Coming(in_training=40, conversion=Share(25, 50), arrivals=Share(16, 30))
    found = forecast(HUNDRED, KNOWN, coming)
    assert found.training is not None
    assert found.arrivals is not None
    assert found.training.central == 30  # 40 × ½ × 1.5
    assert found.arrivals.whole() == (round((16 - Z * 4) * 1.5), 24, round((16 + Z * 4) * 1.5))
    assert found.seats is not None
    assert found.seats.central == 120 + 30 + 24


@pytest.mark.parametrize("of", [0, 1, LEAST - 1])
def test_a_share_of_too_few_is_not_used(of) -> None:
    found = forecast(HUNDRED, Share(of, of), Coming(40, Share(of, of), Share(of, of)))
    assert (found.stay, found.training, found.arrivals, found.seats) == (None, None, None, None)
    assert found.ceiling == 150
    known = forecast(HUNDRED, KNOWN, Coming(40, Share(of, of), Share(of, of)))
    assert known.seats == known.stay


def test_an_empty_pool() -> None:
    found = forecast(Stock(), Share(), Coming(10, Share(20, 20), Share(20, 20)))
    assert found.seats == Range(0, 0, 0)


def test_a_small_exam_or_region_says_nothing() -> None:
    whole = forecast(HUNDRED, KNOWN, Coming())
    small = Stock(unasked=Count(LEAST_GROUP - 1, 20))
    assert of_group(small, HUNDRED, KNOWN, whole) is None
    assert of_group(HUNDRED, HUNDRED, Share(), whole) is None


def test_a_group_has_its_share_of_those_to_come() -> None:
    coming = Coming(in_training=40, conversion=Share(25, 50))
    half = Stock(unasked=Count(50, 75))
    found = of_group(half, HUNDRED, KNOWN, forecast(HUNDRED, KNOWN, coming))
    assert found is not None
    assert found.central == 60 + 15


@given(stock=stocks, retention=shares, coming=comings)
def test_low_is_under_central_under_high_and_nobody_counts_twice(stock, retention, coming) -> None:
    found = forecast(stock, retention, coming)
    for band in (found.stay, found.training, found.arrivals, found.seats):
        if band is not None:
            assert 0 <= band.low <= band.central <= band.high
    if found.stay is not None:
        assert found.stay.high <= found.ceiling + 0.5


@given(share=shares)
def test_a_share_stays_a_share(share) -> None:
    found = share.range()
    assert 0 <= found.low <= found.central + 1e-9
    assert found.central <= found.high + 1e-9 <= 1 + 1e-8
    assert sqrt(found.high) <= 1 + 1e-8
