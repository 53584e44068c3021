"""Limits on tries, as rows: strict per account, generous per address (a school shares one)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.infra.models import ThrottleMark
from app.infra.orm import fold


@dataclass(frozen=True)
class Limit:
    """At most `times` tries of `scope` per key in `window`."""

    scope: str
    times: int
    window: timedelta


def _key(limit: Limit, key: str) -> str:
    return sha256(f"{limit.scope}:{fold(key)}".encode()).hexdigest()[:32]


def exceeded(session: Session, limit: Limit, key: str, now: datetime) -> bool:
    """Whether `key` has used its tries."""
    count = session.scalar(
        select(func.count(ThrottleMark.id)).where(
            ThrottleMark.scope == limit.scope,
            ThrottleMark.key == _key(limit, key),
            ThrottleMark.at > now - limit.window,
        )
    )
    return (count or 0) >= limit.times


def mark(session: Session, limit: Limit, key: str, now: datetime) -> None:
    """Note one try, and forget those too old to count. Inside `write`, and never rolled back with a refusal."""
    session.execute(delete(ThrottleMark).where(ThrottleMark.scope == limit.scope, ThrottleMark.at < now - limit.window))
    session.add(ThrottleMark(scope=limit.scope, key=_key(limit, key), at=now))


def clear(session: Session, limit: Limit, key: str) -> None:
    """Forget the tries of `key`: it has proven who it is."""
    session.execute(delete(ThrottleMark).where(ThrottleMark.scope == limit.scope, ThrottleMark.key == _key(limit, key)))
