"""Validations and certificates."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.infra.errors import NotYours
from app.training.models import Certificate, Validation


def validation_of(session: Session, person_id: int) -> Validation | None:
    """The gate's last word on this person, if it ever had one."""
    return session.get(Validation, person_id)


def valid_at(validation: Validation | None, now: datetime) -> bool:
    """Whether that word is "valid" at `now`."""
    return (
        validation is not None
        and validation.valid_from is not None
        and validation.valid_until is not None
        and validation.valid_from <= now < validation.valid_until
    )


@dataclass(frozen=True)
class CertificatePage:
    """A certificate and what it is worth today: `ended_on` is when the validation ended, None while it holds."""

    public_id: str
    name: str
    issued_at: datetime
    minutes: int
    modules: tuple[dict[str, object], ...]
    valid: bool
    valid_until: datetime | None
    ended_on: datetime | None

    @property
    def last_day(self) -> datetime | None:
        """An instant of the last day on which it holds."""
        return self.valid_until - timedelta(seconds=1) if self.valid_until else None


def certificate_of(session: Session, person_id: int, now: datetime) -> CertificatePage | None:
    """The person's latest certificate, unless it was revoked."""
    return _page(session, now, Certificate.person_id == person_id)


def certificate_by_public_id(session: Session, public_id: str, now: datetime) -> CertificatePage:
    """The certificate behind a public address. Raises NotYours when it was revoked or the account is erased."""
    found = _page(session, now, Certificate.public_id == public_id)
    if found is None:
        raise NotYours
    return found


def _page(session: Session, now: datetime, condition: ColumnElement[bool]) -> CertificatePage | None:
    found = session.execute(
        select(Certificate, Person.first_name, Person.last_name, Validation)
        .join(Person, Person.id == Certificate.person_id)
        .outerjoin(Validation, Validation.person_id == Certificate.person_id)
        .where(condition, Certificate.revoked_at.is_(None), Person.erased_at.is_(None))
        .order_by(Certificate.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    certificate, first_name, last_name, validation = found
    valid = valid_at(validation, now)
    return CertificatePage(
        public_id=certificate.public_id,
        name=f"{first_name} {last_name}".strip(),
        issued_at=certificate.issued_at,
        minutes=certificate.minutes,
        modules=tuple(certificate.modules),
        valid=valid,
        valid_until=validation.valid_until if validation is not None else None,
        ended_on=None if valid or validation is None else validation.valid_until,
    )


def tutors_after(session: Session, after: int, limit: int) -> list[int]:
    """The next `limit` people whose validation may change: every tutor, and whoever already has one. By id."""
    tutors = select(RoleGrant.person_id).where(RoleGrant.role == "tutor")
    known = select(Validation.person_id)
    return list(
        session.scalars(
            select(Person.id)
            .where(Person.id > after, Person.id.in_(tutors.union(known)), Person.confirmed_at.is_not(None))
            .order_by(Person.id)
            .limit(limit)
        )
    )


def lapsed(session: Session, now: datetime, limit: int) -> list[int]:
    """People whose validation has come to its end without anyone having noted it yet."""
    return list(
        session.scalars(
            select(Validation.person_id)
            .where(Validation.valid_until <= now, Validation.lost_at.is_(None))
            .order_by(Validation.person_id)
            .limit(limit)
        )
    )


def lapsing(session: Session, now: datetime, before: datetime) -> list[Validation]:
    """Validations that hold at `now` and end before `before`."""
    return list(
        session.scalars(
            select(Validation)
            .where(Validation.valid_from <= now, Validation.valid_until > now, Validation.valid_until <= before)
            .order_by(Validation.person_id)
        )
    )
