"""The forms of students and of their import."""

from flask_wtf.file import FileField, FileRequired
from sqlalchemy.orm import Session
from wtforms import BooleanField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import Regexp

from app.accounts.forms import email_field, first_name_field, last_name_field
from app.classes.models import Student, StudentContact
from app.classes.rules import Line
from app.infra.forms import CheckboxList, Form, at_most, choices, needed, optional, whole
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.reference import queries as reference
from app.reference.words import MOMENTS

CELLS = choices((cell, str(cell)) for cell in range(21))


def phone_field() -> StringField:
    """A phone number, if one wishes."""
    return StringField(
        _l("Téléphone"),
        [
            optional(),
            Regexp(
                r"^[+\d][\d .()-]{5,19}$",
                message=_l("Écrivez un numéro avec des chiffres, par exemple 06 12 34 56 78."),
            ),
        ],
        description=_l("Si la personne le souhaite. Donné seulement à la personne qui la tutore."),
        render_kw={"type": "tel", "autocomplete": "off"},
    )


class StudentForm(Form):
    """A student, what they prepare and when they are free."""

    first_name = first_name_field()
    last_name = last_name_field()
    email = email_field(_l("Adresse électronique de l’étudiant"))
    phone = phone_field()
    exam_id = SelectField(_l("Concours préparé"), [needed(_l("Choisissez le concours préparé."))], coerce=whole)
    paper_ids = CheckboxList(_l("Épreuves pour lesquelles une aide est souhaitée"), coerce=int)
    region_code = SelectField(_l("Région"), [needed(_l("Choisissez une région."))])
    remote = BooleanField(_l("À distance, c’est possible"), default=True)
    presence = BooleanField(_l("Une rencontre en présence est souhaitée"))
    moments = CheckboxList(
        _l("Moments où une rencontre aiderait le plus"),
        choices=choices(MOMENTS.items()),
        description=_l("Si une rencontre en présence est souhaitée."),
    )
    slots = CheckboxList(_l("Créneaux possibles"), coerce=int, choices=CELLS)
    flexible = BooleanField(_l("Un autre horaire peut se trouver si aucun n’est en commun"))
    wish = TextAreaField(
        _l("Ce qui aiderait le plus"),
        [at_most(600)],
        description=_l(
            "Une méthode, une épreuve, un métier à mieux connaître. Rien sur la santé, l’origine, la religion ou les "
            "revenus."
        ),
    )

    def validate_presence(self, field: BooleanField) -> None:
        """One way to meet at least."""
        if not (field.data or self.remote.data):
            raise ValidationError(_("Cochez au moins une façon de se voir : à distance ou en présence."))

    def fill(self, session: Session, student: Student | None = None) -> "StudentForm":
        """Give the lists their choices; the exam that `student` prepares stays one of them, even closed since."""
        exams = {e.id: e.name for e in reference.exams(session)}
        if student is not None:
            exams.setdefault(student.exam_id, student.exam.name)
        self.exam_id.choices = choices(exams.items(), empty=_("Choisissez…"))
        self.paper_ids.choices = choices((p.id, p.name) for p in reference.papers(session))
        self.region_code.choices = choices((r.code, r.name) for r in reference.regions(session))
        return self

    def show(self, student: Student, contact: StudentContact) -> None:
        """Start from what is known of a student."""
        self.process(
            data={
                "first_name": contact.first_name,
                "last_name": contact.last_name,
                "email": contact.email,
                "phone": contact.phone,
                "exam_id": student.exam_id,
                "paper_ids": [paper.id for paper in student.papers],
                "region_code": student.region_code,
                "remote": student.remote,
                "presence": student.presence,
                "moments": student.moments,
                "slots": student.slots,
                "flexible": student.flexible,
                "wish": student.wish,
            }
        )

    def line(self) -> Line:
        """What was typed, as services take it."""
        return Line(
            first_name=self.first_name.data or "",
            last_name=self.last_name.data or "",
            email=self.email.data or "",
            phone=self.phone.data or "",
            exam_id=self.exam_id.data,
            paper_ids=tuple(self.paper_ids.data or ()),
            region_code=self.region_code.data,
            remote=bool(self.remote.data),
            presence=bool(self.presence.data),
            slots=tuple(sorted(self.slots.data or ())),
            wish=self.wish.data or "",
            moments=tuple(self.moments.data or ()) if self.presence.data else (),
            flexible=bool(self.flexible.data),
        )


class ImportForm(Form):
    """A file of students to check."""

    file = FileField(
        _l("Fichier CSV"),
        [FileRequired(message=_l("Choisissez un fichier."))],
        description=_l(
            "Une ligne par personne. Séparateur ; ou , — UTF-8 ou Windows-1252, comme l’enregistre votre tableur."
        ),
        render_kw={"accept": ".csv,text/csv,text/plain"},
    )


class ConfirmImportForm(Form):
    """The checked file, sent again to be added."""

    text = TextAreaField(validators=[needed()])
