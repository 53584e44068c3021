"""« Mes données »: see, take away, leave. Open to anyone signed in."""

import json
from typing import Any

from flask import Response, current_app, render_template
from flask import session as cookies
from flask_login import current_user, logout_user

from app.accounts.hashing import matches
from app.accounts.models import Person
from app.admin import queries, services
from app.admin.forms import LeaveForm
from app.admin.views.blueprint import bp
from app.admin.words.records import label, plain, shown
from app.infra import clock
from app.infra.access import PERSON, requires
from app.infra.db import db, write
from app.infra.forms import refuse
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


def _features() -> list[Any]:
    return list(current_app.extensions["registry"].parts("privacy", "PRIVACY"))


def _records() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for feature in _features():
        found |= feature.export(db.session, current_user.id)
    return found


@bp.get("/mes-donnees")
@requires(PERSON)
def my_data() -> str:
    """Everything kept about oneself, by heading."""
    headings = [
        (label(name), [label(key) for key in rows[0]], [[shown(*item) for item in row.items()] for row in rows])
        for name, rows in _records().items()
        if rows
    ]
    return render_template("admin/my_data.html", headings=headings)


@bp.get("/mes-donnees.json")
@requires(PERSON)
def my_data_json() -> Response:
    """The same, to take away."""
    body = json.dumps(_records(), default=plain, ensure_ascii=False, indent=2)
    headers = {"Content-Disposition": "attachment; filename=mes-donnees-tutorat.json"}
    return Response(body, mimetype="application/json", headers=headers)


@bp.route("/mes-donnees/quitter", methods=["GET", "POST"])
@requires(PERSON)
def leave() -> Any:
    """Leave the programme and be forgotten: what it does is shown first, the password is asked."""
    form, person_id, now = LeaveForm(), current_user.id, clock.now()
    if form.validate_on_submit():
        features = _features()
        if matches(db.session.get_one(Person, person_id).password_hash, form.current.data):
            write(lambda s: services.erase_person(s, person_id, person_id, features, now))
            logout_user()
            cookies.clear()
            tell(_("Votre compte est effacé. Merci pour le temps que vous avez donné."))
            return seen("public.landing")
        refuse(form.current, _("Ce n’est pas votre mot de passe actuel."))
    sheet = queries.sheet(db.session, person_id, now)
    return render_template("admin/leave.html", form=form, sheet=sheet), 422 if form.errors else 200
