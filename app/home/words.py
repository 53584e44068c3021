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


def deadline_badge(deadline: datetime, now: datetime, *, covered: bool) -> tuple[str, str]:
    """The deadline in words, and the state of its badge."""
    if covered:
        return _("Tous couverts"), "ok"
    days = dates.days_between(now, deadline)
    on = dates.short_day(deadline)
    if days < 0:
        return ngettext(
            "Échéance dépassée de %(num)s jour (%(on)s)", "Échéance dépassée de %(num)s jours (%(on)s)", -days, on=on
        ), "alert"
    if days == 0:
        return _("Échéance aujourd’hui"), "alert"
    return ngettext("Échéance dans %(num)s jour (%(on)s)", "Échéance dans %(num)s jours (%(on)s)", days, on=on), "wait"


def pair_events(sheet: Any, end_reasons: Any) -> list[dict[str, str]]:
    """A pair's timeline, latest first."""
    events = []
    if sheet.ended_at:
        events.append(
            {
                "date": dates.day(sheet.ended_at),
                "title": _("Binôme clos"),
                "text": str(end_reasons.get(sheet.end_reason, "")),
                "state": "done",
            }
        )
    else:
        events.append(
            {
                "date": _("Dans les deux jours"),
                "title": _("L’étudiante ou l’étudiant écrit en premier"),
                "text": _(
                    "Sans nouvelles après trois jours, faites le premier pas. Puis fixez ensemble un rendez-vous, et "
                    "la convention avec la classe."
                ),
                "state": "now",
            }
        )
    events.append({"date": dates.day(sheet.opened_at), "title": _("Proposition acceptée"), "text": "", "state": "done"})
    events.append(
        {"date": dates.day(sheet.sent_at), "title": _("Proposition envoyée"), "text": sheet.message, "state": "done"}
    )
    return events
