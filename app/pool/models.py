"""Tutor profiles: what a tutor offers, the seats they have, what they said of each season. Who is in the pool is a query."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.infra.orm import Base, Folded, one_of
from app.infra.searched import beside
from app.pool.searched import TUTORS
from app.reference.models import Exam, Paper, Region


class TutorProfile(Base):
    """One tutor's offer. `seats_taken` is written only by `pool.services.take_seat` and `give_seat_back`.

    Lowering `seats` below `seats_taken` is allowed: it only stops new draws.
    """

    __tablename__ = "tutor_profile"
    __table_args__ = (
        CheckConstraint("seats_taken >= 0", name="seats_taken"),
        CheckConstraint("seats BETWEEN 0 AND 9", name="seats"),
        CheckConstraint("remote OR presence", name="some_way"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, info={"person": "self"})
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"), index=True)
    remote: Mapped[bool] = mapped_column(default=True)
    presence: Mapped[bool] = mapped_column(default=False)
    moments: Mapped[list[str]] = mapped_column(default=list)  # codes of reference.rules: when they can come in person
    seats: Mapped[int] = mapped_column(default=1)
    seats_taken: Mapped[int] = mapped_column(default=0)
    available_from: Mapped[date | None]
    paused_until: Mapped[date | None]  # the day the pause ends; None: not paused
    languages: Mapped[list[str]]
    slots: Mapped[list[int]]
    flexible: Mapped[bool] = mapped_column(default=False)  # would find another hour if none is in common
    words: Mapped[str] = mapped_column(Text, default="", info={"person": "self"})
    words_key: Mapped[str] = mapped_column(Folded, default="", info={"person": "self"})
    phone: Mapped[str] = mapped_column(default="", info={"person": "self"})
    updated_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="joined")
    region: Mapped[Region] = relationship(lazy="joined")
    exams: Mapped[list[Exam]] = relationship(secondary="tutor_exam", order_by="Exam.name_key", lazy="selectin")
    papers: Mapped[list[Paper]] = relationship(secondary="tutor_paper", order_by="Paper.position", lazy="selectin")


class TutorExam(Base):
    """An exam a tutor can help prepare."""

    __tablename__ = "tutor_exam"
    __table_args__ = (UniqueConstraint("person_id", "exam_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("tutor_profile.person_id", ondelete="CASCADE"), info={"person": "self"}
    )
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"), index=True)


class TutorPaper(Base):
    """A paper a tutor can help prepare."""

    __tablename__ = "tutor_paper"
    __table_args__ = (UniqueConstraint("person_id", "paper_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("tutor_profile.person_id", ondelete="CASCADE"), info={"person": "self"}
    )
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"), index=True)


class SeasonConfirmation(Base):
    """That a tutor was asked, once for a season, whether they go on, and what they said. The season begins on 1 September
    of `year`. Unanswered, it stops them being offered from `due_at`, which does not move when a setting does.
    """

    __tablename__ = "season_confirmation"
    __table_args__ = (
        UniqueConstraint("person_id", "year"),
        one_of("answer", ("yes", "no")),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint("seats BETWEEN 1 AND 9", name="seats"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    year: Mapped[int] = mapped_column(index=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answer: Mapped[str | None]
    seats: Mapped[int | None]  # said with a yes; the profile holds those of today
    until: Mapped[date | None]  # the last day they may be offered

    person: Mapped[Person] = relationship(lazy="joined")


beside(TUTORS, Base.metadata)
