"""The one place where the program asks what time it is. Rules and services take `now` as an argument instead."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")


def _system() -> datetime:
    return datetime.now(UTC)


def _same(at: datetime) -> datetime:
    return at


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _source()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at `at` (aware) for every thread, for tests and for the demonstration's past dates."""
    global _source  # noqa: PLW0603  one clock for all threads is the point
    before = _source
    _source = partial(_same, at)
    try:
        yield
    finally:
        _source = before
