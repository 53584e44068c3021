"""The modules, worst first, and each module's lessons, questions and figures."""

from flask import render_template

from app.authoring.queries import figures as queries
from app.authoring.queries import statistics
from app.authoring.queries.drafts import open_draft_of
from app.authoring.queries.versions import history, retired_modules
from app.authoring.rules.course import ENOUGH_PEOPLE
from app.authoring.views.blueprint import bp
from app.authoring.words import CHANGES, TYPES, checked
from app.authoring.words.statistics import said
from app.content.queries import banks, module_by_slug, text_in
from app.content.rules.package import LESSON, QUIZ
from app.infra.access import TRAINER, requires
from app.infra.db import db
from app.infra.errors import NotYours
from app.infra.i18n import language, percent
from app.training.rules import passing
from app.training.words import REPORT_REASONS


@bp.get("/formation/modules")
@requires(TRAINER)
def modules() -> str:
    """Every module and how it does, the one that needs a trainer first."""
    lines = statistics.modules(db.session)
    titles = {one.module.id: text_in(one.module.current.manifest, language()) for one in lines if one.module.current}
    return render_template(
        "authoring/modules.html", lines=lines, titles=titles, enough=ENOUGH_PEOPLE, retired=retired_modules(db.session)
    )


@bp.get("/formation/modules/<slug>")
@requires(TRAINER)
def module(slug: str) -> str:
    """One module as tutors read it, with every question, its key and its figures."""
    found = module_by_slug(db.session, slug)
    if found.current is None:
        raise NotYours
    asked = banks(db.session, found.current.id, QUIZ, LESSON)
    kept = statistics.module_statistics(db.session, found, asked[QUIZ])
    return render_template(
        "authoring/module.html",
        module=found,
        version=found.current,
        drafting=open_draft_of(db.session, slug) is not None,
        texts=found.current.manifest["fr"],
        questions=asked[QUIZ],
        figures={one.question.key: one for one in kept[0].questions} if kept else {},
        said=said,
        exercises={one.key: one for one in asked[LESSON]},
        scenarios={one.key: one for one in found.current.scenarios},
        gain=queries.gains(db.session, found.id).get(found.id),
        reports=queries.reports(db.session, found.id),
        reasons=REPORT_REASONS,
        alone=alone(found.current.draw, found.current.pass_percent),
        percent=percent,
        enough_people=ENOUGH_PEOPLE,
        versions=history(db.session, found),
        types=TYPES,
        changes=CHANGES,
        checked=checked,
    )


def alone(draw: int, pass_percent: int) -> tuple[float, float]:
    """What a quiz alone would let through of people whose real level is 60 %: at the first try, and within ten."""
    needed = passing.needed_for(pass_percent, draw)
    return passing.false_pass(draw, needed, 1), passing.false_pass(draw, needed, 10)
