"""Adding and changing classes and students. Ending what hangs on them (a pair, a proposal) is `pairing`'s."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session

from app.accounts import services as accounts
from app.classes import queries
from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.classes.rules import Line
from app.infra import audit
from app.infra.errors import DomainError
from app.infra.jobs import insert_new
from app.infra.mail import post
from app.reference.models import Paper

EARLIEST_YEAR, LATEST_YEAR = 2021, 2100


def save_class(
    session: Session,
    class_id: int | None,
    *,
    name: str,
    year: int,
    institution_id: int,
    region_code: str,
    actor_id: int,
    now: datetime,
) -> int:
    """Open or change a class. Returns its id. Raises DomainError "classes.same_class" for the same name and year."""
    same = session.scalar(select(PrepClass.id).where(PrepClass.name_key == name, PrepClass.year == year))
    if same is not None and same != class_id:
        raise DomainError("classes.same_class")
    row = session.get_one(PrepClass, class_id) if class_id else PrepClass()
    row.name = row.name_key = name
    row.year, row.institution_id, row.region_code = year, institution_id, region_code
    session.add(row)
    session.flush()
    audit.record(session, "classes.saved", now, actor_id=actor_id, object_type="class", object_id=row.id)
    return row.id


def add_lead(
    session: Session,
    class_id: int,
    *,
    email: str,
    first_name: str,
    last_name: str,
    language: str,
    actor_id: int,
    now: datetime,
) -> int:
    """Let a person lead a class, opening and inviting their account when there is none. Returns the person's id."""
    person_id = accounts.invite(
        session,
        email=email,
        first_name=first_name,
        last_name=last_name,
        role=None,
        language=language,
        actor_id=actor_id,
        now=now,
    )
    if insert_new(session, ClassLead, class_id=class_id, person_id=person_id, since=now):
        audit.record(session, "classes.lead_added", now, actor_id=actor_id, object_type="class", object_id=class_id)
    return person_id


def end_lead(session: Session, class_id: int, person_id: int, *, actor_id: int, now: datetime) -> None:
    """End a leadership. A class keeps at least one lead: raises DomainError "classes.last_lead"."""
    _one_at_a_time(session, class_id)
    if len(queries.leads_of(session, class_id)) <= 1:
        raise DomainError("classes.last_lead")
    session.execute(
        update(ClassLead)
        .where(ClassLead.class_id == class_id, ClassLead.person_id == person_id, ClassLead.until.is_(None))
        .values(until=now)
    )
    audit.record(session, "classes.lead_ended", now, actor_id=actor_id, object_type="class", object_id=class_id)


def add_students(session: Session, lead_id: int, class_id: int, lines: Sequence[Line], now: datetime) -> list[int]:
    """Add students to a class one leads, all or none, and mail each the data notice. Returns their ids.

    Raises NotYours, or DomainError "classes.already_there" when an address is in the class by now.
    """
    queries.class_led_by(session, lead_id, class_id)
    _one_at_a_time(session, class_id)
    ids = []
    for line in lines:
        student = Student(class_id=class_id, added_at=now)
        _describe(session, student, line)
        session.add(student)
        session.flush()
        contact = StudentContact(student_id=student.id)
        _reach(contact, line)
        session.add(contact)
        session.flush()
        if session.scalar(_same_address(class_id, student.id, line.email)):
            raise DomainError("classes.already_there")
        post(session, "classes.data_notice", {"student_id": student.id}, now)
        audit.record(
            session, "classes.student_added", now, actor_id=lead_id, object_type="student", object_id=student.id
        )
        ids.append(student.id)
    return ids


def change_student(session: Session, lead_id: int, student_id: int, line: Line, now: datetime) -> None:
    """Change a student one leads. Raises NotYours, or DomainError "classes.already_there"."""
    student = queries.student_led_by(session, lead_id, student_id)
    _one_at_a_time(session, student.class_id)
    contact = session.get_one(StudentContact, student_id)
    if session.scalar(_same_address(student.class_id, student_id, line.email)):
        raise DomainError("classes.already_there")
    _describe(session, student, line)
    _reach(contact, line)
    session.flush()
    audit.record(session, "classes.student_changed", now, actor_id=lead_id, object_type="student", object_id=student_id)


def _one_at_a_time(session: Session, class_id: int) -> None:
    """Hold the class until the end of the act: what has just been looked at in it stays true."""
    session.execute(select(PrepClass.id).where(PrepClass.id == class_id).with_for_update())


def _same_address(class_id: int, student_id: int, email: str) -> Select[int]:
    return (
        select(Student.id)
        .join(StudentContact)
        .where(Student.class_id == class_id, Student.left_at.is_(None), Student.id != student_id)
        .where(StudentContact.email_key == email)
        .limit(1)
    )


def _describe(session: Session, student: Student, line: Line) -> None:
    student.first_name, student.last_initial = line.first_name, line.last_name[:1].upper()
    student.name_key = f"{line.first_name} {line.last_name}"
    student.exam_id, student.region_code = line.exam_id, line.region_code
    student.remote, student.presence = line.remote, line.presence
    student.moments, student.flexible = list(line.moments), line.flexible
    student.slots, student.wish = list(line.slots), line.wish
    student.papers = list(session.scalars(select(Paper).where(Paper.id.in_(line.paper_ids)).order_by(Paper.position)))


def _reach(contact: StudentContact, line: Line) -> None:
    contact.first_name, contact.last_name = line.first_name, line.last_name
    contact.email = contact.email_key = line.email
    contact.phone = line.phone


def note_student_seen(session: Session, student_id: int, actor_id: int, now: datetime) -> None:
    """Leave in the audit trail that someone opened a student's sheet."""
    audit.record(session, "classes.student_seen", now, actor_id=actor_id, object_type="student", object_id=student_id)
