"""Modules and their published versions. A published version is never altered."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, one_of

BANKS = ("quiz", "test", "lesson")
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
    `media` is what its lessons show: {file name: {"digest", "type", "width", "height"}}; `files` are its texts as they were
    written, by file name: what is exported, and what a draft starts from. Empty in versions published before they were kept.
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
    media: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    files: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}", deferred=True)
    renderer: Mapped[str]
    published_at: Mapped[datetime]

    module: Mapped[Module] = relationship(foreign_keys=module_id)
    lessons: Mapped[list["Lesson"]] = relationship(back_populates="version", order_by="Lesson.position")
    questions: Mapped[list["Question"]] = relationship(back_populates="version", order_by="Question.position")
    scenarios: Mapped[list["Scenario"]] = relationship(back_populates="version", order_by="Scenario.id")


class Lesson(Base):
    """A lesson of a version. `key` is permanent (the file's name without its number); `texts` holds, by language,
    {"title", "markdown", "pieces"}: in order, {"html": safe HTML}, {"exercise": key of a question of the lesson bank}
    or {"scenario": key}.
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
    """A question of a version. `bank` says who asks it: the module's quiz, the validation test, a lesson. `key` is
    permanent; `body` is language-free (type, ids, key, objective) and `texts` holds, by language, every text by its id.
    """

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("version_id", "key"), one_of("bank", BANKS), Index("ix_question_bank", "bank"))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    bank: Mapped[str] = mapped_column(default="quiz", server_default="quiz")
    key: Mapped[str]
    position: Mapped[int]
    type: Mapped[str]
    objective: Mapped[str]
    body: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]

    version: Mapped[ModuleVersion] = relationship(back_populates="questions")


class Scenario(Base):
    """One of the two scenarios of a version. `moment` is before or after the lessons; `texts` as in the package."""

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("version_id", "key"), one_of("moment", ("before", "after")))

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    key: Mapped[str]
    moment: Mapped[str]
    objective: Mapped[str]
    options: Mapped[list[str]]
    best: Mapped[str]
    texts: Mapped[dict[str, Any]]

    version: Mapped[ModuleVersion] = relationship(back_populates="scenarios")


class MediaItem(Base):
    """A file that lessons show, under the SHA-256 of its content: the same file is kept once, and never changes."""

    __tablename__ = "media_item"

    digest: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
