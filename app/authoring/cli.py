"""`flask content publish`: what the modules folder holds becomes what tutors read."""

from functools import partial
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.authoring.services import publish
from app.content.cli import group as content_group
from app.content.folder import load, packages_in
from app.content.services import render_again
from app.content.words import SENTENCES, sentence
from app.infra import clock
from app.infra.db import write
from app.infra.errors import DomainError


def publish_folder(path: str) -> list[str]:
    """Publish every package under `path`, one line each; one that has an error or is refused is said and left, the
    others go on.
    """
    return [line for line, _done in _publish_all(Path(path))]


def _publish_all(path: Path) -> list[tuple[str, bool]]:
    write(render_again)
    return [_publish(folder) for folder in packages_in(path)]


def _publish(folder: Path) -> tuple[str, bool]:
    """What became of one package, in a line, and whether it is now as in the folder."""
    package, problems = load(folder)
    name = folder.resolve().name  # PATH may be « . », which has none
    if package is None:
        errors = [p for p in problems if p.level == "error"]
        more = f" (+{len(errors) - 1})" if len(errors) > 1 else ""
        return f"{name} : {errors[0].file}:{errors[0].line} {sentence(errors[0])}{more}", False
    try:
        new = write(partial(publish, package=package, source="folder", now=clock.now()))
    except DomainError as error:
        return f"{name} : {str(SENTENCES[error.code].text) % error.values}", False
    return f"{name} : " + (f"version {package.version} publiée" if new else "inchangé"), True


@content_group.command("publish")
@click.argument("path", required=False, type=click.Path(exists=True, file_okay=False))
@with_appcontext
def publish_command(path: str | None) -> None:
    """Publish the packages of PATH (by default CONTENT_PATH). Exit 1 when one was left out."""
    outcomes = _publish_all(Path(path or current_app.config["CONTENT_PATH"]))
    for line, _done in outcomes:
        click.echo(line)
    if not outcomes or not all(done for _line, done in outcomes):
        raise SystemExit(1)
