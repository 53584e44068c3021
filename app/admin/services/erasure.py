"""Forgetting: a person with an account, or a student. What is open ends first, through pairing; then every feature erases
what it holds, from the last stage of the journey to the first; then the traces lose their name.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, update
from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts.models import RoleGrant
from app.admin import queries
from app.classes import privacy as classes_privacy
from app.classes.models import Student
from app.infra import audit
from app.infra.errors import DomainError, NotYours
from app.infra.models import AuditEvent, Job, SettingChange
from app.infra.privacy import Privacy, Records
from app.pairing import privacy as pairing_privacy
from app.pairing import services as pairing


def erase_person(session: Session, person_id: int, actor_id: int, features: Sequence[Privacy], now: datetime) -> None:
    """Make the platform forget a person, who asked for it (`actor_id` is theirs) or had an admin do it.

    `features` are each feature's privacy, first stage first. Raises DomainError "admin.last_admin" when nobody would be
    left to administer; NotYours when the person is erased already, or the one who acts is no longer an admin.
    """
    accounts.person(session, person_id)
    administering = queries.admins(session, hold=True)
    if administering == [person_id]:
        raise DomainError("admin.last_admin")
    if actor_id not in (person_id, *administering):
        raise NotYours
    pairing.tutor_leaves(session, person_id, actor_id, now)
    for feature in reversed(features):
        feature.erase(session, person_id, now)
    session.flush()
    by = actor_id if actor_id != person_id else None
    audit.record(session, "admin.erased", now, actor_id=by, object_type="person", object_id=None)


def forget_traces(session: Session, person_id: int) -> None:
    """Audit events keep their date and code, changes of settings and of roles lose their author, and jobs that name the
    person go, those still to be done included: nothing is to be sent any more.
    """
    session.execute(update(AuditEvent).where(AuditEvent.actor_id == person_id).values(actor_id=None))
    _forget_object(session, "person", person_id)
    session.execute(update(SettingChange).where(SettingChange.changed_by == person_id).values(changed_by=None))
    session.execute(update(RoleGrant).where(RoleGrant.granted_by == person_id).values(granted_by=None))
    session.execute(delete(Job).where(job_names("person_id", person_id)))


def job_names(key: str, value: int) -> ColumnElement[bool]:
    """The condition "this job's payload names that person, or that student"."""
    named: ColumnElement[bool] = Job.payload[key].as_integer() == value
    return named


def _forget_object(session: Session, kind: str, object_id: int) -> None:
    about = update(AuditEvent).where(AuditEvent.object_type == kind, AuditEvent.object_id == object_id)
    session.execute(about.values(object_id=None))


def export_student(session: Session, student_id: int) -> Records:
    """All that is kept of a student, for whoever answers their request. Raises NotYours."""
    _student(session, student_id)
    return {
        **classes_privacy.export_student(session, student_id),
        **pairing_privacy.export_student(session, student_id),
    }


def _student(session: Session, student_id: int) -> Student:
    """A student who is still known. Raises NotYours once erased."""
    found = session.get(Student, student_id)
    if found is None or not found.first_name:
        raise NotYours
    return found


def erase_student(session: Session, student_id: int, actor_id: int, now: datetime) -> None:
    """Make the platform forget a student, at their request. Their pair and proposal end first, the tutor and the leads
    told. Raises NotYours.
    """
    _student(session, student_id)
    pairing.student_forgotten(session, student_id, actor_id, now)
    pairing_privacy.erase_student(session, student_id, now)
    classes_privacy.erase_student(session, student_id, now)
    _forget_object(session, "student", student_id)
    session.execute(delete(Job).where(job_names("student_id", student_id)))
    audit.record(session, "admin.student_erased", now, actor_id=actor_id, object_type="student", object_id=None)
