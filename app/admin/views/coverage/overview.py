"""The first page: what needs the national team now."""

from flask import current_app, render_template

from app.admin import queries
from app.admin.views.blueprint import bp
from app.admin.words import FINDINGS
from app.classes.words import deadline_badge
from app.infra import clock
from app.infra.access import ADMIN, requires
from app.infra.db import db


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
