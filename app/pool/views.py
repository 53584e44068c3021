"""The tutor's profile and its pause; the answer to the season's ask, signed in or behind the link of the mail."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_login import current_user

from app.infra import clock, dates, headers, settings, tokens
from app.infra.access import TUTOR, public, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.pool import queries, services
from app.pool.forms import PauseForm, ProfileForm, SeasonForm
from app.pool.mails import PURPOSE, link_state
from app.pool.models import SeasonConfirmation
from app.pool.rules.standing import state
from app.pool.settings import MAX_SEATS
from app.pool.words import BADGES, MEANINGS, STATES, season_name, season_rule, season_thanks
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
    facts = queries.standing(db.session, person_id, now)
    standing = state(facts, dates.paris_date(now))
    page = render_template(
        "pool/profile.html",
        form=form,
        profile=own,
        standing=standing,
        state_word=STATES[standing],
        badge_state=BADGES[standing],
        meaning=MEANINGS[standing],
        until=facts.until,
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


@bp.route("/saison", methods=["GET", "POST"])
@requires(TUTOR)
def season() -> Any:
    """See and change what one says of the season. When nothing was asked, the page says so."""
    now, person_id = clock.now(), current_user.id
    row = queries.to_answer(db.session, person_id, now)
    if row is None:
        return render_template("pool/season_none.html")
    form = _season_form(row, {"yes": "oui", "no": "non"}.get(row.answer or "", request.args.get("choix")))
    if form.validate_on_submit():
        said, row_id = form.answer(), row.id
        write(lambda session: services.answer_season(session, row_id, said, now, again=True))
        tell(season_thanks(said.still))
        return seen("pool.profile")
    return _season_page(row, form, signed_in=True)


@bp.post("/saison/continuer")
@requires(TUTOR)
def season_stay() -> Any:
    """Go on with the seats one has, in one click."""
    person_id = current_user.id
    write(lambda session: services.stay(session, person_id, clock.now()))
    tell(season_thanks(still=True))
    return seen("pool.profile")


@bp.route("/lien/saison/<token>", methods=["GET", "POST"])
@public
def season_link(token: str) -> Any:
    """One page, one form, the choice made in the mail preselected. POST answers; the answer spends it. Opening changes
    nothing and signs nobody in.
    """
    headers.keep_private()
    now = clock.now()
    try:
        link = tokens.read(PURPOSE, token, now)
    except DomainError as refusal:
        if refusal.code != "link.expired":
            raise
        return render_template("pool/season_closed.html", row=None, closed="expired"), 410
    row = db.session.get(SeasonConfirmation, link.object_id)
    if row is None or (row.answer is None and link.state != link_state(row)):
        raise DomainError("link.forged")
    if not row.person.active:
        return render_template("pool/season_closed.html", row=None, closed="inactive"), 410
    if row.answer is not None:
        return render_template("pool/season_closed.html", row=row, closed="answered", season=season_name(row.year))
    form = _season_form(row, request.args.get("choix"))
    if form.validate_on_submit():
        said, row_id = form.answer(), row.id
        try:
            write(lambda session: services.answer_season(session, row_id, said, now))
        except DomainError as refusal:
            if refusal.code != "pool.season_answered":
                raise
        return seen("pool.season_link", token=token)  # shows what was kept, even if another answer came first
    return _season_page(row, form, signed_in=False)


def _season_form(row: SeasonConfirmation, choice: str | None) -> SeasonForm:
    most = settings.values(db.session, clock.now())[MAX_SEATS]
    form = SeasonForm().fill(most)
    if not form.is_submitted():
        form.show(queries.profile_of(db.session, row.person_id), most, choice=choice, until=row.until)
    return form


def _season_page(row: SeasonConfirmation, form: SeasonForm, *, signed_in: bool) -> tuple[str, int]:
    now = clock.now()
    rule = season_rule(row, now, offered=queries.is_confirmed(db.session, row.person_id, now))
    season = season_name(row.year)
    page = render_template("pool/season.html", row=row, form=form, rule=rule, season=season, signed_in=signed_in)
    return page, 422 if form.errors else 200
