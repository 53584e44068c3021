"""The words of the trainers' pages."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.infra import dates
from app.infra.errors import Sentence
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l

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
    "scenario": _l("mise en situation"),
}

STATES = {
    "writing": (_l("en écriture"), "info"),
    "review": (_l("en relecture"), "wait"),
    "published": (_l("publié"), "ok"),
    "dropped": (_l("abandonné"), "off"),
}

# What a draft needs next: the sentence, the button's words and its page.
NEXT = {
    "checks": (_l("Des erreurs empêchent la publication."), _l("Voir les contrôles"), "authoring.checks"),
    "remarks": (_l("Des remarques attendent une réponse."), _l("Voir la relecture"), "authoring.review"),
    "send": (_l("Le texte se lit sans erreur : faites-le relire."), _l("Relire une dernière fois"), "authoring.review"),
    "wait": (_l("Quelqu’un qui n’y a pas écrit doit le relire."), _l("Voir la relecture"), "authoring.review"),
    "review": (_l("Ce brouillon attend votre relecture."), _l("Relire"), "authoring.review"),
    "changes": (
        _l("Il reste à dire de chaque changement s’il touche la forme ou le fond."),
        _l("Qualifier les changements"),
        "authoring.changes",
    ),
    "publish": (_l("Tout est prêt."), _l("Publier"), "authoring.publishing"),
}

REPORT_STATES = {
    "open": (_l("à traiter"), "wait"),
    "accepted": (_l("à corriger"), "ok"),
    "declined": (_l("gardée telle quelle"), "off"),
}
CHANGE_KINDS = {"added": (_l("ajouté"), "ok"), "removed": (_l("retiré"), "alert"), "changed": (_l("modifié"), "info")}
LEVELS = {
    "error": (_l("à corriger"), "alert"),
    "warning": (_l("à regarder"), "wait"),
    "note": (_l("pour mémoire"), "off"),
}
PATHS = {
    "module": _l("Le module"),
    "lesson": _l("Leçon"),
    "quiz": _l("Question du quiz"),
    "test": _l("Question du test de validation"),
    "scenario": _l("Mise en situation"),
    "media": _l("Image ou film"),
    "file": _l("Fichier"),
}
FIELDS = {
    "text": _l("énoncé"),
    "situation": _l("situation"),
    "feedback": _l("retour"),
    "notion": _l("notion à revoir"),
    "correct": _l("bonne réponse"),
    "best": _l("meilleur choix"),
    "credit": _l("part des points"),
    "image": _l("image"),
    "tags": _l("étiquettes"),
    "alt": _l("ce que montre l’image"),
    "objective": _l("objectif"),
    "requires": _l("modules à réussir avant"),
    "type": _l("type"),
    "markdown": _l("texte"),
    "position": _l("place"),
    "title": _l("titre"),
    "why": _l("à quoi il sert"),
    "minutes": _l("durée"),
    "ask": _l("question posée"),
    "explain": _l("demande d’explication"),
    "expert": _l("avis de l’expert"),
    "compare": _l("comparaison"),
    "when": _l("moment"),
    "answers": _l("réponses acceptées"),
    "level": _l("tolérance d’écriture"),
    "answer": _l("réponse"),
    "tolerance": _l("tolérance"),
    "unit": _l("unité"),
    "left": _l("à gauche"),
    "right": _l("à droite"),
    "digest": _l("contenu"),
    "draw": _l("questions tirées"),
    "pass_percent": _l("seuil"),
    "delay_minutes": _l("délai entre deux essais"),
    "max_attempts": _l("nombre d’essais"),
}

# Where the wrong option made of a misconception is now.
OPTION_PLACES = {
    "draft": (_l("dans le brouillon"), "wait"),
    "published": (_l("dans le quiz publié"), "ok"),
    "gone": (_l("plus dans le quiz"), "off"),
}

BANKS = {
    "quiz": _l("Quiz du module"),
    "test": _l("Questions du test de validation"),
    "scenario": _l("Mises en situation"),
}

# The label and the hint of each field of a question's form.
FIELD_LABELS = {
    "text": (_l("Énoncé"), ""),
    "situation": (_l("Situation"), _l("Deux à cinq phrases : qui, où, ce qui se passe.")),
    "feedback": (_l("Retour, une fois le quiz réussi"), ""),
    "notion": (_l("Notion à revoir, tant qu’il ne l’est pas"), _l("Sans donner la réponse.")),
    "answer": (_l("Réponse, en chiffres"), ""),
    "tolerance": (_l("Tolérance"), _l("Vide : aucune.")),
    "unit": (_l("Unité"), ""),
    "image": (_l("Image"), ""),
    "tags": (_l("Étiquettes"), _l("Séparées par des virgules ; elles servent à chercher.")),
    "alt": (_l("Ce que montre l’image"), _l("Une phrase utile à qui ne la voit pas.")),
    "ask": (_l("Question posée"), ""),
    "explain": (_l("Demande d’explication"), ""),
    "expert": (_l("Avis de l’expert, en Markdown"), _l("Ce qu’il ferait, une raison, et un doute.")),
    "compare": (_l("Demande de comparaison"), ""),
}


def missing_before(step: str) -> tuple[Any, Any, str] | None:
    """What keeps a draft from being published, by the next step that its page gives: the sentence, the button's words and
    where it leads; None when all is ready.
    """
    if step == "publish":
        return None
    said = _("Rien ne diffère de la version publiée.") if step else _("Ce brouillon est déjà publié ou abandonné.")
    return NEXT.get(step, (said, _("Revenir au brouillon"), "authoring.draft"))


def path_words(path: str) -> str:
    """« Question du quiz : premiere-note (anglais) »."""
    kind, _sep, name = path.removesuffix(".en").partition(":")
    words = _("%(what)s : %(name)s", what=PATHS[kind], name=name) if name else str(PATHS[kind])
    return _("%(what)s, en anglais", what=words) if path.endswith(".en") else words


def field_words(field: str) -> str:
    """« retour, option b » for "options.b.feedback"."""
    parts = [part for part in field.split(".") if part not in ("options", "items", "pairs", "gaps", "quiz")]
    known = [str(FIELDS[part]) for part in parts if part in FIELDS]
    names = [part for part in parts if part not in FIELDS]
    return ", ".join([*known, *names]) or field


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
    "authoring.draft_open": _sentence(
        _l("Un brouillon de ce module est déjà ouvert. Rien n’a été importé : cochez la case pour l’écraser.")
    ),
    "authoring.other_kind": _sentence(
        _l("Le fichier donné n’est pas du même type que « %(name)s » : les leçons ne le montreraient plus."), status=422
    ),
    "authoring.many_files": _sentence(
        _l("Un module a %(most)s fichiers au plus. Retirez ceux qu’aucune leçon ne montre."), status=422
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
    "authoring.no_answer": _sentence(_l("Écrivez une phrase : la personne la recevra."), status=422),
    "authoring.report_settled": _sentence(_l("Quelqu’un vient de répondre à ce signalement.")),
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
    "authoring.idea_title": _sentence(_l("Donnez un intitulé, de %(limit)s caractères au plus."), status=422),
    "authoring.idea_which": _sentence(
        _l("Choisissez une idée reçue, ou écrivez l’intitulé d’une nouvelle : pas les deux."), status=422
    ),
    "authoring.no_explanation": _sentence(_l("Cochez au moins une explication."), status=422),
    "authoring.idea_not_empty": _sentence(
        _l("Cette idée reçue contient des explications. Retirez-les, ou réunissez-la avec une autre.")
    ),
    "authoring.question_full": _sentence(
        _l("Cette question a déjà toutes les options qu’elle peut avoir. Choisissez-en une autre.")
    ),
    "authoring.required": _sentence(_l("La validation demande ce module : il ne peut pas être retiré.")),
    "authoring.asked_before": _sentence(
        _l("D’autres modules (%(count)s) demandent celui-ci d’abord : changez leurs prérequis avant de le retirer.")
    ),
    "authoring.retired": _sentence(
        _l("Ce module est retiré : remettez-le sur le parcours avant de publier ou d’ouvrir un brouillon.")
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
