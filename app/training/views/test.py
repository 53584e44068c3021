"""The door of the validation test: what it is, where one stands, when the next try opens."""

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
from app.training.queries.journey import journey
from app.training.views.blueprint import bp
from app.training.views.modules import TICKET_BITS


@bp.get("/parcours/test")
@requires(TUTOR)
def test() -> Any:
    """What the test is, before starting it."""
    way = journey(db.session, current_user.id, language(), clock.now())
    return render_template("training/test_door.html", way=way, test=way.test)


@bp.post("/parcours/test")
@requires(TUTOR)
def start_test() -> Any:
    """Start a try, or go back to the one that is open."""
    now, person_id, ticket = clock.now(), current_user.id, randbits(TICKET_BITS)
    try:
        attempt_id = write(lambda session: services.start_test(session, person_id, ticket, now))
    except DomainError:
        return seen("training.test")  # which says what opens it, until when to wait, or that no try is left
    return seen("training.attempt", attempt_id=attempt_id)
