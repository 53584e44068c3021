"""How tutors arrive, what they declare and sign, and what people say of the programme."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.infra.orm import Base, one_of
from app.reference.models import Exam, Institution


class Arrival(Base):
    """Through which school's link, if any, a person signed up."""

    __tablename__ = "arrival"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, info={"person": "self"})
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    campaign: Mapped[str | None]
    at: Mapped[datetime]


class Eligibility(Base):
    """What a person declares of the exam they passed. Declared, and shown as such; the latest declaration counts."""

    __tablename__ = "eligibility"
    __table_args__ = (CheckConstraint("exam_year BETWEEN 1980 AND 2100", name="exam_year"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, info={"person": "self"})
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    exam_year: Mapped[int]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    post: Mapped[str] = mapped_column(info={"person": "self"})  # present post or status, in the person's own words
    declared_at: Mapped[datetime]

    exam: Mapped[Exam] = relationship(lazy="joined")
    institution: Mapped[Institution | None] = relationship(lazy="joined")


class CharterVersion(Base):
    """A dated text of the charter. The current one is the latest whose `effective_on` has come."""

    __tablename__ = "charter_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    text_fr: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime]
    effective_on: Mapped[date]


class CharterSignature(Base):
    """That a person accepted one version of the charter, and when."""

    __tablename__ = "charter_signature"
    __table_args__ = (UniqueConstraint("person_id", "version_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    version_id: Mapped[int] = mapped_column(ForeignKey("charter_version.id"))
    signed_at: Mapped[datetime]


class Testimonial(Base):
    """What a tutor or a student agreed to have quoted. Shown while published and not withdrawn."""

    __tablename__ = "testimonial"
    __table_args__ = (one_of("voice", ("tutor", "student")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    quote_fr: Mapped[str] = mapped_column(Text, info={"person": "self"})
    quote_en: Mapped[str] = mapped_column(Text, default="", info={"person": "self"})
    who: Mapped[str] = mapped_column(info={"person": "self"})  # « Claire M. »
    about: Mapped[str]  # « tutrice, attachée depuis 2023 »
    voice: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), info={"person": "self"})
    consent_on: Mapped[date]
    position: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    person: Mapped[Person | None] = relationship()
