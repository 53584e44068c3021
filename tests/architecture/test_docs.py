"""The documents name every command, every deployment setting and every business setting."""

from pathlib import Path

import click
from flask import Flask

from config import VARIABLES

ROOT = Path(__file__).parent.parent.parent
SETTINGS = (ROOT / "docs" / "settings.md").read_text() if (ROOT / "docs" / "settings.md").exists() else ""
COMMANDS_OF_LIBRARIES = {"db", "routes", "run", "shell"}


def test_every_deployment_setting_is_documented() -> None:
    assert [v.name for v in VARIABLES if f"`{v.name}`" not in SETTINGS] == []


def test_every_business_setting_is_documented(shared_app: Flask) -> None:
    declared = shared_app.extensions["registry"].listed("settings", "SETTINGS")
    assert [s.key for s in declared if f"`{s.key}`" not in SETTINGS] == []


def test_every_command_is_documented(shared_app: Flask) -> None:
    names = []
    for name, command in shared_app.cli.commands.items():
        if name in COMMANDS_OF_LIBRARIES:
            continue
        names += [f"{name} {sub}" for sub in command.commands] if isinstance(command, click.Group) else [name]
    assert [n for n in names if f"flask {n}" not in SETTINGS] == []


def test_the_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text()
    assert "make start" in readme
    assert "make test" in readme
