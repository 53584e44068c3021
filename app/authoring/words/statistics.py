"""What statistics say in words: for each code of rules/advice.py, what is seen, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.authoring.rules.advice import LATER, NOTHING, NOW, UNKNOWN, WHEN, Advice
from app.authoring.rules.course import PASSED, QUIZ, SENT, START, Stop
from app.infra.i18n import decimal, percent
from app.infra.i18n import lazy_gettext as _l

STATES = {NOW: "alert", LATER: "wait", NOTHING: "ok", UNKNOWN: "off"}

# A badge's few words.
SHORT = {
    "few": _l("trop peu de réponses"),
    "key": _l("clé à vérifier"),
    "negative": _l("clé à surveiller"),
    "attracts_best": _l("attire les meilleurs"),
    "dead": _l("distracteur que personne ne choisit"),
    "too_hard": _l("trop difficile"),
    "too_easy": _l("presque tout le monde réussit"),
    "weak": _l("ne distingue pas"),
    "review": _l("distingue peu"),
    "undefined": _l("sans écart à mesurer"),
    "sure_wrong": _l("sûrs et dans l’erreur"),
    "incoherent": _l("questions contradictoires"),
    "unsteady": _l("décision fragile"),
    "short": _l("quiz court"),
    "fine": _l("rien à relire"),
    "fragile": _l("fragile"),
}

# What is seen. Values: value, low, high (written by `_values`), option, n.
SEEN = {
    "few": _l("Il faut 30 réponses pour en dire quelque chose ; il y en a %(n)s."),
    "key": _l(
        "Celles et ceux qui réussissent le reste échouent ici plus souvent que les autres (discrimination %(value)s, "
        "entre %(low)s et %(high)s)."
    ),
    "negative": _l(
        "Celles et ceux qui réussissent le reste semblent échouer ici plus souvent que les autres ; ce peut être le hasard "
        "(discrimination %(value)s, entre %(low)s et %(high)s)."
    ),
    "attracts_best": _l("« %(option)s » attire celles et ceux qui réussissent le mieux le reste, plus que les autres."),
    "dead": _l("Presque personne ne choisit « %(option)s » (%(share)s)."),
    "too_hard": _l("Moins de trois personnes sur dix réussissent (%(share)s)."),
    "too_easy": _l("Plus de neuf personnes sur dix réussissent (%(share)s)."),
    "weak": _l(
        "La réussir ou non ne dit presque rien du reste (discrimination %(value)s, entre %(low)s et %(high)s ; 0,20 attendu)."
    ),
    "review": _l("Elle distingue peu qui sait (discrimination %(value)s, entre %(low)s et %(high)s ; 0,20 attendu)."),
    "undefined": _l("Tout le monde y répond de même, ou réussit autant le reste : rien ne se compare encore."),
    "sure_wrong": _l("Des %(n)s personnes qui se disaient sûres, %(share)s se trompaient."),
    "incoherent": _l("Réussir une question n’y va pas avec réussir les autres (alpha %(value)s)."),
    "unsteady": _l("Un second tirage déciderait autrement pour %(other)s des personnes."),
    "short": _l("Avec si peu de questions tirées, le résultat dit mal les écarts entre personnes (alpha %(value)s)."),
    "fine": _l("Les chiffres ne signalent rien."),
    "fragile": _l("Moins de 100 réponses (%(n)s) : ces chiffres peuvent encore beaucoup bouger."),
}

# What to do about it.
TO_DO = {
    "few": _l("Attendez : rien n’est à changer pour l’instant."),
    "key": _l(
        "Vérifiez la clé maintenant : la bonne réponse est peut-être mal indiquée, ou l’énoncé se lit à l’envers."
    ),
    "negative": _l("Relisez la clé et l’énoncé, puis revenez voir ces chiffres quand il y aura plus de réponses."),
    "attracts_best": _l(
        "Relisez ce distracteur : il est peut-être juste aussi, ou défendable pour qui connaît bien le sujet."
    ),
    "dead": _l(
        "Remplacez-le par une erreur que de vrais débutants commettent : les idées reçues du module en donnent."
    ),
    "too_hard": _l(
        "Relisez l’énoncé, la clé, puis la leçon qui y prépare : est-ce la question qui trompe, ou la notion qui n’est pas passée ?"
    ),
    "too_easy": _l(
        "Si c’est ce que chacun doit savoir, gardez-la. Sinon, rendez les mauvais choix plus plausibles, ou cédez la place à une autre."
    ),
    "weak": _l("Cherchez l’ambiguïté : deux réponses défendables, un mot à double sens, un indice qui suffit."),
    "review": _l("Relisez-la quand vous aurez le temps : un énoncé plus net suffit souvent."),
    "undefined": _l("Rien à faire pour l’instant."),
    "sure_wrong": _l(
        "Nommez cette idée reçue dans la leçon et répondez-y dans le retour du distracteur ; vérifiez aussi la clé."
    ),
    "incoherent": _l(
        "Commencez par les questions à relire ci-dessous : une clé inversée suffit à brouiller l’ensemble."
    ),
    "unsteady": _l("Tirez plus de questions, ou éloignez le seuil des résultats les plus courants."),
    "short": _l(
        "Pour distinguer finement, il faudrait tirer %(n)s questions ; pour apprendre, ce n’est pas nécessaire."
    ),
    "short_endless": _l("Pour apprendre, ce n’est pas gênant : ce quiz n’est pas fait pour classer."),
    "fine": _l("Rien à faire."),
    "fragile": _l("Attendez avant un changement de fond."),
}

# Where the most people stop, by the step they do not reach; "" for a lesson.
STOPS = {
    SENT: _l(
        "Le plus de personnes s’arrêtent quiz ouvert, sans l’envoyer : %(n)s (%(share)s). Regardez sa longueur, et si un énoncé bloque."
    ),
    QUIZ: _l(
        "Le plus de personnes s’arrêtent leçons lues, sans ouvrir le quiz : %(n)s (%(share)s). Dites à la fin de la leçon ce que "
        "le quiz demande, et en combien de temps."
    ),
    "": _l(
        "Le plus de personnes s’arrêtent après « %(after)s », avant « %(before)s » : %(n)s (%(share)s). Relisez la fin de l’une et le "
        "début de l’autre : est-ce trop long, ou trop loin de leur besoin ?"
    ),
}

STEPS = {
    START: _l("Module commencé"),
    QUIZ: _l("Quiz ouvert"),
    SENT: _l("Quiz envoyé"),
    PASSED: _l("Quiz réussi"),
}
THIRDS = {"low": _l("tiers bas"), "middle": _l("tiers du milieu"), "high": _l("tiers haut")}


@dataclass(frozen=True)
class Said:
    """One piece of advice in words: a badge's state and words, what is seen, and what to do."""

    state: str
    short: str
    seen: str
    to_do: str


