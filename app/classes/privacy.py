"""What classes hold on a person with an account (leads), and on a student, who has none."""

from datetime import datetime

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.orm import Session

from app.classes.models import ClassLead, Student, StudentContact
from app.infra.privacy import Privacy, Records


def export(session: Session, person_id: int) -> Records:
    """The classes one has led."""
    rows = session.scalars(select(ClassLead).where(ClassLead.person_id == person_id).order_by(ClassLead.id))
    return {"classes": [{"classe": row.prep_class.name, "depuis": row.since, "jusqu_au": row.until} for row in rows]}


def erase(session: Session, person_id: int, now: datetime) -> None:
    """End every leadership; the dates remain, on an account that has been emptied."""
    session.execute(
        update(ClassLead).where(ClassLead.person_id == person_id, ClassLead.until.is_(None)).values(until=now)
    )


def export_student(session: Session, student_id: int) -> Records:
    """All that is kept of a student."""
    student, contact = session.get_one(Student, student_id), session.get(StudentContact, student_id)
    return {
        "etudiant": [
            {
                "prenom": contact.first_name if contact else student.first_name,
                "nom": contact.last_name if contact else student.last_initial,
                "adresse": contact.email if contact else None,
                "telephone": contact.phone if contact else None,
                "concours": student.exam.name,
                "epreuves": [paper.name for paper in student.papers],
                "region": student.region.name,
                "moments": student.moments,
                "creneaux": student.slots,
                "horaires_souples": student.flexible,
                "souhait": student.wish,
                "ajoute_le": student.added_at,
            }
        ]
    }


def erase_student(session: Session, student_id: int, now: datetime) -> None:
    """Delete a student's contact and empty their row. Pairs must have been ended first (`pairing`). The day on which they had
    left stays: coverage over time is counted from it.
    """
    left = func.coalesce(Student.left_at, literal(now, Student.left_at.type))
    session.execute(delete(StudentContact).where(StudentContact.student_id == student_id))
    session.execute(
        update(Student)
        .where(Student.id == student_id)
        .values(first_name="", last_initial="", name_key="", wish="", slots=[], left_at=left)
    )


PRIVACY = Privacy(export=export, erase=erase)
