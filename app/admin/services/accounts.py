"""What the national team does to accounts: roles, suspension, the way in sent again."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.accounts import queries as accounts
from app.accounts import services
from app.accounts.models import Person
from app.admin import queries
from app.infra import audit
from app.infra.errors import DomainError, NotYours
from app.infra.mail import post
from app.pairing import services as pairing
from app.training import services as training
from app.training.models import Validation
from app.training.services import reassess


def hold_admins(session: Session, actor_id: int) -> list[int]:
    """The active admins, held until the act commits. Raises NotYours when the one who acts has just ceased to be one."""
    administering = queries.admins(session, hold=True)
    if actor_id not in administering:
        raise NotYours
    return administering


def suspend(session: Session, person_id: int, actor_id: int, now: datetime) -> None:
    """Close an account for now: signed out everywhere, no longer in the pool, proposals cancelled. Open pairs go on, and
    the leads concerned are told. Everything is kept.

    Raises DomainError "admin.oneself" for one's own account, NotYours for one that is erased.
    """
    if person_id == actor_id:
        raise DomainError("admin.oneself")
    hold_admins(session, actor_id)
    person = accounts.person(session, person_id)
    person.suspended_at = person.suspended_at or now
    person.session_version += 1
    session.flush()
    _ask_the_gate(session, person_id, now)
    pairing.cancel_for_lost_validation(session, now, tutor_id=person_id)
    pairing.tell_lapsed_pairs(session, now, tutor_id=person_id)
    audit.record(session, "admin.suspended", now, actor_id=actor_id, object_type="person", object_id=person_id)


def lift(session: Session, person_id: int, actor_id: int, now: datetime) -> None:
    """Reopen a suspended account; the gate says at once whether the person is validated again."""
    hold_admins(session, actor_id)
    accounts.person(session, person_id).suspended_at = None
    session.flush()
    _ask_the_gate(session, person_id, now)
    audit.record(session, "admin.lifted", now, actor_id=actor_id, object_type="person", object_id=person_id)


def _ask_the_gate(session: Session, person_id: int, now: datetime) -> None:
    """For whoever tutors or has tutored: others have no validation to lose."""
    if accounts.holds(session, person_id, "tutor") or session.get(Validation, person_id) is not None:
        reassess(session, person_id, now)


def grant(session: Session, person_id: int, role: str, actor_id: int, now: datetime) -> None:
    """Give a role to an account that is not erased. Raises NotYours."""
    hold_admins(session, actor_id)
    accounts.person(session, person_id)
    services.grant(session, person_id, role, actor_id=actor_id, now=now)


def revoke(session: Session, person_id: int, role: str, actor_id: int, now: datetime) -> None:
    """Take a role back. Raises DomainError "admin.tutor_engaged" for a tutor who is validated, in a pair or asked (who
    would stay in the pool and could answer nothing: suspending is the act), "accounts.own_admin"; or NotYours.
    """
    hold_admins(session, actor_id)
    accounts.person(session, person_id)
    if role == "tutor" and queries.engaged(session, person_id, now):
        raise DomainError("admin.tutor_engaged")
    services.revoke(session, person_id, role, actor_id=actor_id, now=now)


def revoke_certificate(
    session: Session, person_id: int, certificate_id: int, reason: str, actor_id: int, now: datetime
) -> None:
    """Take a certificate back: its holder is told why, the gate is not asked. Raises NotYours, or DomainError
    "training.already_revoked".
    """
    hold_admins(session, actor_id)
    accounts.person(session, person_id)
    training.revoke_certificate(session, person_id, certificate_id, reason, actor_id, now)


def resend(session: Session, person_id: int, actor_id: int, now: datetime) -> None:
    """Send again what opens an account: its confirmation, or its invitation when it has no password.

    Raises DomainError "admin.already_open" once confirmed, "admin.suspended" while suspended.
    """
    person: Person = accounts.person(session, person_id)
    if person.confirmed_at is not None:
        raise DomainError("admin.already_open")
    if person.suspended_at is not None:
        raise DomainError("admin.suspended")
    name = "accounts.confirm" if person.password_hash else "accounts.invitation"
    post(session, name, {"person_id": person_id}, now)
    audit.record(session, "admin.resent", now, actor_id=actor_id, object_type="person", object_id=person_id)
