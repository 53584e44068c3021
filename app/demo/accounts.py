"""The demonstration's accounts: one per role to sign in with, all under one password that is shown on the sign-in page."""

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra.i18n import lazy_gettext as _l
from config import DEMONSTRATION_DOMAIN

DOMAIN = DEMONSTRATION_DOMAIN
PASSWORD = "quatre tilleuls bleus"  # noqa: S105  shown to everyone; production refuses to start with these accounts

TUTOR = f"malik.tutorat@{DOMAIN}"
READY_TUTOR = f"claire.martin@{DOMAIN}"
LEAD = f"sophie.lenoir@{DOMAIN}"
TRAINER = f"samia.haddad@{DOMAIN}"
ADMIN = f"admin@{DOMAIN}"

ACCOUNTS = (
    (_l("tuteur en formation"), TUTOR),
    (_l("tutrice validée"), READY_TUTOR),
    (_l("responsable de classe"), LEAD),
    (_l("formatrice"), TRAINER),
    (_l("administration nationale"), ADMIN),
)


def table() -> str:
    """The accounts as lines for the terminal."""
    lines = [f"  {role!s:<26}{email}" for role, email in ACCOUNTS]
    return "\n".join([*lines, f"  {'mot de passe':<26}{PASSWORD}", ""])


def present(session: Session) -> bool:
    """Whether this database holds the demonstration's people."""
    return session.execute(select(Person.id).where(Person.email.endswith(f"@{DOMAIN}")).limit(1)).first() is not None


def init(app: Flask) -> None:
    """Let the sign-in page show the accounts, in demonstration only."""
    if app.config["MODE"] == "demonstration":
        app.jinja_env.globals.update(demo_accounts=lambda: ACCOUNTS, demo_password=PASSWORD)
