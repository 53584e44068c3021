"""Migrations build what the models say, on both engines, and never lose a row on the way, forward or back."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import func, inspect, select, text

from app import create_app
from app.infra import migrations
from app.infra.db import db
from app.infra.migrations import BrokenForeignKeys
from app.infra.orm import Base
from tests.conftest import closed, make_app, new_database, settings_for
from tests.pairing import story

REBUILD = '''"""Rebuild a table that others point at, as SQLite does for any change of column."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None
def upgrade():
    with op.batch_alter_table("student", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer(), nullable=True))
def downgrade():
    with op.batch_alter_table("student", recreate="always" if op.get_bind().dialect.name == "sqlite" else "never") as batch:
        batch.drop_column("shoe_size")
'''
ORPHANS = '''"""Leave rows that point at nothing."""
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None
def upgrade():
    op.execute("DELETE FROM student")
def downgrade():
    pass
'''
FAILS = '''"""Do one thing, then fail."""
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{head}", None, None
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    raise RuntimeError("panne")
def downgrade():
    pass
'''


def shape() -> dict[str, Any]:
    """All that a database says of its tables: what compare_metadata sees, and what it does not."""
    found, seen = {}, inspect(db.engine)
    for table in sorted(set(seen.get_table_names()) - {"alembic_version"}):
        found[table] = {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in seen.get_columns(table)},
            "primary": seen.get_pk_constraint(table)["constrained_columns"],
            "checks": sorted((c["name"], c["sqltext"]) for c in seen.get_check_constraints(table)),
            "unique": sorted((c["name"], c["column_names"]) for c in seen.get_unique_constraints(table)),
            "foreign": sorted(
                (f["name"] or "", f["constrained_columns"], f["referred_table"], f["options"].get("ondelete"))
                for f in seen.get_foreign_keys(table)
            ),
            "indexes": sorted(
                (i["name"], i["column_names"], bool(i["unique"]), _where(i)) for i in seen.get_indexes(table)
            ),
        }
    return found


def kept_by() -> list[tuple[str, str]]:
    """The triggers, and on PostgreSQL what they call: the indexes of searches are kept by them alone."""
    if db.engine.dialect.name == "sqlite":
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    else:
        found = (
            "SELECT t.tgname, pg_get_triggerdef(t.oid) || p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE NOT t.tgisinternal ORDER BY t.tgname"
        )
    rows = [(str(name), str(said)) for name, said in db.session.execute(text(found))]
    db.session.rollback()
    return rows


def _where(index: Any) -> str:
    options = index.get("dialect_options", {})
    return str(options.get("sqlite_where", options.get("postgresql_where", "")))


def rows() -> dict[str, int]:
    """How many rows each table of the model holds, those that exist at this step."""
    there = set(inspect(db.engine).get_table_names())
    counted = {
        t.name: db.session.scalar(select(func.count()).select_from(t)) or 0
        for t in Base.metadata.sorted_tables
        if t.name in there
    }
    db.session.rollback()  # a reader would make a migration wait
    return counted


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the migrations, to which a test may add."""
    copied = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, copied, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrations, "FOLDER", copied)
    return copied


@pytest.fixture
def bare(engine_name: str, tmp_path: Path) -> Iterator[Callable[[], Flask]]:
    """Applications on one database without a table."""
    url, made = new_database(engine_name, tmp_path), []

    def build() -> Flask:
        app = create_app(settings_for(url, tmp_path))
        made.append(app)
        return app

    yield build
    for app in made:
        closed(app)


def add(folder: Path, source: str) -> None:
    heads = sorted(p.name.partition("_")[0] for p in folder.glob("[0-9]*.py"))
    (folder / "9001_test.py").write_text(source.replace("{head}", heads[-1]))


def upgraded(app: Flask) -> Alembic:
    """`app`'s database, brought to the newest migration."""
    migrations.upgrade(app)
    alembic: Alembic = app.extensions["alembic"]
    return alembic


def fill() -> None:
    """A class, its lead, a student, a tutor, a proposal and a pair, each with rows that hang on it."""
    s = story.scene()
    story.accept(s, story.draw(s))
    story.draw(s, student_id=story.another_student(s))


def test_from_nothing_migrations_build_exactly_the_models(
    bare: Callable[[], Flask], engine_name: str, tmp_path: Path
) -> None:
    app = bare()
    with app.app_context():
        alembic = upgraded(app)
        assert alembic.compare_metadata() == []
        migrated, triggers = shape(), kept_by()
        assert len(triggers) >= 6, "the index of the pool's search is kept"
    created = make_app(new_database(engine_name, tmp_path), tmp_path)
    with created.app_context():
        assert migrated == shape()
        assert triggers == kept_by()
    closed(created)


def test_upgrading_again_changes_nothing(bare: Callable[[], Flask]) -> None:
    app = bare()
    with app.app_context():
        upgraded(app)
        fill()
        before = rows()
        upgraded(app)
        assert rows() == before


def test_there_is_one_line_of_migrations_each_with_its_way_back(bare: Callable[[], Flask]) -> None:
    app = bare()
    with app.app_context():
        alembic: Alembic = app.extensions["alembic"]
        assert len(alembic.heads()) == 1
        for script in alembic.log():
            assert script.doc
            assert script.module.downgrade.__code__.co_code != script.module.upgrade.__code__.co_code


def test_every_migration_after_the_first_keeps_every_row_both_ways(bare: Callable[[], Flask], folder: Path) -> None:
    """Down step by step to the first and up again, on a filled database; a table rebuilt on the way keeps its children."""
    add(folder, REBUILD)
    app = bare()
    with app.app_context():
        alembic = upgraded(app)
        fill()
        before = rows()
        assert before["pair"] == 1
        assert before["student_contact"] == 2
        for _step in alembic.log()[:-1]:
            alembic.downgrade()
            kept = rows()
            assert kept == {table: before[table] for table in kept}
            assert {"pair", "attempt", "lesson", "student_contact"} <= kept.keys()
        upgraded(app)
        assert rows() == before
        if db.engine.dialect.name == "sqlite":
            assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
            assert db.session.execute(text("PRAGMA foreign_keys")).scalar() == 1, "on again for everyone else"


def test_canary_with_foreign_keys_on_the_same_rebuild_would_delete_children(
    bare: Callable[[], Flask], folder: Path, engine_name: str
) -> None:
    if engine_name != "sqlite":
        pytest.skip("a table is rebuilt on SQLite alone")
    add(folder, REBUILD)
    app = bare()
    with app.app_context():
        alembic = upgraded(app)
        fill()
        before = rows()
        alembic.downgrade()
        alembic._get_cache().engines["default"] = db.engine.execution_options(write=True)  # without `migrate`
        alembic._get_cache().clear()
        try:
            alembic.upgrade()
        except Exception:  # noqa: BLE001  refused or emptied: either way it is not safe
            return
        assert rows() != before


def test_the_way_back_to_nothing_leaves_nothing(bare: Callable[[], Flask]) -> None:
    app = bare()
    with app.app_context():
        alembic = upgraded(app)
        fill()
        db.session.rollback()
        alembic.downgrade("base")
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
        upgraded(app)
        assert alembic.compare_metadata() == []


def test_a_migration_that_fails_leaves_nothing_of_any(bare: Callable[[], Flask], folder: Path) -> None:
    add(folder, FAILS)
    app = bare()
    with app.app_context():
        with pytest.raises(RuntimeError, match="panne"):
            migrations.upgrade(app)
        app.extensions["alembic"]._get_cache().clear()
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


def test_a_migration_that_orphans_rows_is_undone(bare: Callable[[], Flask], folder: Path, engine_name: str) -> None:
    app = bare()
    with app.app_context():
        upgraded(app)
        fill()
        before = rows()
    closed(app)
    add(folder, ORPHANS)
    app = bare()
    with app.app_context():
        refused = BrokenForeignKeys if engine_name == "sqlite" else Exception
        with pytest.raises(refused):
            migrations.upgrade(app)
        app.extensions["alembic"]._get_cache().clear()
        assert rows() == before
