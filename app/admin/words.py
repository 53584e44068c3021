"""The national team's words: refusals, and the audit trail's codes."""

from app.infra.errors import Sentence
from app.infra.i18n import lazy_gettext as _l

SENTENCES = {
    "admin.oneself": Sentence(
        _l("On ne suspend pas son propre compte : demandez-le à une autre personne de l’équipe."),
        _l("Revenir aux personnes"),
        "admin.people",
    ),
    "admin.last_admin": Sentence(
        _l("C’est le dernier compte d’administration : donnez d’abord ce rôle à une autre personne."),
        _l("Revenir aux personnes"),
        "admin.people",
    ),
}

JOB_STATES = {"ready": _l("À faire"), "dead": _l("En échec"), "done": _l("Faits")}
