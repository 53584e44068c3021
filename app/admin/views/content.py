"""The charter's versions and the testimonials."""

from typing import Any

from flask import render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.admin import services as admin
from app.admin.forms import CharterForm, TestimonialForm
from app.admin.views.blueprint import attempt, bp
from app.infra import clock
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.i18n import gettext as _
from app.infra.markdown import render
from app.infra.web import seen, tell
from app.recruitment import queries, services
from app.recruitment.models import Testimonial


@bp.route("/admin/charte", methods=["GET", "POST"])
@requires(ADMIN)
def charter() -> Any:
    """Every version, and the next one to announce: written, read as it will be shown, then announced."""
    now = clock.now()
    current = queries.current_charter(db.session, now)
    form, preview = CharterForm(obj=current), None
    if not form.is_submitted():
        form.effective_on.data = None
    if form.validate_on_submit():
        if request.form.get("act") == "publish" and _announced(form):
            tell(_("La nouvelle charte est annoncée."))
            return seen("admin.charter")
        preview = {"fr": render(form.text_fr.data), "en": render(form.text_en.data, lang="en")}
    versions = [(v, render(v.text_fr), render(v.text_en, lang="en")) for v in queries.charters(db.session)]
    return render_template(
        "admin/charter.html", form=form, versions=versions, current=current, preview=preview
    ), 422 if form.errors else 200


def _announced(form: CharterForm) -> int | None:
    actor_id, now = current_user.id, clock.now()
    chosen = {n: form[n].data for n in ("text_fr", "text_en", "effective_on")}
    return attempt(
        lambda s: admin.announce_charter(s, actor_id=actor_id, now=now, **chosen),
        form,
        {"recruitment.charter_too_soon": "effective_on"},
    )


@bp.get("/admin/temoignages")
@requires(ADMIN)
def testimonials() -> str:
    """Every testimonial."""
    return render_template("admin/testimonials.html", testimonials=queries.testimonials(db.session))


@bp.route("/admin/temoignages/nouveau", methods=["GET", "POST"])
@requires(ADMIN)
def new_testimonial() -> Any:
    """Add a testimonial; it is shown once published."""
    return _testimonial(None)


@bp.route("/admin/temoignages/<int:testimonial_id>", methods=["GET", "POST"])
@requires(ADMIN)
def edit_testimonial(testimonial_id: int) -> Any:
    """Change a testimonial."""
    return _testimonial(queries.testimonial(db.session, testimonial_id))


def _testimonial(found: Testimonial | None) -> Any:
    form = TestimonialForm(obj=found)
    if form.validate_on_submit():
        actor_id, now, testimonial_id = current_user.id, clock.now(), found.id if found else None
        chosen = {n: form[n].data for n in ("quote_fr", "quote_en", "who", "about", "voice", "consent_on", "position")}
        write(lambda s: services.save_testimonial(s, testimonial_id, actor_id=actor_id, now=now, **chosen))
        tell(_("Le témoignage est enregistré."))
        return seen("admin.testimonials")
    return render_template("admin/testimonial_form.html", form=form, testimonial=found), 422 if form.errors else 200


@bp.post("/admin/temoignages/<int:testimonial_id>/montrer")
@requires(ADMIN)
def show_testimonial(testimonial_id: int) -> Response:
    """Publish a testimonial, or withdraw it."""
    queries.testimonial(db.session, testimonial_id)
    shown = request.form.get("act") == "publish"
    actor_id, now = current_user.id, clock.now()
    write(lambda s: services.show_testimonial(s, testimonial_id, shown=shown, actor_id=actor_id, now=now))
    tell(_("Le témoignage est publié.") if shown else _("Le témoignage est retiré."))
    return seen("admin.testimonials")
