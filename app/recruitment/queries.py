"""Reads of arrivals, eligibility, charter and testimonials."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra.clock import PARIS
from app.infra.errors import NotYours
from app.recruitment.models import CharterSignature, CharterVersion, Eligibility, Testimonial


def eligibility_of(session: Session, person_id: int) -> Eligibility | None:
    """What the person declared, with the exam and school."""
    return session.get(Eligibility, person_id)


def current_charter(session: Session, now: datetime) -> CharterVersion | None:
    """The charter in force: the latest whose day has come in Paris."""
    today = now.astimezone(PARIS).date()
    return session.scalars(
        select(CharterVersion)
        .where(CharterVersion.effective_on <= today)
        .order_by(CharterVersion.effective_on.desc(), CharterVersion.number.desc())
        .limit(1)
    ).first()


def next_charter(session: Session, now: datetime) -> CharterVersion | None:
    """The next version announced, if any."""
    today = now.astimezone(PARIS).date()
    return session.scalars(
        select(CharterVersion).where(CharterVersion.effective_on > today).order_by(CharterVersion.effective_on).limit(1)
    ).first()


def charters(session: Session) -> list[CharterVersion]:
    """Every version, newest first."""
    return list(session.scalars(select(CharterVersion).order_by(CharterVersion.number.desc())))


def signature_of(session: Session, person_id: int, version_id: int) -> datetime | None:
    """When the person accepted that version."""
    return session.scalar(
        select(CharterSignature.signed_at).where(
            CharterSignature.person_id == person_id, CharterSignature.version_id == version_id
        )
    )


def published_testimonials(session: Session) -> list[Testimonial]:
    """Those on the landing page, in order."""
    return list(
        session.scalars(
            select(Testimonial)
            .where(Testimonial.published_at.is_not(None), Testimonial.withdrawn_at.is_(None))
            .order_by(Testimonial.position, Testimonial.id)
        )
    )


def testimonials(session: Session) -> list[Testimonial]:
    """Every testimonial, for those who publish them."""
    return list(session.scalars(select(Testimonial).order_by(Testimonial.position, Testimonial.id)))


def testimonial(session: Session, testimonial_id: int) -> Testimonial:
    """One of them. Raises NotYours."""
    found = session.get(Testimonial, testimonial_id)
    if found is None:
        raise NotYours
    return found
