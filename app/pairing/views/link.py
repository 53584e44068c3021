"""The page behind the links of the proposal mail. Opening it changes nothing and signs nobody in; it shows no contact."""

from typing import Any

from flask import render_template, request
from sqlalchemy.orm import joinedload

from app.classes.models import Student
from app.infra import clock, headers, tokens
from app.infra.access import public
from app.infra.db import db
from app.infra.errors import DomainError
from app.infra.web import seen
from app.pairing.forms import AnswerForm
from app.pairing.mails.told import PURPOSE, link_state
from app.pairing.models import Proposal
from app.pairing.views import bp
from app.pairing.views.tutor import answer, same_time, shared_hours, state_now
from app.pairing.words import CLOSED

SAID_ON_THE_PAGE = (
    "accepted",
    "declined",
    "not_now",
)  # the person's own answer: the page says thank you, it is no error
ELSEWHERE = ("pairing.not_validated", "pairing.no_reason", "pool.past_pause", "pool.no_profile")


@bp.route("/lien/proposition/<token>", methods=["GET", "POST"])
@public
def answer_link(token: str) -> Any:
    """One page, one form, the choice made in the mail preselected. POST answers; only the state of the proposal spends it."""
    headers.keep_private()
    try:
        said = tokens.read(PURPOSE, token, clock.now())
    except DomainError as refusal:
        if refusal.code != "link.expired":
            raise
        return _closed("expired")
    asked = db.session.get(
        Proposal,
        said.object_id,
        options=[joinedload(Proposal.student).joinedload(Student.prep_class), joinedload(Proposal.lead)],
    )
    if asked is None:
        raise DomainError("link.forged")
    if said.state != link_state(asked) or not asked.tutor.active:
        return _closed(state_now(asked) if asked.tutor.active else "cancelled")
    form = AnswerForm().fill(request.args.get("choix"))
    if form.validate_on_submit():
        try:
            answer(asked.id, asked.tutor_id, form)
        except DomainError as refusal:
            if refusal.code in ELSEWHERE:
                raise
        return seen("pairing.answer_link", token=token)  # shows what became of it, even if another answer came first
    page = render_template(
        "pairing/answer.html", proposal=asked, form=form, hours_shared=shared_hours(asked), same_time=same_time(asked)
    )
    return page, 422 if form.errors else 200


def _closed(state: str) -> Any:
    page = render_template("pairing/closed.html", words=CLOSED[state], state=state, signed_in=False)
    return page, 200 if state in SAID_ON_THE_PAGE else 410
