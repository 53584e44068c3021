"""Fixtures shared by all: an application on a real database, a transaction undone after each test, a test browser.

`--database=postgresql` runs the same tests on the server that TEST_POSTGRES_URL names.
"""

import os
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import create_engine, event, text
from sqlalchemy.orm import Session

import config as deployment
from app import create_app
from app.infra import clock
from app.infra.db import db
from app.infra.orm import Base
from tests import proofs
from tests.pages import Browser

# Machines are noisy: a slow example proves nothing. An ordinary run tries the same examples each time, so that what it says of
# a change is due to the change; `make prove` looks for others.
settings.register_profile("tutorat", deadline=None, derandomize=not proofs.FULL)
settings.load_profile("tutorat")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """Which engine this run is on."""
    return str(request.config.getoption("--database"))


def new_database(engine_name: str, folder: Path) -> str:
    """The URL of an empty database of our own."""
    if engine_name == "sqlite":
        return f"sqlite:///{folder / f'{uuid.uuid4().hex}.sqlite'}"
    server = os.environ.get("TEST_POSTGRES_URL")
    if not server:
        pytest.fail("TEST_POSTGRES_URL is not set: run `make test`, which starts a server")
    name = f"t_{uuid.uuid4().hex[:16]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return f"{server.rpartition('/')[0]}/{name}"


def settings_for(url: str, folder: Path, **changes: Any) -> dict[str, Any]:
    """Deployment settings of a test application on the database `url`."""
    loaded = deployment.load({"INSTANCE": str(folder), "DATABASE_URL": url, "TUTORAT_MODE": "development"})
    return {**loaded, "TESTING": True, "RATELIMIT_ENABLED": False, **changes}


def _shuffle(connection: Any, _record: Any) -> None:
    """Rows that no ORDER BY puts in order come backwards: a test that relies on chance fails."""
    connection.execute("PRAGMA reverse_unordered_selects=ON")


def make_app(url: str, folder: Path, **changes: Any) -> Flask:
    """An application whose database holds every table and no row."""
    app = create_app(settings_for(url, folder, **changes))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", _shuffle)
        Base.metadata.create_all(db.engine.execution_options(write=True))
    return app


def closed(app: Flask) -> None:
    """Close the connections of an application of one's own, once nothing holds one: leave its contexts first, or the
    one their session holds outlives its pool.
    """
    with app.app_context():
        db.engine.dispose()


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory, engine_name: str) -> Iterator[Flask]:
    """The application most tests share."""
    folder = tmp_path_factory.mktemp("app")
    app = make_app(new_database(engine_name, folder), folder)
    yield app
    closed(app)


@pytest.fixture
def real_app(tmp_path: Path, engine_name: str) -> Iterator[Flask]:
    """An application with a database of its own and real commits, for threads, kills and start-up."""
    app = make_app(new_database(engine_name, tmp_path), tmp_path)
    yield app
    closed(app)


@pytest.fixture
def app(shared_app: Flask) -> Iterator[Flask]:
    """The shared application inside a transaction that is rolled back after the test."""
    with shared_app.app_context():
        engine, maker = db.engine, db.sessionmaker
    connection = engine.connect().execution_options(write=True)
    transaction = connection.begin()
    maker.configure(bind=connection, join_transaction_mode="create_savepoint")
    try:
        yield shared_app
    finally:
        maker.configure(bind=engine, join_transaction_mode="conditional_savepoint")
        transaction.rollback()
        connection.close()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """An application context, for tests of services and queries."""
    with app.app_context():
        yield app


@pytest.fixture
def session(context: Flask) -> Session:
    """The session of the test's context. Change things with `app.infra.db.write`, as the application does."""
    return db.session


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A visitor's browser."""
    return Browser(app)


@pytest.fixture
def now() -> datetime:
    """The instant at which the test happens."""
    return NOW


@pytest.fixture(autouse=True)
def _frozen_clock() -> Iterator[None]:
    with clock.frozen(NOW):
        yield
