"""The board for spreadsheets: each table as CSV, all of them in one workbook."""

from collections.abc import Callable

from flask import request
from werkzeug.wrappers import Response

from app.admin.views.blueprint import bp
from app.admin.views.coverage import sheets
from app.admin.views.coverage.board import chosen
from app.classes.queries import prep_class
from app.infra import clock, csvfile, xlsxfile
from app.infra.access import ADMIN, requires
from app.infra.db import db
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.xlsxfile import Sheet
from app.pairing.queries.promotion import Season, class_outlook, season
from app.pairing.queries.supply import Supply, supply
from app.pairing.rules.trend import Trend

SUPPLY: dict[str, Callable[[Supply], Sheet]] = {
    "exams": sheets.exams,
    "places": sheets.places,
    "short": sheets.short,
    "calls": sheets.calls,
}


@bp.get("/admin/couverture.csv")
@requires(ADMIN)
def coverage_csv() -> Response:
    """The classes of the promotion; of one region if asked for."""
    now, code = clock.now(), request.args.get("region")
    found = _season()
    return _csv(sheets.classes(found, [c for c in found.classes if code in (None, c.region_code)], now), "classes")


@bp.get("/admin/couverture/tableaux/<sheet>.csv")
@requires(ADMIN)
def coverage_sheet(sheet: str) -> Response:
    """One of the other tables. The trend is the country's, a region's or a class's, as the address asks."""
    now = clock.now()
    if sheet in SUPPLY:
        return _csv(SUPPLY[sheet](supply(db.session, now)), sheet)
    if sheet == "trend":
        return _csv(sheets.trend([_place()]), sheet)
    if sheet in ("country", "regions"):
        made = sheets.country if sheet == "country" else sheets.regions
        return _csv(made(_season(), now), sheet)
    raise NotYours


@bp.get("/admin/couverture.xlsx")
@requires(ADMIN)
def coverage_xlsx() -> Response:
    """Everything, a sheet a table."""
    now, found = clock.now(), _season()
    needs = supply(db.session, now)
    places = [(_("France"), found.country.trend), *((one.name, one.outlook.trend) for one in found.regions)]
    board = [sheets.country(found, now), sheets.regions(found, now), sheets.classes(found, found.classes, now)]
    tables = [*board, sheets.trend(places), *(make(needs) for make in SUPPLY.values())]
    headers = {"Content-Disposition": f"attachment; filename=tutorat-couverture-{found.year}.xlsx"}
    return Response(xlsxfile.dump(tables, now), mimetype=xlsxfile.MIMETYPE, headers=headers)


def _season() -> Season:
    year, _known = chosen()
    if year is None:
        raise NotYours
    return season(db.session, year, clock.now())


def _place() -> tuple[str, Trend]:
    """The place whose trend the address asks for. Raises NotYours."""
    code, class_id = request.args.get("region"), request.args.get("classe", type=int)
    if class_id is not None:
        one = class_outlook(db.session, prep_class(db.session, class_id), clock.now())
        return one.name, one.outlook.trend
    found = _season()
    if code is None:
        return _("France"), found.country.trend
    region = next((one for one in found.regions if one.code == code), None)
    if region is None:
        raise NotYours
    return region.name, region.outlook.trend


def _csv(sheet: Sheet, name: str) -> Response:
    headers = {"Content-Disposition": f"attachment; filename=tutorat-{name}.csv"}
    return Response(csvfile.dump(sheet.header, sheet.lines), mimetype="text/csv", headers=headers)
