"""What each feature says of the personal data it holds: how it is exported, how it is erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

Records = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Privacy:
    """`export(session, person_id)` gives records by heading; `erase(session, person_id, now)` empties or deletes them."""

    export: Callable[[Session, int], Records]
    erase: Callable[[Session, int, datetime], None]
