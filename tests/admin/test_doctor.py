"""`flask doctor`: what is left to do, one line each, and 1 as long as there is something."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from app.admin.cli import SENTENCES, group
from app.infra.db import write
from app.infra.migrations import upgrade
from app.infra.models import Job
from app.recruitment.services import load_charter
from tests import factories as make
from tests.admin.team import admin
from tests.conftest import NOW, closed, new_database, settings_for
from tests.infra.test_config import SAFE
from tests.training import content
from tests.training.acts import require, rules

DEPLOYMENT = {key: value for key, value in SAFE.items() if key != "TUTORAT_MODE"}


@pytest.fixture
def site(tmp_path: Path, engine_name: str) -> Any:
    """A migrated, empty installation, set as production would be."""
    url = new_database(engine_name, tmp_path)
    app = create_app(settings_for(url, tmp_path, MODE="production", CONTENT_PATH=str(tmp_path / "prive"), **DEPLOYMENT))
    with app.app_context():
        upgrade(app)
    yield app
    closed(app)


def said(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(group)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def ready(app: Flask) -> None:
    with app.app_context():
        admin()
        write(lambda s: load_charter(s, NOW))
        require(content.module(bank=content.one_of_each() + content.test_bank(*map(str, range(9)))).slug)
        rules(draw=3, needed=3)


def test_a_site_with_everything_has_nothing_left_to_do(site: Flask) -> None:
    ready(site)
    assert said(site) == (0, "Nothing left to do.\n")


def test_an_empty_site_says_each_thing_it_lacks(site: Flask) -> None:
    code, text = said(site)
    assert code == 1
    assert SENTENCES["no_admin"] in text
    assert SENTENCES["no_charter"] in text
    assert "role-et-limites" in text
    assert "CONTENT_PATH" not in text


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"MODE": "development"}, "TUTORAT_MODE is development"),
        ({"MODE": "development", "SECRET_KEY": "court"}, "SECRET_KEY"),
        ({"MODE": "development", "MAIL_URL": "/var/mail"}, "MAIL_URL"),
        ({"MODE": "development", "PUBLIC_URL": "http://tutorat.exemple.fr"}, "PUBLIC_URL"),
        ({"MODE": "development", "MAIL_FROM": "a@tutorat.example"}, "MAIL_FROM"),
        ({"CONTENT_PATH": str(Path(__file__).parents[2] / "modules")}, "public repository"),
    ],
)
def test_an_unsafe_setting_is_said_by_its_name(site: Flask, change: dict[str, str], line: str) -> None:
    ready(site)
    site.config.update(change)
    code, text = said(site)
    assert code == 1
    assert line in text


def test_demonstration_people_and_dead_letters_are_said(site: Flask) -> None:
    ready(site)
    with site.app_context():
        make.person("tutor", email="claire@demo.example")
        make.saved(Job(kind="mail", payload={}, state="dead", attempts=8, run_at=NOW, created_at=NOW))
    code, text = said(site)
    assert code == 1
    assert SENTENCES["demo_data"] in text
    assert "failed for good: 1." in text


def test_a_bank_too_small_for_three_draws_is_said(site: Flask) -> None:
    ready(site)
    with site.app_context():
        rules(draw=4, needed=4)
    code, text = said(site)
    assert code == 1
    assert "holds 9 questions; three draws, 12, are needed" in text


def test_an_old_schema_is_said_before_anything_is_read(tmp_path: Path, engine_name: str) -> None:
    app = create_app(settings_for(new_database(engine_name, tmp_path), tmp_path))
    assert said(app) == (1, f"- {SENTENCES['migrations']}\n")
    closed(app)


def test_the_command_is_called_doctor(shared_app: Flask) -> None:
    assert shared_app.cli.commands["doctor"] is group
