"""The limits on tries, and how long each link lasts."""

from datetime import timedelta

from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting
from app.infra.throttle import Limit

CONFIRMATION_HOURS = Setting(
    "accounts.confirmation_hours", 24, _l("Durée du lien de confirmation"), _l("En heures."), minimum=1, maximum=168
)
RESET_HOURS = Setting(
    "accounts.reset_hours", 1, _l("Durée du lien de mot de passe"), _l("En heures."), minimum=1, maximum=48
)
INVITATION_DAYS = Setting(
    "accounts.invitation_days", 14, _l("Durée d’une invitation"), _l("En jours."), minimum=1, maximum=60
)

SETTINGS = (CONFIRMATION_HOURS, RESET_HOURS, INVITATION_DAYS)

SIGN_IN_PER_ACCOUNT = Limit("sign_in.account", 8, timedelta(minutes=15))
SIGN_IN_PER_ADDRESS = Limit("sign_in.address", 200, timedelta(minutes=15))
MAIL_PER_ACCOUNT = Limit("mail.account", 4, timedelta(hours=1))
MAIL_PER_ADDRESS = Limit("mail.address", 120, timedelta(hours=1))
