"""The sentences of training: its refusals, and what the gate says is missing, each with its reason and its way out."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app.infra import dates
from app.infra.errors import Sentence
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.training.models import Review
from app.training.queries.progress import ModuleProgress
from app.training.rules.gate import Missing

SENTENCES = {
    "training.wait": Sentence(
        _l(
            "L’essai suivant n’est pas encore ouvert : la page du module dit à partir de quand. Vos essais d’avant sont gardés."
        ),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.requires": Sentence(
        _l("À réussir avant ce module : %(titles)s. Ses leçons se lisent dès maintenant."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.no_more": Sentence(
        _l(
            "Vous avez utilisé tous les essais de ce module. Écrivez à l’équipe nationale, qui verra avec vous comment continuer."
        ),
        _l("Voir ce qu’il me manque"),
        "training.missing",
    ),
    "training.sent": Sentence(
        _l("Cet essai est déjà envoyé : ses réponses ne changent plus. Son résultat est dans votre parcours."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.test_absent": Sentence(
        _l("Le test de validation n’est pas ouvert : il n’y a rien à passer pour l’instant."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.test_closed": Sentence(
        _l("Le test s’ouvre quand tous les modules demandés sont réussis. La page du parcours dit lesquels restent."),
        _l("Voir ce qu’il me manque"),
        "training.missing",
    ),
    "training.test_passed": Sentence(
        _l("Vous avez déjà réussi le test de validation : il n’est plus à passer."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.own_test": Sentence(
        _l("Vous ne pouvez pas rouvrir votre propre test : demandez à une autre personne de l’équipe."),
        _l("Revenir au test"),
        "authoring.test",
    ),
    "training.tries_left": Sentence(
        _l("Cette personne a encore un essai, ou en a déjà reçu de nouveaux : rien n’a été changé."),
        _l("Revenir au test"),
        "authoring.test",
    ),
    "training.test_impossible": Sentence(
        _l("On demanderait %(needed)s réponses justes sur %(draw)s questions. Changez d’abord l’autre réglage."),
        _l("Revenir aux réglages"),
        "admin.settings",
    ),
    "training.test_too_easy": Sentence(
        _l(
            "Avec ces réglages, une personne dont le niveau réel est de 60 %% réussirait %(percent)s fois sur 100, essais "
            "compris ; au-delà de %(tolerated)s, confirmez en connaissance de cause."
        ),
        _l("Revenir aux réglages"),
        "admin.settings",
    ),
    "training.lesson_changed": Sentence(
        _l("Cette leçon a changé pendant votre lecture : voici sa nouvelle version. Répondez à partir d’elle."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.exercise_empty": Sentence(
        _l("Répondez d’abord : le retour vient aussitôt après."), _l("Revenir à mon parcours"), "training.path"
    ),
    "training.no_choice": Sentence(
        _l("Choisissez d’abord ce que vous feriez. Ce que vous avez écrit est gardé."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.few_words": Sentence(
        _l("Écrivez entre %(low)s et %(high)s caractères, avec vos mots. Ce que vous avez déjà écrit est gardé."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.revoked": Sentence(
        _l(
            "Cette attestation a été retirée : ni son document ni son badge ne sont plus délivrés. Sa page dit depuis quand."
        ),
        _l("Revenir à l’accueil"),
        "public.landing",
        410,
    ),
    "training.already_revoked": Sentence(
        _l("Cette attestation est déjà retirée : rien n’a été changé."),
        _l("Revenir aux personnes"),
        "admin.people",
    ),
    "training.conflict": Sentence(
        _l("Cet essai a été complété dans un autre onglet ou sur un autre appareil depuis que cette page est ouverte."),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
    "training.changed": Sentence(
        _l(
            "Vos réponses ont changé depuis cette relecture, dans un autre onglet ou sur un autre appareil. Rien n’est parti."
        ),
        _l("Revenir à mon parcours"),
        "training.path",
    ),
}


CERTAINTIES = {"sure": _l("C’est sûr"), "think": _l("Je pense"), "guess": _l("Au hasard")}

REPORT_REASONS = {
    "key": _l("La correction me paraît fausse"),
    "unclear": _l("La question n’est pas claire"),
    "outdated": _l("Un fait n’est plus à jour"),
    "language": _l("Une faute, une tournure"),
    "other": _l("Autre chose"),
}

REVIEW_PURPOSE = "revision"


def review_state(review: Review) -> str:
    """What a review's link was signed for: that very sending. Once answered it still opens, to read the explanation."""
    return f"{review.person_id}:{review.step}:{review.question_id}"


INSTANT = timedelta(seconds=1)


def last_day(until: datetime) -> str:
    """The last day on which something that ends at `until` (not included) still holds."""
    return dates.short_day(until - INSTANT)


@dataclass(frozen=True)
class Explained:
    """One missing condition in words: what, why, and where to go. `endpoint` may be empty when nothing can be done."""

    code: str
    what: str
    why: str
    action: str = ""
    endpoint: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def explained(missing: Missing, modules: dict[str, ModuleProgress]) -> Explained:
    """What `missing` means for the person, in the language now spoken. `modules` are those of the path, by slug."""
    if missing.code.startswith("module_"):
        return _module(missing, modules.get(missing.values["slug"]))
    until = missing.values.get("until")
    what, why, action, endpoint = PERSONAL[missing.code]
    return Explained(
        missing.code, str(what), str(why) % {"until": last_day(until)} if until else str(why), str(action), endpoint
    )


