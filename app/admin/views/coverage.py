"""What needs attention, and coverage class by class."""

from typing import Any

from flask import Response, current_app, render_template

from app.admin import queries
from app.admin.views.blueprint import bp
from app.admin.words import FINDINGS
from app.classes.words import deadline_badge
from app.infra import clock, csvfile, dates
from app.infra.access import ADMIN, requires
from app.infra.db import db
from app.infra.i18n import gettext as _
from app.pairing.queries import Coverage, national_coverage


@bp.get("/admin")
@requires(ADMIN)
def overview() -> str:
    """What needs the team now."""
    now = clock.now()
    seen = queries.overview(db.session, now)
    whole = seen.coverage.whole
    badge = deadline_badge(seen.deadline, now, covered=False) if seen.deadline else None
    return render_template("admin/overview.html", overview=seen, whole=whole, badge_words=badge, warnings=_warnings())


def _warnings() -> list[tuple[str, str]]:
    """What the installation lacks that this team can see to; what the demonstration lacks is not said to it."""
    if current_app.config["MODE"] == "demonstration":
        return []
    found = queries.findings(db.session, current_app.config, clock.now())
    said = [(one, *FINDINGS[one.code]) for one in found if one.code in FINDINGS]
    return [(str(text) % dict(one.values) if one.values else str(text), endpoint) for one, text, endpoint in said]


@bp.get("/admin/couverture")
@requires(ADMIN)
def coverage() -> str:
    """The country, its regions, its classes: the least covered first."""
    now = clock.now()
    national = national_coverage(db.session, now)
    by_class = queries.deadlines(db.session, national.classes, now)
    badges = {
        c.class_id: deadline_badge(by_class[c.class_id], now, covered=c.coverage.paired == c.coverage.total > 0)
        for c in national.classes
    }
    regions: dict[str, Coverage] = {}
    for row in national.classes:
        regions[row.region_name] = regions.get(row.region_name, Coverage()) + row.coverage
    ordered = sorted(regions.items(), key=lambda item: (item[1].percent if item[1].total else 101, item[0]))
    return render_template("admin/coverage.html", national=national, regions=ordered, badges=badges)


@bp.get("/admin/couverture.csv")
@requires(ADMIN)
def coverage_csv() -> Response:
    """The same, for a spreadsheet."""
    now = clock.now()
    national = national_coverage(db.session, now)
    by_class = queries.deadlines(db.session, national.classes, now)
    header = [
        _("Classe"),
        _("Promotion"),
        _("Région"),
        _("Étudiants"),
        _("En binôme"),
        _("Sollicités"),
        _("Sans tuteur"),
        _("Échéance"),
        _("Jours restants"),
        _("Jours de retard"),
    ]
    lines: list[list[Any]] = []
    for c in national.classes:
        at, count = by_class[c.class_id], c.coverage
        left = dates.days_between(now, at)
        figures = [count.total, count.paired, count.proposed, count.uncovered]
        due = [dates.paris_date(at).isoformat(), max(left, 0), max(-left, 0)]
        lines.append([c.name, c.year, c.region_name, *figures, *due])
    headers = {"Content-Disposition": "attachment; filename=tutorat-couverture.csv"}
    return Response(csvfile.dump(header, lines), mimetype="text/csv", headers=headers)
