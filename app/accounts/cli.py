"""The accounts' commands: opening an empty installation."""

import click
from email_validator import EmailNotValidError, validate_email
from flask.cli import with_appcontext

from app.accounts import services
from app.accounts.hashing import hashed
from app.accounts.models import Person
from app.accounts.rules import MINIMUM, password_faults
from app.infra import clock
from app.infra.db import db, write

group = click.Group("accounts", help="People who have an account.")


@group.command("create-admin")
@click.option("--email", prompt=True, help="The address that signs in.")
@click.option("--first-name", prompt=True, help="First name.")
@click.option("--last-name", prompt=True, help="Last name.")
@click.password_option(help="The password.")
@with_appcontext
def create_admin(email: str, first_name: str, last_name: str, password: str) -> None:
    """Open an account with the admin role, or give the role and this password to an existing account."""
    try:
        address = validate_email(email, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise click.ClickException(f"{email}: {error}") from None
    faults = password_faults(password, own=(first_name, last_name, address))
    if faults:
        raise click.ClickException(
            f"the password is refused ({', '.join(faults)}): {MINIMUM} characters, not a common one"
        )
    stored, now = hashed(password), clock.now()

    def act(session: object) -> int:
        person_id = services.invite(
            db.session,
            email=address,
            first_name=first_name,
            last_name=last_name,
            role="admin",
            language="fr",
            actor_id=None,
            now=now,
        )
        person = db.session.get_one(Person, person_id)
        person.password_hash, person.confirmed_at = stored, person.confirmed_at or now
        person.session_version += 1  # whoever was signed in with the former password is signed out
        return person_id

    click.echo(f"admin {write(act)}: {address}")
