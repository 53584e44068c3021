"""Who acts in these tests: someone of the national team, as ids, and a browser of theirs."""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import select

from app.infra.db import db
from app.infra.models import AuditEvent
from tests import factories as make
from tests.pages import Browser


@dataclass(frozen=True)
class Key:
    """Whom a browser signs in as."""

    id: int
    session_version: int = 0


def admin(**values: Any) -> int:
    """Someone of the national team."""
    return make.person("admin", **{"first_name": "Hélène", "last_name": "Vasseur", **values}).id


def as_(app: Flask, person_id: int) -> Browser:
    """A browser where this person is signed in, with a page's token."""
    browser = Browser(app).sign_in(Key(person_id))
    browser.get("/aide")
    return browser


def acts(person_id: int | None = None) -> list[str]:
    """The codes of the audit trail, in order; of one person's acts if given."""
    wanted = select(AuditEvent.code).order_by(AuditEvent.id)
    return list(db.session.scalars(wanted if person_id is None else wanted.where(AuditEvent.actor_id == person_id)))
