"""Every block of a lesson, tried on the spot: nothing of it is stored."""

from collections.abc import Mapping
from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.authoring import gallery as samples
from app.authoring.views.blueprint import bp
from app.authoring.words import TYPES
from app.infra import blobs
from app.infra.access import TRAINER, requires
from app.training.forms import read_save
from app.training.models import ScenarioRun
from app.training.rules.scenarios import LONGEST, SHORTEST
from app.training.words import SENTENCES


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
