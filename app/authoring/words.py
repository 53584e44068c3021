"""The words of the trainers' pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.infra import dates
from app.infra.errors import Sentence
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


def _sentence(text: Any, action: Any = None, status: int = 409) -> Sentence:
    return Sentence(text, action or _l("Revenir aux modules"), "authoring.modules", status)


SENTENCES = {
    "authoring.bad_slug": _sentence(
        _l(
            "Ce nom ne convient pas : des minuscules sans accent, des chiffres et des tirets, par exemple « preparer-oral »."
        ),
        status=422,
    ),
    "authoring.slug_taken": _sentence(
        _l("Un module s’appelle déjà « %(slug)s ». Choisissez un autre nom : il sert d’adresse et ne changera plus.")
    ),
    "authoring.no_source": _sentence(
        _l(
            "Cette version a été publiée avant que ses textes soient gardés. Publiez à nouveau le dossier du module "
            "(flask content publish), puis ouvrez un brouillon."
        )
    ),
    "authoring.not_writing": _sentence(
        _l(
            "Ce brouillon est en relecture, publié ou abandonné : il ne s’écrit plus. S’il est en relecture, reprenez-le d’abord."
        )
    ),
    "authoring.not_in_review": _sentence(
        _l("Ce brouillon n’est pas en relecture : il a été repris, publié ou abandonné.")
    ),
    "authoring.settled": _sentence(_l("Ce brouillon est déjà publié ou abandonné.")),
    "authoring.has_errors": _sentence(
        _l("Il reste des erreurs (%(count)s) : la page des contrôles dit où, et comment les corriger.")
    ),
    "authoring.too_long": _sentence(
        _l("Ce texte dépasse %(limit)s caractères. Rien n’a été enregistré : partagez-le en plusieurs leçons."),
        status=413,
    ),
    "authoring.conflict": _sentence(
        _l("Quelqu’un a modifié ce texte depuis que vous l’avez ouvert. Rien n’a été écrasé : comparez les deux.")
    ),
    "authoring.unreadable": _sentence(
        _l(
            "Ce fichier ne se lit plus question par question. Corrigez-le dans sa vue « texte » : les contrôles disent où."
        )
    ),
    "authoring.own_draft": _sentence(
        _l("Vous avez écrit dans ce brouillon : sa relecture revient à quelqu’un d’autre."), status=403
    ),
    "authoring.no_words": _sentence(_l("Dites en une phrase ce qui est à revoir."), status=422),
    "authoring.not_reviewed": _sentence(
        _l("Relectures favorables demandées : %(needed)s ; obtenues sur ce texte : %(found)s.")
    ),
    "authoring.unmarked": _sentence(
        _l("Des changements (%(count)s) ne sont pas qualifiés : dites pour chacun s’il touche la forme ou le fond.")
    ),
    "authoring.moved_on": _sentence(
        _l(
            "Une autre version a été publiée depuis l’ouverture de ce brouillon. Comparez-les, puis reprenez-la dans un brouillon neuf."
        )
    ),
    "authoring.nothing_new": _sentence(_l("Rien ne diffère de la version publiée.")),
}


def checked(source: Mapping[str, str]) -> tuple[str, str]:
    """How sure a source is, in words and as a badge's state."""
    if source["checked"] == "to-confirm":
        return _("à confirmer"), "wait"
    if source["checked"] == "known":
        return _("référence connue"), "off"
    return _("lue le %(day)s", day=dates.short_day(date.fromisoformat(source["checked"]))), "ok"
