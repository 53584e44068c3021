"""The demonstration, told once by `flask setup` for all of these tests; each then undoes what it changes."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app import create_app
from app.infra import clock
from tests.conftest import NOW, closed, new_database, settings_for


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory, engine_name: str) -> Iterator[tuple[Flask, str]]:
    """A demonstration site, and what `flask setup` said of it."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(settings_for(new_database(engine_name, folder), folder, MODE="demonstration"))
    with clock.frozen(NOW):
        done = app.test_cli_runner().invoke(args=["setup"])
    assert done.exit_code == 0, done.output
    yield app, done.output
    closed(app)


@pytest.fixture(scope="session")
def shared_app(told: tuple[Flask, str]) -> Flask:
    """In this folder `app`, `session` and `browser` are the demonstration's."""
    return told[0]
