"""What an installation still lacks before people use it. `flask doctor` says it, and the first page of the team too."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.admin.queries.people import admins
from app.content.models import Module
from app.infra.models import Job
from app.infra.settings import values
from app.recruitment.queries import current_charter
from app.training.queries.facts import on_the_path
from app.training.queries.test import blueprint
from app.training.rules.blueprint import BANK_PER_DRAW
from app.training.settings import REQUIRED_MODULES, TEST_REQUIRED
from config import DEMONSTRATION_DOMAIN, PUBLIC_CONTENT, unsafe


@dataclass(frozen=True)
class Finding:
    """One thing to do: `code` names its sentence, `values` fill it. `deployment`: in the environment, not in a page."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    deployment: bool = False


def findings(session: Session, config: Mapping[str, Any], now: datetime) -> list[Finding]:
    """Everything that should be done before production, the deployment's first; empty when all is well."""
    return [*_deployment(config), *_database(session, now)]


def _deployment(config: Mapping[str, Any]) -> list[Finding]:
    found = []
    if config["MODE"] != "production":
        found.append(Finding("mode", {"mode": config["MODE"]}, deployment=True))
        found += [Finding("unsafe", {"what": what}, deployment=True) for what in unsafe(config)]
    if config["CONTENT_PATH"] == str(PUBLIC_CONTENT):
        found.append(Finding("public_bank", deployment=True))
    return found


def _database(session: Session, now: datetime) -> list[Finding]:
    found = []
    if session.scalar(select(func.count(Person.id)).where(Person.email.endswith(f"@{DEMONSTRATION_DOMAIN}"))):
        found.append(Finding("demo_data"))
    if not admins(session):
        found.append(Finding("no_admin"))
    if current_charter(session, now) is None:
        found.append(Finding("no_charter"))
    wanted = values(session, now)[REQUIRED_MODULES]
    there = set(session.scalars(select(Module.slug).where(Module.slug.in_(wanted), on_the_path())))
    absent = [slug for slug in wanted if slug not in there]
    if absent:
        found.append(Finding("module_absent", {"slugs": ", ".join(absent)}))
    plan = blueprint(session, "fr", now)
    if values(session, now)[TEST_REQUIRED] and not plan.large_enough:
        found.append(Finding("small_test_bank", {"size": plan.size, "wanted": BANK_PER_DRAW * plan.draw}))
    dead = session.scalar(select(func.count(Job.id)).where(Job.state == "dead")) or 0
    if dead:
        found.append(Finding("dead_letters", {"num": dead}))
    return found
