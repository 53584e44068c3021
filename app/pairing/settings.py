"""Pairing's business settings."""

from datetime import timedelta
from typing import Any

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting
from app.infra.throttle import Limit
from app.pairing.rules.weights import DEFAULTS, HIGHEST, WEIGHTS

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
    _l(
        "Par heure et par responsable : recherches, fiches, comparaisons et listes ensemble. Une limite contre l’aspiration des profils."
    ),
    minimum=10,
    maximum=5000,
)
SAVED_SEARCHES = Setting(
    "pairing.saved_searches",
    10,
    _l("Recherches enregistrées"),
    _l("Par responsable. Chacune est regardée une fois par jour."),
    minimum=1,
    maximum=50,
)

COOL_OFF_DAYS = Setting(
    "pairing.cool_off_days",
    60,
    _l("Refus faute de temps"),
    _l("En jours. Pendant ce temps, un refus faute de temps compte contre une nouvelle proposition."),
    minimum=0,
    maximum=365,
)
SHARE_PERCENT = Setting(
    "pairing.fair_share_percent",
    150,
    _l("Propositions en attente d’une classe"),
    _l("En pourcentage de sa part équitable du vivier. Au-delà, elle attend des réponses avant d’en envoyer d’autres."),
    minimum=100,
    maximum=1000,
)
SHARE_FLOOR = Setting(
    "pairing.fair_share_floor",
    3,
    _l("Propositions en attente toujours permises"),
    _l("Par classe, même quand le vivier est très petit."),
    minimum=1,
    maximum=100,
)
RUN_DAYS = Setting(
    "pairing.run_days",
    3,
    _l("Affectation nationale applicable"),
    _l("En jours après le calcul. Au-delà, le vivier a changé : il faut calculer à nouveau."),
    minimum=1,
    maximum=14,
)
RUN_KEPT_DAYS = Setting(
    "pairing.run_kept_days",
    400,
    _l("Conservation des affectations nationales"),
    _l("En jours. Pendant ce temps, un calcul peut être rejoué et vérifié."),
    minimum=30,
    maximum=1100,
)
# Each criterion of the ranking: its name, and what its points are given or taken for.
CRITERIA: dict[str, tuple[Any, Any]] = {
    "exam": (
        _l("Concours"),
        _l("Tout pour qui a réussi ce concours, 75 % pour qui aide à le préparer, 40 % pour un concours proche."),
    ),
    "papers": (_l("Épreuves"), _l("La part des épreuves demandées que la personne fait travailler.")),
    "hours": (_l("Créneaux"), _l("Tout dès trois créneaux en commun dans la semaine, en proportion sinon.")),
    "way": (
        _l("Façon de se voir"),
        _l(
            "Tout pour une rencontre possible quand elle est souhaitée, ou pour la distance ; 60 % quand seule la distance l’est."
        ),
    ),
    "moments": (
        _l("Moments où se voir en personne"),
        _l("La part des moments souhaités où la personne peut venir, dans la même région."),
    ),
    "region": (_l("Région"), _l("Vit dans la région de l’étudiant, même pour aider à distance.")),
    "school": (_l("Établissement"), _l("Vient de l’établissement qui accueille la classe.")),
    "language": (_l("Langue"), _l("Parle la langue de l’étudiant, si ce n’est pas le français.")),
    "load": (_l("Disponibilité"), _l("N’accompagne personne en ce moment.")),
    "answers": (
        _l("Réponses aux propositions"),
        _l("Tout pour qui répond vite, rien pour qui laisse souvent sans réponse, 50 % tant qu’on ne sait pas."),
    ),
    "experience": (_l("Accompagnements menés au bout"), _l("A déjà accompagné quelqu’un jusqu’au bout.")),
    "waiting": (_l("Attente"), _l("Tout après soixante jours sans proposition, en proportion sinon.")),
    "declined": (
        _l("N’a pas donné suite pour cette personne"),
        _l("A déjà refusé cette personne, ou répondu pas maintenant."),
    ),
    "busy": (_l("A refusé récemment faute de temps"), _l("Pendant le délai réglé plus haut après un tel refus.")),
    "not_exam": (_l("A refusé ce concours"), _l("A refusé une proposition parce que ce concours n’était pas le sien.")),
    "too_far": (_l("A refusé cette région"), _l("A refusé une proposition de cette région, trop éloignée.")),
    "asked": (_l("Une autre proposition attend"), _l("Doit déjà répondre à quelqu’un.")),
    "later": (_l("Disponible plus tard"), _l("N’est pas disponible aujourd’hui, mais bientôt.")),
}
LABELS = {code: label for code, (label, _hint) in CRITERIA.items()}
WEIGHT_SETTINGS = {
    code: Setting(
        f"pairing.{'weight' if code in WEIGHTS else 'penalty'}_{code}",
        DEFAULTS[code],
        label,
        hint,
        minimum=0,
        maximum=HIGHEST,
    )
    for code, (label, hint) in CRITERIA.items()
}

SETTINGS = (
    EXPIRE_DAYS,
    REMIND_DAYS,
    QUICK_DAYS,
    CONTACT_DAYS,
    SEARCHES_PER_HOUR,
    SAVED_SEARCHES,
    COOL_OFF_DAYS,
    SHARE_PERCENT,
    SHARE_FLOOR,
    RUN_DAYS,
    RUN_KEPT_DAYS,
    *WEIGHT_SETTINGS.values(),
)


def search_limit(times: int) -> Limit:
    """The limit on searches of one lead."""
    return Limit("pairing.search", times, timedelta(hours=1))
