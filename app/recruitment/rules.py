"""Eligibility, as pure rules."""

from datetime import datetime

from app.infra.clock import PARIS


def eligible_until(exam_year: int, window_years: int) -> datetime:
    """The first instant at which an exam of `exam_year` no longer counts: after 31 August of exam_year + window_years,
    end of the day in Paris (programme rule: exam passed less than 6 years ago).
    """
    return datetime(exam_year + window_years, 9, 1, tzinfo=PARIS)


def school_year(now: datetime) -> int:
    """The year in which the season of `now` began, in Paris: seasons begin on 1 September."""
    local = now.astimezone(PARIS)
    return local.year if local.month >= 9 else local.year - 1  # noqa: PLR2004
