"""Business settings (⚙): declared and typed by each feature, stored as dated rows, read as one mapping.

A feature writes `WINDOW = Setting("training.window_years", 6, _l("…"))` in its `settings.py`; a service reads
`values(session, now)[WINDOW]` and hands the value to a rule as an argument.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra.errors import DomainError
from app.infra.models import SettingChange

V = TypeVar("V", int, bool, str, list[str])


@dataclass(frozen=True)
class Caution:
    """Why a set of values is to be confirmed knowingly, or refused (`final`): a code with the values of its sentence."""

    code: str
    values: dict[str, Any]
    final: bool = False


@dataclass(frozen=True, eq=False)
class Setting(Generic[V]):
    """One business setting: key "feature.name", default (its type is the setting's type), label, hint and bounds.

    `caution` looks at all the values as they would be once this one is changed.
    """

    key: str
    default: V
    label: Any
    hint: Any = ""
    minimum: int | None = None
    maximum: int | None = None
    caution: "Callable[[Values], Caution | None] | None" = None


class Values:
    """Every setting's value at one instant, read in one query."""

    def __init__(self, stored: dict[str, Any]) -> None:
        self._stored = stored

    def __getitem__(self, setting: Setting[V]) -> V:
        return cast(V, self._stored.get(setting.key, setting.default))

    def with_(self, setting: Setting[V], value: V) -> "Values":
        """The same, were `setting` changed."""
        return Values({**self._stored, setting.key: value})


def values(session: Session, now: datetime) -> Values:
    """The values in force at `now`."""
    rows = session.execute(
        select(SettingChange.key, SettingChange.value)
        .where(SettingChange.since <= now)
        .order_by(SettingChange.since, SettingChange.id)
    )
    return Values({key: value["value"] for key, value in rows})


def check(setting: Setting[V], value: V) -> None:
    """Raises DomainError "settings.out_of_bounds" when a number leaves the setting's bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        return
    low, high = setting.minimum, setting.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise DomainError("settings.out_of_bounds", low=low, high=high)


def change(
    session: Session,
    setting: Setting[V],
    value: V,
    now: datetime,
    *,
    since: datetime,
    reason: str,
    actor_id: int | None,
) -> None:
    """Store a new value in force from `since`. Raises DomainError out of bounds or dated in the past."""
    check(setting, value)
    if since < now:
        raise DomainError("settings.past")
    session.add(SettingChange(key=setting.key, value={"value": value}, since=since, reason=reason, changed_by=actor_id))
    session.flush()


def history(session: Session, key: str) -> list[SettingChange]:
    """Every stored value of a setting, newest first."""
    return list(
        session.scalars(
            select(SettingChange)
            .where(SettingChange.key == key)
            .order_by(SettingChange.since.desc(), SettingChange.id.desc())
        )
    )
