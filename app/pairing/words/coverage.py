"""What is said of coverage: how it came there, what is to be expected, and how sure one may be of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import ngettext
from app.pairing.queries.promotion import Outlook
from app.pairing.rules.coverage import Coverage
from app.pairing.rules.forecast import AHEAD, WEEKS, Forecast
from app.pairing.rules.trend import Trend

FOUR_WEEKS = 7 * WEEKS
# How a place stands on the map: its words. `state` gives the code.
STATES = {
    "all": _l("tous couverts"),
    "most": _l("trois quarts ou plus"),
    "half": _l("de la moitié aux trois quarts"),
    "few": _l("moins de la moitié"),
    "none": _l("pas d’étudiants"),
}
# Why nothing, or what, is foreseen: the codes of a forecast.
CODES = {
    "nobody": _l("pas d’étudiants"),
    "covered": _l("tous couverts"),
    "young": _l("trop peu de recul"),
    "few": _l("trop peu de changements"),
    "pace": _l("rythme de 4 semaines"),
    "closed": _l("classe close"),
}
MOST, HALF = 75, 50  # percents


def state(percent: int | None) -> str:
    """The code of STATES of a share covered."""
    if percent is None:
        return "none"
    return "all" if percent == 100 else "most" if percent >= MOST else "half" if percent >= HALF else "few"  # noqa: PLR2004


def tile(name: str, covered: Coverage | None) -> str:
    """A region of the map in words: « Corse : 3 étudiants en binôme sur 5, 1 sollicité, 1 sans tuteur »."""
    if covered is None or not covered.total:
        return _("%(name)s : pas d’étudiants", name=name)
    return ngettext(
        "%(name)s : %(num)s étudiant en binôme sur %(total)s, sollicités : %(proposed)s, sans tuteur : %(uncovered)s",
        "%(name)s : %(num)s étudiants en binôme sur %(total)s, sollicités : %(proposed)s, sans tuteur : %(uncovered)s",
        covered.paired,
        name=name,
        total=covered.total,
        proposed=covered.proposed,
        uncovered=covered.uncovered,
    )


def signed(count: int) -> str:
    """« +3 », « −2 », « 0 »."""
    return f"+{count}" if count > 0 else f"−{-count}" if count else "0"


def gained(trend: Trend) -> str:
    """« +3 en 4 semaines », or nothing when the trend is younger."""
    found = trend.gained(FOUR_WEEKS)
    return "" if found is None else _("%(n)s en 4 semaines", n=signed(found))


def short(forecast: Forecast, total: int) -> tuple[str, str]:
    """What is to be expected, in a cell: the figure and how sure it is."""
    if forecast.paired is not None:
        likely, low, high = forecast.paired.likely, forecast.paired.low, forecast.paired.high
        return _("%(n)s sur %(total)s", n=likely, total=total), _("entre %(low)s et %(high)s", low=low, high=high)
    if forecast.code == "covered":
        return _("tous couverts"), ""
    if forecast.code in ("nobody", "closed"):
        return "–", ""
    return _("trop peu pour le dire"), ""


def sentences(outlook: Outlook) -> list[str]:
    """The whole outlook, a sentence a thing: the deadline if past, the pace, when all would be covered, what waits."""
    ahead, total = outlook.forecast, outlook.coverage.total
    said = [_then(outlook), _pace(ahead, total), _all(ahead), _waiting(outlook)]
    return [one for one in said if one]


def _then(outlook: Outlook) -> str:
    then, on = outlook.at_deadline, dates.short_day(outlook.deadline)
    if then is None or not then.total:
        return ""
    return ngettext(
        "À l’échéance du %(on)s, %(num)s étudiant sur %(total)s avait un tuteur.",
        "À l’échéance du %(on)s, %(num)s étudiants sur %(total)s avaient un tuteur.",
        then.paired,
        on=on,
        total=then.total,
    )


def _pace(ahead: Forecast, total: int) -> str:
    if ahead.code == "nobody":
        return _("Il n’y a pas encore d’étudiants : rien n’est à prévoir.")
    if ahead.code == "closed":
        return _("Cette classe est close : rien n’est à prévoir.")
    if ahead.code == "covered":
        return _("Chaque étudiant a un tuteur : rien n’est à prévoir.")
    if ahead.code == "young":
        return _("Trop peu de recul pour prévoir : il faut quatre semaines depuis le premier étudiant inscrit.")
    if ahead.code == "few":
        return ngettext(
            "Trop peu pour prévoir : %(num)s binôme ouvert ou clos en quatre semaines, il en faut cinq.",
            "Trop peu pour prévoir : %(num)s binômes ouverts ou clos en quatre semaines, il en faut cinq.",
            ahead.changes,
        )
    paired = ahead.paired
    if paired is None:
        return ""
    return _(
        "Si les quatre dernières semaines se poursuivent (%(net)s en tout), %(likely)s étudiants sur %(total)s auraient un "
        "tuteur le %(day)s ; huit fois sur dix, entre %(low)s et %(high)s.",
        net=signed(ahead.net),
        likely=paired.likely,
        total=total,
        day=dates.short_day(ahead.day),
        low=paired.low,
        high=paired.high,
    )


def _all(ahead: Forecast) -> str:
    """When all would have a tutor; nothing where the pace could not be said."""
    if not ahead.said:
        return ""
    if ahead.all_on is None and ahead.earliest is None:
        return _("À ce rythme, tous n’en auraient pas un avant un an.")
    if ahead.all_on is None:
        return _("À ce rythme, tous n’en auraient pas un avant un an ; au mieux, le %(day)s.", day=_day(ahead.earliest))
    if ahead.latest is None:
        return _(
            "À ce rythme, tous en auraient un vers le %(day)s ; au plus tôt le %(early)s, au plus tard dans plus d’un an.",
            day=_day(ahead.all_on),
            early=_day(ahead.earliest),
        )
    return _(
        "À ce rythme, tous en auraient un vers le %(day)s ; huit fois sur dix, entre le %(early)s et le %(late)s.",
        day=_day(ahead.all_on),
        early=_day(ahead.earliest),
        late=_day(ahead.latest),
    )


def _day(on: date | None) -> str:
    return "" if on is None else dates.short_day(on)


def _waiting(outlook: Outlook) -> str:
    """What the proposals that wait should bring, and what that is reckoned from."""
    more, rate = outlook.forecast.more, outlook.forecast.rate
    if more is None or rate is None:
        return ""
    counts = {"accepted": rate.accepted, "closed": rate.closed}
    known = (
        _("Dans toute la promotion, %(accepted)s propositions closes sur %(closed)s ont été acceptées", **counts)
        if outlook.rate_of_all
        else _("Ici, %(accepted)s propositions closes sur %(closed)s ont été acceptées", **counts)
    )
    return ngettext(
        "%(num)s proposition attend une réponse. %(known)s : elle devrait donner %(likely)s binôme, entre %(low)s et %(high)s.",
        "%(num)s propositions attendent une réponse. %(known)s : elles devraient donner %(likely)s binômes, entre %(low)s et "
        "%(high)s.",
        outlook.coverage.proposed,
        known=known,
        likely=more.likely,
        low=more.low,
        high=more.high,
    )


def horizon(outlook: Outlook) -> str:
    """The title of a column of forecasts: « Prévu le 30 septembre 2027 »."""
    if outlook.deadline.date() > outlook.trend.at[-1].date():
        return _("Prévu à l’échéance")
    return _("Prévu dans %(n)s jours", n=AHEAD)


def trend_table(places: Iterable[tuple[str, Trend]]) -> tuple[list[str], list[list[Any]]]:
    """Day after day, place after place, for a spreadsheet: the header and the lines."""
    header = [_("Lieu"), _("Jour"), _("Étudiants"), _("En binôme"), _("Sollicités"), _("Sans tuteur")]
    lines = [
        [name, dates.paris_date(at), c.total, c.paired, c.proposed, c.uncovered]
        for name, found in places
        for at, c in zip(found.at, found, strict=True)
    ]
    return header, lines
