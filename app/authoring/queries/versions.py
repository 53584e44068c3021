"""The published versions of a module: which one is read, which ones were replaced and when, and what differs between two."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from app.authoring.rules.changes import Change, changes
from app.content.models import Module, ModuleVersion
from app.content.queries import requirements, versions_of
from app.infra import settings
from app.infra.errors import NotYours
from app.training.settings import REQUIRED_MODULES


@dataclass(frozen=True)
class Standing:
    """A version and how it stands: `until` is when it stopped being what tutors read, none for the one they read."""

    version: ModuleVersion
    until: datetime | None


def history(session: Session, module: Module) -> list[Standing]:
    """Every version, newest first: each was retired by the next one, the last by the retirement of its module. One query."""
    found = versions_of(session, module.id)
    ends = [module.retired_at, *(one.published_at for one in found)]
    return [Standing(one, until) for one, until in zip(found, ends, strict=False)]


def version_of(session: Session, module_id: int, number: int) -> ModuleVersion:
    """A version with its texts. Raises NotYours."""
    wanted = select(ModuleVersion).where(ModuleVersion.module_id == module_id, ModuleVersion.number == number)
    found = session.scalars(wanted.options(undefer(ModuleVersion.files))).first()
    if found is None:
        raise NotYours
    return found


def between(older: ModuleVersion, newer: ModuleVersion) -> list[Change] | None:
    """What differs from one version to another; None when the texts of one were not kept yet."""
    if not older.files or not newer.files:
        return None
    shown = tuple({name: file["digest"] for name, file in one.media.items()} for one in (older, newer))
    return changes(older.files, newer.files, (shown[0], shown[1]))


@dataclass(frozen=True)
class Leaving:
    """What retiring a module would meet: whether validation asks for it, and the slugs of those that ask for it first."""

    required: bool
    asked_by: tuple[str, ...]


def leaving(session: Session, module: Module, now: datetime) -> Leaving:
    """Two queries."""
    required = module.slug in settings.values(session, now)[REQUIRED_MODULES]
    retired = set(session.scalars(select(Module.slug).where(Module.retired_at.is_not(None))))
    asked = (slug for slug, before in requirements(session).items() if module.slug in before and slug not in retired)
    return Leaving(required, tuple(sorted(asked)))


def retired_modules(session: Session) -> list[Module]:
    """Modules that tutors no longer see, last retired first."""
    wanted = select(Module).where(Module.retired_at.is_not(None), Module.current_version_id.is_not(None))
    return list(session.scalars(wanted.order_by(Module.retired_at.desc(), Module.id)))
