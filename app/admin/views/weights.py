"""The weights of the ranking, all on one page: what each is for, what a change would do, then the change."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_login import current_user
from sqlalchemy.orm import Session

from app.admin import services
from app.admin.forms import weights_form
from app.admin.views.blueprint import bp
from app.infra import clock
from app.infra import settings as store
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.forms import Form, refuse
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext
from app.infra.web import seen, tell
from app.pairing.queries import sample
from app.pairing.rules.effect import Effect, effect
from app.pairing.rules.weights import DEFAULTS, PENALTIES, WEIGHTS
from app.pairing.settings import WEIGHT_SETTINGS

SAMPLE = 60  # students on whom the effect is looked at: enough to see it, few enough to wait for


def _current() -> dict[str, int]:
    values = store.values(db.session, clock.now())
    return {code: values[setting] for code, setting in WEIGHT_SETTINGS.items()}


def _page(form: Form, seen_on: Effect | None = None) -> str:
    return render_template(
        "admin/weights.html",
        form=form,
        effect=seen_on,
        groups=[(_("Points donnés"), list(WEIGHTS)), (_("Points retirés"), list(PENALTIES))],
        total=sum(form[code].data or 0 for code in WEIGHTS),
        defaults=DEFAULTS,
        keys={code: setting.key for code, setting in WEIGHT_SETTINGS.items()},
    )


@bp.get("/admin/poids")
@requires(ADMIN)
def weights() -> str:
    """Every weight as it is now."""
    return _page(weights_form(_current()))


@bp.post("/admin/poids")
@requires(ADMIN)
def change_weights() -> Any:
    """See the effect of other weights, or save them with a reason. Those unchanged are left as they are."""
    before = _current()
    form = weights_form(before)
    if not form.validate_on_submit():
        return _page(form), 422
    wanted = {code: int(form[code].data) for code in before}
    if not any(wanted[code] for code in WEIGHTS):
        refuse(form["exam"], _("Donnez des points à un critère au moins : sans cela, chaque accord serait nul."))
        return _page(form), 422
    if request.form.get("acte") != "enregistrer":
        return _page(form, effect(sample(db.session, SAMPLE, clock.now()), wanted))
    changed = {code: points for code, points in wanted.items() if points != before[code]}
    if not changed:
        tell(_("Aucun poids n’a changé."), "info")
        return seen("admin.weights")
    reason = (form["reason"].data or "").strip()
    if not reason:
        refuse(form["reason"], _("Dites pourquoi : ce sera gardé dans l’historique."))
        return _page(form), 422
    actor_id = current_user.id
    write(lambda session: _save(session, changed, reason, actor_id))
    tell(ngettext("%(num)s poids est enregistré.", "%(num)s poids sont enregistrés.", len(changed)))
    return seen("admin.weights")


def _save(session: Session, changed: Mapping[str, int], reason: str, actor_id: int) -> None:
    now = clock.now()
    for code, points in changed.items():
        services.change_setting(
            session, WEIGHT_SETTINGS[code], points, since=None, reason=reason, actor_id=actor_id, now=now
        )
