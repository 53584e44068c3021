"""A module, its lessons, and the door of its quiz."""

from secrets import randbits
from typing import Any

from flask import render_template
from flask_login import current_user

from app.infra import clock
from app.infra.access import TUTOR, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import language
from app.infra.web import seen
from app.training import services
from app.training.queries.lessons import lesson_page
from app.training.queries.progress import module_of
from app.training.views.blueprint import bp

TICKET_BITS = 63


@bp.get("/modules/<string:slug>")
@requires(TUTOR)
def module(slug: str) -> Any:
    """What the module is for, its lessons, its quiz, the attempts made."""
    shown = module_of(db.session, current_user.id, slug, language(), clock.now())
    return render_template("training/module.html", module=shown)


@bp.get("/modules/<string:slug>/lecons/<string:key>")
@requires(TUTOR)
def lesson(slug: str, key: str) -> Any:
    """Read a lesson."""
    page = lesson_page(db.session, current_user.id, slug, key, language())
    return render_template("training/lesson.html", page=page)


@bp.post("/modules/<string:slug>/lecons/<string:key>")
@requires(TUTOR)
def read_on(slug: str, key: str) -> Any:
    """Mark the lesson as read and go on to the next, or to the quiz after the last."""
    now, person_id = clock.now(), current_user.id
    following = write(lambda session: services.read_lesson(session, person_id, slug, key, now))
    if following is None:
        return seen("training.quiz", slug=slug)
    return seen("training.lesson", slug=slug, key=following)


@bp.get("/modules/<string:slug>/quiz")
@requires(TUTOR)
def quiz(slug: str) -> Any:
    """What the quiz is, before starting it."""
    shown = module_of(db.session, current_user.id, slug, language(), clock.now())
    return render_template("training/quiz_door.html", module=shown)


@bp.post("/modules/<string:slug>/quiz")
@requires(TUTOR)
def start(slug: str) -> Any:
    """Start an attempt, or go back to the one that is open."""
    now, person_id, ticket = clock.now(), current_user.id, randbits(TICKET_BITS)
    try:
        attempt_id = write(lambda session: services.start_attempt(session, person_id, slug, ticket, now))
    except DomainError:
        return seen("training.quiz", slug=slug)  # which says until when to wait, or that no attempt is left
    return seen("training.attempt", attempt_id=attempt_id)
