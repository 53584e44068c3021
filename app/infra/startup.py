"""What must be true of the database before a single page is served. Each refusal says what to do."""

import gc
import sqlite3

from sqlalchemy import Engine

EXPECTED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


class StartupRefused(RuntimeError):
    """The application will not start; the message says why and what to change."""


def check_sqlite(engine: Engine) -> None:
    """Assert WAL, synchronous=FULL, foreign keys, read-only reads and BEGIN IMMEDIATE writes. No effect elsewhere.

    Raises StartupRefused naming the first assertion that failed.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as reading:
        for pragma, expected in EXPECTED.items():
            found = reading.exec_driver_sql(f"PRAGMA {pragma}").scalar()
            if found != expected:
                raise StartupRefused(f"SQLite: {pragma} is {found!r}, expected {expected!r}.")
        if reading.exec_driver_sql("PRAGMA query_only").scalar() != 1:
            raise StartupRefused("SQLite: a read may write; query_only is off.")
    _check_immediate(engine)


def _check_immediate(engine: Engine) -> None:
    """A write must hold the lock from its first statement: another connection's BEGIN IMMEDIATE has to be refused."""
    path = engine.url.database
    if not path or path == ":memory:":
        raise StartupRefused("SQLite: a file is needed, not a database in memory. Set DATABASE_URL.")
    with engine.connect().execution_options(write=True) as writing:
        writing.exec_driver_sql("SELECT 1")
        other = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            other.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return
        finally:
            other.close()
    raise StartupRefused("SQLite: a write does not begin with BEGIN IMMEDIATE.")


def settle() -> None:
    """Tell the collector that what the application is made of stays: it need not walk it again at every page that reads
    thousands of rows. Once, when everything is loaded, in the process that serves.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
