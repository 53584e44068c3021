"""The words of the trainers' pages."""

from collections.abc import Mapping
from datetime import date

from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l

VERDICTS = {
    "too_few": (_l("trop peu de réponses pour le dire"), "off"),
    "too_hard": (_l("à relire : moins de trois personnes sur dix réussissent"), "alert"),
    "too_easy": (_l("à relire : presque tout le monde réussit"), "wait"),
    "fine": (_l("rien à relire"), "ok"),
}

TYPES = {
    "single": _l("choix unique"),
    "multiple": _l("choix multiples"),
    "truefalse": _l("vrai ou faux"),
    "situation": _l("situation"),
    "ordering": _l("mise en ordre"),
    "matching": _l("association"),
    "cloze": _l("texte à trous"),
    "numeric": _l("nombre"),
    "declare": _l("avis"),
}

CHANGES = {"wording": _l("forme"), "substance": _l("fond : le module est à repasser")}


def checked(source: Mapping[str, str]) -> tuple[str, str]:
    """How sure a source is, in words and as a badge's state."""
    if source["checked"] == "to-confirm":
        return _("à confirmer"), "wait"
    if source["checked"] == "known":
        return _("référence connue"), "off"
    return _("lue le %(day)s", day=dates.short_day(date.fromisoformat(source["checked"]))), "ok"
