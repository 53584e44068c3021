"""Drafts as packages: the same files, through the same reader, as what is published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from app.authoring.models import REVIEW, WRITING, Draft, DraftMedia
from app.authoring.rules.changes import Change, changes
from app.content.models import Module, ModuleVersion
from app.content.rules import Package, Problem, examine
from app.content.rules.package import MediaFile
from app.content.rules.reading import digest
from app.infra import settings
from app.infra.errors import NotYours
from app.training.models import Attempt, Validation
from app.training.settings import REQUIRED_MODULES

OPEN = (WRITING, REVIEW)


def draft_of(session: Session, draft_id: int) -> Draft:
    """A draft with its files. Trainers share them all: any of them may open it. Raises NotYours."""
    found = session.scalars(
        select(Draft).where(Draft.id == draft_id).options(selectinload(Draft.files), selectinload(Draft.media))
    ).first()
    if found is None:
        raise NotYours
    return found


def draft_at(session: Session, address: str) -> Draft:
    """The draft whose private preview has this address. Raises NotYours."""
    found = session.scalars(
        select(Draft).where(Draft.address == address).options(selectinload(Draft.files), selectinload(Draft.media))
    ).first()
    if found is None:
        raise NotYours
    return found


def open_draft_of(session: Session, slug: str) -> Draft | None:
    """The draft of a module that is neither published nor dropped, if any."""
    return session.scalars(select(Draft).where(Draft.slug == slug, Draft.state.in_(OPEN))).first()


def open_drafts(session: Session) -> list[Draft]:
    """Every draft under way, last opened first."""
    wanted = select(Draft).where(Draft.state.in_(OPEN)).options(selectinload(Draft.files))
    return list(session.scalars(wanted.order_by(Draft.opened_at.desc(), Draft.id.desc())))


def texts_of(draft: Draft) -> dict[str, str]:
    """The texts of a draft by file name."""
    return {file.name: file.text for file in draft.files}


def media_files(media: Iterable[DraftMedia]) -> list[MediaFile]:
    """The files of a draft as its reader wants them; their bytes are already kept, under their digest."""
    return [MediaFile(one.name, one.type, one.digest, b"", one.width, one.height) for one in media]


def package_of(draft: Draft) -> tuple[Package | None, list[Problem]]:
    """The draft read and checked as the command line does; None when a problem is an error."""
    return examine(draft.slug, texts_of(draft), media_files(draft.media))


def digest_of(draft: Draft) -> str:
    """What a reviewer's verdict is about: every file as it is now."""
    return digest(texts_of(draft), media_files(draft.media))


def changes_of(session: Session, draft: Draft) -> list[Change]:
    """What publishing the draft would change; everything, for a new module."""
    base = session.get(ModuleVersion, draft.base_id) if draft.base_id is not None else None
    before = base.files if base is not None else {}
    shown = {name: file["digest"] for name, file in base.media.items()} if base is not None else {}
    return changes(before, texts_of(draft), (shown, {one.name: one.digest for one in draft.media}))


@dataclass(frozen=True)
class Retakes:
    """Whom a change of substance concerns: people whose pass would stop counting, and those of them validated now."""

    passed: int
    validated: int
    required: bool


def retakes(session: Session, module_id: int | None, now: datetime) -> Retakes:
    """How many people have passed the module as it is, and how many of them are validated. Two queries."""
    required = settings.values(session, now)[REQUIRED_MODULES]
    module = session.get(Module, module_id) if module_id is not None else None
    if module is None or module.current is None:
        return Retakes(0, 0, required=False)
    people = (
        select(Attempt.person_id)
        .distinct()
        .where(Attempt.module_id == module.id, Attempt.passed, Attempt.state == "submitted")
        .where(Attempt.substance == module.current.substance)
    ).subquery()
    passed = session.scalar(select(func.count()).select_from(people)) or 0
    validated = session.scalar(
        select(func.count())
        .select_from(Validation)
        .where(Validation.person_id.in_(select(people)), Validation.valid_until > now)
    )
    return Retakes(passed, validated or 0, required=module.slug in required)
