"""A student's request about their data. They have no account: they write, and the team finds them by their whole address.

Nobody browses students here. An address never goes in a URL: the search is a POST.
"""

import json
from typing import Any

from flask import Response, render_template
from flask_login import current_user

from app.admin import queries, services
from app.admin.forms import EmptyForm, StudentRequestForm
from app.admin.views.blueprint import bp
from app.admin.words.records import plain
from app.classes.models import Student
from app.infra import audit, clock
from app.infra.access import ADMIN, requires
from app.infra.db import db, write
from app.infra.errors import NotYours
from app.infra.i18n import gettext as _
from app.infra.web import seen, tell


@bp.route("/admin/etudiants", methods=["GET", "POST"])
@requires(ADMIN)
def students() -> Any:
    """Find a student by their whole address, to give them their data or erase it."""
    form, found = StudentRequestForm(), None
    if form.validate_on_submit():
        found = queries.students_by_email(db.session, form.email.data)
    return render_template("admin/students.html", form=form, found=found), 422 if form.errors else 200


@bp.post("/admin/etudiants/<int:student_id>/donnees")
@requires(ADMIN)
def student_data(student_id: int) -> Response:
    """All that is kept of a student, to be sent to them. Audited."""
    actor_id, now = current_user.id, clock.now()
    records = services.export_student(db.session, student_id)
    body = json.dumps(records, default=plain, ensure_ascii=False, indent=2)

    def note(session: Any) -> None:
        audit.record(
            session, "admin.student_exported", now, actor_id=actor_id, object_type="student", object_id=student_id
        )

    write(note)
    headers = {"Content-Disposition": "attachment; filename=donnees-etudiant.json"}
    return Response(body, mimetype="application/json", headers=headers)


@bp.route("/admin/etudiants/<int:student_id>/effacer", methods=["GET", "POST"])
@requires(ADMIN)
def erase_student(student_id: int) -> Any:
    """Erase a student at their request: what it does is shown first."""
    found, form = db.session.get(Student, student_id), EmptyForm()
    if found is None or not found.first_name:
        raise NotYours
    if form.validate_on_submit():
        actor_id, now = current_user.id, clock.now()
        write(lambda s: services.erase_student(s, student_id, actor_id, now))
        tell(_("Cette personne est effacée. Rien de ce qui la nomme n’est gardé."))
        return seen("admin.students")
    return render_template("admin/erase_student.html", form=form, student=found)
