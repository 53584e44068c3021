"""What the database promises, and that each promise is really kept by what we wrote (canaries)."""

import sqlite3
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import DBAPIError

from app.accounts.models import Person
from app.infra import db as database
from app.infra.db import NestedWrite, WriteOutside, db, write
from app.infra.startup import StartupRefused, check_sqlite
from tests import factories as make

pytestmark = pytest.mark.usefixtures("_frozen_clock")


def only(engine_name: str, wanted: str) -> None:
    if engine_name != wanted:
        pytest.skip(f"about {wanted}")


def test_a_write_commits_and_returns_what_the_act_returned(real_app: Flask) -> None:
    with real_app.app_context():
        person = make.person(first_name="Awa")
        assert write(lambda s: s.get_one(Person, person.id).first_name) == "Awa"


def test_a_write_inside_a_write_is_refused(session) -> None:
    with pytest.raises(NestedWrite):
        write(lambda _s: write(lambda _t: None))


def test_a_change_outside_write_is_refused(session) -> None:
    made = make.person()
    made.first_name = "Autre"
    with pytest.raises(WriteOutside):
        session.flush()
    session.rollback()


def test_pending_changes_are_refused_at_the_door_of_write(session) -> None:
    made = make.person()
    made.first_name = "Autre"
    with pytest.raises(WriteOutside):
        write(lambda _s: None)
    session.rollback()


def test_a_core_update_in_a_read_is_refused_by_the_database(real_app: Flask) -> None:
    with real_app.app_context():
        make.person()
        with pytest.raises(DBAPIError):
            db.session.execute(update(Person).values(first_name="Volé"))
        db.session.rollback()


def test_an_act_that_fails_leaves_nothing(real_app: Flask) -> None:
    def act(session):
        session.execute(update(Person).values(first_name="Moitié"))
        raise ValueError

    with real_app.app_context():
        make.person(first_name="Awa")
        with pytest.raises(ValueError):
            write(act)
        assert db.session.scalars(select(Person.first_name)).all() == ["Awa"]


def test_sqlite_opens_as_promised(real_app: Flask, engine_name: str) -> None:
    only(engine_name, "sqlite")
    with real_app.app_context():
        check_sqlite(db.engine)


@pytest.mark.parametrize("pragma", ["synchronous=OFF", "foreign_keys=OFF", "journal_mode=DELETE"])
def test_canary_startup_is_refused_when_a_pragma_is_wrong(
    real_app: Flask, engine_name: str, pragma: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    only(engine_name, "sqlite")
    with real_app.app_context():
        db.engine.dispose()
        monkeypatch.setattr(database, "PRAGMAS", (*database.PRAGMAS, pragma))
        with pytest.raises(StartupRefused, match=pragma.partition("=")[0]):
            check_sqlite(db.engine)


def test_canary_startup_is_refused_when_writes_do_not_begin_immediate(real_app: Flask, engine_name: str) -> None:
    only(engine_name, "sqlite")
    with real_app.app_context():
        engine = db.engine
        event.remove(engine, "begin", database._begin_sqlite)

        def lazily(connection) -> None:
            writing = connection.get_execution_options().get("write")
            connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if writing else 'ON'}")
            connection.exec_driver_sql("BEGIN")

        event.listen(engine, "begin", lazily)
        with pytest.raises(StartupRefused, match="BEGIN IMMEDIATE"):
            check_sqlite(engine)


def test_foreign_keys_are_enforced(real_app: Flask) -> None:
    with real_app.app_context(), pytest.raises(DBAPIError):
        write(lambda s: s.execute(text("INSERT INTO arrival (person_id, at) VALUES (999999, '2026-01-01')")))


def test_the_savepoint_fixture_really_undoes(app: Flask, engine_name: str, request: pytest.FixtureRequest) -> None:
    """Rows made in a test are invisible to another connection: nothing was committed."""
    with app.app_context():
        made = make.person()
        assert db.session.get(Person, made.id)
        url = real_url(app)
    only(engine_name, "sqlite")
    with sqlite3.connect(url) as other:
        assert other.execute("SELECT count(*) FROM person").fetchone() == (0,)


def real_url(app: Flask) -> str:
    return str(Path(app.config["SQLALCHEMY_ENGINES"]["default"]["url"].removeprefix("sqlite:///")))


def test_threads_never_lose_an_update(real_app: Flask) -> None:
    """32 threads each add one: 32 in the end. Through `write`, with the retries it promises."""
    with real_app.app_context():
        person_id = make.person().id

    def add_one() -> None:
        with real_app.app_context():
            write(
                lambda s: s.execute(
                    update(Person).where(Person.id == person_id).values(session_version=Person.session_version + 1)
                )
            )

    threads = [threading.Thread(target=add_one) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with real_app.app_context():
        assert db.session.get_one(Person, person_id).session_version == 32
