"""What a tutor has read, answered and obtained."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.content.models import Module, ModuleVersion, Question, Scenario
from app.infra.orm import Base, one_of
from app.training.rules.reports import REASONS

STILL_OPEN = text("state = 'open'")
TEST_OPEN = text("state = 'open' AND module_id IS NULL")


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
    """One go at a module's quiz, pinned to the version whose questions were drawn, or at the validation test, which has no
    module: its questions come from several, and `needed` right answers pass it. One open attempt per person and module,
    one open test per person.

    `revision` grows with every save; `tab` and `tab_count` tell which browser tab wrote last, and its counter.
    """

    __tablename__ = "attempt"
    __table_args__ = (
        one_of("state", ("open", "submitted", "abandoned")),
        CheckConstraint("state != 'submitted' OR (submitted_at IS NOT NULL AND percent IS NOT NULL)", name="submitted"),
        CheckConstraint(
            "(module_id IS NULL) = (version_id IS NULL) AND (module_id IS NULL) = (needed IS NOT NULL)", name="test"
        ),
        Index(
            "uq_attempt_open_test",
            "person_id",
            unique=True,
            sqlite_where=TEST_OPEN,
            postgresql_where=TEST_OPEN,
        ),
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
    module_id: Mapped[int | None] = mapped_column(ForeignKey("module.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("module_version.id"))
    substance: Mapped[int]
    needed: Mapped[int | None]
    state: Mapped[str] = mapped_column(default="open")
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    percent: Mapped[int | None]
    passed: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=0)
    tab: Mapped[str | None]
    tab_count: Mapped[int] = mapped_column(default=0)

    module: Mapped[Module | None] = relationship()
    version: Mapped[ModuleVersion | None] = relationship()
    items: Mapped[list["AttemptItem"]] = relationship(back_populates="attempt", order_by="AttemptItem.position")


CERTAINTIES = ("sure", "think", "guess")


class AttemptItem(Base):
    """One drawn question of an attempt. `shown` is the order in which its options were shown; `answer` what was given:
    {"chosen": [ids]} · {"ranks": {id: rank from 1}} · {"pairs": {left id: right id}} · {"gaps": {id: text}} ·
    {"number": text}. `points` is 0 to 1 once graded. `certainty` is what the person said of their answer, if they did:
    it never moves the grade.
    """

    __tablename__ = "attempt_item"
    __table_args__ = (
        UniqueConstraint("attempt_id", "position"),
        CheckConstraint("certainty IS NULL OR certainty IN ('sure', 'think', 'guess')", name="certainty"),
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
    certainty: Mapped[str | None]

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
    modules: Mapped[list[Any]]  # [{"title_fr", "title_en", "number", "minutes", "passed_on"}]
    revoked_at: Mapped[datetime | None]
    revoked_reason: Mapped[str | None] = mapped_column(info={"person": "self"})


class ExerciseAnswer(Base):
    """What a person answered to a question asked inside a lesson; the latest counts, for nothing. `points` of the latest,
    `first_points` of the first; both None for a question of opinion.
    """

    __tablename__ = "exercise_answer"
    __table_args__ = (UniqueConstraint("person_id", "module_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    key: Mapped[str]
    answer: Mapped[dict[str, Any]]
    points: Mapped[float | None]
    first_points: Mapped[float | None]
    tries: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    answered_at: Mapped[datetime]


class ScenarioRun(Base):
    """A scenario played: the first choice and its reason, which never change once the expert has been read, then what the
    person says after comparing. `points` is 1 for the best choice, 0 for another.
    """

    __tablename__ = "scenario_run"
    __table_args__ = (UniqueConstraint("person_id", "module_id", "key"), one_of("moment", ("before", "after")))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    module_id: Mapped[int] = mapped_column(ForeignKey("module.id"), index=True)
    scenario_id: Mapped[int] = mapped_column(ForeignKey("scenario.id"), index=True)
    key: Mapped[str]
    moment: Mapped[str]
    choice: Mapped[str]
    points: Mapped[float]
    explanation: Mapped[str] = mapped_column(Text, info={"person": "self"})
    chosen_at: Mapped[datetime]
    second_choice: Mapped[str | None]
    comparison: Mapped[str | None] = mapped_column(Text, info={"person": "self"})
    compared_at: Mapped[datetime | None]

    scenario: Mapped[Scenario] = relationship()


class TestReopening(Base):
    """That a trainer, having talked with a person who had used every try of the validation test, gave them a new set."""

    __tablename__ = "test_reopening"
    __test__ = False  # not a test of ours, whatever its name

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "self"})
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "actor"})
    reason: Mapped[str]
    at: Mapped[datetime]


class Review(Base):
    """One question sent after a validation, to be remembered. `since` is the validation it follows, `step` its rank from 1;
    answered once, by a button, and its answer gates nothing.
    """

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("person_id", "since", "step"), Index("ix_review_answered", "answered_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    since: Mapped[datetime]
    step: Mapped[int]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    shown: Mapped[list[str]]
    sent_at: Mapped[datetime]
    answer: Mapped[dict[str, Any] | None]
    points: Mapped[float | None]
    answered_at: Mapped[datetime | None]

    question: Mapped[Question] = relationship()


class ReviewPause(Base):
    """That a person wants no review mail: for good (`until` None) or until a day."""

    __tablename__ = "review_pause"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, info={"person": "self"})
    until: Mapped[datetime | None]
    at: Mapped[datetime]


class QuestionReport(Base):
    """What a person found wrong with a question, said beside its feedback."""

    __tablename__ = "question_report"
    __table_args__ = (
        one_of("reason", REASONS),
        one_of("state", ("open", "accepted", "declined")),
        UniqueConstraint("person_id", "question_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    reason: Mapped[str]
    words: Mapped[str] = mapped_column(Text, info={"person": "self"})
    state: Mapped[str] = mapped_column(default="open")
    reported_at: Mapped[datetime]

    question: Mapped[Question] = relationship()


class SigningKey(Base):
    """A key that signs badges. `sealed` is the private half, readable only with the application's secret; the public half
    stays published for as long as badges it signed are checked.
    """

    __tablename__ = "signing_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    kid: Mapped[str] = mapped_column(unique=True)
    public: Mapped[dict[str, Any]]
    sealed: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
