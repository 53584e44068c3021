"""Pairing's business settings."""

from datetime import timedelta

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting
from app.infra.throttle import Limit

EXPIRE_DAYS = Setting(
    "pairing.expire_days",
    8,
    _l("Délai de réponse à une proposition"),
    _l("En jours. La proposition se termine à la fin du dernier jour, heure de Paris, et sa place est rendue."),
    minimum=2,
    maximum=60,
)
REMIND_DAYS = Setting(
    "pairing.remind_days",
    4,
    _l("Rappel d’une proposition sans réponse"),
    _l("En jours après l’envoi. Un seul rappel, jamais à qui a répondu."),
    minimum=1,
    maximum=59,
)
QUICK_DAYS = Setting(
    "pairing.quick_days",
    2,
    _l("Réponse dite rapide"),
    _l("En jours. Au-delà, un classement ne dit plus qu’une personne répond vite."),
    minimum=1,
    maximum=30,
)
CONTACT_DAYS = Setting(
    "pairing.contact_days",
    30,
    _l("Coordonnées visibles après la fin d’un binôme"),
    _l("En jours. Ensuite, chacun perd les coordonnées de l’autre."),
    minimum=0,
    maximum=365,
)
SEARCHES_PER_HOUR = Setting(
    "pairing.searches_per_hour",
    120,
    _l("Recherches dans le vivier"),
    _l("Par heure et par responsable. Une limite contre l’aspiration des profils."),
    minimum=10,
    maximum=5000,
)

SETTINGS = (EXPIRE_DAYS, REMIND_DAYS, QUICK_DAYS, CONTACT_DAYS, SEARCHES_PER_HOUR)


def search_limit(times: int) -> Limit:
    """The limit on searches of one lead."""
    return Limit("pairing.search", times, timedelta(hours=1))
