"""The pool's business settings."""

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting, Values
from app.pool.rules.season import Calendar

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

SEASON_ASK = Setting(
    "pool.season_ask",
    True,
    _l("Demande avant la saison"),
    _l(
        "Une fois par an, un courriel demande à chacun s’il continue. Sans réponse à la date limite, il n’est plus proposé."
    ),
)
SEASON_ASK_MONTH = Setting(
    "pool.season_ask_month", 8, _l("Mois de la demande"), _l("De 1 à 12."), minimum=1, maximum=12
)
SEASON_ASK_DAY = Setting(
    "pool.season_ask_day", 15, _l("Jour de la demande"), _l("Dans ce mois."), minimum=1, maximum=31
)
SEASON_DEADLINE_MONTH = Setting(
    "pool.season_deadline_month",
    8,
    _l("Mois de la date limite"),
    _l("La même année que la demande."),
    minimum=1,
    maximum=12,
)
SEASON_DEADLINE_DAY = Setting(
    "pool.season_deadline_day",
    31,
    _l("Jour de la date limite"),
    _l("Jusqu’à ce soir-là, heure de Paris, qui n’a pas répondu reste proposé aux classes ; ensuite, non."),
    minimum=1,
    maximum=31,
)
SEASON_ANSWER_DAYS = Setting(
    "pool.season_answer_days",
    7,
    _l("Délai minimal pour répondre à la demande"),
    _l("En jours : qui reçoit la demande tard a au moins ce délai, même au-delà de la date limite."),
    minimum=1,
    maximum=60,
)
SEASON_REMIND_DAYS = Setting(
    "pool.season_remind_days",
    10,
    _l("Relance de la demande"),
    _l("En jours après la demande. Une seule relance, jamais à qui a répondu ou vient de se connecter."),
    minimum=1,
    maximum=60,
)

SETTINGS = (
    MAX_SEATS,
    PAUSE_DAYS,
    AHEAD_DAYS,
    SEASON_ASK,
    SEASON_ASK_MONTH,
    SEASON_ASK_DAY,
    SEASON_DEADLINE_MONTH,
    SEASON_DEADLINE_DAY,
    SEASON_ANSWER_DAYS,
    SEASON_REMIND_DAYS,
)


def season_calendar(values: Values) -> Calendar:
    """What the settings say of the season's ask."""
    return Calendar(
        (values[SEASON_ASK_MONTH], values[SEASON_ASK_DAY]),
        (values[SEASON_DEADLINE_MONTH], values[SEASON_DEADLINE_DAY]),
        values[SEASON_ANSWER_DAYS],
    )
