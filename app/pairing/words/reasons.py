"""The sentences of the ranking: each code of a reason, of a part of the score and of an obstacle, said in words."""

from collections.abc import Callable, Mapping
from typing import Any

from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import ngettext
from app.pairing.rules.facts import Part, Reason
from app.pairing.settings import LABELS
from app.pool.words import LANGUAGES, cells, short_exam
from app.reference.words import MOMENTS

Say = Callable[[Mapping[str, Any]], str]

PLAIN: dict[str, Any] = {
    "exam_helped": _l("Aide à préparer ce concours"),
    "family_helped": _l("Aide à préparer un concours proche"),
    "no_paper": _l("Aucune des épreuves demandées"),
    "no_hours": _l("Aucun créneau en commun"),
    "no_hours_given": _l("N’a pas indiqué ses créneaux"),
    "presence": _l("Même région, présence possible"),
    "remote_near": _l("À distance, dans la même région"),
    "no_presence": _l("Pas de rencontre en présence"),
    "asked_elsewhere": _l("Une autre classe attend déjà sa réponse"),
    "asked_here": _l("Votre classe attend déjà sa réponse pour quelqu’un d’autre"),
    "full": _l("Plus de place libre"),
    "unconfirmed": _l("N’a pas encore confirmé cette saison"),
    "not_staying": _l("A dit ne pas continuer cette année"),
    "apart": _l("Ont déjà formé un binôme qui s’est arrêté"),
    "conflict": _l("Un conflit d’intérêts a été déclaré"),
    "no_moment": _l("Ne peut pas venir aux moments souhaités"),
    "not_exam": _l("A déjà refusé ce concours : ce n’est pas celui que cette personne aide à préparer"),
    "too_far": _l("A déjà refusé cette région, trop éloignée"),
}

WITH_VALUES: dict[str, Say] = {
    "exam_passed": lambda v: _("A réussi ce concours en %(year)s", year=v["year"]),
    "family_passed": lambda v: _("A réussi un concours proche : %(exam)s", exam=short_exam(v["exam"])),
    "other_exam": lambda v: _("A réussi un autre concours : %(exam)s", exam=short_exam(v["exam"])),
    "papers": lambda v: _("Fait travailler : %(names)s", names=", ".join(v["names"]).lower()),
    "hours": lambda v: ngettext(
        "%(num)s créneau en commun : %(said)s",
        "%(num)s créneaux en commun : %(said)s",
        v["count"],
        said=cells(v["cells"]),
    ),
    "few_hours": lambda v: ngettext(
        "Un seul créneau en commun : %(said)s",
        "Seulement %(num)s créneaux en commun : %(said)s",
        v["count"],
        said=cells(v["cells"]),
    ),
    "remote": lambda v: _("À distance, depuis une autre région : %(region)s", region=v["region"]),
    "elsewhere": lambda v: _("Autre région (%(region)s) ou façon de se voir incompatible", region=v["region"]),
    "language": lambda v: _("Parle %(language)s", language=LANGUAGES.get(v["language"], v["language"])),
    "no_language": lambda v: _(
        "N’a pas indiqué parler %(language)s", language=LANGUAGES.get(v["language"], v["language"])
    ),
    "has_student": lambda v: ngettext("Accompagne déjà une personne", "Accompagne déjà %(num)s personnes", v["count"]),
    "seats": lambda v: ngettext("%(num)s place libre", "%(num)s places libres", v["count"]),
    "quick": lambda v: ngettext(
        "A répondu en %(num)s jour au plus à ses %(count)s propositions",
        "A répondu en %(num)s jours au plus à ses %(count)s propositions",
        v["days"],
        count=v["count"],
    ),
    "silent": lambda v: ngettext(
        "N’a pas répondu à %(num)s proposition sur %(total)s",
        "N’a pas répondu à %(num)s propositions sur %(total)s",
        v["count"],
        total=v["total"],
    ),
    "helped": lambda v: ngettext(
        "A accompagné une personne jusqu’au bout", "A accompagné %(num)s personnes jusqu’au bout", v["count"]
    ),
    "waiting": lambda v: ngettext(
        "Attend une proposition depuis %(num)s jour", "Attend une proposition depuis %(num)s jours", v["days"]
    ),
    "declined": lambda v: _("N’a pas donné suite pour cette personne le %(date)s", date=dates.short_day(v["on"])),
    "later": lambda v: _("Disponible à partir du %(date)s", date=dates.short_day(v["on"])),
    "busy": lambda v: _("A refusé une proposition faute de temps le %(date)s", date=dates.short_day(v["on"])),
    "moments": lambda v: _(
        "Peut venir en personne : %(moments)s", moments=", ".join(str(MOMENTS[code]) for code in v["moments"])
    ),
    "school": lambda v: (
        _("Vient de l’établissement de la classe : %(school)s", school=v["school"])
        if v["school"]
        else _("Vient de l’établissement de la classe")
    ),
    "until": lambda v: _("N’accompagne plus depuis le %(date)s", date=dates.short_day(v["on"])),
    "paused": lambda v: _("En pause jusqu’au %(date)s", date=dates.short_day(v["until"])),
}


