"""The trainers' pages: the modules, worst first, and each module's lessons, questions and figures."""

from flask import Blueprint, render_template

from app.authoring import queries
from app.authoring.rules import ENOUGH_ANSWERS, ENOUGH_PEOPLE
from app.authoring.words import CHANGES, TYPES, VERDICTS
from app.content.queries import bank, module_by_slug, text_in, versions_of
from app.infra.access import TRAINER, requires
from app.infra.db import db
from app.infra.i18n import language

bp = Blueprint("authoring", __name__)


@bp.get("/formation/modules")
@requires(TRAINER)
def modules() -> str:
    """Every module and how it does, the one that needs a trainer first."""
    figures = queries.modules(db.session)
    titles = {
        f.module.id: text_in(f.module.current.manifest, language())[0]["title"] for f in figures if f.module.current
    }
    return render_template("authoring/modules.html", figures=figures, titles=titles, enough=ENOUGH_PEOPLE)


@bp.get("/formation/modules/<slug>")
@requires(TRAINER)
def module(slug: str) -> str:
    """One module as tutors read it, with every question, its key and its figures."""
    found = module_by_slug(db.session, slug)
    version = found.current
    asked = bank(db.session, version.id) if version else []
    return render_template(
        "authoring/module.html",
        module=found,
        version=version,
        texts=text_in(version.manifest, "fr")[0] if version else {},
        questions=queries.questions(db.session, found, asked),
        versions=versions_of(db.session, found.id),
        verdicts=VERDICTS,
        types=TYPES,
        changes=CHANGES,
        enough=ENOUGH_ANSWERS,
    )
