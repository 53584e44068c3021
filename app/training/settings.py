"""What the gate asks for, and the notice people get."""

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Caution, Setting, Values
from app.training.rules.passing import TOLERATED, false_pass, too_easy

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
    42,
    _l("Préavis avant la fin d’une validation"),
    _l(
        "En jours : quand prévenir la tutrice ou le tuteur, et les classes de ses binômes, que sa validation va prendre fin."
    ),
    minimum=1,
    maximum=180,
)


def _too_easy(values: Values) -> Caution | None:
    """The test lets through more than is tolerated of those who should not pass."""
    rules = values[TEST_DRAW], values[TEST_NEEDED], values[TEST_TRIES]
    if rules[1] > rules[0]:
        return Caution("training.test_impossible", {"draw": rules[0], "needed": rules[1]}, final=True)
    if not too_easy(*rules):
        return None
    return Caution("training.test_too_easy", {"percent": round(100 * false_pass(*rules)), "tolerated": TOLERATED})


TEST_REQUIRED = Setting(
    "training.test_required",
    True,
    _l("Test de validation demandé"),
    _l(
        "Un seul test, tiré des banques des modules demandés, décide de la validation. Sans lui, les quiz des modules décident."
    ),
)

TEST_DRAW = Setting(
    "training.test_draw",
    25,
    _l("Questions du test de validation"),
    _l("Tirées à parts égales des modules demandés. La banque doit en compter trois fois plus."),
    minimum=3,
    maximum=60,
    caution=_too_easy,
)

TEST_NEEDED = Setting(
    "training.test_needed",
    21,
    _l("Réponses justes pour réussir le test"),
    _l("La page du test de validation dit qui réussirait avec ce seuil, selon son niveau réel."),
    minimum=1,
    maximum=60,
    caution=_too_easy,
)

TEST_TRIES = Setting(
    "training.test_tries",
    3,
    _l("Essais du test de validation"),
    _l("Au-delà, l’équipe de formation est prévenue et voit avec la personne comment continuer."),
    minimum=1,
    maximum=10,
    caution=_too_easy,
)

TEST_DELAY_HOURS = Setting(
    "training.test_delay_hours",
    24,
    _l("Délai entre deux essais du test"),
    _l("En heures, à partir de l’envoi du précédent."),
    minimum=0,
    maximum=720,
)

TEST_GRACE_DAYS = Setting(
    "training.test_grace_days",
    120,
    _l("Délai pour passer le test, quand on était validé avant lui"),
    _l("En jours, à partir de la première publication d’une banque de test. Jusque-là, la validation d’avant compte."),
    minimum=1,
    maximum=400,
)

REVIEWS = Setting(
    "training.reviews",
    True,
    _l("Questions de révision par courriel"),
    _l(
        "À 7, 30 et 90 jours de la validation, puis chaque année. Chacun peut les arrêter ; elles ne comptent pour rien."
    ),
)

SETTINGS = (
    REQUIRED_MODULES,
    CHANGE_GRACE_DAYS,
    LAPSE_NOTICE_DAYS,
    TEST_REQUIRED,
    TEST_DRAW,
    TEST_NEEDED,
    TEST_TRIES,
    TEST_DELAY_HOURS,
    TEST_GRACE_DAYS,
    REVIEWS,
)
