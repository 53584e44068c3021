"""The message to a lead whose tutors' validations will end on one day: one message, whatever their number."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra import dates
from app.infra.dates import end_of_day
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext, speaking
from app.infra.mail import Mail, link
from app.pairing.queries import lapsing_pairs


def tutors_lapsing(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Whose validation ends on that day, and what it changes. No longer true once they renewed it or the pairs ended."""
    lead, day = session.get(Person, ids["person_id"]), date.fromordinal(ids["day"])
    before = end_of_day(day) + timedelta(seconds=1)
    found = [one for one in lapsing_pairs(session, now, before, lead_id=ids["person_id"]) if one.day == day]
    if lead is None or not lead.active or not found:
        return None
    with speaking(lead.language):
        said = dates.short_day(day)
        return Mail(
            to=lead.email,
            lang=lead.language,
            subject=ngettext(
                "La validation d’un tuteur de vos binômes prend fin le %(day)s",
                "La validation de %(num)s tuteurs de vos binômes prend fin le %(day)s",
                len({one.tutor_name for one in found}),
                day=said,
            ),
            lines=(
                _("Bonjour %(name)s,", name=lead.first_name),
                *(
                    _("%(tutor)s, qui accompagne %(student)s.", tutor=one.tutor_name, student=one.student_name)
                    for one in found
                ),
                _(
                    "Les binômes continuent. Après le %(day)s au soir, vous ne pourrez plus leur proposer quelqu’un d’autre, "
                    "sauf s’ils renouvellent leur validation : nous le leur avons écrit.",
                    day=said,
                ),
            ),
            action=_("Voir mes classes"),
            url=link("home.lead_classes"),
            why=_("Vous recevez ce message parce que vous êtes responsable de cette classe."),
        )
