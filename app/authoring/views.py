"""The trainers' pages: the modules, worst first, and each module's lessons, questions and figures."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from app.authoring import gallery as samples
from app.authoring.forms import ReopenForm
from app.authoring.queries import figures as queries
from app.authoring.rules.figures import ENOUGH_ANSWERS, ENOUGH_PEOPLE
from app.authoring.words import CHANGES, TYPES, VERDICTS, checked
from app.content.queries import banks, module_by_slug, text_in, versions_of
from app.content.rules.package import LESSON, QUIZ
from app.infra import blobs, clock
from app.infra.access import ADMIN, TRAINER, requires
from app.infra.db import db, write
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import language, percent
from app.infra.web import seen, tell
from app.training.forms import read_save
from app.training.models import ScenarioRun
from app.training.queries.reviews import retention
from app.training.queries.test import blueprint, stuck
from app.training.rules import passing
from app.training.rules.gain import wilson
from app.training.rules.scenarios import LONGEST, SHORTEST
from app.training.services import reopen_test
from app.training.words import REPORT_REASONS, SENTENCES

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
    asked = banks(db.session, found.current.id, QUIZ, LESSON)
    return render_template(
        "authoring/module.html",
        module=found,
        version=found.current,
        texts=found.current.manifest["fr"],
        questions=queries.questions(db.session, found, asked[QUIZ]),
        exercises={one.key: one for one in asked[LESSON]},
        scenarios={one.key: one for one in found.current.scenarios},
        gain=queries.gains(db.session, found.id).get(found.id),
        reports=queries.reports(db.session, found.id),
        reasons=REPORT_REASONS,
        alone=alone(found.current.draw, found.current.pass_percent),
        percent=percent,
        enough_people=ENOUGH_PEOPLE,
        versions=versions_of(db.session, found.id),
        verdicts=VERDICTS,
        types=TYPES,
        changes=CHANGES,
        checked=checked,
        enough=ENOUGH_ANSWERS,
    )


def alone(draw: int, pass_percent: int) -> tuple[float, float]:
    """What a quiz alone would let through of people whose real level is 60 %: at the first try, and within ten."""
    needed = passing.needed_for(pass_percent, draw)
    return passing.false_pass(draw, needed, 1), passing.false_pass(draw, needed, 10)


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


@bp.get("/galerie")
@requires(TRAINER)
def gallery() -> Any:
    """Every block of a lesson, beside its source."""
    return _gallery()


def _gallery(
    answered: Mapping[str, Any] | None = None,
    run: ScenarioRun | None = None,
    carried: Mapping[str, str] | None = None,
    refused: Mapping[str, str] | None = None,
) -> Any:
    """The gallery with what has just been answered in it, which is stored nowhere."""
    blocks = samples.drawn(samples.gallery(), current_user.id, answered or {}, run)
    page = render_template("authoring/gallery.html", blocks=blocks, carried=carried or {}, refused=refused, types=TYPES)
    return page, 422 if refused else 200


@bp.get("/galerie/fichiers/<string:digest>")
@requires(TRAINER)
def gallery_file(digest: str) -> Any:
    """A file that the gallery shows."""
    found = samples.gallery().file(digest)
    return blobs.serve(digest, found.type, len(found.data), lambda start, length: found.data[start : start + length])


@bp.post("/galerie/exercices/<string:key>")
@requires(TRAINER)
def try_exercise(key: str) -> Any:
    """Answer an exercise of the gallery."""
    fields = next(iter(read_save(request.form).answers.values()), {})
    answer = samples.read(samples.gallery(), current_user.id, key, fields)
    if answer is None:
        return _gallery(refused=_refusal(key, "training.exercise_empty"))
    return _gallery({key: answer})


@bp.post("/galerie/situations/<string:key>")
@requires(TRAINER)
def try_scenario(key: str) -> Any:
    """Choose in the gallery's scenario, and say why."""
    first, why = request.form.get("choice", ""), request.form.get("words", "")
    run = samples.play(samples.gallery(), current_user.id, key, first, why)
    if isinstance(run, str):
        return _gallery(refused=_refusal(key, run))
    return _gallery(run=run, carried={"first": first, "why": why})


@bp.post("/galerie/situations/<string:key>/comparer")
@requires(TRAINER)
def try_comparing(key: str) -> Any:
    """Compare with the expert, in the gallery's scenario; the page carries what was said first, since nothing keeps it."""
    carried = {name: request.form.get(name, "") for name in ("first", "why")}
    run = samples.play(samples.gallery(), current_user.id, key, carried["first"], carried["why"])
    if isinstance(run, str):
        return _gallery(refused=_refusal(key, run))
    second, words = request.form.get("choice", ""), request.form.get("words", "")
    if not samples.compare(samples.gallery(), current_user.id, run, second, words):
        return _gallery(run=run, carried=carried, refused=_refusal(key, "training.few_words"))
    return _gallery(run=run)


def _refusal(key: str, code: str) -> dict[str, str]:
    said = str(SENTENCES[code].text) % {"low": SHORTEST, "high": LONGEST}
    return {"key": key, "said": said, **{name: request.form.get(name, "") for name in ("choice", "words")}}