def reason(given: Reason) -> str:
    """The sentence of a reason."""
    found = PLAIN.get(given.code)
    return WITH_VALUES[given.code](given.values) if found is None else str(found)


def part(given: Part) -> tuple[str, str]:
    """The label and the points of a part: « 20 sur 30 », or « − 5 » for a penalty."""
    if given.out_of == 0:
        return str(LABELS[given.code]), f"−\u00a0{-given.points}"
    return str(LABELS[given.code]), _("%(points)s sur %(total)s", points=given.points, total=given.out_of)


def obstacle(code: str, count: int) -> str:
    """« 7 sont en pause »: why some tutors are not shown."""
    says: dict[str, Callable[[], str]] = {
        "self": lambda: ngettext(
            "%(num)s est responsable de cette classe", "%(num)s sont responsables de cette classe", count
        ),
        "apart": lambda: ngettext(
            "%(num)s a déjà formé avec cette personne un binôme qui s’est arrêté",
            "%(num)s ont déjà formé avec cette personne un binôme qui s’est arrêté",
            count,
        ),
        "conflict": lambda: ngettext(
            "%(num)s connaît cette personne par ailleurs", "%(num)s connaissent cette personne par ailleurs", count
        ),
        "stopped": lambda: ngettext(
            "%(num)s a dit ne pas continuer cette année", "%(num)s ont dit ne pas continuer cette année", count
        ),
        "unconfirmed": lambda: ngettext(
            "%(num)s n’a pas encore confirmé cette saison", "%(num)s n’ont pas encore confirmé cette saison", count
        ),
        "paused": lambda: ngettext("%(num)s est en pause", "%(num)s sont en pause", count),
        "full": lambda: ngettext("%(num)s n’a plus de place libre", "%(num)s n’ont plus de place libre", count),
        "later": lambda: ngettext(
            "%(num)s n’est disponible que plus tard", "%(num)s ne sont disponibles que plus tard", count
        ),
        "elsewhere": lambda: ngettext(
            "%(num)s est dans une autre région ou ne peut pas se rendre disponible de la façon demandée",
            "%(num)s sont dans une autre région ou ne peuvent pas se rendre disponibles de la façon demandée",
            count,
        ),
        "hours": lambda: ngettext(
            "%(num)s n’a aucun créneau en commun", "%(num)s n’ont aucun créneau en commun", count
        ),
    }
    return says[code]()


def widening(name: str, count: int) -> tuple[str, str]:
    """What widening the search would do, and what it would add: « Accepter à distance », « + 9 tuteurs »."""
    said: dict[str, Any] = {
        "remote": _l("Accepter l’aide à distance"),
        "presence": _l("Accepter de se voir en personne"),
        "hours": _l("Accepter de chercher un autre horaire"),
        "later": _l("Attendre une disponibilité plus lointaine"),
    }
    return str(said[name]), ngettext("+ %(num)s personne", "+ %(num)s personnes", count)
