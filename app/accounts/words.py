"""The accounts' refusals in words, and what is wrong with a password."""

from app.accounts.rules import MAXIMUM, MINIMUM
from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l

ROLES = {
    "tutor": _l("tuteur, tutrice"),
    "lead": _l("responsable de classe"),
    "trainer": _l("formateur, formatrice"),
    "admin": _l("administration nationale"),
}

PASSWORD_FAULTS = {
    "too_short": _l("Il faut au moins %(n)s caractères. Une phrase convient très bien.", n=MINIMUM),
    "too_long": _l("Pas plus de %(n)s caractères.", n=MAXIMUM),
    "too_common": _l(
        "Ce mot de passe est parmi les premiers que l’on essaie. Ajoutez des mots sans rapport entre eux."
    ),
    "about_you": _l("Ce mot de passe contient votre nom ou votre adresse : choisissez autre chose."),
}

SENTENCES = {
    "accounts.own_admin": Sentence(
        _l("On ne retire pas son propre rôle d’administration : demandez-le à une autre personne de l’équipe."),
        _l("Revenir aux personnes"),
        "admin.people",
    ),
}
