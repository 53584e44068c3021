"""Messages to students, who have no account: their tutor's contact, and the end of the pair."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.classes.models import StudentContact
from app.infra.i18n import gettext as _
from app.infra.i18n import speaking
from app.infra.mail import Mail
from app.pairing.mails import told
from app.pairing.queries.pairs import lead_contacts, tutor_contact


def accepted(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """Someone accepted to be their tutor: how to write first."""
    pair = told.pair_of(session, ids, ended=False)
    row = session.get(StudentContact, pair.student_id) if pair else None
    reach = tutor_contact(session, pair.tutor) if pair else None
    if pair is None or row is None or reach is None:
        return None
    with speaking(row.language):
        return Mail(
            to=row.email,
            lang=row.language,
            subject=_("Quelqu’un a accepté de vous accompagner"),
            lines=(
                _("Bonjour %(name)s,", name=row.first_name),
                _("Bonne nouvelle : %(name)s accepte d’être à vos côtés pendant votre préparation.", name=reach.name),
                _("Ses coordonnées : %(contact)s.", contact=told.contact(reach)),
                _(
                    "C’est à vous d’écrire en premier, dans les deux jours : présentez-vous, "
                    "dites ce que vous préparez et proposez deux moments pour vous parler."
                ),
            ),
            action=_("Lui écrire"),
            url=f"mailto:{reach.email}",
            after=(
                _(
                    "Ces coordonnées vous sont confiées : ne les transmettez à personne. "
                    "Si quelque chose ne va pas, dites-le à votre classe."
                ),
            ),
            reply_to=reach.email,
            why=_("Vous recevez ce message parce que votre classe cherche pour vous une personne qui vous accompagne."),
        )


def ended(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """The pair is over; whom to turn to."""
    pair = told.pair_of(session, ids, ended=True)
    row = session.get(StudentContact, pair.student_id) if pair else None
    if pair is None or row is None:
        return None
    leads = lead_contacts(session, pair.student_id)
    with speaking(row.language):
        told_leads = " ; ".join(told.contact(lead) for lead in leads)
        return Mail(
            to=row.email,
            lang=row.language,
            subject=_("Votre binôme est clos"),
            lines=(
                _("Bonjour %(name)s,", name=row.first_name),
                _("Le binôme avec %(name)s est clos. Merci pour le chemin fait ensemble.", name=pair.tutor.first_name),
                _(
                    "Une question, ou l’envie d’un nouvel accompagnement ? Parlez-en à votre classe : %(leads)s.",
                    leads=told_leads,
                )
                if told_leads
                else _("Une question, ou l’envie d’un nouvel accompagnement ? Parlez-en à votre classe."),
            ),
            action=_("Écrire à ma classe") if leads else "",
            url=f"mailto:{leads[0].email}" if leads else "",
            why=_("Vous recevez ce message parce que ce binôme était le vôtre."),
        )
