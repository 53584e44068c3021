"""The trainers' pages: the modules, worst first, and each module's lessons, questions and figures."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from app.authoring import queries
from app.authoring.forms import ReopenForm
from app.authoring.rules import ENOUGH_ANSWERS, ENOUGH_PEOPLE
from app.authoring.words import CHANGES, TYPES, VERDICTS, checked
from app.content.queries import bank, module_by_slug, text_in, versions_of
from app.infra import clock
from app.infra.access import ADMIN, TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.web import seen, tell
from app.training.queries.test import blueprint, stuck
from app.training.rules import passing
from app.training.services import reopen_test

bp = Blueprint("authoring", __name__)


@bp.get("/formation/modules")
@requires(TRAINER)
def modules() -> str:
    """Every module and how it does, the one that needs a trainer first."""
    figures = queries.modules(db.session)
    titles = {f.module.id: text_in(f.module.current.manifest, language()) for f in figures if f.module.current}
    return render_template("authoring/modules.html", figures=figures, titles=titles, enough=ENOUGH_PEOPLE)


@bp.get("/formation/modules/<slug>")
@requires(TRAINER)
def module(slug: str) -> str:
    """One module as tutors read it, with every question, its key and its figures."""
    found = module_by_slug(db.session, slug)
    if found.current is None:
        raise NotYours
    return render_template(
        "authoring/module.html",
        module=found,
        version=found.current,
        texts=found.current.manifest["fr"],
        questions=queries.questions(db.session, found, bank(db.session, found.current.id)),
        versions=versions_of(db.session, found.id),
        verdicts=VERDICTS,
        types=TYPES,
        changes=CHANGES,
        checked=checked,
        enough=ENOUGH_ANSWERS,
    )


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
