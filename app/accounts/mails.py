"""The accounts' messages."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import services
from app.accounts.models import Person
from app.accounts.settings import CONFIRMATION_HOURS, INVITATION_DAYS, RESET_HOURS
from app.infra.i18n import gettext as _
from app.infra.i18n import ngettext, speaking
from app.infra.mail import Mail, link
from app.infra.settings import Setting, values
from app.infra.tokens import Token, sign


def _active(session: Session, ids: dict[str, Any]) -> Person | None:
    person = session.get(Person, ids["person_id"])
    return person if person is not None and person.active else None


def _number(session: Session, setting: Setting[int], now: datetime) -> int:
    return values(session, now)[setting]


def confirm(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Confirm the address. No longer true once confirmed."""
    person = _active(session, ids)
    if person is None or person.confirmed_at is not None:
        return None
    hours = _number(session, CONFIRMATION_HOURS, now)
    token = Token(person.id, services.confirmation_state(person), now + timedelta(hours=hours))
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Confirmez votre adresse pour rejoindre Tutorat"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _(
                    "Merci de vouloir accompagner une personne qui prépare un concours. Il reste à confirmer que cette "
                    "adresse est la vôtre."
                ),
            ),
            action=_("Confirmer mon adresse"),
            url=link("accounts.confirm_link", token=sign("confirmation", token)),
            after=(
                ngettext(
                    "Ce lien sert une fois, pendant %(num)s heure.",
                    "Ce lien sert une fois, pendant %(num)s heures.",
                    hours,
                ),
                _("Vous n’avez rien demandé ? Ne faites rien : sans confirmation, le compte ne s’ouvre pas."),
            ),
            why=_("Vous recevez ce message parce que cette adresse a été donnée pour s’inscrire sur Tutorat."),
        )


def already(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Someone signed up with an address that has an account."""
    person = _active(session, ids)
    if person is None:
        return None
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Vous avez déjà un compte Tutorat"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _(
                    "Une inscription vient d’être demandée avec votre adresse. Vous avez déjà un compte : "
                    "connectez-vous, tout y est gardé."
                ),
            ),
            action=_("Se connecter"),
            url=link("accounts.sign_in"),
            after=(
                _(
                    "Mot de passe oublié ? La page de connexion permet d’en choisir un autre. Si ce n’était pas vous, "
                    "ne faites rien."
                ),
            ),
            why=_("Vous recevez ce message parce que votre adresse a été saisie sur la page d’inscription."),
        )


def reset(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Choose a new password."""
    person = _active(session, ids)
    if person is None:
        return None
    hours = _number(session, RESET_HOURS, now)
    token = Token(person.id, services.password_state(person), now + timedelta(hours=hours))
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Choisissez un nouveau mot de passe"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _("Vous avez demandé à choisir un nouveau mot de passe. Vos autres sessions seront fermées."),
            ),
            action=_("Choisir un mot de passe"),
            url=link("accounts.password_link", token=sign("mot-de-passe", token)),
            after=(
                ngettext(
                    "Ce lien sert une fois, pendant %(num)s heure.",
                    "Ce lien sert une fois, pendant %(num)s heures.",
                    hours,
                ),
                _("Si ce n’était pas vous, ne faites rien : votre mot de passe ne change pas."),
            ),
            why=_(
                "Vous recevez ce message parce que la page « Mot de passe oublié » a été utilisée avec votre adresse."
            ),
        )


def invitation(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """A first sign-in for someone whom the team or a class has added. No longer true once a password is set."""
    person = _active(session, ids)
    if person is None or person.password_hash is not None:
        return None
    days = _number(session, INVITATION_DAYS, now)
    token = Token(person.id, services.password_state(person), now + timedelta(days=days))
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Votre accès à Tutorat"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _(
                    "Un compte vient de vous être ouvert sur Tutorat, la plateforme de tutorat des Prépas Talents du "
                    "service public."
                ),
                _("Choisissez votre mot de passe : vous arriverez directement au bon endroit."),
            ),
            action=_("Choisir mon mot de passe"),
            url=link("accounts.password_link", token=sign("mot-de-passe", token)),
            after=(
                ngettext(
                    "Ce lien sert une fois, pendant %(num)s jour.",
                    "Ce lien sert une fois, pendant %(num)s jours.",
                    days,
                ),
                _("Le lien a expiré ? « Mot de passe oublié », sur la page de connexion, vous en envoie un autre."),
            ),
            why=_(
                "Vous recevez ce message parce que l’équipe nationale ou une classe vous a donné un rôle sur Tutorat."
            ),
        )


def password_changed(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """The password has just changed: a warning, should it be someone else's doing."""
    person = _active(session, ids)
    if person is None:
        return None
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Votre mot de passe a changé"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _("Le mot de passe de votre compte Tutorat vient d’être changé. C’était vous ? Il n’y a rien à faire."),
            ),
            action=_("Ce n’était pas moi"),
            url=link("accounts.forgotten"),
            why=_("Vous recevez ce message à chaque changement de mot de passe, par sécurité."),
        )


def address_asked(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """To the address in service: another is asked for. A warning, should it be someone else's doing."""
    person = _active(session, ids)
    if person is None:
        return None
    with speaking(person.language):
        return Mail(
            to=person.email,
            lang=person.language,
            subject=_("Une autre adresse est demandée pour votre compte"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _(
                    "Votre compte Tutorat passera à une autre adresse dès qu’elle sera confirmée. C’était vous ? Il n’y a rien "
                    "à faire ici : ouvrez le message reçu à la nouvelle adresse."
                ),
                _(
                    "Sinon, choisissez un nouveau mot de passe : cela arrête le changement et ferme vos sessions ouvertes."
                ),
            ),
            action=_("Ce n’était pas moi"),
            url=link("accounts.forgotten"),
            why=_("Vous recevez ce message à chaque changement d’adresse, par sécurité."),
        )


def new_address(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Prove the new address. No longer true once replaced or used."""
    person = _active(session, ids)
    if person is None or not person.pending_email:
        return None
    hours = _number(session, CONFIRMATION_HOURS, now)
    token = Token(person.id, services.address_state(person), now + timedelta(hours=hours))
    with speaking(person.language):
        return Mail(
            to=person.pending_email,
            lang=person.language,
            subject=_("Confirmez votre nouvelle adresse"),
            lines=(
                _("Bonjour %(name)s,", name=person.first_name),
                _(
                    "Vous avez demandé que Tutorat vous écrive désormais ici. L’ancienne adresse reste en service "
                    "jusqu’à votre confirmation."
                ),
            ),
            action=_("Confirmer cette adresse"),
            url=link("accounts.address_link", token=sign("adresse", token)),
            after=(
                ngettext(
                    "Ce lien sert une fois, pendant %(num)s heure.",
                    "Ce lien sert une fois, pendant %(num)s heures.",
                    hours,
                ),
            ),
            why=_("Vous recevez ce message parce que cette adresse a été donnée dans « Mon compte »."),
        )


WRITERS = {
    "accounts.confirm": confirm,
    "accounts.already": already,
    "accounts.reset": reset,
    "accounts.invitation": invitation,
    "accounts.password_changed": password_changed,
    "accounts.address_asked": address_asked,
    "accounts.new_address": new_address,
}
