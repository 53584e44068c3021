"""The board as sheets: what the CSV files and the workbook hold, written once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from app.admin.views.coverage.supply import call_lines
from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.xlsxfile import Sheet
from app.pairing.queries.promotion import ClassOutlook, Outlook, Season
from app.pairing.queries.supply import Supply
from app.pairing.rules.trend import Trend
from app.pairing.words import coverage as words


def country(season: Season, now: datetime) -> Sheet:
    """The whole promotion, on one line."""
    line = [season.year, *_figures(season.country, now), *_ahead(season.country)]
    return Sheet(_("Pays"), [_("Promotion"), *_figures_header(), *_ahead_header()], [line])


def regions(season: Season, now: datetime) -> Sheet:
    """Each region, least covered first."""
    lines = [
        [one.code, one.name, season.year, len(one.open), *_figures(one.outlook, now), *_ahead(one.outlook)]
        for one in season.regions
    ]
    named = [_("Code"), _("Région"), _("Promotion"), _("Classes ouvertes")]
    return Sheet(_("Régions"), [*named, *_figures_header(), *_ahead_header()], lines)


def classes(season: Season, some: Iterable[ClassOutlook], now: datetime) -> Sheet:
    """These classes, in their order."""
    lines = [
        [one.name, season.year, one.region_name, *_figures(one.outlook, now), _on(one.closed_at), *_ahead(one.outlook)]
        for one in some
    ]
    named = [_("Classe"), _("Promotion"), _("Région")]
    return Sheet(_("Classes"), [*named, *_figures_header(), _("Close le"), *_ahead_header()], lines)


def trend(places: Iterable[tuple[str, Trend]]) -> Sheet:
    """Day after day, place after place."""
    return Sheet(_("Tendance"), *words.trend_table(places))


def exams(found: Supply) -> Sheet:
    """Supply and demand by exam. A tutor of several exams is counted under each."""
    lines = [
        [one.code, one.name, one.demand, one.seats, one.coming, one.left, one.certain] for one in found.exams
    ]  # fmt: skip
    header = [_("Code"), _("Concours"), _("Sans tuteur"), _("Places libres"), _("Bientôt prêts")]
    return Sheet(_("Concours"), [*header, _("Resteraient sans personne"), _("dont quoi qu’on fasse")], lines)


def places(found: Supply) -> Sheet:
    """Supply and demand by region."""
    lines = [
        [one.code, one.name, one.demand, one.only_here, one.seats, one.in_person, one.left] for one in found.regions
    ]  # fmt: skip
    header = [_("Code"), _("Région"), _("Sans tuteur"), _("dont sur place seulement"), _("Places libres")]
    return Sheet(_("Places par région"), [*header, _("dont sur place"), _("Resteraient sans personne")], lines)


def short(found: Supply) -> Sheet:
    """Where somebody would be left, by exam and region."""
    lines = [[exam.code, exam.name, region.name, left, here] for exam, region, left, here in found.short]
    header = [_("Code"), _("Concours"), _("Région"), _("Resteraient sans personne"), _("dont sur place seulement")]
    return Sheet(_("Manques"), header, lines)


def calls(found: Supply) -> Sheet:
    """Where to recruit next, with why and the links to pass on."""
    lines = [
        [n, one.title, one.students, " ".join(one.why), ", ".join(way.name for way in one.ways if way.name), one.ways[0].link]
        for n, one in enumerate(call_lines(found), 1)
    ]  # fmt: skip
    header = [_("Ordre"), _("À chercher"), _("Étudiants"), _("Pourquoi"), _("Écoles"), _("Lien d’inscription")]
    return Sheet(_("Où recruter"), header, lines)


def _figures_header() -> list[str]:
    counted = [_("Étudiants"), _("En binôme"), _("Sollicités"), _("Sans tuteur")]
    return [*counted, _("Échéance"), _("Jours restants"), _("Jours de retard")]


def _figures(outlook: Outlook, now: datetime) -> Sequence[Any]:
    c, left = outlook.coverage, dates.days_between(now, outlook.deadline)
    return [c.total, c.paired, c.proposed, c.uncovered, dates.paris_date(outlook.deadline), max(left, 0), max(-left, 0)]


def _ahead_header() -> list[str]:
    range_ = [_("En binôme, prévu"), _("au moins (8 fois sur 10)"), _("au plus (8 fois sur 10)")]
    days = [_("Tous couverts vers"), _("au plus tôt"), _("au plus tard")]
    waiting = [_("Acceptations attendues"), _("Propositions acceptées"), _("Propositions closes")]
    return [_("Gagnés en 4 semaines"), _("Prévision"), _("Prévu pour le"), *range_, *days, *waiting]


def _ahead(outlook: Outlook) -> Sequence[Any]:
    ahead = outlook.forecast
    paired = [ahead.paired.likely, ahead.paired.low, ahead.paired.high] if ahead.paired else [None] * 3
    rate = [ahead.rate.accepted, ahead.rate.closed] if ahead.rate else [None] * 2
    said = words.CODES[ahead.code]
    return [
        outlook.trend.gained(words.FOUR_WEEKS),
        str(said),
        ahead.day if ahead.said else None,
        *paired,
        *(ahead.all_on, ahead.earliest, ahead.latest),
        ahead.more.likely if ahead.more else None,
        *rate,
    ]


def _on(at: datetime | None) -> date | None:
    return dates.paris_date(at) if at else None
