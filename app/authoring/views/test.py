"""The validation test as trainers see it: what it draws from, whom it lets through, who has no try left."""

from typing import Any

from flask import render_template
from flask_login import current_user

from app.authoring.forms import ReopenForm
from app.authoring.rules.course import ENOUGH_PEOPLE
from app.authoring.views.blueprint import bp
from app.infra import clock
from app.infra.access import ADMIN, TRAINER, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.i18n import language, percent
from app.infra.web import seen, tell
from app.training.queries.reviews import retention
from app.training.queries.test import blueprint, stuck
from app.training.rules import passing
from app.training.rules.gain import wilson
from app.training.services import reopen_test


@bp.get("/formation/test")
@requires(TRAINER, ADMIN)
def test() -> str:
    """The validation test: what it draws from, whom its rules let through, and who has no try left."""
    return _test_page(ReopenForm())


def _test_page(form: ReopenForm, person_id: int = 0) -> str:
    now = clock.now()
    plan = blueprint(db.session, language(), now)
    rules = plan.draw, plan.needed, plan.tries
    return render_template(
        "authoring/test.html",
        plan=plan,
        curve=passing.curve(*rules),
        weak=passing.false_pass(*rules),
        strong=float(passing.within(passing.STRONG, *rules)),
        percent=percent,
        kept=retention(db.session),
        wilson=wilson,
        enough_people=ENOUGH_PEOPLE,
        passing=passing,
        stuck=stuck(db.session, now),
        form=form,
        asked=person_id,
    )


@bp.post("/formation/test/<int:person_id>")
@requires(TRAINER)
def reopen(person_id: int) -> Any:
    """Give a new set of tries to someone, once talked with."""
    form, now, trainer_id = ReopenForm(), clock.now(), current_user.id
    if not form.validate_on_submit():
        return _test_page(form, person_id), 422
    reason = form.reason.data or ""
    write(lambda session: reopen_test(session, trainer_id, person_id, reason, now))
    tell(_("De nouveaux essais sont ouverts : la personne en est prévenue."))
    return seen("authoring.test")
