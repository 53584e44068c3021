"""Business settings: every ⚙ of every feature, with its history."""

from typing import Any

from flask import current_app, render_template
from flask_login import current_user

from app.admin import services
from app.admin.forms import setting_form
from app.admin.views.blueprint import attempt, bp
from app.admin.words import SETTING_GROUPS
from app.content.queries import path_modules, text_in
from app.infra import clock
from app.infra import settings as store
from app.infra.access import ADMIN, requires
from app.infra.db import db
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.web import seen, tell
from app.pairing.settings import WEIGHT_SETTINGS

REFUSALS = {
    "settings.past": "since",
    "admin.gate_tomorrow": "since",
    "settings.out_of_bounds": "value",
    "training.test_too_easy": "value",
    "training.test_impossible": "value",
}


def _declared() -> list[store.Setting[Any]]:
    return list(current_app.extensions["registry"].listed("settings", "SETTINGS"))


def _titles() -> dict[str, str]:
    """The title of each module of the path, by slug."""
    modules = path_modules(db.session)
    return {m.slug: text_in(m.current.manifest, language())[0]["title"] for m in modules if m.current}


@bp.get("/admin/reglages")
@requires(ADMIN)
def settings() -> str:
    """Every setting and its value now, by subject."""
    groups: dict[str, list[store.Setting[Any]]] = {key: [] for key in SETTING_GROUPS}
    for one in _declared():
        if one in WEIGHT_SETTINGS.values():  # they have their own page
            continue
        groups.setdefault(one.key.partition(".")[0], []).append(one)
    return render_template(
        "admin/settings.html",
        groups={SETTING_GROUPS.get(key, key): listed for key, listed in groups.items() if listed},
        values=store.values(db.session, clock.now()),
        titles=_titles(),
    )


@bp.route("/admin/reglages/<key>", methods=["GET", "POST"])
@requires(ADMIN)
def setting(key: str) -> Any:
    """Change one setting, with a reason and a date."""
    found = next((s for s in _declared() if s.key == key), None)
    if found is None:
        raise NotYours
    now, titles, actor_id = clock.now(), _titles(), current_user.id
    form = setting_form(found, store.values(db.session, now)[found], titles)
    if form.validate_on_submit():
        value, since, reason = form["value"].data, form["since"].data, form["reason"].data
        knowingly = "knowingly" in form and bool(form["knowingly"].data)
        if attempt(
            lambda s: services.change_setting(
                s, found, value, since=since, reason=reason, actor_id=actor_id, now=now, knowingly=knowingly
            ),
            form,
            REFUSALS,
        ):
            tell(_("Le réglage est enregistré."))
            return seen("admin.setting", key=key)
    return render_template(
        "admin/setting.html",
        form=form,
        setting=found,
        history=store.history(db.session, key),
        value=store.values(db.session, now)[found],
        titles=titles,
        of_the_gate=key in services.OF_THE_GATE,
    ), 422 if form.errors else 200
