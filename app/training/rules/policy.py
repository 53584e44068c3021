"""Whether a person may start another attempt at a quiz: now, later, or no more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

ALLOWED, WAIT, NO_MORE, REQUIRES = "allowed", "wait", "no_more", "requires"


@dataclass(frozen=True)
class Past:
    """An attempt that was sent."""

    submitted_at: datetime
    passed: bool


@dataclass(frozen=True)
class Policy:
    """The module's own rules. `max_attempts` 0: as many as wanted."""

    delay_minutes: int = 0
    max_attempts: int = 0


@dataclass(frozen=True)
class Decision:
    """`state` is ALLOWED, WAIT (until `opens_at`), NO_MORE, or REQUIRES (other modules first);
    `left` is how many attempts remain, None: no limit."""

    state: str
    opens_at: datetime | None = None
    left: int | None = None


def may_start(previous: Iterable[Past], policy: Policy, now: datetime) -> Decision:
    """The decision at `now`. Once passed, one may go on practising: neither the delay nor the limit holds any more."""
    past = sorted(previous, key=lambda attempt: attempt.submitted_at)
    if any(attempt.passed for attempt in past):
        return Decision(ALLOWED)
    left = max(0, policy.max_attempts - len(past)) if policy.max_attempts else None
    if left == 0:
        return Decision(NO_MORE, left=0)
    opens_at = past[-1].submitted_at + timedelta(minutes=policy.delay_minutes) if past else now
    if opens_at > now:
        return Decision(WAIT, opens_at, left)
    return Decision(ALLOWED, left=left)
