"""The words of pairing: refusals, states, reasons of ends and refusals. The sentences of the ranking are in `reasons`."""

from typing import Any

from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l

PROPOSAL_STATES: dict[str, Any] = {
    "sent": _l("en attente de réponse"),
    "accepted": _l("acceptée"),
    "declined": _l("déclinée"),
    "not_now": _l("pas maintenant"),
    "withdrawn": _l("retirée"),
    "expired": _l("sans réponse"),
    "cancelled": _l("annulée"),
    "ended": _l("binôme clos"),
}

PROPOSAL_BADGES = {
    "sent": "wait",
    "accepted": "ok",
    "declined": "off",
    "not_now": "off",
    "withdrawn": "off",
    "expired": "off",
    "cancelled": "off",
    "ended": "off",
}

RUN_STATES: dict[str, tuple[Any, str]] = {  # of a national run: its words and its colour
    "computed": (_l("calculée, rien d’envoyé"), "wait"),
    "applied": (_l("appliquée"), "ok"),
    "set_aside": (_l("écartée"), "off"),
}

STUDENT_STATES: dict[str, Any] = {  # the state of a student, the same words on every page
    "none": _l("à solliciter"),
    "sent": _l("sollicité"),
    "accepted": _l("en binôme"),
}

DECLINE_REASONS: dict[str, Any] = {
    "no_time": _l("Je n’ai pas assez de temps en ce moment"),
    "other_exam": _l("Ce concours ou ces épreuves ne sont pas les miens"),
    "too_far": _l("Les lieux ou les horaires ne vont pas"),
    "knows_student": _l("Je connais cette personne, ou il y a un conflit d’intérêts"),
    "already_helping": _l("J’accompagne déjà quelqu’un ailleurs"),
    "other": _l("Autre raison"),
}

END_REASONS: dict[str, Any] = {
    "finished": _l("La préparation est terminée"),
    "exam_passed": _l("L’étudiant ou l’étudiante a réussi son concours"),
    "tutor_unavailable": _l("Le tuteur ou la tutrice n’est plus disponible"),
    "student_left": _l("L’étudiant ou l’étudiante a quitté la classe"),
    "no_contact": _l("Le contact ne s’est pas établi"),
    "not_suited": _l("Le binôme ne fonctionne pas"),
    "class_closed": _l("La classe a fermé"),
    "tutor_left": _l("Le tuteur ou la tutrice a quitté le programme"),
    "other": _l("Autre raison"),
}

# What the page of a signed link says once the proposal is no longer waiting: title, sentence.
CLOSED: dict[str, tuple[Any, Any]] = {
    "accepted": (
        _l("C’est accepté, merci"),
        _l(
            "Le binôme est formé. Les coordonnées vous arrivent par courriel ; vous les retrouvez aussi en vous connectant."
        ),
    ),
    "declined": (
        _l("Votre réponse est enregistrée"),
        _l("Vous avez décliné cette proposition. La classe le sait et cherche quelqu’un d’autre."),
    ),
    "not_now": (
        _l("Votre réponse est enregistrée"),
        _l("Vous avez répondu « pas maintenant ». La classe le sait et cherche quelqu’un d’autre."),
    ),
    "withdrawn": (
        _l("Cette proposition a été retirée"),
        _l("La classe l’a reprise avant votre réponse. Il n’y a rien à faire."),
    ),
    "expired": (
        _l("Cette proposition a dépassé sa date"),
        _l("Elle s’est terminée sans réponse et la classe cherche quelqu’un d’autre. Il n’y a rien à faire."),
    ),
    "cancelled": (
        _l("Cette proposition n’a plus lieu d’être"),
        _l("Elle a été annulée depuis l’envoi du message. Il n’y a rien à faire."),
    ),
    "ended": (_l("Ce binôme est clos"), _l("Vous aviez accepté cette proposition ; le binôme s’est terminé depuis.")),
}

_TO_CLASSES = (_l("Revenir à mes classes"), "home.lead_classes")
_TO_PROPOSALS = (_l("Voir mes propositions"), "pairing.proposals")

