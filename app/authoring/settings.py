"""The studio's ⚙."""

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting

REVIEWERS = Setting(
    "authoring.reviewers",
    1,
    _l("Relectures favorables avant publication"),
    _l("Par quelqu’un qui n’a rien écrit dans le brouillon, et sur le texte tel qu’il est publié. 0 : aucune."),
    minimum=0,
    maximum=5,
)

SETTINGS = (REVIEWERS,)
