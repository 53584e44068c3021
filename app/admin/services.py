"""What the national team does to people: suspend, lift, erase. Nothing here validates a tutor: only the gate does."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.admin import queries
from app.infra import audit
from app.infra.errors import DomainError
from app.infra.models import AuditEvent, Job, SettingChange
from app.infra.privacy import Privacy
from app.pairing import services as pairing
from app.training.services import reassess


def suspend(session: Session, person_id: int, actor_id: int, now: datetime) -> None:
    """Close an account for now: signed out everywhere, no longer in the pool, proposals cancelled; open pairs go on.

    Raises DomainError "admin.oneself" for one's own account.
    """
    if person_id == actor_id:
        raise DomainError("admin.oneself")
    person = session.get_one(Person, person_id)
    person.suspended_at = person.suspended_at or now
    person.session_version += 1
    session.flush()
    reassess(session, person_id, now)
    pairing.cancel_for_lost_validation(session, now)
    audit.record(session, "admin.suspended", now, actor_id=actor_id, object_type="person", object_id=person_id)


def lift(session: Session, person_id: int, actor_id: int, now: datetime) -> None:
    """Reopen a suspended account; the gate says at once whether the person is validated again."""
    session.get_one(Person, person_id).suspended_at = None
    session.flush()
    reassess(session, person_id, now)
    audit.record(session, "admin.lifted", now, actor_id=actor_id, object_type="person", object_id=person_id)


def erase_person(session: Session, person_id: int, actor_id: int, features: Sequence[Privacy], now: datetime) -> None:
    """Make the platform forget a person: proposals and pairs end, every feature erases, traces lose their name.

    `features` are the privacy of each feature, first of the journey first; they erase from the last to the first.
    Raises DomainError "admin.last_admin" when nobody would be left to administer.
    """
    if queries.admins(session) == [person_id]:
        raise DomainError("admin.last_admin")
    pairing.tutor_leaves(session, person_id, actor_id, now)
    for feature in reversed(features):
        feature.erase(session, person_id, now)
    _empty_traces(session, person_id)
    session.flush()
    audit.record(session, "admin.erased", now, actor_id=None, object_type="person", object_id=None)


def _empty_traces(session: Session, person_id: int) -> None:
    """Audit events keep their date and code, jobs that name the person go, setting changes lose their author."""
    session.execute(update(AuditEvent).where(AuditEvent.actor_id == person_id).values(actor_id=None))
    about = update(AuditEvent).where(AuditEvent.object_type == "person", AuditEvent.object_id == person_id)
    session.execute(about.values(object_id=None))
    session.execute(update(SettingChange).where(SettingChange.changed_by == person_id).values(changed_by=None))
    naming = [
        job_id
        for job_id, payload, state in session.execute(select(Job.id, Job.payload, Job.state))
        if person_id in (payload.get("person_id"), payload.get("lead_id"), payload.get("tutor_id")) and state != "ready"
    ]
    session.execute(delete(Job).where(Job.id.in_(naming)))
