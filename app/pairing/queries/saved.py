"""Reads of saved searches, through the lead they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra.errors import NotYours
from app.pairing.models import SavedSearch


@dataclass(frozen=True)
class SavedRow:
    """One saved search in the list: how many new people since its owner last looked, and whether it sends mail."""

    id: int
    name: str
    fresh: int
    mailed: bool
    filters: Mapping[str, Any]
    student_id: int | None


def saved_by(session: Session, lead_id: int) -> list[SavedRow]:
    """The searches this person saved, by name."""
    rows = session.execute(
        select(
            SavedSearch.id,
            SavedSearch.name,
            SavedSearch.fresh,
            SavedSearch.mailed,
            SavedSearch.filters,
            SavedSearch.student_id,
        )
        .where(SavedSearch.lead_id == lead_id)
        .order_by(SavedSearch.name_key)
    )
    return [SavedRow(*row) for row in rows]


def of_lead(session: Session, lead_id: int, search_id: int) -> SavedSearch:
    """A search this person saved. Raises NotYours."""
    found = session.get(SavedSearch, search_id)
    if found is None or found.lead_id != lead_id:
        raise NotYours
    return found
