"""Reads of modules, versions, lessons and questions."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import LargeBinary, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.content.models import Lesson, MediaItem, Module, ModuleVersion, Question
from app.infra.errors import NotYours


def path_modules(session: Session) -> list[Module]:
    """Published modules in the order of the path, each with its current version and lessons. Three queries."""
    return list(
        session.scalars(
            select(Module)
            .where(Module.retired_at.is_(None), Module.current_version_id.is_not(None))
            .options(joinedload(Module.current).selectinload(ModuleVersion.lessons))
            .order_by(Module.position, Module.id)
        )
    )


def module_by_slug(session: Session, slug: str) -> Module:
    """A published module with its current version and lessons. Raises NotYours."""
    found = session.scalars(
        select(Module)
        .where(Module.slug == slug, Module.current_version_id.is_not(None))
        .options(joinedload(Module.current).options(selectinload(ModuleVersion.lessons)))
    ).first()
    if found is None:
        raise NotYours
    return found


def versions_of(session: Session, module_id: int) -> list[ModuleVersion]:
    """Every version of a module, newest first."""
    return list(
        session.scalars(
            select(ModuleVersion).where(ModuleVersion.module_id == module_id).order_by(ModuleVersion.number.desc())
        )
    )


def lesson_of(session: Session, version_id: int, key: str) -> Lesson:
    """A lesson of a version. Raises NotYours."""
    found = session.scalars(select(Lesson).where(Lesson.version_id == version_id, Lesson.key == key)).first()
    if found is None:
        raise NotYours
    return found


def bank(session: Session, version_id: int, name: str = "quiz") -> list[Question]:
    """The questions of one bank of a version, in order."""
    return list(
        session.scalars(
            select(Question).where(Question.version_id == version_id, Question.bank == name).order_by(Question.position)
        )
    )


def banks(session: Session, version_id: int, *names: str) -> dict[str, list[Question]]:
    """The questions of several banks of a version, by bank, each in order. One query."""
    wanted = select(Question).where(Question.version_id == version_id, Question.bank.in_(names))
    found: dict[str, list[Question]] = {name: [] for name in names}
    for question in session.scalars(wanted.order_by(Question.position)):
        found[question.bank].append(question)
    return found


def media_head(session: Session, digest: str) -> tuple[str, int]:
    """The type and the size in bytes of a file that lessons show. Raises NotYours."""
    found = session.execute(select(MediaItem.type, MediaItem.size).where(MediaItem.digest == digest)).first()
    if found is None:
        raise NotYours
    return found.type, found.size


def media_part(session: Session, digest: str, start: int, length: int) -> bytes:
    """`length` bytes of a file from `start`, counted from 0: a player asks for a few at a time."""
    part = func.substr(MediaItem.data, start + 1, length, type_=LargeBinary)
    return bytes(session.scalar(select(part).where(MediaItem.digest == digest)) or b"")


def text_in(texts: Mapping[str, Any], lang: str) -> tuple[Any, str]:
    """The texts of `lang`, or of French, and which language they are in."""
    return (texts[lang], lang) if texts.get(lang) else (texts["fr"], "fr")


def requirements(session: Session) -> dict[str, list[str]]:
    """By published module, those to be passed before it. One query."""
    rows = session.execute(
        select(Module.slug, ModuleVersion.manifest["requires"]).join(
            ModuleVersion, ModuleVersion.id == Module.current_version_id
        )
    )
    return {slug: list(asked or ()) for slug, asked in rows}
