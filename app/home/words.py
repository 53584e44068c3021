"""The words of the pages that show several stages."""

from datetime import datetime
from typing import Any

from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import ngettext

STATES = {
    "to_draw": (_l("à solliciter"), "off"),
    "proposed": (_l("sollicité"), "wait"),
    "paired": (_l("en binôme"), "ok"),
}
FILTERS = {"to_draw": _l("À solliciter"), "proposed": _l("Sollicités"), "paired": _l("En binôme")}


def covered_sentence(paired: int, total: int) -> str:
    """« 14 étudiants sur 25 ont un tuteur »."""
    if not total:
        return _("Pas encore d’étudiants dans cette classe")
    if paired == total:
        return ngettext("%(num)s étudiant, et son tuteur est là", "%(num)s étudiants, et chacun a un tuteur", total)
    return ngettext(
        "%(num)s étudiant sur %(total)s a un tuteur",
        "%(num)s étudiants sur %(total)s ont un tuteur",
        paired,
        total=total,
    )


FIRST_DAYS = 7  # after which a pair is no longer beginning


def _next_step(opened_at: datetime, now: datetime) -> dict[str, str]:
    """What comes next for a pair that is open."""
    if dates.days_between(opened_at, now) < FIRST_DAYS:
        return {
            "date": _("Dans les deux jours"),
            "title": _("L’étudiante ou l’étudiant écrit en premier"),
            "text": _(
                "Sans nouvelles après trois jours, faites le premier pas. Puis fixez ensemble un rendez-vous, et "
                "la convention avec la classe."
            ),
            "state": "now",
        }
    return {
        "date": _("Ce mois-ci"),
        "title": _("Un rendez-vous au moins"),
        "text": _("Deux le premier mois, puis un par mois au moins. Un silence qui dure ? Prévenez la classe."),
        "state": "now",
    }


def pair_events(sheet: Any, end_reasons: Any, now: datetime) -> list[dict[str, str]]:
    """A pair's timeline: what comes next on top, then what happened, latest first."""
    if sheet.ended_at:
        reason = str(end_reasons.get(sheet.end_reason, ""))
        first = {"date": dates.day(sheet.ended_at), "title": _("Binôme clos"), "text": reason, "state": "done"}
    else:
        first = _next_step(sheet.opened_at, now)
    opened, sent = dates.day(sheet.opened_at), dates.day(sheet.sent_at)
    return [
        first,
        {"date": opened, "title": _("Proposition acceptée"), "text": "", "state": "done"},
        {"date": sent, "title": _("Proposition envoyée"), "text": sheet.message, "state": "done"},
    ]
