"""`flask content publish`: what the modules folder holds becomes what tutors read."""

from functools import partial
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.authoring.services import publish
from app.content.cli import group as content_group
from app.content.folder import load, packages_in
from app.content.words import SENTENCES, sentence
from app.infra import clock
from app.infra.db import write
from app.infra.errors import DomainError


def publish_folder(path: str) -> list[str]:
    """Publish every package under `path`; one that has an error or is refused is said and left, the others go on."""
    lines = []
    for folder in packages_in(Path(path)):
        package, problems = load(folder)
        if package is None:
            first = next(p for p in problems if p.level == "error")
            lines.append(f"{folder.name} : {first.file}:{first.line} {sentence(first)}")
            continue
        try:
            new = write(partial(publish, package=package, source="folder", now=clock.now()))
        except DomainError as error:
            lines.append(f"{folder.name} : {str(SENTENCES[error.code].text) % error.values}")
        else:
            lines.append(f"{folder.name} : " + (f"version {package.version} publiée" if new else "inchangé"))
    return lines


@content_group.command("publish")
@click.argument("path", required=False, type=click.Path(exists=True))
@with_appcontext
def publish_command(path: str | None) -> None:
    """Publish the packages of PATH (by default CONTENT_PATH)."""
    for line in publish_folder(path or current_app.config["CONTENT_PATH"]):
        click.echo(line)
