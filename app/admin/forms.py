"""The national team's forms."""

from typing import Any

from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Regexp

from app.accounts.forms import LANGUAGE_CHOICES, email_field, first_name_field, last_name_field
from app.accounts.words import ROLES
from app.infra.forms import CheckboxList, Form, at_most, between, choices, needed, optional, whole
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting
from app.reference import queries as reference
from app.reference.models import CATEGORIES

SLUG = Regexp(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", message=_l("Des minuscules sans accent, des chiffres et des traits d’union.")
)


class ClassForm(Form):
    """A class."""

    name = StringField(_l("Nom de la classe"), [needed(_l("Donnez un nom à la classe.")), at_most(80)])
    year = IntegerField(_l("Année de rentrée"), [needed(_l("Donnez l’année de la rentrée.")), between(2021, 2100)])
    institution_id = SelectField(
        _l("Institution d’accueil"), [needed(_l("Choisissez l’institution d’accueil."))], coerce=whole
    )
    region_code = SelectField(_l("Région"), [needed(_l("Choisissez la région."))])

    def fill(self, session: Session) -> "ClassForm":
        """Give the lists their choices."""
        self.institution_id.choices = choices(
            ((h.id, h.name) for h in reference.hosts(session)), empty=_("Choisissez…")
        )
        self.region_code.choices = choices(
            ((r.code, r.name) for r in reference.regions(session)), empty=_("Choisissez…")
        )
        return self


class InviteForm(Form):
    """A person to let in."""

    first_name = first_name_field()
    last_name = last_name_field()
    email = email_field()
    language = RadioField(_l("Langue des messages"), choices=LANGUAGE_CHOICES, default="fr")


class InviteRoleForm(InviteForm):
    """A person to let in, with a role."""

    role = RadioField(
        _l("Rôle"), choices=choices([(role, ROLES[role]) for role in ("trainer", "admin", "tutor")]), default="trainer"
    )


class InstitutionForm(Form):
    """An institution."""

    short_name = StringField(_l("Nom court"), [needed(_l("Donnez un nom court.")), at_most(40)])
    name = StringField(_l("Nom complet"), [needed(_l("Donnez le nom complet.")), at_most(160)])
    slug = StringField(
        _l("Adresse courte"),
        [needed(_l("Donnez l’adresse courte.")), SLUG],
        description=_l("Elle fait le lien d’inscription : /ecoles/…/rejoindre."),
    )
    region_code = SelectField(_l("Région"), [optional()])
    is_school = BooleanField(_l("École partenaire : ses élèves et anciens s’inscrivent par son lien"))
    is_host = BooleanField(_l("Accueille des classes Prépa Talents"))
    closed = BooleanField(_l("N’est plus partenaire : son lien ne fonctionne plus"))

    def fill(self, session: Session) -> "InstitutionForm":
        """Give the list its choices."""
        self.region_code.choices = choices(
            ((r.code, r.name) for r in reference.regions(session)), empty=_("Sans région")
        )
        return self


class ExamForm(Form):
    """An exam and its usual papers."""

    name = StringField(_l("Nom du concours"), [needed(_l("Donnez le nom du concours.")), at_most(120)])
    code = StringField(
        _l("Code"),
        [needed(_l("Donnez un code.")), SLUG],
        description=_l("Celui des fichiers importés par les classes."),
    )
    category = RadioField(_l("Catégorie"), choices=choices((c, c) for c in CATEGORIES), default="A")
    family = StringField(
        _l("Famille"),
        [at_most(40)],
        description=_l("Les concours d’une même famille partagent l’essentiel de leurs épreuves."),
    )
    paper_ids = CheckboxList(_l("Épreuves habituelles"), coerce=int)
    closed = BooleanField(_l("N’est plus proposé"))

    def fill(self, session: Session) -> "ExamForm":
        """Give the list its choices."""
        self.paper_ids.choices = choices((p.id, p.name) for p in reference.papers(session))
        return self


class CharterForm(Form):
    """A new version of the charter."""

    text_fr = TextAreaField(
        _l("Texte français"), [needed(_l("Écrivez le texte français."))], description=_l("En Markdown.")
    )
    text_en = TextAreaField(_l("Texte anglais"), [needed(_l("Écrivez le texte anglais."))])
    effective_on = DateField(
        _l("En vigueur à partir du"),
        [needed(_l("Donnez une date."))],
        description=_l("À partir de demain. Ce jour-là, chaque tuteur et tutrice devra la signer pour rester validé."),
    )


class TestimonialForm(Form):
    """A testimonial."""

    quote_fr = TextAreaField(_l("Texte français"), [needed(_l("Écrivez le témoignage.")), at_most(400)])
    quote_en = TextAreaField(_l("Texte anglais"), [at_most(400)])
    who = StringField(
        _l("Qui parle"),
        [needed(_l("Dites qui parle.")), at_most(60)],
        description=_l("Un prénom et une initiale : « Claire M. »."),
    )
    about = StringField(
        _l("Qui est cette personne"),
        [needed(_l("Dites-en un mot.")), at_most(80)],
        description=_l("« tutrice, attachée depuis 2023 »"),
    )
    voice = RadioField(
        _l("Voix"),
        choices=choices([("tutor", _l("tuteur, tutrice")), ("student", _l("étudiant, étudiante"))]),
        default="tutor",
    )
    consent_on = DateField(_l("Accord donné le"), [needed(_l("Sans accord daté, un témoignage ne se publie pas."))])
    position = IntegerField(_l("Rang"), [between(0, 99)], default=0)


class LeaveForm(Form):
    """Leave the programme, with the password that proves who asks."""

    current = PasswordField(
        _l("Mot de passe"), [needed(_l("Donnez votre mot de passe."))], render_kw={"autocomplete": "current-password"}
    )


class EmptyForm(Form):
    """One button."""


def setting_form(setting: Setting[Any], current: Any) -> Form:
    """The form of one setting, by the type of its default."""

    class SettingForm(Form):
        reason = StringField(
            _l("Pourquoi"), [needed(_l("Dites pourquoi : ce sera gardé dans l’historique.")), at_most(200)]
        )
        since = DateField(_l("À partir du"), [optional()], description=_l("Vide : tout de suite."))

    default = setting.default
    label = setting.label
    hint = setting.hint
    if isinstance(default, bool):
        SettingForm.value = BooleanField(label, description=hint, default=current)
    elif isinstance(default, int):
        bounds = (
            [between(setting.minimum, setting.maximum)]
            if setting.minimum is not None and setting.maximum is not None
            else []
        )
        SettingForm.value = IntegerField(
            label, [needed(_("Donnez un nombre.")), *bounds], description=hint, default=current
        )
    elif isinstance(default, list):
        SettingForm.value = TextAreaField(
            label, [needed(_("Donnez au moins une valeur."))], description=hint, default="\n".join(current)
        )
    else:
        SettingForm.value = StringField(label, [at_most(300)], description=hint, default=current)
    return SettingForm()


def setting_value(setting: Setting[Any], form: Any) -> Any:
    """What the form gives, in the setting's own type."""
    if isinstance(setting.default, list):
        return [line.strip() for line in form.value.data.replace(",", "\n").splitlines() if line.strip()]
    return form.value.data
