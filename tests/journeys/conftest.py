"""Fixtures of the browser journeys: one server, one Chromium, one watch, and as many people as a journey needs."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

from tests.journeys.hands import Person
from tests.journeys.looking import Watch
from tests.journeys.scene import PASSWORD
from tests.journeys.server import Server, prepared, serving

ADMIN = "admin@exemple.fr"


NewPerson = Callable[..., Person]


@pytest.fixture(autouse=True)
def _frozen_clock() -> None:
    """The server's clock runs: so does ours."""


@pytest.fixture(scope="session")
def first_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database where an administrator has just been made, and nothing else."""
    new = prepared(tmp_path_factory.mktemp("first-day"))
    name = ("--first-name", "Agnès", "--last-name", "Roy")
    new.flask("accounts", "create-admin", "--email", ADMIN, *name, "--password", PASSWORD)
    return new.folder / "tutorat.sqlite"


@pytest.fixture(scope="module")
def server(first_day: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the story's own, on its first day."""
    folder = tmp_path_factory.mktemp("server")
    with sqlite3.connect(first_day) as first, sqlite3.connect(folder / "tutorat.sqlite") as copy:
        first.backup(copy)
    first.close()
    copy.close()
    with serving(prepared(folder)) as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """A real Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
    yield started
    started.close()


@pytest.fixture(scope="session")
def eyes(chromium: Browser) -> Watch:
    """The watch all journeys share, so that a page is looked at once."""
    return Watch(chromium)


@pytest.fixture
def watch(eyes: Watch) -> Iterator[Watch]:
    """No error on the console, none in a script, none of the policy's, none of axe's: said at the end of the journey."""
    eyes.complaints.clear()
    yield eyes
    eyes.settle()


@pytest.fixture
def someone(chromium: Browser, server: Server, watch: Watch) -> Iterator[NewPerson]:
    """Makes a person: `someone("tutor", script=False, width=375, lang="en")` has a browser of their own."""
    contexts = []

    def make(who: str, *, script: bool = True, width: int = 1280, lang: str = "fr", **options: Any) -> Person:
        context = chromium.new_context(
            java_script_enabled=script,
            viewport={"width": width, "height": 800},
            locale={"fr": "fr-FR", "en": "en-GB"}[lang],
            **options,
        )
        context.set_default_timeout(15_000)
        watch.follow(context)
        contexts.append(context)
        return Person(context.new_page(), who, watch, server.url)

    yield make
    for context in contexts:
        context.close()
