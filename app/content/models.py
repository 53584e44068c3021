"""Modules and their published versions. A published version is never altered."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, one_of

CHANGES = ("wording", "substance")
SOURCES = ("folder", "studio")


class Module(Base):
    """A module of the path; its slug is permanent."""

    __tablename__ = "module"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int]
    current_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("module_version.id", use_alter=True, name="fk_module_current_version_id")
    )
    retired_at: Mapped[datetime | None]

    current: Mapped["ModuleVersion | None"] = relationship(foreign_keys=current_version_id, post_update=True)


class ModuleVersion(Base):
    """One published state of a module. `substance` counts the changes that ask tutors to pass it again.

    `manifest` is module.yaml as data: {"fr": {"title", "why", "objectives": [{"id", "text"}]}, "en": …, "sources": […]}.
    """

    __tablename__ = "module_version"
    __table_args__ = (
        UniqueConstraint("module_id", "number"),
        one_of("change", CHANGES),
        one_of("source", SOURCES),
        CheckConstraint("minutes > 0 AND draw > 0 AND pass_percent BETWEEN 1 AND 100", name="bounds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    number: Mapped[int]
    change: Mapped[str]
    substance: Mapped[int]
    source: Mapped[str]
    package_hash: Mapped[str]
    minutes: Mapped[int]
    draw: Mapped[int]
    pass_percent: Mapped[int]
    delay_minutes: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int] = mapped_column(default=0)  # 0: as many as wanted
    manifest: Mapped[dict[str, Any]]
    renderer: Mapped[str]
    published_at: Mapped[datetime]

    module: Mapped[Module] = relationship(foreign_keys=module_id)
    lessons: Mapped[list["Lesson"]] = relationship(back_populates="version", order_by="Lesson.position")
    questions: Mapped[list["Question"]] = relationship(back_populates="version", order_by="Question.position")


class Lesson(Base):
    """A lesson of a version. `key` is permanent (the file's name without its number); `texts` holds, by language,
    {"title", "markdown", "html"}.
    """

    __tablename__ = "lesson"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    key: Mapped[str]
    position: Mapped[int]
    minutes: Mapped[int]
    texts: Mapped[dict[str, Any]]

    version: Mapped[ModuleVersion] = relationship(back_populates="lessons")


class Question(Base):
    """A question of a version's bank. `key` is permanent; `body` is language-free (type, ids, key, objective) and
    `texts` holds, by language, every text by its id.
    """

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    key: Mapped[str]
    position: Mapped[int]
    type: Mapped[str]
    objective: Mapped[str]
    body: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]

    version: Mapped[ModuleVersion] = relationship(back_populates="questions")
