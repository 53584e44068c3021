"""Classes and their leads."""

from typing import Any

from flask import render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from app.admin.forms import ClassForm, EmptyForm, InviteForm
from app.admin.views.blueprint import attempt, bp
from app.classes import queries, services
from app.infra import clock
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.pairing import services as pairing
from app.pairing.queries import coverage
from app.recruitment.rules import school_year


@bp.get("/admin/classes")
@requires(ADMIN)
def classes() -> str:
    """Every class, with its leads."""
    rows = queries.all_classes(db.session)
    return render_template(
        "admin/classes.html",
        classes=rows,
        coverage=coverage(db.session, [c.id for c in rows], clock.now()),
        leads=queries.leads_by_class(db.session),
    )


@bp.route("/admin/classes/nouvelle", methods=["GET", "POST"])
@requires(ADMIN)
def new_class() -> Any:
    """Open a class."""
    form = ClassForm(year=school_year(clock.now())).fill(db.session)
    saved = _saved(form, None) if form.validate_on_submit() else None
    if saved is not None:
        return seen("admin.add_lead", class_id=saved)
    return render_template("admin/class_form.html", form=form, prep_class=None), 422 if form.errors else 200


def _saved(form: ClassForm, class_id: int | None) -> int | None:
    """The class's id once saved; None when the form says what to put right."""
    actor_id, now = current_user.id, clock.now()
    chosen = {n: form[n].data for n in ("name", "year", "institution_id", "region_code")}
    saved = attempt(
        lambda session: services.save_class(session, class_id, actor_id=actor_id, now=now, **chosen),
        form,
        {"classes.same_class": "name"},
    )
    if saved is not None:
        tell(_("La classe est enregistrée."))
    return saved


@bp.route("/admin/classes/<int:class_id>", methods=["GET", "POST"])
@requires(ADMIN)
def edit_class(class_id: int) -> Any:
    """A class: what names it, who leads it, and its end."""
    prep_class = queries.prep_class(db.session, class_id)
    form = ClassForm(obj=prep_class).fill(db.session, prep_class.institution)
    if form.validate_on_submit() and _saved(form, class_id) is not None:
        return seen("admin.edit_class", class_id=class_id)
    return render_template(
        "admin/class_form.html",
        form=form,
        prep_class=prep_class,
        leads=queries.leads_of(db.session, class_id),
        covered=coverage(db.session, [class_id], clock.now())[class_id],
    ), 422 if form.errors else 200


@bp.route("/admin/classes/<int:class_id>/responsables", methods=["GET", "POST"])
@requires(ADMIN)
def add_lead(class_id: int) -> Any:
    """Let someone lead the class, inviting them when they have no account."""
    prep_class = queries.prep_class(db.session, class_id)
    if prep_class.closed_at is not None:
        return seen("admin.edit_class", class_id=class_id)
    form = InviteForm()
    if form.validate_on_submit():
        actor_id, now = current_user.id, clock.now()
        who = {n: form[n].data for n in ("email", "first_name", "last_name", "language")}
        write(lambda session: services.add_lead(session, class_id, actor_id=actor_id, now=now, **who))
        tell(
            _(
                "Cette personne est responsable de la classe. Si elle n’avait pas de compte, une invitation lui est envoyée."
            )
        )
        return seen("admin.edit_class", class_id=class_id)
    return render_template("admin/add_lead.html", form=form, prep_class=prep_class), 422 if form.errors else 200


@bp.post("/admin/classes/<int:class_id>/responsables/<int:person_id>/fin")
@requires(ADMIN)
def end_lead(class_id: int, person_id: int) -> Response:
    """End a leadership."""
    queries.prep_class(db.session, class_id)
    actor_id, now = current_user.id, clock.now()
    write(lambda session: services.end_lead(session, class_id, person_id, actor_id=actor_id, now=now))
    tell(_("Cette personne n’est plus responsable de la classe."))
    return seen("admin.edit_class", class_id=class_id)


@bp.route("/admin/classes/<int:class_id>/fermer", methods=["GET", "POST"])
@requires(ADMIN)
def close_class(class_id: int) -> Any:
    """Close a class: what will end is shown first."""
    prep_class, form = queries.prep_class(db.session, class_id), EmptyForm()
    if prep_class.closed_at is not None:
        return seen("admin.edit_class", class_id=class_id)
    if form.validate_on_submit():
        actor_id, now = current_user.id, clock.now()
        write(lambda session: pairing.close_class(session, class_id, actor_id, now))
        tell(_("La classe est fermée."))
        return seen("admin.classes")
    covered = coverage(db.session, [class_id], clock.now())[class_id]
    return render_template("admin/close_class.html", form=form, prep_class=prep_class, coverage=covered)
