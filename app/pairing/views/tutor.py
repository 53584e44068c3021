"""The tutor's own proposals: the list, and one to read and answer."""

from typing import Any

from flask import render_template, request
from flask_login import current_user

from app.infra import clock
from app.infra.access import TUTOR, requires
from app.infra.dates import paris_date
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.pairing import queries, services
from app.pairing.forms import AnswerForm
from app.pairing.models import Proposal
from app.pairing.views import bp
from app.pairing.words import CLOSED, PROPOSAL_BADGES, PROPOSAL_STATES
from app.pool.queries import profile_of
from app.pool.rules.hours import common, monday


def answer(proposal_id: int, tutor_id: int, form: AnswerForm) -> str:
    """Do what the form says, in one write. Returns the choice. Raises as the services do."""
    choice, now = form.choice.data, clock.now()
    reason, comment, until = form.reason.data, form.comment.data or "", form.pause_until.data

    def act(session: Any) -> None:
        if choice == "accepter":
            services.accept_proposal(session, proposal_id, tutor_id, now)
        elif choice == "refuser":
            services.decline_proposal(session, proposal_id, tutor_id, reason, comment, now, until)
        else:
            services.not_now(session, proposal_id, tutor_id, comment, now, until)

    write(act)
    return str(choice)


def shared_hours(proposal: Proposal) -> tuple[int, ...]:
    """The student's cells in which the tutor is free too."""
    profile, student = profile_of(db.session, proposal.tutor_id), proposal.student
    if profile is None:
        return ()
    week = monday(paris_date(clock.now()))
    return common(student.slots, student.region.zone, profile.slots, profile.region.zone, week)


def same_time(proposal: Proposal) -> bool:
    """Whether tutor and student live in the same time zone, or the tutor's is not known."""
    profile = profile_of(db.session, proposal.tutor_id)
    return profile is None or profile.region.zone == proposal.student.region.zone


@bp.get("/propositions")
@requires(TUTOR)
def proposals() -> str:
    """Every proposal received: those to answer first, then what became of the others."""
    person_id, now = current_user.id, clock.now()
    everything = queries.proposals_of_tutor(db.session, person_id)
    waiting = queries.open_proposals_of_tutor(db.session, person_id, now)
    past = [row for row in everything if row.id not in {w.id for w in waiting}]
    return render_template(
        "pairing/proposals.html", waiting=waiting, past=past, states=PROPOSAL_STATES, badges=PROPOSAL_BADGES
    )


@bp.route("/propositions/<int:proposal_id>", methods=["GET", "POST"])
@requires(TUTOR)
def proposal(proposal_id: int) -> Any:
    """Read one's proposal and answer it."""
    asked = queries.proposal_for_tutor(db.session, current_user.id, proposal_id)
    state = state_now(asked)
    if state != "sent" and request.method == "GET":
        return render_template("pairing/closed.html", words=CLOSED[state], state=state, signed_in=True)
    form = AnswerForm().fill(request.args.get("choix"))
    if form.validate_on_submit():
        choice = answer(proposal_id, current_user.id, form)
        tell(TOLD[choice]())
        return seen("home.tutor_pairs")
    page = render_template(
        "pairing/proposal.html", proposal=asked, form=form, hours_shared=shared_hours(asked), same_time=same_time(asked)
    )
    return page, 422 if form.errors else 200


TOLD = {
    "accepter": lambda: _(
        "C’est accepté, merci ! Les coordonnées sont sur la page du binôme, et dans votre messagerie."
    ),
    "refuser": lambda: _("Votre réponse est enregistrée. La classe le sait et cherche quelqu’un d’autre."),
    "plus-tard": lambda: _("Votre réponse est enregistrée. La classe le sait et cherche quelqu’un d’autre."),
}


def state_now(asked: Proposal) -> str:
    """The proposal's state; one past its date is expired even before the job says so."""
    return "expired" if asked.state == "sent" and asked.expires_at <= clock.now() else asked.state
