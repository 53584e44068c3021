"""Recruitment's refusals in words."""

from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l

SENTENCES = {
    "recruitment.future_exam": Sentence(
        _l("L’année de ce concours n’est pas encore passée : donnez l’année où vous l’avez réussi."),
        _l("Revenir à mon éligibilité"),
        "training.eligibility",
        422,
    ),
    "recruitment.charter_too_soon": Sentence(
        _l("Une nouvelle charte s’annonce au moins un jour avant : choisissez une date à partir de demain."),
        _l("Revenir à la charte"),
        "admin.charter",
        422,
    ),
}
