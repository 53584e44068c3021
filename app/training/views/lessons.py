"""A lesson, and what is answered inside it: exercises with their feedback at once, scenarios step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.infra import clock
from app.infra.access import TUTOR, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import language
from app.infra.web import seen
from app.training import services
from app.training.forms import read_save, whole
from app.training.queries.lessons import lesson_page
from app.training.views.blueprint import bp
from app.training.words import SENTENCES


@dataclass(frozen=True)
class Refused:
    """What could not be kept, why, and what was typed: the page comes back with all of it."""

    key: str
    said: str
    choice: str = ""
    words: str = ""


def _page(slug: str, key: str, refused: Refused | None = None) -> Any:
    page = lesson_page(db.session, current_user.id, slug, key, language())
    return render_template("training/lesson.html", page=page, refused=refused), 422 if refused else 200


@bp.get("/modules/<string:slug>/lecons/<string:key>")
@requires(TUTOR)
def lesson(slug: str, key: str) -> Any:
    """Read a lesson."""
    return _page(slug, key)


@bp.post("/modules/<string:slug>/lecons/<string:key>")
@requires(TUTOR)
def read_on(slug: str, key: str) -> Any:
    """Mark the lesson as read and go on to the next, or to the quiz after the last."""
    now, person_id = clock.now(), current_user.id
    following = write(lambda session: services.read_lesson(session, person_id, slug, key, now))
    if following is None:
        return seen("training.quiz", slug=slug)
    return seen("training.lesson", slug=slug, key=following)


@bp.post("/modules/<string:slug>/lecons/<string:key>/exercices/<string:asked>")
@requires(TUTOR)
def exercise(slug: str, key: str, asked: str) -> Any:
    """Answer a question of the lesson."""
    now, person_id, question_id = clock.now(), current_user.id, whole(request.form.get("of"))
    fields = next(iter(read_save(request.form).answers.values()), {})
    return _told(
        lambda session: services.answer_exercise(session, person_id, slug, key, asked, question_id, fields, now),
        *(slug, key, asked, "exercice"),
    )


@bp.post("/modules/<string:slug>/lecons/<string:key>/situations/<string:asked>")
@requires(TUTOR)
def play(slug: str, key: str, asked: str) -> Any:
    """Choose, and say why."""
    now, person_id, scenario_id = clock.now(), current_user.id, whole(request.form.get("of"))
    choice, words = request.form.get("choice", ""), request.form.get("words", "")
    return _told(
        lambda session: services.play_scenario(session, person_id, slug, key, asked, scenario_id, choice, words, now),
        *(slug, key, asked, "situation"),
    )


@bp.post("/modules/<string:slug>/lecons/<string:key>/situations/<string:asked>/comparer")
@requires(TUTOR)
def compare(slug: str, key: str, asked: str) -> Any:
    """Say what the expert adds, and perhaps choose otherwise."""
    now, person_id = clock.now(), current_user.id
    choice, words = request.form.get("choice", ""), request.form.get("words", "")
    return _told(
        lambda session: services.compare_scenario(session, person_id, slug, asked, choice, words, now),
        *(slug, key, asked, "situation"),
    )


def _told(act: Callable[[Any], None], slug: str, key: str, asked: str, place: str) -> Any:
    """Do `act`, then come back to the same place of the lesson; a refusal says why there, with what was typed."""
    try:
        write(act)
    except DomainError as error:
        said = str(SENTENCES[error.code].text)
        typed = request.form.get("choice", ""), request.form.get("words", "")
        return _page(slug, key, Refused(asked, said % error.values if error.values else said, *typed))
    return seen("training.lesson", slug=slug, key=key, _anchor=f"{place}-{asked}")
