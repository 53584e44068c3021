"""What recruitment holds on a person."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.infra.privacy import Privacy, Records
from app.recruitment.models import Arrival, CharterSignature, CharterVersion, Eligibility, Testimonial
from app.reference.models import Institution


def export(session: Session, person_id: int) -> Records:
    """Arrival, eligibility, signatures and testimonials."""
    arrival = session.get(Arrival, person_id)
    school = session.get(Institution, arrival.institution_id) if arrival and arrival.institution_id else None
    declared = session.get(Eligibility, person_id)
    signatures = session.execute(
        select(CharterVersion.number, CharterSignature.signed_at)
        .join(CharterVersion, CharterVersion.id == CharterSignature.version_id)
        .where(CharterSignature.person_id == person_id)
        .order_by(CharterSignature.signed_at)
    )
    quoted = session.scalars(select(Testimonial).where(Testimonial.person_id == person_id).order_by(Testimonial.id))
    return {
        "arrivee": [{"ecole": school.name if school else None, "campagne": arrival.campaign, "le": arrival.at}]
        if arrival
        else [],
        "eligibilite": [
            {
                "concours": declared.exam.name,
                "annee": declared.exam_year,
                "ecole": declared.institution.name if declared.institution else None,
                "situation": declared.post,
                "declare_le": declared.declared_at,
            }
        ]
        if declared
        else [],
        "charte": [{"version": number, "signee_le": at} for number, at in signatures],
        "temoignages": [{"texte": t.quote_fr, "texte_en": t.quote_en, "nom": t.who} for t in quoted],
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Delete what the person declared; withdraw and empty what they let us quote."""
    for table in (Arrival, Eligibility, CharterSignature):
        session.execute(delete(table).where(table.person_id == person_id))
    session.execute(
        update(Testimonial)
        .where(Testimonial.person_id == person_id)
        .values(quote_fr="", quote_en="", who="", withdrawn_at=now, person_id=None)
    )


PRIVACY = Privacy(export=export, erase=erase)
