"""Business settings: every ⚙ of every feature, with its history."""

from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_login import current_user

from app.admin.forms import setting_form, setting_value
from app.admin.views.blueprint import bp
from app.infra import audit, clock
from app.infra import settings as store
from app.infra.access import ADMIN, requires
from app.infra.clock import PARIS
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.forms import refuse
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


def _declared() -> list[store.Setting[Any]]:
    return list(current_app.extensions["registry"].listed("settings", "SETTINGS"))


@bp.get("/admin/reglages")
@requires(ADMIN)
def settings() -> str:
    """Every setting and its value now."""
    return render_template("admin/settings.html", settings=_declared(), values=store.values(db.session, clock.now()))


@bp.route("/admin/reglages/<key>", methods=["GET", "POST"])
@requires(ADMIN)
def setting(key: str) -> Any:
    """Change one setting, with a reason and a date."""
    found = next((s for s in _declared() if s.key == key), None)
    if found is None:
        raise NotYours
    now = clock.now()
    form = setting_form(found, store.values(db.session, now)[found])
    if form.validate_on_submit() and _changed(found, form, now):
        tell(_("Le réglage est enregistré."))
        return seen("admin.settings")
    page = render_template(
        "admin/setting.html",
        form=form,
        setting=found,
        history=store.history(db.session, key),
        value=store.values(db.session, now)[found],
    )
    return page, 422 if form.errors else 200


def _changed(found: store.Setting[Any], form: Any, now: datetime) -> bool:
    since = datetime.combine(form.since.data, datetime.min.time(), PARIS) if form.since.data else now
    value, reason, actor_id = setting_value(found, form), form.reason.data, current_user.id

    def act(session: Any) -> None:
        store.change(session, found, value, now, since=since, reason=reason, actor_id=actor_id)
        audit.record(session, f"settings.{found.key}", now, actor_id=actor_id, object_type="setting", object_id=None)

    try:
        write(act)
    except DomainError as error:
        refuse(
            form.since if error.code == "settings.past" else form.value,
            _("Choisissez une date à partir d’aujourd’hui, et une valeur dans les bornes."),
        )
        return False
    return True
