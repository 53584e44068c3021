"""Reviews: the page behind the links of the mail, and the tutor's own list. Opening a link answers nothing."""

from datetime import timedelta
from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.infra import clock, headers, tokens
from app.infra.access import TUTOR, public, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.web import seen, tell
from app.training import services
from app.training.models import Review
from app.training.queries import reviews as queries
from app.training.queries.answered import answered
from app.training.rules.answers import place
from app.training.rules.reviewing import due_on
from app.training.views.blueprint import bp
from app.training.words import REVIEW_PURPOSE, review_state

PAUSE = timedelta(days=90)


def _review(token: str) -> Review:
    said = tokens.read(REVIEW_PURPOSE, token, clock.now())
    found = queries.review(db.session, said.object_id)
    if found is None or said.state != review_state(found):
        raise DomainError("link.forged")
    return found


@bp.route("/lien/revision/<token>", methods=["GET", "POST"])
@public
def review_link(token: str) -> Any:
    """The question, the choice made in the mail preselected, one button. Once answered, its explanation."""
    headers.keep_private()
    found, now, error = _review(token), clock.now(), ""
    review_id = found.id
    if request.method == "POST" and found.answered_at is None:
        chosen = request.form.get("choice", "")
        try:
            write(lambda session: services.answer_review(session, review_id, chosen, now))
        except DomainError as refusal:
            if refusal.code != "training.no_choice":
                raise
            error = _("Choisissez une réponse.")
        else:
            return seen("training.review_link", token=token)
    chosen_at = place(request.args.get("choix", ""), len(found.shown))
    page = render_template(
        "training/review_question.html",
        review=found,
        question=answered(found, language()),
        chosen=chosen_at,
        token=token,
        error=error,
        paused=queries.pause_of(db.session, found.person_id, now),
    )
    return page, 422 if error else 200


@bp.route("/lien/revisions/<token>", methods=["GET", "POST"])
@public
def reviews_link(token: str) -> Any:
    """Stop the reviews, or pause them, from the mail: one page, its buttons."""
    headers.keep_private()
    found, now = _review(token), clock.now()
    person_id = found.person_id
    if request.method == "POST":
        _change(person_id, request.form.get("action", ""))
        return seen("training.reviews_link", token=token)
    return render_template(
        "training/review_stop.html", token=token, paused=queries.pause_of(db.session, person_id, now)
    )


@bp.get("/parcours/revisions")
@requires(TUTOR)
def reviews() -> Any:
    """The questions received since the validation, answered or not, and whether others will come."""
    now, person_id = clock.now(), current_user.id
    listed = queries.reviews_of(db.session, person_id)
    return render_template(
        "training/reviews.html",
        reviews=[(one, answered(one, language())) for one in listed],
        paused=queries.pause_of(db.session, person_id, now),
        following=due_on(listed[0].since, listed[0].step + 1) if listed else None,
    )


@bp.post("/parcours/revisions")
@requires(TUTOR)
def change_reviews() -> Any:
    """Stop, pause or resume."""
    _change(current_user.id, request.form.get("action", ""))
    tell(_("C’est noté."))
    return seen("training.reviews")


def _change(person_id: int, action: str) -> None:
    now = clock.now()
    if action == "reprendre":
        write(lambda session: services.resume_reviews(session, person_id))
    elif action in ("arreter", "pause"):
        until = now + PAUSE if action == "pause" else None
        write(lambda session: services.stop_reviews(session, person_id, until, now))
