"""The message that tells a lead of new people for the searches they saved: at most one a day, no name of anybody."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.classes.queries import leads_now
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext, speaking
from app.infra.mail import Mail, link
from app.infra.tokens import Token, sign
from app.pairing.queries import SavedRow, saved_by
from app.pairing.rules.saved import arguments

PURPOSE = "recherches"
STATE = "mailed"  # such a link has nothing left to do once no search of the person sends mail
LASTS = timedelta(days=90)


def search_url(row: SavedRow) -> str:
    """The page of a saved search."""
    return link("pairing.search", **arguments(row.filters), etudiant=row.student_id, recherche=row.id)


def new_people(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """How many new people each search has, if its owner still leads a class and still wants to know."""
    leading = select(Person).where(Person.id == ids["person_id"], leads_now(Person.id))
    lead = session.scalars(leading).first()
    if lead is None or not lead.active:
        return None
    told = dict(ids["found"])
    rows = [row for row in saved_by(session, lead.id) if row.id in told and row.mailed]
    if not rows:
        return None
    with speaking(lead.language):
        said = [
            ngettext(
                "« %(name)s » : %(num)s nouvelle personne",
                "« %(name)s » : %(num)s nouvelles personnes",
                told[row.id],
                name=row.name,
            )
            for row in rows
        ]
        stop = link("pairing.stop_searches", token=sign(PURPOSE, Token(lead.id, STATE, now + LASTS)))
        one = len(rows) == 1
        return Mail(
            to=lead.email,
            lang=lead.language,
            subject=_("Du nouveau dans le vivier pour vos recherches"),
            lines=(
                _("Bonjour %(name)s,", name=lead.first_name),
                _("Des personnes validées, disponibles et avec une place libre correspondent depuis peu :"),
                *(said if one else ()),
            ),
            action=_("Voir la recherche") if one else "",
            url=search_url(rows[0]) if one else "",
            choices=() if one else tuple((words, search_url(row)) for words, row in zip(said, rows, strict=True)),
            after=(_("Ne plus recevoir ces messages : %(url)s", url=stop),),
            why=_(
                "Vous recevez ce message parce que vous avez enregistré une recherche. Il en part un par jour au plus."
            ),
        )
