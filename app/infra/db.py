"""The database as the application opens it, and `write`: the only way anything is ever changed.

A request reads in a read-only transaction. To change something, a view calls `write(act)`: the read ends, a fresh
transaction that is allowed to write begins (`BEGIN IMMEDIATE` on SQLite), the act runs, one commit follows.
"""

from collections.abc import Callable
from contextvars import ContextVar
from random import uniform
from sqlite3 import Connection as SQLiteConnection
from time import sleep
from typing import Any, TypeVar

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

T = TypeVar("T")

db = SQLAlchemy()
_writing: ContextVar[bool] = ContextVar("writing", default=False)

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON")
SQLITE_BUSY, SQLITE_LOCKED = 5, 6
RETRIED_SQLSTATES = ("40001", "40P01", "55P03")  # serialisation failure, deadlock, lock not available


class NestedWrite(RuntimeError):
    """`write` was called inside an act: there would be two transactions where one was meant."""


class WriteOutside(RuntimeError):
    """Something tried to change the database outside `write`."""


class Busy(RuntimeError):
    """The database stayed locked through every try. Nothing was written; the person may try again."""


def listen(engine: Engine) -> None:
    """Give `engine` its transaction rules. Call once per engine, before its first connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "begin", _begin_postgresql)


def _open_sqlite(connection: SQLiteConnection, _record: Any) -> None:
    connection.isolation_level = None  # the driver must send no BEGIN of its own
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    writing = options.get("write", False)
    if options.get("migrate"):
        # Without effect once BEGIN is sent; a recreated table would otherwise cascade and delete its children.
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if not connection.get_execution_options().get("write"):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")


def transient(error: DBAPIError) -> bool:
    """Whether the same act may succeed if tried again: a lock held by another, not a mistake of ours."""
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return code in (SQLITE_BUSY, SQLITE_LOCKED) or getattr(error.orig, "sqlstate", None) in RETRIED_SQLSTATES


def write(act: Callable[[Session], T], tries: int = 4) -> T:
    """Run `act(session)` in one transaction that may write, commit, and return what it returned.

    The act may run again after a lock conflict: it creates what it adds, fetches what it changes, and returns ids or
    values. Raises NestedWrite inside another act, WriteOutside if changes were pending, Busy when every try met a lock.
    """
    if _writing.get():
        raise NestedWrite
    session = db.session
    if session.new or session.dirty or session.deleted:
        raise WriteOutside
    token = _writing.set(True)
    try:
        for attempt in range(tries):
            session.rollback()  # ends the read and expires what it loaded
            try:
                session.connection(execution_options={"write": True})  # BEGIN IMMEDIATE before any read
                result = act(session)
                session.commit()
            except DBAPIError as error:
                session.rollback()
                if not transient(error):
                    raise
                sleep(uniform(0, 0.05 * 2**attempt))  # noqa: S311  a pause, not a secret
            except BaseException:
                session.rollback()
                raise
            else:
                return result
        raise Busy
    finally:
        _writing.reset(token)


def _refuse_stray_flush(session: Session, *_: Any) -> None:
    if not _writing.get() and (session.new or session.dirty or session.deleted):
        raise WriteOutside


def guard_session() -> None:
    """Refuse any flush outside `write`, wherever the session comes from."""
    if not event.contains(Session, "before_flush", _refuse_stray_flush):
        event.listen(Session, "before_flush", _refuse_stray_flush)
