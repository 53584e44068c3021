"""The days of the ask: which season, from when, until when."""

from datetime import date

import pytest

from app.pool.rules.season import Calendar, campaign, campaign_now, day_of, due_on

USUAL = Calendar()


def test_the_usual_year() -> None:
    found = campaign(2027, USUAL)
    assert (found.year, found.asks_on, found.ends_on) == (2027, date(2027, 8, 15), date(2027, 8, 31))
    assert [found.open(date(2027, 8, day)) for day in (14, 15, 31)] == [False, True, True]
    assert not found.open(date(2027, 9, 1))


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 11, 23), 2026),  # the season that goes on: next year's ask is far
        (date(2027, 5, 14), 2026),
        (date(2027, 5, 15), 2027),
        (date(2027, 8, 15), 2027),
        (date(2027, 12, 31), 2027),
    ],
)
def test_the_season_that_matters(today, year) -> None:
    assert campaign_now(today, USUAL).year == year


def test_who_is_asked_late_has_their_days() -> None:
    ends = campaign(2026, USUAL).ends_on
    assert due_on(date(2026, 8, 15), ends, USUAL) == date(2026, 8, 31)
    assert due_on(date(2026, 8, 30), ends, USUAL) == date(2026, 9, 6)


def test_a_deadline_before_the_ask_is_moved() -> None:
    odd = Calendar(ask=(9, 10), deadline=(8, 31))
    assert campaign(2026, odd).ends_on == date(2026, 9, 17)


def test_a_day_the_month_does_not_have_is_its_last() -> None:
    assert (day_of(2027, 2, 31), day_of(2028, 2, 30)) == (date(2027, 2, 28), date(2028, 2, 29))
