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
from app.admin.forms import EmptyForm, InviteRoleForm
from app.admin.views.blueprint import bp
from app.infra import audit, clock
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.i18n import language
from app.infra.mail import post
from app.infra.web import seen, tell
from app.training.queries.facts import gate_facts
from app.training.queries.progress import modules_of
from app.training.rules.gate import assess
from app.training.words import explained


@bp.get("/admin/personnes")
@requires(ADMIN)
def people() -> str:
    """Search people by name, address and role."""
    text, role = request.args.get("q", ""), request.args.get("role", "")
    page = request.args.get("page", 1, type=int)
    found = accounts.search(db.session, text, role if role in GRANTED_ROLES else "", page)
    return render_template(
        "admin/people.html",
        found=found,
        text=text,
        role=role,
        roles=ROLES,
        granted=GRANTED_ROLES,
        page_url=lambda number: url_for("admin.people", q=text, role=role, page=number),
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
    found = accounts.person(db.session, person_id)
    actor_id, now = current_user.id, clock.now()
    write(
        lambda s: audit.record(
            s, "admin.person_seen", now, actor_id=actor_id, object_type="person", object_id=person_id
        )
    )
    found = accounts.person(db.session, person_id)
    held = {grant.role for grant in found.grants}
    verdict, missing = None, []
    if "tutor" in held:
        verdict = assess(gate_facts(db.session, [person_id], now)[person_id], now)
        modules = {m.slug: m for m in modules_of(db.session, person_id, language(), now)}
        missing = [explained(one, modules) for one in verdict.missing]
    return render_template(
        "admin/person.html",
        person=found,
        held=held,
        roles=ROLES,
        granted=GRANTED_ROLES,
        verdict=verdict,
        missing=missing,
        trail=queries.audit_trail(db.session, person_id=person_id),
    )


@bp.post("/admin/personnes/<int:person_id>/roles")
@requires(ADMIN)
def change_role(person_id: int) -> Response:
    """Give or take a role."""
    accounts.person(db.session, person_id)
    role, actor_id, now = request.form.get("role", ""), current_user.id, clock.now()
    if role not in GRANTED_ROLES:
        raise NotYours
    if request.form.get("act") == "revoke":
        write(lambda s: account_services.revoke(s, person_id, role, actor_id=actor_id, now=now))
    else:
        write(lambda s: account_services.grant(s, person_id, role, actor_id=actor_id, now=now))
    tell(_("Les rôles sont à jour."))
    return seen("admin.person", person_id=person_id)


@bp.post("/admin/personnes/<int:person_id>/suspendre")
@requires(ADMIN)
def suspend(person_id: int) -> Response:
    """Suspend an account, or reopen it."""
    found = accounts.person(db.session, person_id)
    actor_id, now, act = current_user.id, clock.now(), services.lift if found.suspended_at else services.suspend
    write(lambda s: act(s, person_id, actor_id, now))
    tell(_("C’est enregistré."))
    return seen("admin.person", person_id=person_id)


@bp.post("/admin/personnes/<int:person_id>/relancer")
@requires(ADMIN)
def resend(person_id: int) -> Response:
    """Send the invitation again, or the confirmation: whichever still makes sense."""
    found = accounts.person(db.session, person_id)
    name, now = "accounts.confirm" if found.password_hash else "accounts.invitation", clock.now()
    write(lambda s: post(s, name, {"person_id": person_id}, now))
    tell(_("Un nouveau message part."))
    return seen("admin.person", person_id=person_id)


@bp.route("/admin/personnes/<int:person_id>/effacer", methods=["GET", "POST"])
@requires(ADMIN)
def erase(person_id: int) -> Any:
    """Erase a person at their request: what it does is shown first."""
    found = accounts.person(db.session, person_id)
    form = EmptyForm()
    if form.validate_on_submit():
        actor_id, now, features = (
            current_user.id,
            clock.now(),
            current_app.extensions["registry"].parts("privacy", "PRIVACY"),
        )
        write(lambda s: services.erase_person(s, person_id, actor_id, features, now))
        tell(_("Cette personne est effacée. Rien de ce qui la nomme n’est gardé."))
        return seen("admin.people")
    return render_template("admin/erase.html", form=form, person=found)
