"""The pool's words: states of a tutor, days and parts of the week, languages, refusals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from app.infra.dates import paris_date, short_day
from app.infra.errors import Sentence
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.pool import queries
from app.pool.models import SeasonConfirmation
from app.pool.rules.standing import state

STATES: dict[str, Any] = {
    "in_training": _l("en formation"),
    "validated": _l("validé"),
    "available": _l("disponible"),
    "to_confirm": _l("à confirmer"),
    "stopped": _l("ne continue pas"),
    "paused": _l("en pause"),
    "full": _l("complet"),
    "to_renew": _l("à renouveler"),
    "suspended": _l("suspendu"),
}

# The badge that goes with each state: ok, wait, alert, info or off.
BADGES = {
    "in_training": "wait",
    "validated": "ok",
    "available": "ok",
    "to_confirm": "alert",
    "stopped": "off",
    "paused": "off",
    "full": "info",
    "to_renew": "alert",
    "suspended": "alert",
}

MEANINGS: dict[str, Any] = {
    "in_training": _l(
        "Votre profil est enregistré. Les classes le verront dès que vous serez validé : il reste des étapes à votre parcours."
    ),
    "validated": _l(
        "Vous êtes validé. Les classes vous verront dès que ce profil sera rempli et que votre date de disponibilité approchera."
    ),
    "available": _l("Les classes peuvent vous proposer un étudiant ou une étudiante."),
    "to_confirm": _l("Vous n’avez pas encore confirmé cette saison : les classes ne vous voient plus. Un clic suffit."),
    "stopped": _l(
        "Vous avez dit ne pas continuer : les classes ne vous voient pas. Vous pouvez revenir à tout moment."
    ),
    "paused": _l(
        "Les classes ne peuvent pas vous solliciter pendant la pause. Les propositions déjà reçues restent à répondre."
    ),
    "full": _l("Toutes vos places sont prises ou réservées par une proposition en attente."),
    "to_renew": _l(
        "Votre validation s’est terminée : les classes ne vous voient plus. Votre parcours dit ce qu’il manque."
    ),
    "suspended": _l("Votre compte est suspendu : les classes ne vous voient pas."),
}

LANGUAGES: dict[str, Any] = {
    "fr": _l("français"),
    "en": _l("anglais"),
    "es": _l("espagnol"),
    "de": _l("allemand"),
    "it": _l("italien"),
    "pt": _l("portugais"),
    "ar": _l("arabe"),
    "zh": _l("chinois"),
    "ru": _l("russe"),
    "lsf": _l("langue des signes française"),
}

CELL_NAMES: tuple[Any, ...] = (
    _l("lundi matin"),
    _l("lundi après-midi"),
    _l("lundi soir"),
    _l("mardi matin"),
    _l("mardi après-midi"),
    _l("mardi soir"),
    _l("mercredi matin"),
    _l("mercredi après-midi"),
    _l("mercredi soir"),
    _l("jeudi matin"),
    _l("jeudi après-midi"),
    _l("jeudi soir"),
    _l("vendredi matin"),
    _l("vendredi après-midi"),
    _l("vendredi soir"),
    _l("samedi matin"),
    _l("samedi après-midi"),
    _l("samedi soir"),
    _l("dimanche matin"),
    _l("dimanche après-midi"),
    _l("dimanche soir"),
)

SENTENCES = {
    "pool.no_way": Sentence(
        _l("Cochez au moins une façon d’accompagner : à distance ou en présence."),
        _l("Revenir au profil"),
        "pool.profile",
        422,
    ),
    "pool.seats": Sentence(
        _l("Vous pouvez accompagner %(most)s personnes au plus. Choisissez un autre nombre."),
        _l("Revenir au profil"),
        "pool.profile",
        422,
    ),
    "pool.no_profile": Sentence(
        _l("Remplissez d’abord votre profil : la pause s’y règle ensuite en un clic."),
        _l("Remplir mon profil"),
        "pool.profile",
        409,
    ),
    "pool.past_pause": Sentence(
        _l("La pause doit se terminer après aujourd’hui. Choisissez une autre date."), _l("Revenir"), "home.start", 422
    ),
    "pool.past_until": Sentence(
        _l("Choisissez une date à partir d’aujourd’hui, ou laissez vide."), _l("Revenir"), "pool.season", 422
    ),
    "pool.until_before": Sentence(
        _l("Vous arrêteriez avant de commencer : choisissez une date de fin plus tardive."),
        _l("Revenir"),
        "pool.season",
        422,
    ),
    "pool.season_answered": Sentence(
        _l("Votre réponse est déjà enregistrée. Connectez-vous pour la changer."), _l("Voir ma réponse"), "pool.season"
    ),
    "pool.no_seat": Sentence(
        _l(
            "Cette personne n’a plus de place libre, ou n’est plus disponible. Rien n’a été envoyé : choisissez quelqu’un d’autre."
        ),
        _l("Revenir à mes classes"),
        "home.lead_classes",
        409,
    ),
}


def cell(number: int) -> str:
    """« mardi soir »."""
    return str(CELL_NAMES[number])


def cells(numbers: Iterable[int], most: int = 3) -> str:
    """« mardi soir, jeudi soir »; past `most`, the number of others."""
    listed = sorted(numbers)
    said = ", ".join(cell(number) for number in listed[:most])
    rest = len(listed) - most
    return said if rest <= 0 else _("%(said)s et %(rest)s de plus", said=said, rest=rest)


def short_exam(name: str) -> str:
    """« IRA » for « IRA (attaché d’administration de l’État) »: what people say, where the whole name was said before."""
    return name.partition(" (")[0]


def languages(codes: Iterable[str]) -> str:
    """« français, anglais »."""
    return ", ".join(str(LANGUAGES.get(code, code)) for code in codes)


@dataclass(frozen=True)
class TutorState:
    """The state of a tutor in words, with its badge, what it means for them, and the one thing to do next."""

    code: str
    words: str
    badge: str
    next_text: str
    action: str
    href: str


NEXT: dict[str, tuple[Any, str]] = {
    "in_training": (_l("Voir ce qu’il me manque"), "training.path"),
    "to_renew": (_l("Voir ce qu’il me manque"), "training.path"),
    "validated": (_l("Compléter mon profil"), "pool.profile"),
    "paused": (_l("Reprendre"), "pool.profile"),
    "to_confirm": (_l("Confirmer ma saison"), "pool.season"),
    "stopped": (_l("Changer ma réponse"), "pool.season"),
}


def tutor_state(session: Session, person_id: int, now: datetime) -> TutorState:
    """The state of this person as a tutor, ready for a page."""
    code = state(queries.standing(session, person_id, now), paris_date(now))
    action, endpoint = NEXT.get(code, (_l("Voir mon profil"), "pool.profile"))
    return TutorState(code, str(STATES[code]), BADGES[code], str(MEANINGS[code]), str(action), url_for(endpoint))


def season_name(year: int) -> str:
    """« 2026-2027 », the season that begins on 1 September 2026."""
    return f"{year}-{year + 1}"


def season_thanks(still: bool) -> str:
    """What is said once an answer is kept."""
    if still:
        return _("Merci : c’est noté. Les classes peuvent vous solliciter selon vos places et vos dates.")
    return _("C’est noté, merci pour ce que vous avez fait. Aucune classe ne vous sollicitera.")


def season_rule(row: SeasonConfirmation, now: datetime, *, offered: bool) -> str:
    """What is at stake while the ask waits for its answer. `offered`: whether classes still see this person."""
    day = short_day(row.due_at)
    if row.due_at <= now:
        return _(
            "La date limite était le %(day)s : les classes ne vous voient plus. Confirmez, et elles vous verront aussitôt.",
            day=day,
        )
    if not offered:
        return _(
            "Répondez jusqu’au %(day)s au soir. Les classes ne vous voient pas en ce moment ; confirmez, et elles vous verront "
            "aussitôt.",
            day=day,
        )
    return _(
        "Répondez jusqu’au %(day)s au soir. D’ici là, les classes peuvent toujours vous solliciter ; ensuite, sans réponse, "
        "vous ne leur serez plus proposé, jusqu’à ce que vous confirmiez.",
        day=day,
    )


@dataclass(frozen=True)
class SeasonNotice:
    """What a tutor's own pages say of the season's ask: its state (asked, overdue or stopped), a title and a sentence."""

    code: str
    title: str
    text: str


def season_notice(session: Session, person_id: int, now: datetime) -> SeasonNotice | None:
    """What is to be said to this tutor of the season, if anything: asked and silent, or no longer offered by their own word."""
    row = queries.to_answer(session, person_id, now)
    if row is None or not queries.is_valid(session, person_id, now):
        return None
    season = {"season": season_name(row.year)}
    if row.answer is None:
        offered, due = queries.is_confirmed(session, person_id, now), row.due_at > now
        if offered and not due:
            return None  # validated since: that says it
        title = (
            _("Continuez-vous en %(season)s ?", **season)
            if due
            else _("Vous n’avez pas encore confirmé la saison %(season)s", **season)
        )
        return SeasonNotice("asked" if due else "overdue", title, season_rule(row, now, offered=offered))
    if row.answer == "no":
        return SeasonNotice(
            "stopped",
            _("Vous avez dit ne pas continuer en %(season)s", **season),
            _("Les classes ne vous voient pas ; vos tutorats en cours continuent. Vous pouvez changer d’avis."),
        )
    if row.until is not None and row.until < paris_date(now):
        return SeasonNotice(
            "stopped",
            _("Vous avez dit accompagner jusqu’au %(day)s", day=short_day(row.until)),
            _("Cette date est passée : les classes ne vous voient plus ; vos tutorats en cours continuent."),
        )
    return None
