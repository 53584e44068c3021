"""What a tutor has read, answered and obtained."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.content.models import Module, ModuleVersion, Question
from app.infra.orm import Base, one_of

STILL_OPEN = text("state = 'open'")


class LessonRead(Base):
    """That a person finished a lesson (by its permanent key, so that a new wording keeps it)."""

    __tablename__ = "lesson_read"
    __table_args__ = (UniqueConstraint("person_id", "module_id", "lesson_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    lesson_key: Mapped[str]
    read_at: Mapped[datetime]


class Attempt(Base):
    """One go at a module's quiz, pinned to the version whose questions were drawn. One open attempt per person and module.

    `revision` grows with every save; `tab` and `tab_count` tell which browser tab wrote last, and its counter.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        one_of("state", ("open", "submitted", "abandoned")),
        CheckConstraint("state != 'submitted' OR (submitted_at IS NOT NULL AND percent IS NOT NULL)", name="submitted"),
        Index(
            "uq_attempt_open",
            "person_id",
            "module_id",
            unique=True,
            sqlite_where=STILL_OPEN,
            postgresql_where=STILL_OPEN,
        ),
        Index("ix_attempt_person_module", "person_id", "module_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("module_version.id"))
    substance: Mapped[int]
    state: Mapped[str] = mapped_column(default="open")
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    percent: Mapped[int | None]
    passed: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    tab: Mapped[str | None]
    tab_count: Mapped[int] = mapped_column(default=0)

    module: Mapped[Module] = relationship()
    version: Mapped[ModuleVersion] = relationship()
    items: Mapped[list["AttemptItem"]] = relationship(back_populates="attempt", order_by="AttemptItem.position")


class AttemptItem(Base):
    """One drawn question of an attempt. `shown` is the order in which its options were shown; `answer` what was given:
    {"chosen": [ids]} · {"ranks": {id: rank from 1}} · {"pairs": {left id: right id}}. `points` is 0 to 1 once graded.
    """

    __tablename__ = "attempt_item"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("points IS NULL OR (points >= 0 AND points <= 1)", name="points"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id", ondelete="CASCADE"))
    position: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    shown: Mapped[list[str]]
    answer: Mapped[dict[str, Any] | None]
    answered_at: Mapped[datetime | None]
    points: Mapped[float | None]

    attempt: Mapped[Attempt] = relationship(back_populates="items")
    question: Mapped[Question] = relationship()


class Validation(Base):
    """Whether a person is a validated tutor: the gate's last word, written only by `training.services.reassess`.

    Valid at `now` when valid_from <= now < valid_until. `valid_until` is the earliest known lapse.
    """

    __tablename__ = "validation"
    __table_args__ = (Index("ix_validation_until", "valid_until"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, info={"person": "self"})
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    lost_reason: Mapped[str | None]
    lost_at: Mapped[datetime | None]
    assessed_at: Mapped[datetime]


class Certificate(Base):
    """That a person was validated on a day, with an identifier nobody can guess."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "self"})
    issued_at: Mapped[datetime]
    minutes: Mapped[int]
    modules: Mapped[list[Any]]  # [{"title_fr", "title_en", "number", "passed_on"}]
    revoked_at: Mapped[datetime | None]
