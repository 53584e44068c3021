"""What the trainers' pages send."""

from wtforms import StringField

from app.infra.forms import Form, at_most, needed
from app.infra.i18n import lazy_gettext as _l


class NewModuleForm(Form):
    """The name for good, and the title for now, of a module."""

    title = StringField(_l("Titre"), [needed(_l("Donnez un titre : il se change à tout moment.")), at_most(120)])
    slug = StringField(
        _l("Nom dans l’adresse"),
        [needed(_l("Donnez un nom court, sans accent.")), at_most(60)],
        description=_l("Des minuscules et des tirets, par exemple « preparer-oral ». Il ne changera plus."),
    )


class LessonForm(Form):
    """A lesson to add."""

    title = StringField(_l("Titre de la leçon"), [needed(_l("Donnez un titre à la leçon.")), at_most(120)])


class ReopenForm(Form):
    """Why new tries are given."""

    reason = StringField(
        _l("Ce que vous avez convenu ensemble"),
        [needed(_l("Dites ce qui a été convenu : ce sera gardé.")), at_most(200)],
    )
