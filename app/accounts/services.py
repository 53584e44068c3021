"""Accounts: sign up, confirm, sign in, passwords, addresses, roles. One function per intention."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.accounts import queries
from app.accounts.models import Person, RoleGrant
from app.accounts.settings import SIGN_IN_PER_ACCOUNT
from app.infra import audit, throttle
from app.infra.errors import DomainError, violated
from app.infra.mail import post


def confirmation_state(person: Person) -> str:
    """What a confirmation link is tied to: this address and this password, not yet confirmed."""
    return _digest("confirm", person.email, person.password_hash or "", str(person.confirmed_at is None))


def address_state(person: Person) -> str:
    """What a change-of-address link is tied to: a new password, or signing out everywhere, ends it."""
    return _digest("address", person.email, person.pending_email or "", str(person.session_version))


def password_state(person: Person) -> str:
    """What a set-your-password link is tied to: it is spent as soon as the password or the sessions change."""
    return _digest("password", person.password_hash or "", str(person.session_version))


def _digest(*parts: str) -> str:
    return sha256("\x00".join(parts).encode()).hexdigest()[:24]


def sign_up(
    session: Session, *, email: str, first_name: str, last_name: str, password_hash: str, language: str, now: datetime
) -> int | None:
    """Open a tutor's account and mail its confirmation link. Returns its id, or None when the address has an account.

    An account already confirmed is told by mail that someone tried; one still waiting takes the new password, so that
    only the link of the latest sign-up confirms it; one that was invited gets its invitation again, for its roles must
    not be had by whoever signs up with its address. The caller answers alike in every case.
    """
    known = queries.by_email(session, email)
    if known is not None and (known.confirmed_at is not None or not known.active):
        if known.active:
            post(session, "accounts.already", {"person_id": known.id}, now)
        return None
    if known is not None and known.password_hash is None:
        post(session, "accounts.invitation", {"person_id": known.id}, now)
        return None
    if known is None:
        known = Person(email=email, email_key=email, created_at=now)
        known.grants = [RoleGrant(role="tutor", granted_at=now)]
        session.add(known)
    known.first_name, known.last_name, known.name_key = first_name, last_name, f"{last_name} {first_name}"
    known.password_hash, known.language = password_hash, language
    session.flush()
    post(session, "accounts.confirm", {"person_id": known.id}, now)
    audit.record(session, "accounts.signed_up", now, actor_id=known.id, object_type="person", object_id=known.id)
    return known.id


def confirm(session: Session, person_id: int, state: str, now: datetime) -> None:
    """Confirm an address by its link. Raises DomainError "link.spent" once used or replaced."""
    person = session.get(Person, person_id)
    if person is None or person.confirmed_at is not None or confirmation_state(person) != state:
        raise DomainError("link.spent")
    person.confirmed_at = now
    audit.record(session, "accounts.confirmed", now, actor_id=person.id, object_type="person", object_id=person.id)


def note_sign_in(session: Session, person_id: int, email: str, now: datetime) -> None:
    """Remember a successful sign-in, and forget the failed tries before it."""
    throttle.clear(session, SIGN_IN_PER_ACCOUNT, email)
    session.get_one(Person, person_id).last_seen_at = now


def ask_reset(session: Session, email: str, now: datetime) -> None:
    """Mail a link that sets a new password, if the address has an active account; nothing otherwise."""
    person = queries.by_email(session, email)
    if person is not None and person.active:
        post(session, "accounts.reset", {"person_id": person.id}, now)


def set_password(session: Session, person_id: int, state: str, password_hash: str, now: datetime) -> None:
    """Set a password by a link, which proves the address too. Signs out everywhere. Raises "link.spent"."""
    person = session.get(Person, person_id)
    if person is None or not person.active or password_state(person) != state:
        raise DomainError("link.spent")
    person.password_hash = password_hash
    person.session_version += 1
    person.confirmed_at = person.confirmed_at or now
    throttle.clear(session, SIGN_IN_PER_ACCOUNT, person.email)
    audit.record(session, "accounts.password_set", now, actor_id=person.id, object_type="person", object_id=person.id)
    post(session, "accounts.password_changed", {"person_id": person.id}, now)


def change_password(session: Session, person_id: int, password_hash: str, now: datetime) -> int:
    """Change one's own password; other browsers are signed out. Returns the new session version."""
    person = session.get_one(Person, person_id)
    person.password_hash = password_hash
    person.session_version += 1
    audit.record(
        session, "accounts.password_changed", now, actor_id=person.id, object_type="person", object_id=person.id
    )
    post(session, "accounts.password_changed", {"person_id": person.id}, now)
    return person.session_version