PERSONAL: dict[str, tuple[Any, Any, Any, str]] = {
    "erased": (_l("Votre compte"), _l("Ce compte a été effacé."), "", ""),
    "suspended": (
        _l("Votre compte est suspendu"),
        _l("L’équipe nationale l’a suspendu. Écrivez-lui : elle vous dira pourquoi et ce qui peut se faire."),
        _l("Écrire à l’équipe"),
        "public.help_page",
    ),
    "address": (
        _l("Votre adresse électronique"),
        _l("Elle n’est pas encore confirmée : ouvrez le lien du message reçu à l’inscription."),
        "",
        "",
    ),
    "eligibility_absent": (
        _l("Votre éligibilité"),
        _l("Dites quel concours vous avez réussi, et quand : c’est ce qui vous rend utile à qui le prépare."),
        _l("Déclarer mon concours"),
        "training.eligibility",
    ),
    "eligibility_lapsed": (
        _l("Votre éligibilité"),
        _l("Votre concours a compté jusqu’au %(until)s. Si vous en avez réussi un autre depuis, déclarez-le."),
        _l("Revoir ma déclaration"),
        "training.eligibility",
    ),
    "charter_absent": (
        _l("La charte"),
        _l(
            "Aucune charte n’est publiée pour l’instant. C’est à l’équipe nationale de le faire ; vous n’avez rien à faire."
        ),
        "",
        "",
    ),
    "charter_unsigned": (
        _l("La charte du tutorat"),
        _l("Elle dit à quoi chacun s’engage. Lisez-la, puis signez-la si elle vous convient."),
        _l("Lire et signer la charte"),
        "training.charter",
    ),
    "test_todo": (
        _l("Le test de validation"),
        _l("Un seul test, sur des situations, vient après les modules : c’est lui qui valide."),
        _l("Voir le test"),
        "training.test",
    ),
    "charter_new": (
        _l("La nouvelle charte"),
        _l("La charte a changé depuis que vous l’avez signée. Lisez la nouvelle version, puis signez-la."),
        _l("Lire et signer la nouvelle charte"),
        "training.charter",
    ),
}


def ending(lapse: Missing, until: datetime) -> Explained:
    """What will end a validation at `until`, and what to do before."""
    what, day = _("Votre validation prend fin le %(day)s au soir", day=last_day(until)), last_day(until)
    if lapse.code == "charter_new":
        why = _(
            "Une nouvelle charte remplace l’actuelle après le %(day)s. Lisez-la et signez-la d’ici là : trois minutes suffisent.",
            day=day,
        )
        return Explained(lapse.code, what, why, _("Lire et signer la nouvelle charte"), "training.charter")
    if lapse.code == "test_todo":
        why = _(
            "Un test de validation vient désormais après les modules. Passez-le au plus tard le %(day)s pour garder votre validation.",
            day=day,
        )
        return Explained(lapse.code, what, why, _("Voir le test"), "training.test")
    if lapse.code == "module_changed":
        why = _(
            "Un module de la formation a changé sur le fond. Repassez-le au plus tard le %(day)s pour garder votre validation.",
            day=day,
        )
        return Explained(
            lapse.code, what, why, _("Reprendre ce module"), "training.module", {"slug": lapse.values["slug"]}
        )
    why = _(
        "Le concours que vous avez déclaré compte jusqu’à ce jour (%(day)s). Si vous en avez réussi un autre depuis, déclarez-le.",
        day=day,
    )
    return Explained(lapse.code, what, why, _("Revoir ma déclaration"), "training.eligibility")


def _module(missing: Missing, module: ModuleProgress | None) -> Explained:
    if module is None:
        why = _(
            "Ce module est demandé mais il n’est pas publié. C’est à l’équipe nationale de le faire ; vous n’avez rien à faire."
        )
        return Explained(missing.code, _("Le module « %(slug)s »", slug=missing.values["slug"]), why)
    endpoint, values = "training.module", {"slug": module.slug}
    if missing.code == "module_changed":
        why = _("Son contenu a changé sur le fond depuis que vous l’avez réussi : il est à repasser.")
        return Explained(missing.code, module.title, why, _("Reprendre ce module"), endpoint, values)
    if not module.attempts:
        action = _("Continuer ce module") if module.started else _("Commencer ce module")
        return Explained(missing.code, module.title, _not_sent(module), action, endpoint, values)
    why = _(
        "Votre dernier essai a obtenu %(percent)s %% ; il en faut %(mark)s %%.",
        percent=module.attempts[0].percent,
        mark=module.pass_percent,
    )
    return Explained(missing.code, module.title, why, _("Reprendre ce module"), endpoint, values)


def _not_sent(module: ModuleProgress) -> str:
    """How far someone is who has not yet sent this module's quiz."""
    left = dates.duration(module.minutes_left)
    if module.open_attempt:
        return _("Quiz commencé, pas encore envoyé.")
    if module.started:
        return _("Commencé : il reste %(time)s.", time=left)
    return _("Pas encore commencé : %(time)s, quiz compris.", time=left)
