"""The pool's business settings."""

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting

MAX_SEATS = Setting(
    "pool.max_seats",
    2,
    _l("Nombre d’étudiants accompagnés au plus"),
    _l("Par tuteur ou tutrice. Le baisser n’interrompt aucun binôme : cela arrête les nouvelles propositions."),
    minimum=1,
    maximum=9,
)
PAUSE_DAYS = Setting(
    "pool.pause_days",
    30,
    _l("Durée d’une pause en un clic"),
    _l("En jours. La date se change ensuite dans le profil."),
    minimum=1,
    maximum=365,
)
AHEAD_DAYS = Setting(
    "pool.ahead_days",
    30,
    _l("Sollicitation avant la date de disponibilité"),
    _l("En jours. Au-delà, une personne disponible plus tard n’est pas encore proposée aux classes."),
    minimum=0,
    maximum=180,
)

SETTINGS = (MAX_SEATS, PAUSE_DAYS, AHEAD_DAYS)
