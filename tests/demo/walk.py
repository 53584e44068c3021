"""Every value of the database, by column: what a promise about the whole demonstration is checked on."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.infra.orm import Base

ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")


def rows(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def values(session: Session) -> Iterator[tuple[str, Any]]:
    """(table.column, value), nothing left out but what is absent."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            for value in session.scalars(select(column).where(column.is_not(None))):
                yield f"{table.name}.{column.name}", value


def instants(session: Session) -> Iterator[tuple[str, datetime]]:
    """Every instant, with its column."""
    for name, value in values(session):
        if isinstance(value, datetime):
            yield name, value


def addresses(session: Session) -> set[str]:
    """Every e-mail address written anywhere, inside texts and JSON too."""
    return {found for _name, value in values(session) for found in ADDRESS.findall(str(value))}
