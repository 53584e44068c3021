"""How long an exam counts."""

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting

ELIGIBILITY_YEARS = Setting(
    "recruitment.eligibility_years",
    6,
    _l("Ancienneté maximale du concours"),
    _l("En années : un concours de l’année A compte jusqu’au 31 août A + ce nombre."),
    minimum=1,
    maximum=40,
)

SETTINGS = (ELIGIBILITY_YEARS,)
