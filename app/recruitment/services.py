"""Arriving, declaring, signing, and publishing what people say."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts import services as accounts
from app.infra import audit
from app.infra.errors import DomainError
from app.infra.jobs import insert_new
from app.recruitment.models import Arrival, CharterSignature, CharterVersion, Eligibility, Testimonial

TEXTS = Path(__file__).parent / "texts"
FIRST_CHARTER_DAY = date(2026, 7, 1)


def load_charter(session: Session, now: datetime) -> None:
    """Publish the first charter in an installation that has none."""
    if session.scalar(select(func.count(CharterVersion.id))):
        return
    french, english = ((TEXTS / f"charte-1.{lang}.md").read_text(encoding="utf-8") for lang in ("fr", "en"))
    session.add(
        CharterVersion(number=1, text_fr=french, text_en=english, published_at=now, effective_on=FIRST_CHARTER_DAY)
    )
    session.flush()


def arrive(
    session: Session,
    *,
    institution_id: int | None,
    campaign: str | None,
    email: str,
    first_name: str,
    last_name: str,
    password_hash: str,
    language: str,
    now: datetime,
) -> None:
    """Sign up, through a school's link or not, and remember through which. Tells nothing of whether the address was known."""
    person_id = accounts.sign_up(
        session,
        email=email,
        first_name=first_name,
        last_name=last_name,
        password_hash=password_hash,
        language=language,
        now=now,
    )
    if person_id is not None:
        insert_new(session, Arrival, person_id=person_id, institution_id=institution_id, campaign=campaign, at=now)


def declare_eligibility(
    session: Session,
    person_id: int,
    *,
    exam_id: int,
    exam_year: int,
    institution_id: int | None,
    post: str,
    now: datetime,
) -> None:
    """Keep what the person declares of their exam; a new declaration replaces the former.

    Raises DomainError "recruitment.future_exam" for a year to come.
    """
    if exam_year > now.year:
        raise DomainError("recruitment.future_exam")
    row = session.get(Eligibility, person_id) or Eligibility(person_id=person_id)
    row.exam_id, row.exam_year, row.institution_id = exam_id, exam_year, institution_id
    row.post, row.declared_at = post, now
    session.add(row)
    session.flush()
    audit.record(session, "recruitment.declared", now, actor_id=person_id, object_type="person", object_id=person_id)


def sign_charter(session: Session, person_id: int, version_id: int, now: datetime) -> None:
    """Keep the dated acceptance of a version; signing twice keeps the first date."""
    if insert_new(session, CharterSignature, person_id=person_id, version_id=version_id, signed_at=now):
        audit.record(
            session, "recruitment.signed", now, actor_id=person_id, object_type="charter", object_id=version_id
        )


def publish_charter(
    session: Session, *, text_fr: str, text_en: str, effective_on: date, actor_id: int, now: datetime
) -> int:
    """Announce a new version, in force from a day at least tomorrow, so that nobody is caught out. Returns its id.

    Raises DomainError "recruitment.charter_too_soon".
    """
    if effective_on <= now.date():
        raise DomainError("recruitment.charter_too_soon")
    number = (session.scalar(select(func.max(CharterVersion.number))) or 0) + 1
    version = CharterVersion(
        number=number, text_fr=text_fr, text_en=text_en, published_at=now, effective_on=effective_on
    )
    session.add(version)
    session.flush()
    audit.record(
        session, "recruitment.charter_published", now, actor_id=actor_id, object_type="charter", object_id=version.id
    )
    return version.id


def save_testimonial(
    session: Session, testimonial_id: int | None, *, actor_id: int, now: datetime, **values: Any
) -> int:
    """Create or change a testimonial (quote_fr, quote_en, who, about, voice, consent_on, position). Returns its id."""
    row = session.get_one(Testimonial, testimonial_id) if testimonial_id else Testimonial()
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    audit.record(
        session, "recruitment.testimonial_saved", now, actor_id=actor_id, object_type="testimonial", object_id=row.id
    )
    return row.id


def show_testimonial(session: Session, testimonial_id: int, *, shown: bool, actor_id: int, now: datetime) -> None:
    """Publish a testimonial, or withdraw it from every page at once."""
    row = session.get_one(Testimonial, testimonial_id)
    row.published_at = now if shown else row.published_at
    row.withdrawn_at = None if shown else now
    code = "recruitment.testimonial_published" if shown else "recruitment.testimonial_withdrawn"
    audit.record(session, code, now, actor_id=actor_id, object_type="testimonial", object_id=row.id)
