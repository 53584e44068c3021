"""Institutions, regions, exams and papers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.infra.orm import Base, Folded, one_of

CATEGORIES = ("B", "A", "A+")


class Region(Base):
    """A French region, overseas included, with its time zone."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(primary_key=True)  # INSEE code, "32" for Hauts-de-France
    name: Mapped[str]
    zone: Mapped[str] = mapped_column(default="Europe/Paris")  # IANA name


class Institution(Base):
    """A school whose students and alumni sign up as tutors, or a host of classes, or both."""

    __tablename__ = "institution"
    __table_args__ = (CheckConstraint("is_school OR is_host", name="some_use"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    short_name: Mapped[str]  # « IRA de Lille »
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Folded)
    region_code: Mapped[str | None] = mapped_column(ForeignKey("region.code"))
    is_school: Mapped[bool] = mapped_column(default=False)
    is_host: Mapped[bool] = mapped_column(default=False)
    closed_at: Mapped[datetime | None]

    region: Mapped[Region | None] = relationship()


class Exam(Base):
    """A civil-service exam, or a family of them seen as one by candidates (« IRA »)."""

    __tablename__ = "exam"
    __table_args__ = (one_of("category", CATEGORIES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(Folded)
    category: Mapped[str]
    family: Mapped[str] = mapped_column(default="")  # exams of one family share most papers
    closed_at: Mapped[datetime | None]

    papers: Mapped[list["Paper"]] = relationship(secondary="exam_paper", order_by="Paper.position", lazy="selectin")


class Paper(Base):
    """A kind of test: note de synthèse, cas pratique, grand oral…"""

    __tablename__ = "paper"
    __table_args__ = (one_of("kind", ("written", "oral")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    kind: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)


class ExamPaper(Base):
    """That an exam has a paper. Formats change: pages say to check the year's official notice."""

    __tablename__ = "exam_paper"
    __table_args__ = (UniqueConstraint("exam_id", "paper_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id", ondelete="CASCADE"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
