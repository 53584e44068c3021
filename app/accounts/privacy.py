"""What an account holds on its person, and how it is emptied."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.infra.privacy import Privacy, Records


def export(session: Session, person_id: int) -> Records:
    """The account and its roles."""
    person = session.get_one(Person, person_id)
    grants = session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id).order_by(RoleGrant.id))
    return {
        "compte": [
            {
                "prenom": person.first_name,
                "nom": person.last_name,
                "adresse": person.email,
                "adresse_en_attente": person.pending_email,
                "langue": person.language,
                "cree_le": person.created_at,
                "confirme_le": person.confirmed_at,
                "derniere_connexion": person.last_seen_at,
            }
        ],
        "roles": [{"role": held.role, "depuis": held.granted_at} for held in grants],
    }


def erase(session: Session, person_id: int, now: datetime) -> None:
    """Empty the account of its person: what remains is an id that others' records point at."""
    person = session.get_one(Person, person_id)
    person.email = f"efface-{person_id}@invalid"
    person.email_key = person.email
    person.pending_email = None
    person.first_name, person.last_name, person.name_key = "", "", ""
    person.password_hash = None
    person.session_version += 1
    person.erased_at = now
    person.grants = []


PRIVACY = Privacy(export=export, erase=erase)
