"""Alembic, set so that a failed migration leaves nothing behind, and so that SQLite may rebuild a table safely."""

from pathlib import Path
from typing import Any

from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import Connection, event

from app.infra.db import db
from app.infra.orm import Base
from app.infra.search import PREFIX

FOLDER = Path(__file__).parent.parent.parent / "migrations"


class BrokenForeignKeys(RuntimeError):
    """A migration left rows that point at nothing: it is undone."""


def _check_foreign_keys(connection: Connection) -> None:
    if connection.get_execution_options().get("migrate") and connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise BrokenForeignKeys(f"{len(broken)} rows point at nothing, first in table {broken[0][0]}")


def _is_ours(_object: Any, name: str | None, kind: str, _reflected: bool, _compare_to: Any) -> bool:
    """Whether the models speak of this: the indexes of searches are made by hand, and FTS5 adds tables of its own."""
    return not (kind == "table" and (name or "").startswith(PREFIX))


def init(app: Flask) -> None:
    """Register migrations for `app`. Call inside an application context, once the engine listens."""
    event.listen(db.engine, "commit", _check_foreign_keys)
    app.config["ALEMBIC"] = {"script_location": str(FOLDER)}
    app.config["ALEMBIC_CONTEXT"] = {
        "transactional_ddl": True,
        "render_as_batch": True,
        "compare_type": True,
        "include_object": _is_ours,
    }
    engine = db.engine.execution_options(write=True, migrate=True)
    Alembic(app, run_mkdir=False, metadatas=Base.metadata, engines=engine)


def upgrade(app: Flask) -> None:
    """Bring the database to the newest migration, all of them or none."""
    alembic: Alembic = app.extensions["alembic"]
    alembic.upgrade()
