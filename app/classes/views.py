"""A lead's students: add, change, import. The class board is in `home`, since it shows proposals and pairs."""

from typing import Any

from flask import Blueprint, Response, render_template
from flask_login import current_user

from app.classes import queries, rules, services
from app.classes.forms import ConfirmImportForm, ImportForm, StudentForm
from app.classes.models import PrepClass, StudentContact
from app.classes.words import COLUMNS, FAULTS
from app.infra import clock, csvfile
from app.infra.access import LEAD, requires
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.forms import refuse
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext
from app.infra.web import seen, tell
from app.reference import queries as reference

bp = Blueprint("classes", __name__)


def _mine(class_id: int) -> PrepClass:
    return queries.class_led_by(db.session, current_user.id, class_id)


@bp.route("/classes/<int:class_id>/etudiants/ajouter", methods=["GET", "POST"])
@requires(LEAD)
def add_student(class_id: int) -> Any:
    """Add one student."""
    prep_class = _mine(class_id)
    form = StudentForm().fill(db.session)
    if not form.is_submitted():
        form.region_code.data = prep_class.region_code
    lead_id, now = current_user.id, clock.now()
    if form.validate_on_submit() and _saved(
        form, lambda session: services.add_students(session, lead_id, class_id, [form.line()], now)
    ):
        tell(_("C’est ajouté. Un message part vers la personne pour lui dire ce que nous gardons d’elle."))
        return seen("home.class_board", class_id=class_id)
    return render_template(
        "classes/student.html", form=form, prep_class=prep_class, student=None
    ), 422 if form.errors else 200


@bp.route("/etudiants/<int:student_id>", methods=["GET", "POST"])
@requires(LEAD)
def edit_student(student_id: int) -> Any:
    """Change a student and their need."""
    student = queries.student_led_by(db.session, current_user.id, student_id)
    prep_class = _mine(student.class_id)
    form = StudentForm().fill(db.session, student)
    if not form.is_submitted():
        form.show(student, db.session.get_one(StudentContact, student_id))
        form.fill(db.session, student)
    lead_id, now = current_user.id, clock.now()
    if form.validate_on_submit() and _saved(
        form, lambda session: services.change_student(session, lead_id, student_id, form.line(), now)
    ):
        tell(_("Les informations sont enregistrées."))
        return seen("home.class_board", class_id=prep_class.id)
    page = render_template("classes/student.html", form=form, prep_class=prep_class, student=student)
    write(lambda session: services.note_student_seen(session, student_id, lead_id, now))
    return page, 422 if form.errors else 200


def _saved(form: StudentForm, act: Any) -> bool:
    """Run the act; an address already in the class is said beside the field, nothing typed is lost."""
    try:
        write(act)
    except DomainError as error:
        if error.code != "classes.already_there":
            raise
        refuse(form.email, _("Une personne de cette classe a déjà cette adresse."))
        return False
    return True


@bp.get("/classes/<int:class_id>/importer")
@requires(LEAD)
def import_students(class_id: int) -> str:
    """Choose a file; it is only checked."""
    return _import_page(_mine(class_id), ImportForm())


@bp.post("/classes/<int:class_id>/importer")
@requires(LEAD)
def check_import(class_id: int) -> Any:
    """Check every line and show what would be added. Adds nothing."""
    prep_class = _mine(class_id)
    form = ImportForm()
    if not form.validate_on_submit():
        return _import_page(prep_class, form), 422
    try:
        data = form.file.data.read()
        reading = rules.read(csvfile.rows(data), queries.known_for(db.session, prep_class))
    except DomainError as error:
        refuse(form.file, _file_words(error))
        return _import_page(prep_class, form), 422
    confirm = ConfirmImportForm(formdata=None, data={"text": csvfile.decode(data)})
    page = render_template(
        "classes/import_check.html",
        prep_class=prep_class,
        reading=reading,
        confirm=confirm,
        columns=COLUMNS,
        faults=FAULTS,
    )
    return page, 422 if reading.faults else 200


def _file_words(error: DomainError) -> str:
    return {
        "csv.empty": _("Ce fichier n’a aucune ligne sous son en-tête."),
        "csv.not_text": _("Ce fichier n’est pas un CSV : enregistrez la feuille au format CSV."),
    }.get(error.code, _("Ce fichier est trop lourd : coupez-le en plusieurs."))


@bp.post("/classes/<int:class_id>/importer/confirmer")
@requires(LEAD)
def confirm_import(class_id: int) -> Any:
    """Add every student of the checked file, or none: the file is judged again first."""
    prep_class = _mine(class_id)
    form = ConfirmImportForm()
    reading = rules.read(csvfile.rows((form.text.data or "").encode()), queries.known_for(db.session, prep_class))
    if not form.validate_on_submit() or reading.faults:
        tell(
            _(
                "Le fichier ou la classe ont changé entre-temps. Rien n’a été ajouté : choisissez le fichier de "
                "nouveau."
            ),
            "alert",
        )
        return seen("classes.import_students", class_id=class_id)
    lead_id, now, lines = current_user.id, clock.now(), reading.students
    added = write(lambda session: services.add_students(session, lead_id, class_id, lines, now))
    tell(
        ngettext(
            "%(num)s personne ajoutée, prévenue par message.",
            "%(num)s personnes ajoutées, prévenues par message.",
            len(added),
        )
    )
    return seen("home.class_board", class_id=class_id)


@bp.get("/classes/<int:class_id>/modele.csv")
@requires(LEAD)
def import_model(class_id: int) -> Response:
    """An example file with every column."""
    _mine(class_id)
    example = [
        "Inès",
        "Benali",
        "ines.benali@exemple.fr",
        "",
        "ira",
        "cas-pratique, entretien",
        "",
        "oui",
        "non",
        "mardi soir, samedi matin",
        "",
    ]
    body = csvfile.dump(rules.COLUMNS, [example])
    return Response(
        body, mimetype="text/csv", headers={"Content-Disposition": "attachment; filename=etudiants-modele.csv"}
    )


def _import_page(prep_class: PrepClass, form: ImportForm) -> str:
    return render_template(
        "classes/import.html",
        prep_class=prep_class,
        form=form,
        exams=reference.exams(db.session),
        papers=reference.papers(db.session),
        columns=rules.COLUMNS,
        needed=rules.NEEDED,
        words=COLUMNS,
    )
