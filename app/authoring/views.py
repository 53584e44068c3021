"""The trainers' pages: the modules, worst first, and each module's lessons, questions and figures."""

from flask import Blueprint, render_template

from app.authoring import queries
from app.authoring.rules import ENOUGH_ANSWERS, ENOUGH_PEOPLE
from app.authoring.words import CHANGES, TYPES, VERDICTS, checked
from app.content.queries import bank, module_by_slug, text_in, versions_of
from app.infra.access import TRAINER, requires
from app.infra.db import db
from app.infra.errors import NotYours
from app.infra.i18n import language

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
