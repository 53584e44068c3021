"""The menus, in one table: what each role finds, in which order. Whoever holds several roles sees the union."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_login import current_user

from app.infra.access import ADMIN, LEAD, PERSON, TRAINER, TUTOR
from app.infra.i18n import lazy_gettext as _l
from app.infra.web import Link


@dataclass(frozen=True)
class Entry:
    """One line of the table: who sees it, its label, where it leads, and the address prefix under which it is current."""

    role: str
    label: Any
    endpoint: str
    prefix: str


VISITOR = "visitor"

ENTRIES = (
    Entry(VISITOR, _l("Pourquoi"), "public.landing", "/"),
    Entry(VISITOR, _l("Aide"), "public.help_page", "/aide"),
    Entry(VISITOR, _l("Se connecter"), "accounts.sign_in", "/connexion"),
    Entry(TUTOR, _l("Mon parcours"), "training.path", "/parcours"),
    Entry(TUTOR, _l("Mes binômes"), "home.tutor_pairs", "/binomes"),
    Entry(TUTOR, _l("Mon profil"), "pool.profile", "/profil"),
    Entry(LEAD, _l("Mes classes"), "home.lead_classes", "/classes"),
    Entry(LEAD, _l("Vivier"), "pairing.search", "/vivier"),
    Entry(TRAINER, _l("Modules"), "authoring.modules", "/formation/modules"),
    Entry(TRAINER, _l("Signalements"), "authoring.inbox", "/formation/signalements"),
    Entry(TRAINER, _l("Test"), "authoring.test", "/formation/test"),
    Entry(ADMIN, _l("Couverture"), "admin.coverage", "/admin/couverture"),
    Entry(ADMIN, _l("Administration"), "admin.overview", "/admin"),
    Entry(PERSON, _l("Aide"), "public.help_page", "/aide"),
)

ACCOUNT_ENTRIES = (
    Entry(PERSON, _l("Mon compte"), "accounts.account", "/compte"),
    Entry(PERSON, _l("Mes données"), "admin.my_data", "/mes-donnees"),
)

FOOTER_ENTRIES = (
    Entry(VISITOR, _l("Plan du site"), "public.site_map", "/plan-du-site"),
    Entry(VISITOR, _l("Aide"), "public.help_page", "/aide"),
    Entry(VISITOR, _l("Accessibilité : non conforme"), "public.accessibility", "/accessibilite"),
    Entry(VISITOR, _l("Mentions légales"), "public.legal", "/mentions-legales"),
    Entry(VISITOR, _l("Données personnelles"), "public.privacy_page", "/donnees-personnelles"),
    Entry(VISITOR, _l("Statistiques"), "public.statistics", "/statistiques"),
)


def _links(entries: tuple[Entry, ...], roles: frozenset[str]) -> list[Link]:
    shown = [entry for entry in entries if entry.role in roles and entry.endpoint in current_app.view_functions]
    path = request.path
    near = [e for e in shown if path == e.prefix or (e.prefix != "/" and path.startswith(f"{e.prefix}/"))]
    current = max(near, key=lambda entry: len(entry.prefix), default=None)
    return [Link(str(e.label), url_for(e.endpoint), current=e is current) for e in shown]


def menus() -> dict[str, list[Link]]:
    """The three menus of the page being made: main, account and footer."""
    roles = frozenset({PERSON}) | current_user.roles if current_user.is_authenticated else frozenset({VISITOR})
    footer = _links(FOOTER_ENTRIES, frozenset({VISITOR}))
    source = current_app.config["SOURCE_URL"]
    if source:
        footer.append(Link(str(_l("Code source")), source))
    return {"menu": _links(ENTRIES, roles), "account_menu": _links(ACCOUNT_ENTRIES, roles), "footer_links": footer}
