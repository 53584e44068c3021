"""The words of the trainers' pages."""

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
}

CHANGES = {"wording": _l("forme"), "substance": _l("fond : le module est à repasser")}
