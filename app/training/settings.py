"""What the gate asks for, and the notice people get."""

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting

REQUIRED_MODULES: Setting[list[str]] = Setting(
    "training.required_modules",
    [
        "role-et-limites",
        "ecouter-et-questionner",
        "premier-rendez-vous",
        "confidentialite-neutralite",
        "feedback-et-memoire",
    ],
    _l("Modules à réussir pour être validé"),
    _l(
        "Dans l’ordre du parcours. Un module de la liste qui n’est pas publié empêche toute validation : la page de chacun le dit."
    ),
)

CHANGE_GRACE_DAYS = Setting(
    "training.change_grace_days",
    14,
    _l("Délai pour repasser un module modifié"),
    _l(
        "En jours, à partir de la publication d’une version dont le fond a changé. Jusque-là, la réussite d’avant compte."
    ),
    minimum=1,
    maximum=180,
)

LAPSE_NOTICE_DAYS = Setting(
    "training.lapse_notice_days",
    30,
    _l("Préavis avant la fin d’une validation"),
    _l("En jours : quand prévenir la tutrice ou le tuteur que sa validation va prendre fin."),
    minimum=1,
    maximum=180,
)

SETTINGS = (REQUIRED_MODULES, CHANGE_GRACE_DAYS, LAPSE_NOTICE_DAYS)
