"""The tutor's home, and the page that says exactly what is missing."""

from typing import Any

from flask import render_template
from flask_login import current_user

from app.infra import clock
from app.infra.access import TUTOR, requires
from app.infra.db import db
from app.infra.i18n import language
from app.training.queries.journey import Journey, journey
from app.training.views.blueprint import bp
from app.training.words import Explained, ending, explained


@bp.get("/parcours")
@requires(TUTOR)
def path() -> Any:
    """Where one is, and the one next step."""
    way = journey(db.session, current_user.id, language(), clock.now())
    verdict = way.verdict
    soon = (
        ending(verdict.lapsing, verdict.valid_until)
        if way.ends_soon and verdict.lapsing and verdict.valid_until
        else None
    )
    return render_template("training/path.html", way=way, missing=_in_words(way), soon=soon)


@bp.get("/parcours/manque")
@requires(TUTOR)
def missing() -> Any:
    """What is missing for the validation, and why."""
    way = journey(db.session, current_user.id, language(), clock.now())
    modules = {module.slug: module for module in way.modules}
    return render_template("training/missing.html", way=way, missing=_in_words(way), modules=modules)


def _in_words(way: Journey) -> list[Explained]:
    modules = {module.slug: module for module in way.modules}
    return [explained(missing, modules) for missing in way.verdict.missing]
