"""Certificates: what each says, and what it is worth today."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra.errors import NotYours
from app.training.models import Attempt, Certificate, Validation
from app.training.queries.validations import valid_at


@dataclass(frozen=True)
class CertificatePage:
    """A certificate and what it is worth today: `ended_on` is when the validation ended, None while it holds.

    `tested_on` is when the validation test had been passed, if it had. Revoked, it is worth nothing, whatever the
    validation, and nobody but its holder reads a name on it.
    """

    public_id: str
    name: str
    email: str
    issued_at: datetime
    minutes: int
    modules: tuple[dict[str, Any], ...]
    tested_on: datetime | None
    valid: bool
    valid_until: datetime | None
    ended_on: datetime | None
    revoked_at: datetime | None
    revoked_reason: str | None

    @property
    def last_day(self) -> datetime | None:
        """An instant of the last day on which it holds."""
        return self.valid_until - timedelta(seconds=1) if self.valid_until else None

    @property
    def state(self) -> str:
        """ "revoked", "valid" or "ended"."""
        return "revoked" if self.revoked_at else "valid" if self.valid else "ended"


def certificate_of(session: Session, person_id: int, now: datetime) -> CertificatePage | None:
    """The person's latest certificate, revoked or not."""
    return _page(session, now, Certificate.person_id == person_id)


def own_certificate(session: Session, person_id: int, public_id: str, now: datetime) -> CertificatePage:
    """One of the person's own certificates. Raises NotYours for another person's."""
    return _found(_page(session, now, Certificate.public_id == public_id, Certificate.person_id == person_id))


def certificate_by_public_id(session: Session, public_id: str, now: datetime) -> CertificatePage:
    """The certificate behind a public address; revoked, it comes without a word of whose it was or why.

    Raises NotYours when there is none or the account is erased.
    """
    found = _found(_page(session, now, Certificate.public_id == public_id))
    return replace(found, name="", email="", modules=(), revoked_reason=None) if found.revoked_at else found


def certificates_of(session: Session, person_id: int) -> list[Certificate]:
    """Every certificate of a person, newest first."""
    return list(
        session.scalars(select(Certificate).where(Certificate.person_id == person_id).order_by(Certificate.id.desc()))
    )


def _found(page: CertificatePage | None) -> CertificatePage:
    if page is None:
        raise NotYours
    return page


def _page(session: Session, now: datetime, *conditions: ColumnElement[bool]) -> CertificatePage | None:
    tested = (
        select(func.min(Attempt.submitted_at))
        .where(
            Attempt.person_id == Certificate.person_id,
            Attempt.module_id.is_(None),
            Attempt.passed,
            Attempt.submitted_at <= Certificate.issued_at,
        )
        .scalar_subquery()
    )
    found = session.execute(
        select(Certificate, Person, Validation, tested)
        .join(Person, Person.id == Certificate.person_id)
        .outerjoin(Validation, Validation.person_id == Certificate.person_id)
        .where(Person.erased_at.is_(None), *conditions)
        .order_by(Certificate.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    certificate, person, validation, tested_on = found
    valid = valid_at(validation, now) and certificate.revoked_at is None
    until = validation.valid_until if validation is not None else None
    return CertificatePage(
        public_id=certificate.public_id,
        name=f"{person.first_name} {person.last_name}".strip(),
        email=person.email,
        issued_at=certificate.issued_at,
        minutes=certificate.minutes,
        modules=tuple(certificate.modules),
        tested_on=tested_on,
        valid=valid,
        valid_until=until,
        ended_on=None if until is None or until > now else until,
        revoked_at=certificate.revoked_at,
        revoked_reason=certificate.revoked_reason,
    )
