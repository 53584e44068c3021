"""The coverage board: the country, then a region, then a class, the least covered first everywhere."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import render_template, request, url_for

from app.admin.views.blueprint import bp
from app.classes import queries as classes
from app.classes.words import deadline_badge
from app.infra import clock
from app.infra.access import ADMIN, requires
from app.infra.db import db
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.pairing.queries.promotion import Outlook, Promotion, RegionOutlook, Season, class_outlook, promotions, season
from app.pairing.words import coverage as words
from app.pairing.words.plots import plot, spark
from app.reference.queries import regions
from app.reference.rules import OVERSEAS_TILES, TILES


@dataclass(frozen=True)
class Tile:
    """One region of the map, ready to be drawn."""

    column: int
    row: int
    lines: tuple[str, ...]
    state: str
    share: str
    left: str
    url: str
    title: str


def chosen() -> tuple[int | None, list[Promotion]]:
    """The promotion asked for, else the newest with an open class, else the newest; and all there are."""
    known = promotions(db.session)
    asked = request.args.get("promotion", type=int)
    if asked in [one.year for one in known]:
        return asked, known
    return next((one.year for one in known if one.open), known[0].year if known else None), known


def badge_of(outlook: Outlook, now: datetime) -> tuple[str, str]:
    """The deadline in words, and the state of its badge."""
    return deadline_badge(outlook.deadline, now, covered=outlook.coverage.percent == 100)  # noqa: PLR2004


def _page(name: str, outlook: Outlook, now: datetime, **values: Any) -> str:
    return render_template(
        f"admin/coverage/{name}.html",
        outlook=outlook,
        plot=plot(outlook),
        sentences=words.sentences(outlook),
        badge_words=badge_of(outlook, now),
        words=words,
        spark=spark,
        **values,
    )


@bp.get("/admin/couverture")
@requires(ADMIN)
def coverage() -> str:
    """The country: coverage, map, trend, forecast, then each region and class."""
    now = clock.now()
    year, known = chosen()
    if year is None:
        return render_template("admin/coverage/empty.html")
    found = season(db.session, year, now)
    grids = _map(found)
    return _page("country", found.country, now, season=found, promotions=known, grids=grids, states=words.STATES)


@bp.get("/admin/couverture/regions/<code>")
@requires(ADMIN)
def coverage_region(code: str) -> str:
    """One region and its classes. Not found for a code that is no region's."""
    now = clock.now()
    names = {one.code: one.name for one in regions(db.session)}
    if code not in names:
        raise NotYours
    year, known = chosen()
    found = season(db.session, year, now, region=code) if year is not None else None
    if found is None or not found.regions:
        return render_template(
            "admin/coverage/empty_region.html", name=names[code], year=year, promotions=known, code=code
        )
    region = found.regions[0]
    return _page("region", region.outlook, now, region=region, year=year, promotions=known)


@bp.get("/admin/couverture/classes/<int:class_id>")
@requires(ADMIN)
def coverage_class(class_id: int) -> str:
    """One class: how it came where it is, and what is to be expected."""
    now = clock.now()
    prep_class = classes.prep_class(db.session, class_id)
    found = class_outlook(db.session, prep_class, now)
    leads = classes.leads_of(db.session, class_id)
    return _page("class", found.outlook, now, found=found, prep_class=prep_class, leads=leads)


def _map(found: Season) -> list[tuple[list[Tile], int, int, str]]:
    """The two grids of the map with their size and name: every region has its tile, classes or not."""
    by_code = {one.code: one for one in found.regions}
    names = {one.code: one.name for one in regions(db.session)}
    return [
        (_tiles(TILES, by_code, names, found.year), 4, 5, _("France métropolitaine")),
        (_tiles(OVERSEAS_TILES, by_code, names, found.year), 3, 3, _("Outre-mer")),
    ]


def _tiles(
    places: dict[str, tuple[int, int, tuple[str, ...]]],
    by_code: dict[str, RegionOutlook],
    names: dict[str, str],
    year: int,
) -> list[Tile]:
    found = []
    for code, (column, row, lines) in places.items():
        if code not in names:
            continue  # an installation that does not have it
        covered = by_code[code].outlook.coverage if code in by_code else None
        percent = covered.percent if covered else None
        share = _("%(n)s %%", n=percent) if percent is not None else ""
        left = _("%(n)s sans tuteur", n=covered.uncovered) if covered and covered.uncovered else ""
        url = url_for("admin.coverage_region", code=code, promotion=year)
        title = words.tile(names[code], covered)
        found.append(Tile(column, row, lines, words.state(percent), share, left, url, title))
    return found
