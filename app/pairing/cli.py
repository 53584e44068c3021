"""`flask national-run`: compute a national run of any size and keep it, for a person to read and apply in the pages."""

import click
from flask.cli import with_appcontext

from app.accounts.queries import by_email
from app.infra import clock
from app.infra.access import ADMIN
from app.infra.db import db, write
from app.pairing import queries, services
from app.pairing.rules.plan import plan


@click.command("national-run")
@click.option("--as", "email", required=True, help="The administrator in whose name it is computed.")
@with_appcontext
def group(email: str) -> None:
    """Compute a national run and keep it. Sends nothing."""
    person = by_email(db.session, email)
    if person is None or ADMIN not in {grant.role for grant in person.grants}:
        raise click.ClickException(f"{email} is not an administrator's address.")
    actor_id, now = person.id, clock.now()
    facts, _students = queries.facts(db.session, None, now)
    if not facts.needs:
        click.echo("Every student has a proposal or a pair: nothing to compute.")
        return
    found = plan(facts, others=0)
    run_id = write(lambda session: services.keep_run(session, actor_id, facts, found, now))
    click.echo(
        f"Run {run_id}: {found.figures.placed} of {found.figures.students} students. Read it, then apply it, in the pages."
    )
