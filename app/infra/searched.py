"""How an index of `infra.search` is kept by the database itself: its table, and the triggers that write it again.

Whatever changes what an entry is made from deletes the entry and makes it anew, in the same transaction. Two writers who
change one person's facts from two sides at once take turns on that person's row on PostgreSQL (`lock`): each alone would not
see what the other adds, and the entry would lack it for good. SQLite has one writer at a time anyway.

A migration that rebuilds a table that is watched (any change of column, on SQLite) runs `leave` before and `keep` after: the
triggers go with the old table. `tests/infra/test_migrations.py` compares those of a migrated database with these.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, MetaData, event

# PostgreSQL's parser would read addresses, dates and numbers in « 04/2026 » or « a.b@c »: letters and digits alone.
LETTERS = r"regexp_replace({words}, '[][!-/:;<=>?@\\^_`{{|}}~«»“”‘’…–—·]+', ' ', 'g')"
TAGGED = "array_to_tsvector(ARRAY(SELECT '=' || one FROM unnest(string_to_array({tags}, ' ')) AS one))"
DOCUMENT = f"to_tsvector('simple', {LETTERS}) || {TAGGED}"


@dataclass(frozen=True)
class Watch:
    """A table whose rows make entries. `which` picks the ids to write again, `{row}` standing for the row changed; `columns`
    are those whose change matters, `on` the acts.
    """

    table: str
    which: str
    columns: tuple[str, ...] = ()
    on: tuple[str, ...] = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Index:
    """`source` gives id, words and tags by engine, and ends in a WHERE to which `key` IN (…) is added."""

    name: str
    source: dict[str, str]
    key: str
    lock: str
    watches: tuple[Watch, ...]


def build(index: Index, dialect: str) -> Iterator[str]:
    """The statements that make the index, fill it and keep it."""
    yield from _sqlite_table(index) if dialect == "sqlite" else _postgresql_table(index)
    yield fill(index, dialect)
    yield from keep(index, dialect)


def beside(index: Index, metadata: MetaData) -> None:
    """Make and drop the index with the tables of `metadata`, as tests make them; migrations do so for everyone else."""

    def made(_target: Any, connection: Connection, **_: Any) -> None:
        for statement in build(index, connection.dialect.name):
            connection.exec_driver_sql(statement)

    def dropped(_target: Any, connection: Connection, **_: Any) -> None:
        for statement in drop(index, connection.dialect.name):
            connection.exec_driver_sql(statement)

    event.listen(metadata, "after_create", made)
    event.listen(metadata, "before_drop", dropped)


def fill(index: Index, dialect: str, which: str = "") -> str:
    """The statement that writes every entry, or those of the ids that `which` gives."""
    source = index.source[dialect] + (f" AND {index.key} IN ({which})" if which else "")
    if dialect == "sqlite":
        return f"INSERT INTO {index.name} (rowid, words, tags) {source}"
    made = DOCUMENT.format(words="made.words", tags="made.tags")
    return (
        f"INSERT INTO {index.name} (id, tags, document) "  # noqa: S608  our own text
        f"SELECT made.id, made.tags, {made} FROM ({source}) AS made (id, words, tags)"
    )


def keep(index: Index, dialect: str) -> Iterator[str]:
    """The triggers."""
    for watch in index.watches:
        yield from _sqlite_triggers(index, watch) if dialect == "sqlite" else _postgresql_trigger(index, watch)


def leave(index: Index, dialect: str) -> Iterator[str]:
    """Drop the triggers: before a table that is watched is rebuilt, or goes. `keep` puts them back."""
    for watch in index.watches:
        if dialect == "sqlite":
            for act in watch.on:
                yield f"DROP TRIGGER IF EXISTS {index.name}_{watch.table}_{act.lower()}"
        else:
            yield f"DROP TRIGGER IF EXISTS {index.name}_{watch.table} ON {watch.table}"
            yield f"DROP FUNCTION IF EXISTS {index.name}_{watch.table}()"


def drop(index: Index, dialect: str) -> Iterator[str]:
    """The statements that undo `build`."""
    yield from leave(index, dialect)
    yield f"DROP TABLE {index.name}"


def _sqlite_table(index: Index) -> Iterator[str]:
    yield f"CREATE VIRTUAL TABLE {index.name} USING fts5(words, tags, prefix='3')"


def _postgresql_table(index: Index) -> Iterator[str]:
    yield f"CREATE TABLE {index.name} (id INTEGER PRIMARY KEY, tags TEXT NOT NULL, document TSVECTOR NOT NULL)"
    yield f"CREATE INDEX {index.name}_document ON {index.name} USING gin (document)"


def _again(index: Index, dialect: str, which: str) -> str:
    key = "rowid" if dialect == "sqlite" else "id"
    return f"DELETE FROM {index.name} WHERE {key} IN ({which}); {fill(index, dialect, which)};"  # noqa: S608  our own text


def _sqlite_triggers(index: Index, watch: Watch) -> Iterator[str]:
    of = f" OF {', '.join(watch.columns)}" if watch.columns else ""
    for act in watch.on:
        rows = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}[act]
        body = " ".join(_again(index, "sqlite", watch.which.format(row=row)) for row in rows)
        when = f"AFTER {act}{of if act == 'UPDATE' else ''} ON {watch.table}"
        yield f"CREATE TRIGGER {index.name}_{watch.table}_{act.lower()} {when} BEGIN {body} END"


def _postgresql_trigger(index: Index, watch: Watch) -> Iterator[str]:
    def again(row: str) -> str:
        which = watch.which.format(row=row)
        lock = f"PERFORM 1 FROM {index.lock} WHERE id IN ({which}) ORDER BY id FOR NO KEY UPDATE;"
        return f"{lock} {_again(index, 'postgresql', which)}"

    name = f"{index.name}_{watch.table}"
    body = f"IF TG_OP <> 'INSERT' THEN {again('OLD')} END IF; IF TG_OP <> 'DELETE' THEN {again('NEW')} END IF; RETURN NULL;"
    yield f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
    of = f" OF {', '.join(watch.columns)}" if watch.columns else ""
    acts = " OR ".join(act + (of if act == "UPDATE" else "") for act in watch.on)
    yield f"CREATE TRIGGER {name} AFTER {acts} ON {watch.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
