"""What needs attention, and coverage class by class."""

from flask import Response, render_template

from app.admin import queries
from app.admin.views.blueprint import bp
from app.classes.rules import deadline
from app.classes.settings import DEADLINE_DAY, DEADLINE_MONTH
from app.classes.words import deadline_badge
from app.infra import clock, csvfile
from app.infra.access import ADMIN, requires
from app.infra.db import db
from app.infra.i18n import gettext as _
from app.infra.settings import values
from app.pairing.queries import Coverage, national_coverage


@bp.get("/admin")
@requires(ADMIN)
def overview() -> str:
    """What needs the team now."""
    return render_template("admin/overview.html", overview=queries.overview(db.session, clock.now()))


@bp.get("/admin/couverture")
@requires(ADMIN)
def coverage() -> str:
    """The country, its regions, its classes: the least covered first."""
    now = clock.now()
    national = national_coverage(db.session, now)
    settings = values(db.session, now)
    month, day = settings[DEADLINE_MONTH], settings[DEADLINE_DAY]
    badges = {
        row.class_id: deadline_badge(
            deadline(row.year, month, day), now, covered=row.coverage.paired == row.coverage.total > 0
        )
        for row in national.classes
    }
    regions: dict[str, Coverage] = {}
    for row in national.classes:
        regions[row.region_name] = regions.get(row.region_name, Coverage()) + row.coverage
    return render_template("admin/coverage.html", national=national, regions=sorted(regions.items()), badges=badges)


@bp.get("/admin/couverture.csv")
@requires(ADMIN)
def coverage_csv() -> Response:
    """The same, for a spreadsheet."""
    header = [
        _("Classe"),
        _("Promotion"),
        _("Région"),
        _("Étudiants"),
        _("En binôme"),
        _("Sollicités"),
        _("Sans tuteur"),
    ]
    lines = [
        [r.name, r.year, r.region_name, r.coverage.total, r.coverage.paired, r.coverage.proposed, r.coverage.uncovered]
        for r in national_coverage(db.session, clock.now()).classes
    ]
    headers = {"Content-Disposition": "attachment; filename=tutorat-couverture.csv"}
    return Response(csvfile.dump(header, lines), mimetype="text/csv", headers=headers)
