"""The content commands."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.content.folder import load, packages_in
from app.content.rules import Problem
from app.content.words import LEVELS, sentence
from app.infra.i18n import ngettext

group = click.Group("content", help="Module packages.")


@group.command("check")
@click.argument("paths", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--quiet", is_flag=True, help="Errors alone.")
@with_appcontext
def check(paths: tuple[Path, ...], *, quiet: bool) -> None:
    """Check packages (by default those of CONTENT_PATH): file, line, what is wrong and what to do. Exit 1 on an error."""
    folders = [f for path in paths or (Path(current_app.config["CONTENT_PATH"]),) for f in packages_in(path)]
    errors = 0
    for folder in folders:
        for problem in load(folder)[1]:
            errors += problem.level == "error"
            if not quiet or problem.level == "error":
                click.echo(said(folder, problem))
    modules = ngettext("%(num)s module", "%(num)s modules", len(folders))
    click.echo(f"{modules}, {ngettext('%(num)s erreur', '%(num)s erreurs', errors)}")
    if errors or not folders:
        raise SystemExit(1)


def said(folder: Path, problem: Problem) -> str:
    """« folder/file:line: level : sentence »."""
    place = f"{folder.resolve().name}/{problem.file}:{problem.line}"
    return f"{place}: {LEVELS[problem.level]} : {sentence(problem)}"
