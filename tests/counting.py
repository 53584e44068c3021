"""Counts the SQL statements a page makes, so that its number is bounded by a test and not by hope."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import event

from app.infra.db import db

TECHNICAL = ("PRAGMA", "BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET TRANSACTION", "COMMIT")


class Count:
    """How many statements ran, and which."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    @property
    def n(self) -> int:
        """The number of statements, transaction control left out."""
        return len(self.statements)


@contextmanager
def counted(app: Flask) -> Iterator[Count]:
    """Count what `app`'s engine is asked inside the block."""
    count = Count()

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(TECHNICAL):
            count.statements.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield count
    finally:
        event.remove(engine, "before_cursor_execute", note)