def sign_out_everywhere(session: Session, person_id: int, now: datetime) -> None:
    """End every session of the person, this one included."""
    session.get_one(Person, person_id).session_version += 1
    audit.record(
        session, "accounts.signed_out_everywhere", now, actor_id=person_id, object_type="person", object_id=person_id
    )


def change_profile(session: Session, person_id: int, *, first_name: str, last_name: str, language: str) -> None:
    """Change one's name and the language of one's mail."""
    person = session.get_one(Person, person_id)
    person.first_name, person.last_name, person.name_key = first_name, last_name, f"{last_name} {first_name}"
    person.language = language


def ask_new_address(session: Session, person_id: int, email: str, now: datetime) -> None:
    """Keep a new address aside and mail it a link; the old one stays until the link is used, and is warned. Taken ones get
    silence: the warning is the same, so that it does not tell who has an account.
    """
    person = session.get_one(Person, person_id)
    post(session, "accounts.address_asked", {"person_id": person.id}, now)
    if queries.by_email(session, email) is not None:
        return
    person.pending_email = email
    session.flush()
    post(session, "accounts.new_address", {"person_id": person.id}, now)


def confirm_new_address(session: Session, person_id: int, state: str, now: datetime) -> None:
    """Replace the address by the one that its link has just proven. Raises "link.spent"."""
    person = session.get(Person, person_id)
    if person is None or not person.pending_email or address_state(person) != state:
        raise DomainError("link.spent")
    person.email = person.email_key = person.pending_email
    person.pending_email = None
    try:
        session.flush()
    except IntegrityError as error:
        if violated(error, "uq_person_email_key", "person.email_key"):
            raise DomainError("link.spent") from error
        raise
    audit.record(
        session, "accounts.address_changed", now, actor_id=person.id, object_type="person", object_id=person.id
    )


def invite(
    session: Session,
    *,
    email: str,
    first_name: str,
    last_name: str,
    role: str | None,
    language: str,
    actor_id: int | None,
    now: datetime,
) -> int:
    """Give `role` to the person of this address, opening their account if there is none; a new one is mailed a link
    that sets its password. Returns the person's id.

    An account that nobody has confirmed yet may be someone else's try with this address: it loses its password, and
    only the invitation's link opens it.
    """
    person = queries.by_email(session, email)
    if person is None:
        person = Person(
            email=email,
            email_key=email,
            first_name=first_name,
            last_name=last_name,
            name_key=f"{last_name} {first_name}",
            language=language,
            created_at=now,
        )
        session.add(person)
    if person.confirmed_at is None:
        _open_by_invitation(session, person, now)
    if role:
        grant(session, person.id, role, actor_id=actor_id, now=now)
    audit.record(session, "accounts.invited", now, actor_id=actor_id, object_type="person", object_id=person.id)
    return person.id


def _open_by_invitation(session: Session, person: Person, now: datetime) -> None:
    """From now on only the link of an invitation opens this account, which nobody has confirmed."""
    person.password_hash = None
    session.flush()
    post(session, "accounts.invitation", {"person_id": person.id}, now)


def grant(session: Session, person_id: int, role: str, *, actor_id: int | None, now: datetime) -> None:
    """Give a role; giving it twice changes nothing. On an account that waits for its address, see `invite`."""
    if not queries.holds(session, person_id, role):
        person = session.get_one(Person, person_id)
        if person.confirmed_at is None and person.password_hash is not None:
            _open_by_invitation(session, person, now)
        session.add(RoleGrant(person_id=person_id, role=role, granted_at=now, granted_by=actor_id))
        session.flush()
        audit.record(
            session, f"accounts.granted_{role}", now, actor_id=actor_id, object_type="person", object_id=person_id
        )


def revoke(session: Session, person_id: int, role: str, *, actor_id: int, now: datetime) -> None:
    """Take a role back. Nobody takes their own admin role: raises DomainError "accounts.own_admin"."""
    if role == "admin" and person_id == actor_id:
        raise DomainError("accounts.own_admin")
    person = session.get_one(Person, person_id)
    person.grants = [held for held in person.grants if held.role != role]
    audit.record(session, f"accounts.revoked_{role}", now, actor_id=actor_id, object_type="person", object_id=person_id)
