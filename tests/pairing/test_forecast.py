"""The forecast as a rule: what a steady class, a stopped one, a young one and a covered one are told."""

from datetime import date, timedelta
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pairing.rules.coverage import Coverage
from app.pairing.rules.forecast import T80, Forecast, Range, Rate, forecast

TODAY, DEADLINE = date(2026, 9, 1), date(2026, 9, 29)  # four weeks
SURE = Rate(70, 98)


def steady(a_week: int, paired: int, total: int, **changes) -> Forecast:
    """A class that gained `a_week` pairs each of the last weeks, and has `paired` of `total` now."""
    past = [paired - a_week * (n // 7) for n in range(41, -1, -1)]
    values = {"changes": 4 * a_week, "deadline": DEADLINE, "rate": SURE} | changes
    now = Coverage(paired, changes.pop("proposed", 0), total - paired)
    return forecast(now, past, values["changes"], TODAY, values["deadline"], values["rate"])


def test_a_steady_pace_goes_on_and_says_how_sure_it_is() -> None:
    found = steady(5, 40, 100)
    assert (found.code, found.day, found.net) == ("pace", DEADLINE, 20)
    # Four weeks alike: chance alone remains, the variance of five changes a week.
    off = T80 * sqrt(5 * (4 + 16 / 4))
    assert found.paired == Range(60, int(60 - off), int(60 + off) + 1)
    assert found.all_on == TODAY + timedelta(days=84)  # 60 to find, 5 a week
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest < found.all_on < found.latest


def test_uneven_weeks_widen_the_range() -> None:
    even = steady(5, 40, 100)
    past = [*[20] * 21, *[20] * 7, *[40] * 14]  # all twenty in one week
    uneven = forecast(Coverage(40, 0, 60), past, 20, TODAY, DEADLINE, None)
    assert uneven.net == even.net
    assert even.paired is not None
    assert uneven.paired is not None
    assert uneven.paired.high - uneven.paired.low > even.paired.high - even.paired.low


def test_past_the_deadline_four_weeks_ahead_are_looked_at() -> None:
    found = steady(5, 40, 100, deadline=TODAY)
    assert found.day == TODAY + timedelta(days=28)
    assert found.path[0] == (TODAY, 40.0, 40.0, 40.0)
    assert found.path[-1][0] == found.day


def test_too_little_is_said_to_be_too_little() -> None:
    assert forecast(Coverage(), [], 0, TODAY, DEADLINE, None).code == "nobody"
    assert forecast(Coverage(4, 0, 0), [0, 4], 4, TODAY, DEADLINE, None).code == "covered"
    assert forecast(Coverage(5, 0, 4), [1] * 28, 6, TODAY, DEADLINE, None).code == "young"
    few = steady(1, 10, 20)
    assert (few.code, few.net, few.changes, few.paired, few.all_on) == ("few", 4, 4, None, None)


def test_pairs_that_end_as_fast_as_they_open_lead_nowhere_certain() -> None:
    found = forecast(Coverage(20, 0, 20), [20] * 40, 16, TODAY, DEADLINE, None)
    assert (found.code, found.net, found.all_on, found.latest) == ("pace", 0, None, None)
    assert found.paired is not None
    assert found.paired.low < 20 < found.paired.high


def test_nothing_is_foreseen_beyond_what_there_is() -> None:
    found = steady(5, 98, 100)
    assert found.paired is not None
    assert (found.paired.likely, found.paired.high) == (100, 100)
    down = forecast(Coverage(1, 0, 20), [30 - n // 2 for n in range(59)], 14, TODAY, DEADLINE, None)
    assert down.paired is not None
    assert down.paired.low == 0


def test_what_waits_brings_what_the_same_brought_before() -> None:
    found = forecast(Coverage(10, 10, 10), [10] * 40, 0, TODAY, DEADLINE, SURE)
    assert found.code == "few"  # the pace says nothing, what waits still does
    assert found.more is not None
    assert found.more.likely == 7  # 71 of 100, one of each supposed
    assert 3 <= found.more.low < 7 < found.more.high <= 10
    assert forecast(Coverage(10, 10, 10), [10] * 40, 0, TODAY, DEADLINE, None).more is None
    always = forecast(Coverage(0, 3, 0), [0] * 40, 0, TODAY, DEADLINE, Rate(10, 10)).more
    assert always is not None
    assert always.low < 3 == always.high  # ten out of ten is no certainty


@pytest.mark.parametrize(("least", "uneven"), [(0.85, False), (0.75, True)])
def test_the_range_holds_at_least_as_often_as_it_says(least: float, *, uneven: bool) -> None:
    """Weeks drawn by chance alone, then ten times more uneven: what follows four of them falls within the range."""
    chance, within, tries = np.random.default_rng(7), 0, 1500
    for _ in range(tries):
        weeks = chance.negative_binomial(30 / 9, 0.1, 8) if uneven else chance.poisson(30, 8)
        past = [0, *np.cumsum(weeks[:4]).tolist()]
        by_day = [0] * 5 + [past[(day + 6) // 7] for day in range(29)]
        found = forecast(Coverage(past[-1], 0, 5000), by_day, past[-1], TODAY, DEADLINE, None)
        within += found.paired is not None and found.paired.low <= weeks.sum() <= found.paired.high
    assert least <= within / tries <= 0.97


@given(
    st.integers(0, 60),
    st.integers(0, 60),
    st.integers(0, 60),
    st.lists(st.integers(0, 60), min_size=29, max_size=60),
    st.integers(5, 90),
    st.integers(-30, 300),
)
def test_every_forecast_is_ordered_and_possible(paired, proposed, alone, past, changes, ahead) -> None:
    found = forecast(Coverage(paired, proposed, alone), past, changes, TODAY, TODAY + timedelta(days=ahead), SURE)
    total = paired + proposed + alone
    for one in (found.paired, found.more):
        assert one is None or 0 <= one.low <= one.likely <= one.high <= total
    days = [one for one in (found.earliest, found.all_on, found.latest) if one is not None]
    assert days == sorted(days)
    assert found.day > TODAY
