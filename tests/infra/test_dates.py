"""Dates in words, in both languages; deadlines and days are those of Paris."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.infra import dates
from app.infra.i18n import speaking

F = "\u00a0"
AT = datetime(2026, 10, 6, 16, 30, tzinfo=UTC)  # a Tuesday, 18:30 in Paris


@pytest.mark.parametrize(
    ("lang", "day", "short", "moment"),
    [
        ("fr", "mardi 6 octobre 2026", "6 octobre 2026", f"mardi 6 octobre 2026, 18{F}h{F}30"),
        ("en", "Tuesday, October 6, 2026", "October 6, 2026", "Tuesday, October 6, 2026, 6:30\u202fPM"),
    ],
)
def test_a_date_is_said_in_the_reader_s_language(context: Flask, lang: str, day: str, short: str, moment: str) -> None:
    with speaking(lang):
        assert dates.day(AT) == day
        assert dates.short_day(AT) == short
        assert dates.moment(AT) == moment


def test_the_first_of_a_month_is_said_as_french_says_it(context: Flask) -> None:
    first = date(2026, 10, 1)
    with speaking("fr"):
        assert dates.day(first) == "jeudi 1er octobre 2026"
        assert dates.short_day(date(2026, 10, 21)) == "21 octobre 2026"
    with speaking("en"):
        assert dates.short_day(first) == "October 1, 2026"


def test_a_month_is_said_without_a_day(context: Flask) -> None:
    with speaking("fr"):
        assert dates.month(date(2026, 8, 1)) == "août 2026"
    with speaking("en"):
        assert dates.month(date(2026, 8, 1)) == "August 2026"


def test_a_whole_hour_has_no_minutes(context: Flask) -> None:
    assert dates.hour(datetime(2026, 10, 6, 16, 0, tzinfo=UTC)) == f"18{F}h"


def test_an_hour_may_be_said_in_another_zone(context: Flask) -> None:
    assert dates.moment(AT, ZoneInfo("Indian/Reunion")) == f"mardi 6 octobre 2026, 20{F}h{F}30"


@pytest.mark.parametrize(
    ("on", "utc"),
    [
        (date(2026, 9, 30), datetime(2026, 9, 30, 21, 59, 59, tzinfo=UTC)),  # summer time
        (date(2026, 12, 31), datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),  # the clocks go back that day
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC)),  # and forward that one
    ],
)
def test_a_deadline_falls_at_the_end_of_the_day_in_paris(on: date, utc: datetime) -> None:
    assert dates.end_of_day(on) == utc


def test_days_are_counted_in_paris() -> None:
    late = datetime(2026, 10, 6, 22, 30, tzinfo=UTC)  # already the 7th in Paris
    assert dates.days_between(AT, late) == 1
    assert dates.days_between(late, AT) == -1
    assert dates.days_between(AT, AT) == 0


@pytest.mark.parametrize(
    ("minutes", "said"), [(7, f"7{F}min"), (59, f"59{F}min"), (60, f"1{F}h"), (80, f"1{F}h{F}20"), (125, f"2{F}h{F}05")]
)
def test_durations(context: Flask, minutes: int, said: str) -> None:
    assert dates.duration(minutes) == said


@pytest.mark.parametrize(
    ("days", "french"), [(0, "aujourd’hui"), (1, "hier"), (2, f"il y a 2{F}jours"), (12, f"il y a 12{F}jours")]
)
def test_how_long_ago(context: Flask, days: int, french: str) -> None:
    assert dates.ago(AT.replace(day=6), AT.replace(day=6 + days)) == french


def test_the_datetime_attribute_is_exact() -> None:
    assert dates.iso(AT) == "2026-10-06T16:30:00+00:00"
