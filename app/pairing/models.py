"""Proposals and the pairs they open."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.classes.models import Student
from app.infra.orm import Base, one_of

HOLDING = ("sent", "accepted")  # the states in which a proposal holds a seat of its tutor
STATES = (*HOLDING, "declined", "not_now", "withdrawn", "expired", "cancelled", "ended")
TAKES_THE_STUDENT = text("state IN ('sent', 'accepted')")


class Proposal(Base):
    """The dated question put to a tutor for one student. At most one is sent or accepted per student: one partial
    unique index says so, so that a draw and an acceptance can never cross.
    """

    __tablename__ = "proposal"
    __table_args__ = (
        one_of("state", STATES),
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
