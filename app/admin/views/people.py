"""People: search, roles, suspension, erasure. No button validates a tutor: the sheet shows the gate's own verdict."""

from typing import Any

from flask import current_app, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from app.accounts import queries as accounts
from app.accounts import services as account_services
from app.accounts.models import GRANTED_ROLES
from app.accounts.words import ROLES
from app.admin import queries, services
from app.admin.forms import EmptyForm, InviteRoleForm, RevokeForm
from app.admin.views.blueprint import bp
from app.admin.words import ACCOUNT_STATES, missing_words
from app.infra import audit, clock
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.web import seen, tell
from app.pool.words import tutor_state
from app.training.queries.certificates import certificates_of
from app.training.queries.facts import gate_facts
from app.training.queries.progress import modules_of
from app.training.rules.gate import assess
from app.training.words import last_day


@bp.get("/admin/personnes")
@requires(ADMIN)
def people() -> str:
    """Search people by name, address, role and state."""
    text, role, state = (request.args.get(name, "") for name in ("q", "role", "etat"))
    found, leading = queries.people(db.session, text, role, state, request.args.get("page", 1, type=int))
    return render_template(
        "admin/people.html",
        found=found,
        leading=leading,
        text=text,
        role=role,
        roles=ROLES,
        state=state,
        states=ACCOUNT_STATES,
        page_url=lambda number: url_for("admin.people", q=text, role=role, etat=state, page=number),
    )


@bp.route("/admin/personnes/inviter", methods=["GET", "POST"])
@requires(ADMIN)
def invite() -> Any:
    """Let someone in with a role."""
    form = InviteRoleForm()
    if form.validate_on_submit():
        actor_id, now = current_user.id, clock.now()
        who = {n: form[n].data for n in ("email", "first_name", "last_name", "language", "role")}
        person_id = write(lambda s: account_services.invite(s, actor_id=actor_id, now=now, **who))
        tell(_("C’est fait. Si cette personne n’avait pas de compte, une invitation lui est envoyée."))
        return seen("admin.person", person_id=person_id)
    return render_template("admin/invite.html", form=form), 422 if form.errors else 200


@bp.get("/admin/personnes/<int:person_id>")
@requires(ADMIN)
def person(person_id: int) -> str:
    """A person's sheet: facts, roles, what the gate says, their trail. Opening it is audited."""
    accounts.person(db.session, person_id)
    seen_by, now = current_user.id, clock.now()
    write(
        lambda s: audit.record(s, "admin.person_seen", now, actor_id=seen_by, object_type="person", object_id=person_id)
    )
    found = accounts.person(db.session, person_id)
    held = {grant.role for grant in found.grants}
    return render_template(
        "admin/person.html",
        person=found,
        sheet=queries.sheet(db.session, person_id, now),
        held=held,
        roles=ROLES,
        granted=GRANTED_ROLES,
        tutor=_as_tutor(person_id) if "tutor" in held else None,
        trail=queries.audit_trail(db.session, person_id=person_id),
    )


def _as_tutor(person_id: int) -> dict[str, Any]:
    """The gate's verdict, what it misses in words, and the tutor's state."""
    now = clock.now()
    verdict = assess(gate_facts(db.session, [person_id], now)[person_id], now)
    titles = {m.slug: m.title for m in modules_of(db.session, person_id, language(), now)} if verdict.missing else {}
    return {
        "verdict": verdict,
        "until": last_day(verdict.valid_until) if verdict.valid_until else "",
        "missing": [missing_words(one, titles) for one in verdict.missing],
        "state": tutor_state(db.session, person_id, now),
    }


@bp.post("/admin/personnes/<int:person_id>/roles")
@requires(ADMIN)
def change_role(person_id: int) -> Response:
    """Give or take a role."""
    role, actor_id, now = request.form.get("role", ""), current_user.id, clock.now()
    if role not in GRANTED_ROLES:
        raise NotYours
    act = services.revoke if request.form.get("act") == "revoke" else services.grant
    write(lambda s: act(s, person_id, role, actor_id, now))
    tell(_("Les rôles sont à jour."))
    return seen("admin.person", person_id=person_id)


@bp.route("/admin/personnes/<int:person_id>/suspendre", methods=["GET", "POST"])
@requires(ADMIN)
def suspend(person_id: int) -> Any:
    """Suspend an account: what it stops is shown first."""
    found, form = accounts.person(db.session, person_id), EmptyForm()
    if form.validate_on_submit():
        actor_id, now = current_user.id, clock.now()
        write(lambda s: services.suspend(s, person_id, actor_id, now))
        tell(_("Le compte est suspendu."))
        return seen("admin.person", person_id=person_id)
    sheet = queries.sheet(db.session, person_id, clock.now())
    return render_template("admin/suspend.html", form=form, person=found, sheet=sheet)


@bp.route("/admin/personnes/<int:person_id>/attestations/<int:certificate_id>/retirer", methods=["GET", "POST"])
@requires(ADMIN)
def revoke_certificate(person_id: int, certificate_id: int) -> Any:
    """Take a certificate back, with a reason: what it does is shown first."""
    found, form = accounts.person(db.session, person_id), RevokeForm()
    held = [one for one in certificates_of(db.session, person_id) if one.id == certificate_id]
    if not held:
        raise NotYours
    if form.validate_on_submit():
        reason, actor_id, now = form.reason.data, current_user.id, clock.now()
        write(lambda s: services.revoke_certificate(s, person_id, certificate_id, reason, actor_id, now))
        tell(_("L’attestation est retirée. La personne en est prévenue."))
        return seen("admin.person", person_id=person_id)
    page = render_template("admin/revoke_certificate.html", form=form, person=found, certificate=held[0])
    return page, 422 if form.errors else 200


@bp.post("/admin/personnes/<int:person_id>/rouvrir")
@requires(ADMIN)
def lift(person_id: int) -> Response:
    """Reopen a suspended account."""
    actor_id, now = current_user.id, clock.now()
    write(lambda s: services.lift(s, person_id, actor_id, now))
    tell(_("Le compte est rouvert."))
    return seen("admin.person", person_id=person_id)


@bp.post("/admin/personnes/<int:person_id>/relancer")
@requires(ADMIN)
def resend(person_id: int) -> Response:
    """Send the invitation again, or the confirmation: whichever still makes sense."""
    actor_id, now = current_user.id, clock.now()
    write(lambda s: services.resend(s, person_id, actor_id, now))
    tell(_("Un nouveau message part."))
    return seen("admin.person", person_id=person_id)


@bp.route("/admin/personnes/<int:person_id>/effacer", methods=["GET", "POST"])
@requires(ADMIN)
def erase(person_id: int) -> Any:
    """Erase a person at their request: what it does is shown first. One's own account goes by « Mes données »."""
    found, form = accounts.person(db.session, person_id), EmptyForm()
    actor_id, now = current_user.id, clock.now()
    if form.validate_on_submit():
        if person_id == actor_id:
            raise DomainError("admin.oneself")
        features = current_app.extensions["registry"].parts("privacy", "PRIVACY")
        write(lambda s: services.erase_person(s, person_id, actor_id, features, now))
        tell(_("Cette personne est effacée. Rien de ce qui la nomme n’est gardé."))
        return seen("admin.people")
    return render_template("admin/erase.html", form=form, person=found, sheet=queries.sheet(db.session, person_id, now))
