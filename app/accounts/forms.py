"""The accounts' forms: shape and format only."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from wtforms import PasswordField, RadioField, StringField, ValidationError

from app.accounts.rules import password_faults
from app.accounts.words import PASSWORD_FAULTS
from app.infra.forms import EmailField, Form, at_most, choices, needed
from app.infra.i18n import lazy_gettext as _l

LANGUAGE_CHOICES = choices([("fr", "Français"), ("en", "English")])


def email_format(_form: Any, field: Any) -> None:
    """The address can be written to, as far as its form tells. Keeps its normal form."""
    try:
        field.data = validate_email(field.data or "", check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValidationError(str(_l("Cette adresse n’est pas complète. Exemple : prenom.nom@exemple.fr."))) from None


def good_password(form: Any, field: Any) -> None:
    """The password follows the rules; `form.own()` gives the person's names and address."""
    faults = password_faults(field.data or "", own=form.own())
    if faults:
        raise ValidationError(" ".join(str(PASSWORD_FAULTS[fault]) for fault in faults))


def email_field(label: Any = None) -> EmailField:
    """An address, needed and well-formed."""
    return EmailField(
        label or _l("Adresse électronique"), [needed(_l("Donnez votre adresse électronique.")), email_format]
    )


def new_password_field() -> PasswordField:
    """A password to choose: pasting allowed, managers helped."""
    return PasswordField(
        _l("Mot de passe"),
        [needed(_l("Choisissez un mot de passe.")), good_password],
        description=_l(
            "12 caractères au moins. Une phrase de quelques mots est facile à retenir et difficile à deviner."
        ),
        render_kw={"autocomplete": "new-password"},
    )


def first_name_field() -> StringField:
    """A first name."""
    return StringField(
        _l("Prénom"), [needed(_l("Donnez votre prénom.")), at_most(80)], render_kw={"autocomplete": "given-name"}
    )


def last_name_field() -> StringField:
    """A last name."""
    return StringField(
        _l("Nom"), [needed(_l("Donnez votre nom.")), at_most(80)], render_kw={"autocomplete": "family-name"}
    )


class SignUpForm(Form):
    """Open a tutor's account."""

    first_name = first_name_field()
    last_name = last_name_field()
    email = email_field()
    password = new_password_field()

    def own(self) -> list[str]:
        """What the password must not be built on."""
        return [self.first_name.data or "", self.last_name.data or "", self.email.data or ""]


class SignInForm(Form):
    """Sign in."""

    email = email_field()
    password = PasswordField(
        _l("Mot de passe"), [needed(_l("Donnez votre mot de passe."))], render_kw={"autocomplete": "current-password"}
    )


class EmailForm(Form):
    """An address alone: to be mailed a link."""

    email = email_field()


class ConfirmForm(Form):
    """One button."""


class NewPasswordForm(Form):
    """Choose a password."""

    password = new_password_field()
    names: tuple[str, ...] = ()

    def own(self) -> tuple[str, ...]:
        """What the password must not be built on."""
        return self.names


class ChangePasswordForm(NewPasswordForm):
    """Change a password, knowing the present one."""

    current = PasswordField(
        _l("Mot de passe actuel"),
        [needed(_l("Donnez votre mot de passe actuel."))],
        render_kw={"autocomplete": "current-password"},
    )


class ProfileForm(Form):
    """Name and language of the mail."""

    first_name = first_name_field()
    last_name = last_name_field()
    language = RadioField(_l("Langue des messages"), choices=LANGUAGE_CHOICES)


class AddressForm(Form):
    """Another address, with the password that proves who asks."""

    email = email_field(_l("Nouvelle adresse"))
    current = PasswordField(
        _l("Mot de passe actuel"),
        [needed(_l("Donnez votre mot de passe actuel."))],
        render_kw={"autocomplete": "current-password"},
    )
