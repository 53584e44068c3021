"""Where to recruit next, in sentences that say why."""

from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext
from app.pairing.queries.supply import ExamLine, RegionLine, School
from app.pairing.rules.recruiting import Call


def title(exam: ExamLine, region: RegionLine | None) -> str:
    """« IRA (attaché d’administration de l’État) : Guyane », or « … : partout, à distance »."""
    if region is None:
        return _("%(exam)s : partout, à distance", exam=exam.name)
    return _("%(exam)s : %(region)s", exam=exam.name, region=region.name)


def why(call: Call, exam: ExamLine, region: RegionLine | None, names: dict[str, str]) -> list[str]:
    """Why this call is made: how many would be left, what there is for them, what is lacking."""
    said = [_left(call, region, names), _there_is(exam)]
    if exam.seats >= exam.demand and region is None:
        said.append(
            _(
                "Il y a assez de places, mais pas aux mêmes heures ni de la même façon : cherchez d’autres disponibilités."
            )
        )
    return said


def _left(call: Call, region: RegionLine | None, names: dict[str, str]) -> str:
    if region is not None:
        return ngettext(
            "%(num)s étudiant de cette région ne demande d’aide que sur place, et resterait sans personne même si chaque place "
            "libre était donnée au mieux.",
            "%(num)s étudiants de cette région ne demandent d’aide que sur place, et resteraient sans personne même si chaque "
            "place libre était donnée au mieux.",
            call.students,
        )
    where = ", ".join(_("%(region)s %(n)s", region=names.get(code, code), n=count) for code, count in call.regions)
    return ngettext(
        "%(num)s étudiant resterait sans tuteur de ce concours même si chaque place libre était donnée au mieux (%(where)s).",
        "%(num)s étudiants resteraient sans tuteur de ce concours même si chaque place libre était donnée au mieux (%(where)s).",
        call.students,
        where=where,
    )


def _there_is(exam: ExamLine) -> str:
    asked = ngettext(
        "En tout, %(num)s étudiant de ce concours est sans tuteur", "En tout, %(num)s étudiants de ce concours sont sans tuteur",
        exam.demand,
    )  # fmt: skip
    free = ngettext("%(num)s place est libre", "%(num)s places sont libres", exam.seats)
    ready = ngettext("%(num)s tuteur sera bientôt prêt", "%(num)s tuteurs seront bientôt prêts", exam.coming)
    return _("%(asked)s ; %(free)s, %(ready)s.", asked=asked, free=free, ready=ready)


def school(one: School) -> str:
    """« 22 inscrits, 10 validés »."""
    signed_up = ngettext("%(num)s inscrit", "%(num)s inscrits", one.declared)
    valid = ngettext("%(num)s validé", "%(num)s validés", one.validated)
    return _("%(signed)s, %(valid)s", signed=signed_up, valid=valid)


def came(count: int, validated: int) -> str:
    """What a campaign's links have brought so far."""
    return ngettext(
        "%(num)s personne est venue par ces liens. Validées à ce jour : %(valid)s.",
        "%(num)s personnes sont venues par ces liens. Validées à ce jour : %(valid)s.",
        count,
        valid=validated,
    )
