"""The tutor's profile: one page to fill it, and a pause in one click."""

from typing import Any

from flask import Blueprint, render_template
from flask_login import current_user

from app.infra import clock, dates, settings
from app.infra.access import TUTOR, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.pool import queries, services
from app.pool.forms import PauseForm, ProfileForm
from app.pool.rules.standing import state
from app.pool.settings import MAX_SEATS
from app.pool.words import BADGES, MEANINGS, STATES
from app.recruitment.models import Eligibility

bp = Blueprint("pool", __name__)


@bp.route("/profil", methods=["GET", "POST"])
@requires(TUTOR)
def profile() -> Any:
    """See and change one's profile. It may be filled before being validated; the page says when it shows."""
    now, person_id = clock.now(), current_user.id
    most = settings.values(db.session, now)[MAX_SEATS]
    form = ProfileForm().fill(db.session, most)
    if form.validate_on_submit():
        wanted = form.values()
        write(lambda session: services.save_profile(session, person_id, wanted, now))
        tell(_("Votre profil est enregistré."))
        return seen("pool.profile")
    own = queries.profile_of(db.session, person_id)
    if not form.is_submitted():
        declared = db.session.get(Eligibility, person_id)
        form.show(own, exam_id=declared.exam_id if declared else None)
    standing = state(queries.standing(db.session, person_id, now), dates.paris_date(now))
    page = render_template(
        "pool/profile.html",
        form=form,
        profile=own,
        standing=standing,
        state_word=STATES[standing],
        badge_state=BADGES[standing],
        meaning=MEANINGS[standing],
        pause=PauseForm(formdata=None),
    )
    return page, 422 if form.errors else 200


@bp.post("/profil/pause")
@requires(TUTOR)
def pause() -> Any:
    """Stop new proposals for a while."""
    form, person_id = PauseForm(), current_user.id
    until = write(lambda session: services.pause(session, person_id, clock.now(), form.date()))
    tell(_("Vous êtes en pause jusqu’au %(date)s. Personne ne vous sollicite d’ici là.", date=dates.short_day(until)))
    return seen("pool.profile")


@bp.post("/profil/reprise")
@requires(TUTOR)
def resume() -> Any:
    """End the pause."""
    person_id = current_user.id
    write(lambda session: services.resume(session, person_id, clock.now()))
    tell(_("La pause est terminée. Les classes peuvent de nouveau vous solliciter."))
    return seen("pool.profile")
