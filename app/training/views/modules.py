"""A module, and the door of its quiz."""

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
from app.training.queries.progress import module_of
from app.training.views.blueprint import bp

TICKET_BITS = 63


@bp.get("/modules/<string:slug>")
@requires(TUTOR)
def module(slug: str) -> Any:
    """What the module is for, its lessons, its quiz, the attempts made."""
    shown = module_of(db.session, current_user.id, slug, language(), clock.now())
    return render_template("training/module.html", module=shown)


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
