"""The referentials' refusals, and the words for their codes."""

from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l

CATEGORY = {"B": _l("catégorie B"), "A": _l("catégorie A"), "A+": _l("catégorie A+")}

MOMENTS = {
    "start": _l("à la rentrée"),
    "mocks": _l("aux concours blancs"),
    "written": _l("avant les écrits"),
    "oral": _l("avant les oraux"),
}

SENTENCES = {
    "reference.slug_taken": Sentence(
        _l("Une autre institution a déjà cette adresse courte. Choisissez-en une autre."),
        _l("Revenir"),
        "admin.overview",
        422,
    ),
    "reference.code_taken": Sentence(
        _l("Un autre concours a déjà ce code. Choisissez-en un autre."), _l("Revenir"), "admin.overview", 422
    ),
    "reference.no_use": Sentence(
        _l("Dites si cette institution est une école partenaire, accueille des classes, ou les deux."),
        _l("Revenir"),
        "admin.overview",
        422,
    ),
}
