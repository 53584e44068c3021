"""Institutions and exams: the referentials."""

from typing import Any

from flask import current_app, render_template

from app.admin import queries
from app.admin.forms import ExamForm, InstitutionForm
from app.admin.views.blueprint import attempt, bp
from app.infra import clock
from app.infra.access import ADMIN, requires
from app.infra.db import db
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell
from app.reference import queries as reference
from app.reference import services
from app.reference.models import Exam, Institution


@bp.get("/admin/institutions")
@requires(ADMIN)
def schools() -> str:
    """Every institution, with its link and who came through it."""
    return render_template(
        "admin/institutions.html",
        institutions=reference.all_institutions(db.session),
        arrivals=queries.arrivals(db.session, clock.now()),
        site=current_app.config["PUBLIC_URL"].rstrip("/"),
    )


@bp.route("/admin/institutions/nouvelle", methods=["GET", "POST"])
@requires(ADMIN)
def new_school() -> Any:
    """Add an institution."""
    return _institution(None)


@bp.route("/admin/institutions/<int:institution_id>", methods=["GET", "POST"])
@requires(ADMIN)
def edit_school(institution_id: int) -> Any:
    """Change an institution."""
    found = db.session.get(Institution, institution_id)
    if found is None:
        raise NotYours
    return _institution(found)


def _institution(found: Institution | None) -> Any:
    form = InstitutionForm(obj=found).fill(db.session)
    if not form.is_submitted() and found is not None:
        form.closed.data = found.closed_at is not None
    if form.validate_on_submit():
        now, institution_id = clock.now(), found.id if found else None
        chosen = {n: form[n].data for n in ("slug", "short_name", "name", "is_school", "is_host", "closed")}
        where = form.region_code.data or None
        if attempt(
            lambda s: services.save_institution(s, institution_id, region_code=where, now=now, **chosen),
            form,
            {"reference.slug_taken": "slug", "reference.no_use": "is_school"},
        ):
            tell(_("L’institution est enregistrée."))
            return seen("admin.schools")
    return render_template("admin/institution_form.html", form=form, institution=found), 422 if form.errors else 200


@bp.get("/admin/concours")
@requires(ADMIN)
def exams() -> str:
    """Every exam, with its usual papers."""
    return render_template("admin/exams.html", exams=reference.all_exams(db.session))


@bp.route("/admin/concours/nouveau", methods=["GET", "POST"])
@requires(ADMIN)
def new_exam() -> Any:
    """Add an exam."""
    return _exam(None)


@bp.route("/admin/concours/<int:exam_id>", methods=["GET", "POST"])
@requires(ADMIN)
def edit_exam(exam_id: int) -> Any:
    """Change an exam."""
    found = db.session.get(Exam, exam_id)
    if found is None:
        raise NotYours
    return _exam(found)


def _exam(found: Exam | None) -> Any:
    form = ExamForm(obj=found).fill(db.session)
    if not form.is_submitted() and found is not None:
        form.closed.data = found.closed_at is not None
        form.paper_ids.data = [paper.id for paper in found.papers]
    if form.validate_on_submit():
        now, exam_id = clock.now(), found.id if found else None
        chosen = {n: form[n].data for n in ("code", "name", "category", "family", "paper_ids", "closed")}
        if attempt(lambda s: services.save_exam(s, exam_id, now=now, **chosen), form, {"reference.code_taken": "code"}):
            tell(_("Le concours est enregistré."))
            return seen("admin.exams")
    return render_template("admin/exam_form.html", form=form, exam=found), 422 if form.errors else 200
