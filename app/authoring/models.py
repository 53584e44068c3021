"""What trainers are writing: drafts of modules, file by file, and what others say of them.

A draft is a module package that is not published yet: the same files, read by the same reader. A published one is
`content`'s, and is never altered.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.content.models import Module, ModuleVersion
from app.infra.orm import Base, one_of

STATES = WRITING, REVIEW, PUBLISHED, DROPPED = ("writing", "review", "published", "dropped")
OPEN = "state IN ('writing', 'review')"


class Draft(Base):
    """One module being written. `base_id` is the version it started from, none for a new module; a module has one open
    draft at most. `marks` says of each changed thing, by its path, whether it is of wording or of substance. `address` is
    the unguessable end of its private preview's link. `settled_at` is when it was published or dropped.
    """

    __tablename__ = "draft"
    __table_args__ = (
        one_of("state", STATES),
        Index("uq_draft_open", "slug", unique=True, sqlite_where=text(OPEN), postgresql_where=text(OPEN)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"), index=True)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("module_version.id"))
    state: Mapped[str] = mapped_column(default=WRITING)
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    address: Mapped[str] = mapped_column(unique=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})
    opened_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    version_id: Mapped[int | None] = mapped_column(ForeignKey("module_version.id"))

    module: Mapped[Module | None] = relationship()
    base: Mapped[ModuleVersion | None] = relationship(foreign_keys=base_id)
    files: Mapped[list["DraftFile"]] = relationship(order_by="DraftFile.name", cascade="all, delete-orphan")
    media: Mapped[list["DraftMedia"]] = relationship(order_by="DraftMedia.name", cascade="all, delete-orphan")


class DraftAuthor(Base):
    """That someone wrote in a draft: they do not review it."""

    __tablename__ = "draft_author"

    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, info={"person": "actor"})


class DraftFile(Base):
    """A text of a draft. `revision` grows with each save; `tab` and `count` say which opening of the page saved last, so
    that it may save again without having seen its own answer.
    """

    __tablename__ = "draft_file"
    __table_args__ = (UniqueConstraint("draft_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    name: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    tab: Mapped[str] = mapped_column(default="")
    count: Mapped[int] = mapped_column(default=0)
    saved_by: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})
    saved_at: Mapped[datetime]


class DraftMedia(Base):
    """A file that a draft's lessons may show: its name there, and the content it names."""

    __tablename__ = "draft_media"
    __table_args__ = (UniqueConstraint("draft_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(ForeignKey("media_item.digest"))
    type: Mapped[str]
    width: Mapped[int]
    height: Mapped[int]


class Remark(Base):
    """What a reviewer says of one thing of a draft: a lesson's paragraph, a question, a scenario. `target` is its path,
    `quote` the words it is about. An answer hangs under the remark that it answers; only a remark is resolved.
    """

    __tablename__ = "remark"
    __table_args__ = (Index("ix_remark_draft_target", "draft_id", "target"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("remark.id"), index=True)
    target: Mapped[str]
    quote: Mapped[str] = mapped_column(Text, default="")
    words: Mapped[str] = mapped_column(Text, info={"person": "actor"})
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "actor"})
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})


class Verdict(Base):
    """What a reviewer concludes: good to publish, or changes wanted. It is about the content whose hash is `digest`: once
    that changes, it counts no more.
    """

    __tablename__ = "verdict"
    __table_args__ = (one_of("verdict", ("good", "changes")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("draft.id"), index=True)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})
    verdict: Mapped[str]
    words: Mapped[str] = mapped_column(Text, default="", info={"person": "actor"})
    digest: Mapped[str]
    at: Mapped[datetime]


class Misconception(Base):
    """What several tutors believe, in a trainer's words: what they wrote in a scenario, brought together. `used_in` is the
    path of the option that was made of it.
    """

    __tablename__ = "misconception"

    id: Mapped[int] = mapped_column(primary_key=True)
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    key: Mapped[str]
    title: Mapped[str]
    used_in: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})
    at: Mapped[datetime]


class MisconceptionRun(Base):
    """That an explanation shows a misconception; it goes with the explanation."""

    __tablename__ = "misconception_run"

    run_id: Mapped[int] = mapped_column(ForeignKey("scenario_run.id", ondelete="CASCADE"), primary_key=True)
    misconception_id: Mapped[int] = mapped_column(ForeignKey("misconception.id"), index=True)


class ReportAnswer(Base):
    """What was answered to the person who reported a question; it goes with the report."""

    __tablename__ = "report_answer"

    report_id: Mapped[int] = mapped_column(ForeignKey("question_report.id", ondelete="CASCADE"), primary_key=True)
    words: Mapped[str] = mapped_column(Text, info={"person": "actor"})
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})
    at: Mapped[datetime]


class KeptFigures(Base):
    """What statistics are computed from: the sums of the first answers to a module's quiz, of one substance, or to the
    validation test. Nothing in it is about one person. `about` is « module:<id> » or « test », `sums` what
    `rules.gathering` keeps, and `course` what `rules.course` does.
    """

    __tablename__ = "kept_figures"

    about: Mapped[str] = mapped_column(primary_key=True)
    substance: Mapped[int]
    sums: Mapped[dict[str, Any]]
    course: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime]