SENTENCES = {
    "pairing.oneself": Sentence(
        _l("On ne se propose pas soi-même : choisissez une autre personne."), *_TO_CLASSES, 422
    ),
    "pairing.class_closed": Sentence(
        _l("Cette classe est fermée, ou la personne l’a quittée : on n’y propose plus de tutorat."), *_TO_CLASSES
    ),
    "pairing.kept_apart": Sentence(
        _l("Ces deux personnes ont déjà formé un binôme qui s’est arrêté. Choisissez quelqu’un d’autre."), *_TO_CLASSES
    ),
    "pairing.conflict": Sentence(
        _l(
            "Ces deux personnes se connaissent par ailleurs : un conflit d’intérêts a été déclaré. Choisissez quelqu’un d’autre."
        ),
        *_TO_CLASSES,
    ),
    "pairing.student_taken": Sentence(
        _l(
            "Une autre proposition vient d’être faite pour cette personne, ou elle a déjà un binôme. Rien n’a été envoyé."
        ),
        *_TO_CLASSES,
    ),
    "pairing.too_late": Sentence(
        _l("Cette proposition n’attend plus de réponse : elle vient d’être acceptée, déclinée ou s’est terminée."),
        *_TO_CLASSES,
    ),
    "pairing.already_accepted": Sentence(
        _l("Vous avez déjà accepté cette proposition. Il n’y a rien de plus à faire."), *_TO_PROPOSALS
    ),
    "pairing.already_declined": Sentence(
        _l("Vous avez déjà répondu à cette proposition. Il n’y a rien de plus à faire."), *_TO_PROPOSALS
    ),
    "pairing.taken_back": Sentence(
        _l("La classe a retiré cette proposition avant votre réponse. Il n’y a rien à faire."), *_TO_PROPOSALS
    ),
    "pairing.no_longer": Sentence(
        _l("Cette proposition a été annulée depuis son envoi. Il n’y a rien à faire."), *_TO_PROPOSALS
    ),
    "pairing.expired": Sentence(
        _l("Cette proposition a dépassé sa date de réponse. Il n’y a rien à faire."), *_TO_PROPOSALS, 410
    ),
    "pairing.over_share": Sentence(
        _l(
            "Propositions de votre classe en attente : %(pending)s, sur %(most)s, sa part du vivier en ce moment. "
            "Attendez une réponse, ou retirez une proposition. Rien n’a été envoyé."
        ),
        *_TO_CLASSES,
    ),
    "pairing.relayed": Sentence(_l("Une autre personne a déjà été sollicitée à sa place."), *_TO_CLASSES),
    "pairing.run_closed": Sentence(
        _l("Cette affectation a déjà été appliquée ou écartée."), _l("Voir les affectations"), "admin.runs"
    ),
    "pairing.run_stale": Sentence(
        _l("Ce calcul est trop ancien : le vivier a changé depuis. Calculez à nouveau."),
        _l("Voir les affectations"),
        "admin.runs",
    ),
    "pairing.no_lead": Sentence(
        _l("Aucun responsable ne suit cette classe : personne ne peut proposer."), *_TO_CLASSES
    ),
    "pairing.not_validated": Sentence(
        _l(
            "Votre validation n’est plus en cours : complétez votre parcours, puis répondez. La proposition attend jusqu’à sa date."
        ),
        _l("Voir mon parcours"),
        "training.path",
    ),
    "pairing.no_reason": Sentence(
        _l("Choisissez une raison, pour que la classe cherche mieux. Rien n’a été enregistré."), *_TO_PROPOSALS, 422
    ),
    "pairing.no_end_reason": Sentence(
        _l("Choisissez pourquoi ce binôme se termine. Rien n’a été enregistré."), _l("Revenir"), "home.start", 422
    ),
    "pairing.pair_ended": Sentence(
        _l("Ce binôme est déjà clos. Il n’y a rien de plus à faire."), _l("Revenir"), "home.start"
    ),
    "pairing.too_many_searches": Sentence(
        _l(
            "Vous avez ouvert beaucoup de pages du vivier dans l’heure. Attendez un peu : l’adresse de la page garde vos filtres."
        ),
        *_TO_CLASSES,
        429,
    ),
    "pairing.saved_full": Sentence(
        _l("Vous gardez déjà %(most)s recherches. Supprimez-en une pour enregistrer celle-ci."),
        _l("Voir mes recherches"),
        "pairing.search",
    ),
    "pairing.saved_twice": Sentence(
        _l("Vous avez déjà une recherche de ce nom. Donnez-en un autre à celle-ci."),
        _l("Voir mes recherches"),
        "pairing.search",
    ),
}
