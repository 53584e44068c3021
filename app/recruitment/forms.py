"""Recruitment's forms."""

from datetime import datetime

from sqlalchemy.orm import Session
from wtforms import IntegerField, SelectField, StringField

from app.infra.forms import Form, at_most, between, choices, needed, optional, whole
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.reference import queries as reference

FIRST_YEAR = 1990


class EligibilityForm(Form):
    """The exam one passed, when, the school, and one's present post."""

    exam_id = SelectField(
        _l("Concours réussi"), [needed(_l("Choisissez le concours que vous avez réussi."))], coerce=whole
    )
    exam_year = IntegerField(
        _l("Année de réussite"),
        [needed(_l("Donnez l’année où vous avez réussi ce concours."))],
        description=_l("L’année de la session, celle de la liste d’admission."),
        render_kw={"inputmode": "numeric"},
    )
    institution_id = SelectField(
        _l("École"),
        [optional()],
        coerce=whole,
        description=_l("L’école que ce concours vous a ouverte, s’il y en a une."),
    )
    post = StringField(
        _l("Votre situation aujourd’hui"),
        [needed(_l("Dites en quelques mots ce que vous faites aujourd’hui.")), at_most(120)],
        description=_l("Exemple : élève à l’IRA de Metz, ou attachée à la préfecture de la Somme."),
    )

    def fill(self, session: Session, now: datetime) -> "EligibilityForm":
        """Give the lists their choices and the year its bounds."""
        self.exam_id.choices = choices(((e.id, e.name) for e in reference.exams(session)), empty=_("Choisissez…"))
        self.institution_id.choices = choices(
            ((s.id, s.short_name) for s in reference.schools(session)), empty=_("Aucune, ou une autre")
        )
        self.exam_year.validators = [*self.exam_year.validators, between(FIRST_YEAR, now.year)]
        return self
