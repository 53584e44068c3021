"""Who is asking, and what they may open. Roles add up; a lead's comes from leading a class now, not from a grant."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask import Flask, abort, request
from flask_login import LoginManager, current_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.infra.access import LEAD, PERSON, enforce
from app.infra.db import db
from app.infra.web import seen

login = LoginManager()
LeadTest = Callable[[Any], ColumnElement[bool]]


@dataclass(frozen=True)
class Actor:
    """The signed-in person as values: they survive the transactions of the request. Flask-Login's user object."""

    id: int
    session_version: int
    first_name: str
    last_name: str
    email: str
    language: str
    roles: frozenset[str]

    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the session cookie holds: raising `session_version` signs the person out everywhere."""
        return f"{self.id}.{self.session_version}"

    @property
    def short_name(self) -> str:
        """« Claire M. »."""
        return f"{self.first_name} {self.last_name[:1]}."

    def has(self, role: str) -> bool:
        """Whether the person holds `role`."""
        return role in self.roles


def load_actor(session: Session, key: str, leads_now: LeadTest) -> Actor | None:
    """The actor of a session cookie "id.version", in one query; None if signed out, suspended, erased or unconfirmed."""
    person_id, _, version = key.partition(".")
    if not (person_id.isdecimal() and version.isdecimal()):
        return None
    found = session.execute(
        select(Person, RoleGrant.role, leads_now(Person.id))
        .outerjoin(RoleGrant, RoleGrant.person_id == Person.id)
        .where(Person.id == int(person_id), Person.session_version == int(version), Person.confirmed_at.is_not(None))
        .where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
    ).all()
    if not found:
        return None
    person: Person = found[0][0]
    roles = {role for _, role, _ in found if role} | ({LEAD} if found[0][2] else set())
    return Actor(
        person.id,
        person.session_version,
        person.first_name,
        person.last_name,
        person.email,
        person.language,
        frozenset(roles),
    )


def allow(roles: Collection[str]) -> Any:
    """Nothing when the person may go on; else the sign-in page (with a way back) or a 403."""
    if not current_user.is_authenticated:
        return seen("accounts.sign_in", next=request.full_path.rstrip("?") if request.method == "GET" else None)
    if PERSON not in roles and not current_user.roles & set(roles):
        abort(403)
    return None


def init(app: Flask, leads_now: LeadTest) -> None:
    """Load the actor of each request, and hold every route to what it declares."""
    login.init_app(app)
    login.user_loader(lambda key: load_actor(db.session, key, leads_now))
    enforce(app, allow)
