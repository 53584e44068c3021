"""When every student should have a tutor."""

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting

DEADLINE_MONTH = Setting(
    "classes.deadline_month", 9, _l("Échéance de couverture, mois"), _l("De 1 à 12."), minimum=1, maximum=12
)
DEADLINE_DAY = Setting(
    "classes.deadline_day", 30, _l("Échéance de couverture, jour"), _l("De 1 à 28, ou 30."), minimum=1, maximum=30
)

SETTINGS = (DEADLINE_MONTH, DEADLINE_DAY)
