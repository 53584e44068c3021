"""What the trainers' pages send."""

from wtforms import StringField

from app.infra.forms import Form, at_most, needed
from app.infra.i18n import lazy_gettext as _l


class ReopenForm(Form):
    """Why new tries are given."""

    reason = StringField(
        _l("Ce que vous avez convenu ensemble"),
        [needed(_l("Dites ce qui a été convenu : ce sera gardé.")), at_most(200)],
    )
