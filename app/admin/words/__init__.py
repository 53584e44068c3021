"""The national team's words: refusals, states, what the gate says of someone else, what an installation lacks."""

from typing import Any

from app.infra.errors import Sentence
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.training.rules.gate import Missing
from app.training.words import last_day

_BACK = (_l("Revenir aux personnes"), "admin.people")

SENTENCES = {
    "admin.oneself": Sentence(
        _l("On ne suspend ni n’efface son propre compte d’ici : demandez-le à une autre personne de l’équipe."), *_BACK
    ),
    "admin.last_admin": Sentence(
        _l("C’est le dernier compte d’administration : donnez d’abord ce rôle à une autre personne."),
        _l("Revenir à l’accueil"),
        "home.start",
    ),
    "admin.tutor_engaged": Sentence(
        _l(
            "Cette personne est validée, en binôme ou sollicitée : sans ce rôle elle ne pourrait plus répondre à personne. "
            "Suspendez son compte, ou attendez la fin de ses tutorats."
        ),
        *_BACK,
    ),
    "admin.already_open": Sentence(_l("Ce compte est déjà ouvert : aucun message n’est parti."), *_BACK),
    "admin.suspended": Sentence(
        _l("Ce compte est suspendu : rouvrez-le avant de lui écrire. Aucun message n’est parti."), *_BACK
    ),
    "admin.gate_tomorrow": Sentence(
        _l("Ce réglage change qui est validé : il ne prend effet que demain au plus tôt, pour ne surprendre personne."),
        _l("Revenir aux réglages"),
        "admin.settings",
        422,
    ),
}

JOB_STATES = {"ready": _l("À faire"), "dead": _l("En échec"), "done": _l("Faits")}

# What an act of the audit trail was done to; its code stays as the program writes it.
OBJECTS = {
    "attempt": _l("essai"),
    "charter": _l("charte"),
    "class": _l("classe"),
    "job": _l("travail"),
    "module_version": _l("version de module"),
    "pair": _l("binôme"),
    "person": _l("personne"),
    "proposal": _l("proposition"),
    "question": _l("question"),
    "setting": _l("réglage"),
    "student": _l("étudiant"),
    "testimonial": _l("témoignage"),
}

ACCOUNT_STATES = {"waiting": _l("À confirmer"), "suspended": _l("Suspendus")}

SETTING_GROUPS = {
    "classes": _l("Classes et couverture"),
    "pairing": _l("Propositions et binômes"),
    "pool": _l("Vivier"),
    "training": _l("Parcours et validation"),
    "recruitment": _l("Éligibilité"),
    "accounts": _l("Comptes"),
}

# What the gate says is missing, as said of someone else; modules are said by `missing_words`.
MISSING: dict[str, Any] = {
    "erased": _l("Le compte est effacé."),
    "suspended": _l("Le compte est suspendu."),
    "address": _l("L’adresse électronique n’est pas confirmée."),
    "eligibility_absent": _l("Aucun concours n’est déclaré."),
    "eligibility_lapsed": _l("Le concours déclaré a compté jusqu’au %(until)s."),
    "charter_absent": _l("Aucune charte n’est en vigueur : c’est à l’équipe d’en publier une."),
    "charter_unsigned": _l("La charte n’est pas signée."),
    "charter_new": _l("La nouvelle version de la charte n’est pas signée."),
    "test_todo": _l("Le test de validation n’est pas réussi."),
}


# What will end a validation, as said of someone else.
LAPSES = {
    "eligibility_lapsed": _l("concours trop ancien"),
    "charter_new": _l("nouvelle charte à signer"),
    "test_todo": _l("test de validation à passer"),
    "module_changed": _l("module à repasser"),
}


def missing_words(missing: Missing, titles: dict[str, str]) -> str:
    """One missing condition, said of someone else. `titles` are those of the modules of the path, by slug."""
    if missing.code.startswith("module_"):
        slug = missing.values["slug"]
        title = titles.get(slug, slug)
        if missing.code == "module_absent":
            return _(
                "Le module « %(title)s » est demandé mais n’est pas publié : c’est à l’équipe d’agir.", title=title
            )
        if missing.code == "module_changed":
            return _("Le module « %(title)s » a changé sur le fond : il est à repasser.", title=title)
        return _("Le module « %(title)s » n’est pas réussi.", title=title)
    until = missing.values.get("until")
    return str(MISSING[missing.code]) % ({"until": last_day(until)} if until else {})


# What the team's first page says of what an installation lacks: those that someone in this team can see to.
FINDINGS: dict[str, tuple[Any, str]] = {
    "public_bank": (
        _l(
            "Les questions qui décident sont celles du dépôt public : n’importe qui peut en lire les réponses. "
            "Demandez à qui exploite le service un dossier privé (CONTENT_PATH)."
        ),
        "",
    ),
    "no_charter": (_l("Aucune charte n’est en vigueur : personne ne peut être validé."), "admin.charter"),
    "module_absent": (
        _l("Des modules demandés ne sont pas publiés, donc personne ne peut être validé : %(slugs)s."),
        "admin.settings",
    ),
    "small_test_bank": (
        _l(
            "La banque du test de validation compte %(size)s questions ; il en faut %(wanted)s, trois fois un tirage. "
            "Sous un seul tirage, le test n’est pas demandé et les quiz décident."
        ),
        "authoring.test",
    ),
}
