"""`flask doctor`: what an installation still lacks before people use it. In English, for whoever runs the machines."""

import click
from alembic.util.exc import CommandError
from flask import current_app
from flask.cli import with_appcontext

from app.admin.queries import Finding, findings
from app.infra import clock
from app.infra.db import db

SENTENCES = {
    "mode": "TUTORAT_MODE is %(mode)s: set production when people use it.",
    "unsafe": "%(what)s",
    "public_bank": "CONTENT_PATH is the public repository's: its questions and keys can be read by anyone. "
    "Use a private folder or the studio.",
    "migrations": "The database is not at the newest migration: flask setup.",
    "demo_data": "Demonstration accounts are in this database: start production from an empty one.",
    "no_admin": "Nobody administers: flask accounts create-admin.",
    "no_charter": "No charter is in force: flask setup, then Administration › Charte.",
    "module_absent": "Required modules are not published, so nobody can be validated: %(slugs)s. "
    "flask content publish, or Administration › Réglages.",
    "small_test_bank": "The bank of the validation test holds %(size)s questions; three draws, %(wanted)s, are needed. Under one "
    "draw the test is not asked for, and the modules' quizzes decide.",
    "dead_letters": "Messages that failed for good: %(num)s. Administration › Courrier.",
}


def migrated() -> bool:
    """Whether the database is at the newest migration."""
    alembic = current_app.extensions["alembic"]
    try:
        return {r.revision for r in alembic.current()} == {r.revision for r in alembic.heads()}
    except CommandError:  # a revision that this version does not know
        return False


def lines() -> list[str]:
    """What is left to do, each in a sentence. An old schema is said alone of the database: its rows cannot be read."""
    if not migrated():
        return [SENTENCES["migrations"]]
    found: list[Finding] = findings(db.session, current_app.config, clock.now())
    return [SENTENCES[one.code] % dict(one.values) for one in found]


@click.command("doctor")
@with_appcontext
def group() -> None:
    """Say what is left to do for production. Exit 1 when something is."""
    found = lines()
    for line in found:
        click.echo(f"- {line}")
    if found:
        raise SystemExit(1)
    click.echo("Nothing left to do.")
