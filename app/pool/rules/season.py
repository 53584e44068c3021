"""The season's ask, as pure rules: on which day it is made, which season it is about, until when it may be answered.

A season is named by the year in which it begins, on 1 September. Its ask is made once, in the same calendar year.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

EARLY = timedelta(days=92)  # how long before its day a season may be asked about by hand


@dataclass(frozen=True)
class Calendar:
    """What the settings say: (month, day) of the ask and of the deadline, and the days everybody has to answer."""

    ask: tuple[int, int] = (8, 15)
    deadline: tuple[int, int] = (8, 31)
    answer_days: int = 7


@dataclass(frozen=True)
class Campaign:
    """One season's ask: its year, its day, and the last day on which it is made by itself."""

    year: int
    asks_on: date
    ends_on: date

    def open(self, today: date) -> bool:
        """Whether tutors are asked today: from the day of the ask, so that days missed are made up for, to the deadline."""
        return self.asks_on <= today <= self.ends_on


def day_of(year: int, month: int, day: int) -> date:
    """That day, or the last one of a month that has fewer."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def campaign(year: int, calendar: Calendar) -> Campaign:
    """The ask of the season that begins in `year`. A deadline before the ask is moved: everybody has `answer_days`."""
    asks_on = day_of(year, *calendar.ask)
    return Campaign(year, asks_on, due_on(asks_on, day_of(year, *calendar.deadline), calendar))


def due_on(today: date, ends_on: date, calendar: Calendar) -> date:
    """The last day to answer for someone asked `today`: the campaign's, or later when that would leave too few days."""
    return max(ends_on, today + timedelta(days=calendar.answer_days))


def campaign_now(today: date, calendar: Calendar) -> Campaign:
    """The ask that matters today: this year's from three months before its day, else last year's."""
    this = campaign(today.year, calendar)
    return this if today >= this.asks_on - EARLY else campaign(today.year - 1, calendar)
