"""Proposals and the pairs they open."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.classes.models import Student
from app.infra.orm import Base, Folded, one_of

HOLDING = ("sent", "accepted")  # the states in which a proposal holds a seat of its tutor
STATES = (*HOLDING, "declined", "not_now", "withdrawn", "expired", "cancelled", "ended")
RUN_STATES = ("computed", "applied", "set_aside")
TAKES_THE_STUDENT = text("state IN ('sent', 'accepted')")


class Proposal(Base):
    """The dated question put to a tutor for one student. At most one is sent or accepted per student: one partial
    unique index says so, so that a draw and an acceptance can never cross.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("state", STATES),
        CheckConstraint("relays_left >= 0", name="relays_left"),
        Index(
            "uq_proposal_student_open",
            "student_id",
            unique=True,
            sqlite_where=TAKES_THE_STUDENT,
            postgresql_where=TAKES_THE_STUDENT,
        ),
        Index("ix_proposal_tutor_state", "tutor_id", "state"),
        Index("ix_proposal_due", "state", "expires_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True, info={"person": "student"})
    tutor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "tutor"})
    lead_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "lead"})
    message: Mapped[str] = mapped_column(Text, default="", info={"person": "lead"})
    state: Mapped[str] = mapped_column(default="sent")
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    reason: Mapped[str | None]  # a code of pairing.rules
    comment: Mapped[str] = mapped_column(Text, default="", info={"person": "tutor"})
    relays_left: Mapped[int] = mapped_column(default=0)  # how many more the lead lets Tutorat send if this one fails
    relay_of_id: Mapped[int | None] = mapped_column(
        ForeignKey("proposal.id"), unique=True
    )  # the one it takes over from

    student: Mapped[Student] = relationship()
    tutor: Mapped[Person] = relationship(foreign_keys=tutor_id)
    lead: Mapped[Person] = relationship(foreign_keys=lead_id)


class Pair(Base):
    """An accepted proposal, until it is closed. Ending it (`pairing.services.end_pair` alone) ends its proposal too."""

    __tablename__ = "pair"
    __table_args__ = (one_of("ended_by", ("tutor", "lead", "admin")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), index=True, info={"person": "student"})
    tutor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "tutor"})
    opened_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    end_reason: Mapped[str | None]
    end_comment: Mapped[str] = mapped_column(Text, default="", info={"person": "tutor"})

    proposal: Mapped[Proposal] = relationship()
    student: Mapped[Student] = relationship()
    tutor: Mapped[Person] = relationship()


class Conflict(Base):
    """That a student and a tutor know each other otherwise: family, work, school. They are never put together."""

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("student_id", "tutor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id"), info={"person": "student"})
    tutor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "tutor"})
    declared_by: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "lead"})
    declared_at: Mapped[datetime]


class NationalRun(Base):
    """A national assignment as computed, kept with what it was computed from so that it can be replayed: ids and facts, no
    name. It changes nothing until a person applies it.
    """

    __tablename__ = "national_run"
    __table_args__ = (one_of("state", RUN_STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    state: Mapped[str] = mapped_column(default="computed")
    method: Mapped[str]  # the version of the rules and of the solver
    inputs: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # compressed JSON
    digest: Mapped[str]  # SHA-256 of the inputs before compression
    pairs: Mapped[list[Any]]  # [student id, tutor id, score], by student
    summary: Mapped[dict[str, Any]]
    closed_at: Mapped[datetime | None]  # applied or set aside
    closed_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    sent: Mapped[list[Any]]  # what applying did: [student id, proposal id or a code of refusal]


class SavedSearch(Base):
    """A search of the pool that a lead keeps under a name: its filters as the page's address says them.

    `known` holds the ids of whoever has been shown or told, so that nobody is told twice; `fresh` is how many of them came
    since the lead last looked. Both are written by the daily job and by looking.
    """

    __tablename__ = "saved_search"
    __table_args__ = (CheckConstraint("fresh >= 0", name="fresh"), UniqueConstraint("lead_id", "name_key"))

    id: Mapped[int] = mapped_column(primary_key=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    student_id: Mapped[int | None] = mapped_column(ForeignKey("student.id"), index=True, info={"person": "student"})
    name: Mapped[str] = mapped_column(info={"person": "self"})
    name_key: Mapped[str] = mapped_column(Folded, info={"person": "self"})
    filters: Mapped[dict[str, Any]]
    mailed: Mapped[bool] = mapped_column(default=True)  # whether a mail tells of new people
    fresh: Mapped[int] = mapped_column(default=0)
    known: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)  # compressed ids, in order: pairing.rules.archive
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    checked_on: Mapped[date | None] = mapped_column(index=True)  # the day the job last looked
