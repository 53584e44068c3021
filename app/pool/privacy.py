"""What the pool holds on a person: their profile, and what they said of each season."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.infra.privacy import Privacy, Records
from app.pool.models import SeasonConfirmation, TutorExam, TutorPaper, TutorProfile


def export(session: Session, person_id: int) -> Records:
    """The profile, as its owner filled it, and the seasons."""
    profile = session.get(TutorProfile, person_id)
    if profile is None:
        return _seasons(session, person_id)
    return {
        **_seasons(session, person_id),
        "profil_de_tuteur": [
            {
                "region": profile.region.name,
                "concours": [exam.name for exam in profile.exams],
                "epreuves": [paper.name for paper in profile.papers],
                "a_distance": profile.remote,
                "en_presence": profile.presence,
                "places": profile.seats,
                "places_prises": profile.seats_taken,
                "moments": list(profile.moments),
                "creneaux": list(profile.slots),
                "horaires_souples": profile.flexible,
                "langues": list(profile.languages),
                "disponible_a_partir_du": profile.available_from,
                "en_pause_jusqu_au": profile.paused_until,
                "telephone": profile.phone,
                "quelques_mots": profile.words,
                "mis_a_jour_le": profile.updated_at,
            }
        ],
    }


def _seasons(session: Session, person_id: int) -> Records:
    mine = select(SeasonConfirmation).where(SeasonConfirmation.person_id == person_id)
    rows = session.scalars(mine.order_by(SeasonConfirmation.year))
    found = [
        {
            "saison": f"{row.year}-{row.year + 1}",
            "demandee_le": row.asked_at,
            "reponse_avant_le": row.due_at,
            "rappelee_le": row.reminded_at,
            "dit_le": row.answered_at,
            "continue": row.answer,
            "places": row.seats,
            "jusqu_au": row.until,
        }
        for row in rows
    ]
    return {"saisons": found} if found else {}


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Empty the profile and close it. The row stays: pairs that go on elsewhere in time still count its seats."""
    session.execute(delete(SeasonConfirmation).where(SeasonConfirmation.person_id == person_id))
    session.execute(delete(TutorExam).where(TutorExam.person_id == person_id))
    session.execute(delete(TutorPaper).where(TutorPaper.person_id == person_id))
    session.execute(
        update(TutorProfile)
        .where(TutorProfile.person_id == person_id)
        .values(
            words="",
            words_key="",
            phone="",
            slots=[],
            languages=[],
            seats=0,
            available_from=None,
            paused_until=None,
            updated_at=now,
        )
    )


PRIVACY = Privacy(export=export, erase=erase)
