"""Classes, who leads them, their students and what each student needs. A student's contact is a row apart."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Person
from app.infra.i18n import gettext as _
from app.infra.orm import Base, Folded, one_of
from app.reference.models import Exam, Institution, Paper, Region

STILL_LEADING = text("until IS NULL")


class PrepClass(Base):
    """A classe Prépa Talents of one year (its promotion), hosted by an institution in a region."""

    __tablename__ = "prep_class"
    __table_args__ = (CheckConstraint("year BETWEEN 2021 AND 2100", name="year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]  # « IRA de Lille »
    name_key: Mapped[str] = mapped_column(Folded)
    year: Mapped[int] = mapped_column(index=True)  # the year its season begins, in September
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    closed_at: Mapped[datetime | None]

    institution: Mapped[Institution] = relationship(lazy="joined")
    region: Mapped[Region] = relationship(lazy="joined")


class ClassLead(Base):
    """That a person leads a class, since when and, once it is over, until when."""

    __tablename__ = "class_lead"
    __table_args__ = (
        Index(
            "uq_class_lead_current",
            "class_id",
            "person_id",
            unique=True,
            sqlite_where=STILL_LEADING,
            postgresql_where=STILL_LEADING,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("prep_class.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True, info={"person": "self"})
    since: Mapped[datetime]
    until: Mapped[datetime | None]

    person: Mapped[Person] = relationship()
    prep_class: Mapped[PrepClass] = relationship()


class Student(Base):
    """A student of a class and their need. Described by the exam, never by health, origin, religion or income.

    `slots` are cells of the week, 0 to 20: day × 3 + part (Monday 0; morning 0, afternoon 1, evening 2), in the
    region's time zone.
    """

    __tablename__ = "student"
    __table_args__ = (CheckConstraint("remote OR presence", name="some_way"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("prep_class.id"), index=True)
    first_name: Mapped[str] = mapped_column(info={"person": "student"})
    last_initial: Mapped[str] = mapped_column(info={"person": "student"})
    name_key: Mapped[str] = mapped_column(Folded, info={"person": "student"})
    exam_id: Mapped[int] = mapped_column(ForeignKey("exam.id"))
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))
    remote: Mapped[bool] = mapped_column(default=True)
    presence: Mapped[bool] = mapped_column(default=False)
    moments: Mapped[list[str]] = mapped_column(default=list)  # codes of reference.rules: when meeting would help most
    slots: Mapped[list[int]]
    flexible: Mapped[bool] = mapped_column(default=False)  # would find another hour if none is in common
    wish: Mapped[str] = mapped_column(Text, default="", info={"person": "student"})  # what they would like help with
    added_at: Mapped[datetime]
    left_at: Mapped[datetime | None]

    prep_class: Mapped[PrepClass] = relationship()
    exam: Mapped[Exam] = relationship(lazy="joined")
    region: Mapped[Region] = relationship(lazy="joined")
    papers: Mapped[list[Paper]] = relationship(secondary="student_paper", order_by="Paper.position", lazy="selectin")

    @property
    def short_name(self) -> str:
        """« Inès B. »."""
        if not self.first_name:  # erased
            return _("une personne partie")
        return f"{self.first_name} {self.last_initial}."


class StudentPaper(Base):
    """A paper a student asks help for."""

    __tablename__ = "student_paper"
    __table_args__ = (UniqueConstraint("student_id", "paper_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    student_id: Mapped[int] = mapped_column(ForeignKey("student.id", ondelete="CASCADE"))
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))


class StudentContact(Base):
    """How to reach a student: read only by the class's leads and by the tutor of an open pair."""

    __tablename__ = "student_contact"
    __table_args__ = (one_of("language", ("fr", "en")),)

    student_id: Mapped[int] = mapped_column(
        ForeignKey("student.id", ondelete="CASCADE"), primary_key=True, info={"person": "student"}
    )
    first_name: Mapped[str] = mapped_column(info={"person": "student"})
    last_name: Mapped[str] = mapped_column(info={"person": "student"})
    email: Mapped[str] = mapped_column(info={"person": "student"})
    email_key: Mapped[str] = mapped_column(Folded, index=True, info={"person": "student"})
    phone: Mapped[str] = mapped_column(default="", info={"person": "student"})
    language: Mapped[str] = mapped_column(default="fr")

    student: Mapped[Student] = relationship()