def said(advice: Advice, options: Mapping[str, Mapping[str, Any]] | None = None) -> Said:
    """`advice` in words; `options` are the texts of the question's options, by id."""
    values = _values(advice, options or {})
    to_do = "short_endless" if advice.code == "short" and advice.n is None else advice.code
    return Said(
        state=STATES[WHEN.get(advice.code, UNKNOWN)],
        short=str(SHORT[advice.code]),
        seen=str(SEEN[advice.code]) % values,
        to_do=str(TO_DO[to_do]) % values,
    )


def _values(advice: Advice, options: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    value = advice.value if advice.value is not None else 0.0
    option = options.get(advice.option or "", {}).get("text", advice.option or "")
    return {
        "n": advice.n,
        "option": option,
        "value": decimal(value),
        "low": decimal(advice.low) if advice.low is not None else "",
        "high": decimal(advice.high) if advice.high is not None else "",
        "share": percent(min(1.0, max(0.0, value))),
        "other": percent(min(1.0, max(0.0, 1 - value))),
    }


def step_words(name: str, titles: Mapping[str, str]) -> str:
    """A lesson's title, or what the step is when it is no lesson."""
    return str(STEPS[name]) if name in STEPS else titles.get(name, name)


def stop_words(stop: Stop, titles: Mapping[str, str]) -> str:
    """Where the most people stop, and what to look at."""
    values = {"n": stop.people, "share": percent(stop.share)}
    after, before = step_words(stop.after, titles), step_words(stop.before, titles)
    return str(STOPS.get(stop.before, STOPS[""])) % {**values, "after": after, "before": before}
