"""« Mon dossier de formation »: everything done, the time it took, and two files to take elsewhere."""

import json
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask_login import current_user

from app.infra.access import TUTOR, requires
from app.infra.db import db
from app.training.queries.dossier import BY_PAGE, dossier
from app.training.rules import record, xapi
from app.training.rules.minutes import whole
from app.training.views.blueprint import bp


@bp.get("/parcours/dossier")
@requires(TUTOR)
def record_page() -> Any:
    """Everything done, newest first, by day."""
    found = dossier(db.session, current_user.id)
    days, pages = found.days, max(1, -(-len(found.days) // BY_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    spent = [(slug, whole(found.time.parts[slug])) for slug in ["", *found.titles] if slug in found.time.parts]
    return render_template(
        "training/dossier.html",
        dossier=found,
        days=days[(page - 1) * BY_PAGE : page * BY_PAGE],
        page=page,
        pages=pages,
        total=whole(found.time.total),
        spent=spent,
        page_url=lambda number: url_for("training.record_page", page=number),
    )


def _root() -> str:
    return str(current_app.config["PUBLIC_URL"]).rstrip("/")


def _file(body: Any, name: str) -> Response:
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return Response(text, mimetype="application/json", headers={"Content-Disposition": f"attachment; filename={name}"})


@bp.get("/parcours/dossier.json")
@requires(TUTOR)
def record_json() -> Response:
    """The record, in the form that docs/learner-record.schema.json describes."""
    found = dossier(db.session, current_user.id)
    minutes = {slug: whole(time) for slug, time in found.time.parts.items()}
    name = f"{current_user.first_name} {current_user.last_name}".strip()
    said = record.document(found.acts, found.titles, whole(found.time.total), minutes, name, _root())
    return _file(said, "dossier-tutorat.json")


@bp.get("/parcours/dossier-xapi.json")
@requires(TUTOR)
def record_xapi() -> Response:
    """The record as xAPI statements, oldest first."""
    found, root, person_id = dossier(db.session, current_user.id), _root(), current_user.id
    said = [xapi.statement(act, root, person_id, found.titles) for act in reversed(found.acts)]
    return _file(said, "dossier-tutorat-xapi.json")
