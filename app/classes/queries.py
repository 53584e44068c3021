"""Reads of classes and students, always through the lead who asks: what is not theirs does not exist for them."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.classes.rules import Known
from app.infra.errors import NotYours
from app.infra.orm import fold
from app.reference import queries as reference


def leads_now(person_id: Any) -> ColumnElement[bool]:
    """The condition "this person leads an open class now", for the query that loads the actor."""
    return (
        select(ClassLead.id)
        .join(PrepClass)
        .where(ClassLead.person_id == person_id, ClassLead.until.is_(None), PrepClass.closed_at.is_(None))
        .exists()
    )


def class_led_by(session: Session, person_id: int, class_id: int) -> PrepClass:
    """The class, if this person leads it now. Raises NotYours otherwise, whether it exists or not."""
    found = session.scalars(
        select(PrepClass)
        .join(ClassLead)
        .where(PrepClass.id == class_id, ClassLead.person_id == person_id, ClassLead.until.is_(None))
    ).first()
    if found is None:
        raise NotYours
    return found


def student_led_by(session: Session, person_id: int, student_id: int) -> Student:
    """The student, if this person leads their class now and they have not left. Raises NotYours otherwise."""
    found = session.scalars(
        select(Student)
        .join(ClassLead, ClassLead.class_id == Student.class_id)
        .where(Student.id == student_id, Student.left_at.is_(None))
        .where(ClassLead.person_id == person_id, ClassLead.until.is_(None))
    ).first()
    if found is None:
        raise NotYours
    return found


def classes_led_by(session: Session, person_id: int) -> list[PrepClass]:
    """The open classes this person leads, newest year first."""
    return list(
        session.scalars(
            select(PrepClass)
            .join(ClassLead)
            .where(ClassLead.person_id == person_id, ClassLead.until.is_(None), PrepClass.closed_at.is_(None))
            .order_by(PrepClass.year.desc(), PrepClass.name_key)
        )
    )


def students_of(session: Session, class_id: int) -> list[Student]:
    """The students of a class who have not left, by name."""
    return list(
        session.scalars(
            select(Student)
            .where(Student.class_id == class_id, Student.left_at.is_(None))
            .order_by(Student.name_key, Student.id)
        )
    )


def contact_of(session: Session, student_id: int) -> StudentContact | None:
    """How to reach a student. Call only for their lead or for the tutor of their open pair."""
    return session.get(StudentContact, student_id)


def leads_of(session: Session, class_id: int) -> list[Person]:
    """Who leads a class now, by name."""
    return list(
        session.scalars(
            select(Person)
            .join(ClassLead, ClassLead.person_id == Person.id)
            .where(ClassLead.class_id == class_id, ClassLead.until.is_(None))
            .order_by(Person.name_key)
        )
    )


def emails_of(session: Session, class_id: int) -> frozenset[str]:
    """The folded addresses of a class's students."""
    return frozenset(
        session.scalars(
            select(StudentContact.email_key)
            .join(Student)
            .where(Student.class_id == class_id, Student.left_at.is_(None))
        )
    )


def known_for(session: Session, prep_class: PrepClass) -> Known:
    """What a file of students for this class may refer to: codes and names, however they are written."""
    exams = reference.exams(session)
    papers = reference.papers(session)
    regions = reference.regions(session)
    return Known(
        exams={fold(key): exam.id for exam in exams for key in (exam.code, exam.name, exam.name.split(" (")[0])},
        papers={fold(key): paper.id for paper in papers for key in (paper.code, paper.name)},
        regions={fold(key): region.code for region in regions for key in (region.code, region.name)},
        default_region=prep_class.region_code,
        emails=emails_of(session, prep_class.id),
    )


def all_classes(session: Session) -> list[PrepClass]:
    """Every class, newest year first, closed ones last."""
    return list(
        session.scalars(
            select(PrepClass).order_by(
                PrepClass.closed_at.is_not(None), PrepClass.year.desc(), PrepClass.name_key, PrepClass.id
            )
        )
    )


def prep_class(session: Session, class_id: int) -> PrepClass:
    """A class, for the national team. Raises NotYours."""
    found = session.get(PrepClass, class_id)
    if found is None:
        raise NotYours
    return found


def leads_by_class(session: Session) -> dict[int, list[Person]]:
    """Who leads each class now, by name: one query for all."""
    rows = session.execute(
        select(ClassLead.class_id, Person)
        .join(Person, Person.id == ClassLead.person_id)
        .where(ClassLead.until.is_(None))
        .order_by(Person.name_key)
    )
    found: dict[int, list[Person]] = {}
    for class_id, person in rows:
        found.setdefault(class_id, []).append(person)
    return found
