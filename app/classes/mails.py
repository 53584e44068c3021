"""The message a student receives when a class adds them: what is kept of them, and why."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.classes.models import Student, StudentContact
from app.classes.queries import leads_of
from app.infra.i18n import gettext as _
from app.infra.i18n import speaking
from app.infra.mail import Mail, link


def data_notice(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """The data notice. No longer true once the student has left."""
    student = session.get(Student, ids["student_id"])
    contact = session.get(StudentContact, ids["student_id"])
    if student is None or contact is None or student.left_at is not None:
        return None
    leads = leads_of(session, student.class_id)
    with speaking(contact.language):
        return Mail(
            to=contact.email,
            lang=contact.language,
            subject=_("Votre classe vous cherche un tuteur ou une tutrice"),
            lines=(
                _("Bonjour %(name)s,", name=contact.first_name),
                _(
                    "Votre classe Prépa Talents cherche pour vous une personne qui a réussi un concours et qui vous "
                    "accompagnera cette année. Elle vient de vous inscrire sur Tutorat."
                ),
                _(
                    "Nous gardons votre nom, votre adresse, le concours et les épreuves que vous préparez, votre "
                    "région et vos créneaux. Avant un binôme, les tuteurs ne voient qu’un prénom et une initiale. Vos "
                    "coordonnées ne sont données qu’à la personne qui vous accompagnera."
                ),
            ),
            action=_("Lire vos droits"),
            url=link("public.privacy_page"),
            after=(
                _(
                    "Une erreur, une question, un refus ? Répondez à ce message : il arrive à la personne responsable "
                    "de votre classe."
                ),
            ),
            reply_to=leads[0].email if leads else "",
            why=_(
                "Vous recevez ce message une seule fois, parce que votre classe vous a inscrit sur Tutorat. Vous "
                "n’avez pas de compte à créer."
            ),
        )


WRITERS = {"classes.data_notice": data_notice}
