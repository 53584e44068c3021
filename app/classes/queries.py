"""Reads of classes and students, always through the lead who asks: what is not theirs does not exist for them."""

from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.classes.models import ClassLead, PrepClass, Student
from app.infra.errors import NotYours


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
