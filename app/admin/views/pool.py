"""The pool from one season to the next: the ask and where it stands, the validations that end, next September's seats."""

from typing import Any

from flask import Response, render_template
from flask_login import current_user
from sqlalchemy.orm import Session

from app.admin.queries.forecast import outlook
from app.admin.queries.season import endings, progress
from app.admin.views.blueprint import bp
from app.admin.words import LAPSES
from app.infra import audit, clock, csvfile, dates, jobs, settings
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.pool.rules.forecast import LEAST, LEAST_GROUP, Range
from app.pool.rules.season import due_on
from app.pool.settings import season_calendar
from app.pool.words import season_name
from app.training.words import last_day

LISTED = 50


@bp.get("/admin/vivier")
@requires(ADMIN)
def pool() -> str:
    """Where the season's ask stands, what next September's pool may be, whose validation ends."""
    now = clock.now()
    listed, ending, notice = endings(db.session, now, LISTED)
    found = outlook(db.session, now)
    asked = progress(db.session, now)
    return render_template(
        "admin/pool.html",
        asked=asked,
        asked_season=season_name(asked.campaign.year),
        outlook=found,
        season=season_name(found.year),
        bands=_bands(found.expected.stay, found.expected.training, found.expected.arrivals, found.expected.seats),
        least=LEAST,
        least_group=LEAST_GROUP,
        endings=listed,
        ending=ending,
        notice=notice,
        lapses=LAPSES,
        last_day=last_day,
    )


def _bands(stay: Range | None, training: Range | None, arrivals: Range | None, seats: Range | None) -> list[Any]:
    """The rows of the plot: a name and three whole numbers, or None where there is too little to say."""
    rows = (
        (_("Qui continue"), stay),
        (_("En formation"), training),
        (_("À venir"), arrivals),
        (_("En tout"), seats),
    )
    return [(name, band.whole() if band else None) for name, band in rows]


@bp.get("/admin/vivier.csv")
@requires(ADMIN)
def pool_csv() -> Response:
    """The forecast for a spreadsheet: the whole, then each exam and region. Empty cells: too little to say."""
    found = outlook(db.session, clock.now())
    header = [
        _("Ensemble"),
        _("Nom"),
        _("Tuteurs validés"),
        _("Places"),
        _("Concours trop ancien d’ici là"),
        _("Ne continuent pas"),
        _("Continuent"),
        _("Sans réponse"),
        _("Hors de cette saison"),
        _("Pas encore sollicités"),
        _("Places, bas"),
        _("Places, central"),
        _("Places, haut"),
        _("Étudiants cette année"),
    ]
    kinds = {"exam": _("Concours"), "region": _("Région")}
    whole = (_("France"), "", found.stock, found.expected.seats, found.students)
    groups = [(kinds[one.kind], one.name, one.stock, one.expected, one.students) for one in found.groups]
    lines = []
    for kind, name, stock, expected, students in (whole, *groups):
        parts = (stock.lapsing, stock.no, stock.yes, stock.silent, stock.away, stock.unasked)
        band = expected.whole() if expected else ("", "", "")
        lines.append([kind, name, stock.all.tutors, stock.all.seats, *(p.tutors for p in parts), *band, students])
    headers = {"Content-Disposition": "attachment; filename=tutorat-vivier.csv"}
    return Response(csvfile.dump(header, lines), mimetype="text/csv", headers=headers)


@bp.get("/admin/vivier/demande")
@requires(ADMIN)
def asking() -> str:
    """Before asking now: who would be, until when they could answer, what follows."""
    now = clock.now()
    asked = progress(db.session, now)
    today = dates.paris_date(now)
    calendar = season_calendar(settings.values(db.session, now))
    return render_template(
        "admin/ask_season.html",
        asked=asked,
        season=season_name(asked.campaign.year),
        due=due_on(today, asked.campaign.ends_on, calendar),
    )


@bp.post("/admin/vivier/demande")
@requires(ADMIN)
def ask_now() -> Any:
    """Ask those not yet asked, in the background."""
    actor_id, now = current_user.id, clock.now()

    def act(session: Session) -> None:
        jobs.enqueue(session, "pool.season_now", {}, now)
        audit.record(session, "admin.season_asked", now, actor_id=actor_id, object_type="person", object_id=actor_id)

    write(act)
    tell(_("Les courriels partent, cent par cent. Cette page dit où cela en est."))
    return seen("admin.pool")
