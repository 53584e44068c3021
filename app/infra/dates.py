"""Instants and dates in words, in the language now spoken. Deadlines are said in Paris time."""

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_skeleton, format_time
from flask_babel import get_locale

from app.infra.clock import PARIS
from app.infra.i18n import gettext as _
from app.infra.i18n import language, ngettext


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone)


def _said(at: date | datetime, zone: ZoneInfo, form: str) -> str:
    local = _local(at, zone) if isinstance(at, datetime) else at
    said = str(format_date(local, form, locale=get_locale()))
    return re.sub(r"\b1 ", "1er ", said, count=1) if language() == "fr" and local.day == 1 else said


def day(at: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """« mardi 6 octobre 2026 » or « Tuesday, October 6, 2026 »."""
    return _said(at, zone, "full")


def short_day(at: date | datetime, zone: ZoneInfo = PARIS) -> str:
    """« 6 octobre 2026 » or « October 6, 2026 »."""
    return _said(at, zone, "long")


def month(on: date) -> str:
    """« octobre 2026 » or « October 2026 »."""
    return str(format_skeleton("yMMMM", on, locale=get_locale()))


def moment(at: datetime, zone: ZoneInfo = PARIS) -> str:
    """« mardi 6 octobre 2026, 18 h 30 » or « Tuesday, October 6, 2026, 6:30 PM »."""
    return f"{day(at, zone)}, {hour(at, zone)}"


def hour(at: datetime, zone: ZoneInfo = PARIS) -> str:
    """« 18 h 30 » or « 6:30 PM »."""
    local = _local(at, zone)
    if language() == "en":
        return str(format_time(local, "short", locale=get_locale()))
    return f"{local.hour}\u00a0h" + (f"\u00a0{local.minute:02d}" if local.minute else "")


def iso(at: datetime) -> str:
    """For the `datetime` attribute of <time>."""
    return at.isoformat(timespec="seconds")


def end_of_day(on: date) -> datetime:
    """The last instant of `on` in Paris: where deadlines fall."""
    return datetime.combine(on + timedelta(days=1), time(), PARIS) - timedelta(seconds=1)


def paris_date(at: datetime) -> date:
    """The date it is in Paris at `at`."""
    return at.astimezone(PARIS).date()


def days_between(start: datetime, end: datetime) -> int:
    """Whole calendar days in Paris from `start` to `end`; negative when `end` comes first."""
    return (paris_date(end) - paris_date(start)).days


def duration(minutes: int) -> str:
    """« 45 min » or « 1 h 20 »."""
    if minutes < 60:  # noqa: PLR2004
        return _("%(n)s min", n=minutes)
    hours, rest = divmod(minutes, 60)
    return f"{hours}\u00a0h" + (f"\u00a0{rest:02d}" if rest else "")


def ago(at: datetime, now: datetime) -> str:
    """« aujourd’hui », « hier », « il y a 12 jours »."""
    days = days_between(at, now)
    if days <= 0:
        return _("aujourd’hui")
    if days == 1:
        return _("hier")
    return ngettext("il y a %(num)s jour", "il y a %(num)s jours", days)
