"""The national team's forms."""

from collections.abc import Mapping
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
    ValidationError,
)
from wtforms.validators import Regexp

from app.accounts.forms import LANGUAGE_CHOICES, email_format
from app.accounts.words import ROLES
from app.infra import clock
from app.infra.dates import paris_date
from app.infra.forms import (
    CheckboxList,
    EmailField,
    Form,
    at_most,
    between,
    choices,
    chosen,
    needed,
    optional,
    some,
    whole,
)
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.settings import Setting
from app.pairing.rules.weights import HIGHEST
from app.pairing.settings import WEIGHT_SETTINGS
from app.reference import queries as reference
from app.reference.models import CATEGORIES, Institution

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

    def fill(self, session: Session, present: Institution | None = None) -> "ClassForm":
        """Give the lists their choices; the class's `present` host stays one of them, even closed since."""
        hosts = {host.id: host.name for host in reference.hosts(session)}
        if present is not None:
            hosts.setdefault(present.id, present.name)
        self.institution_id.choices = choices(hosts.items(), empty=_("Choisissez…"))
        self.region_code.choices = choices(
            ((r.code, r.name) for r in reference.regions(session)), empty=_("Choisissez…")
        )
        return self


def _address(label: Any) -> EmailField:
    """Someone else's address: the browser must not offer one's own."""
    return EmailField(
        label,
        [needed(_l("Donnez l’adresse électronique.")), email_format],
        render_kw={"autocomplete": "off"},
    )


class InviteForm(Form):
    """A person to let in."""

    first_name = StringField(
        _l("Prénom"), [needed(_l("Donnez le prénom.")), at_most(80)], render_kw={"autocomplete": "off"}
    )
    last_name = StringField(_l("Nom"), [needed(_l("Donnez le nom.")), at_most(80)], render_kw={"autocomplete": "off"})
    email = _address(_l("Adresse électronique"))
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
    position = IntegerField(
        _l("Rang"),
        [chosen(_l("Donnez un nombre entier.")), between(0, 99)],
        default=0,
        description=_l("Les plus petits paraissent d’abord sur la première page."),
    )

    def validate_consent_on(self, field: DateField) -> None:
        """Nobody agrees in advance."""
        if field.data and field.data > paris_date(clock.now()):
            raise ValidationError(_("L’accord doit avoir été donné : choisissez aujourd’hui ou une date passée."))


class LeaveForm(Form):
    """Leave the programme, with the password that proves who asks."""

    current = PasswordField(
        _l("Mot de passe"), [needed(_l("Donnez votre mot de passe."))], render_kw={"autocomplete": "current-password"}
    )


class StudentRequestForm(Form):
    """The whole address of a student who asks for their data, or for its end."""

    email = _address(_l("Adresse électronique de l’étudiant ou de l’étudiante"))


class RevokeForm(Form):
    """Why a certificate is taken back."""

    reason = TextAreaField(
        _l("Pourquoi"),
        [needed(_l("Dites pourquoi : la personne le lira.")), at_most(300)],
        description=_l(
            "Ces mots lui sont envoyés et ne paraissent nulle part en public. Des faits, sans autre personne."
        ),
    )


class EmptyForm(Form):
    """One button."""


KNOWINGLY = BooleanField(
    _l("Je confirme en connaissance de cause"),
    description=_l("À cocher seulement si la page vous a dit ce que ce réglage laisserait passer."),
)


def setting_form(setting: Setting[Any], current: Any, modules: Mapping[str, str]) -> Form:
    """The form of one setting, by the type of its default. `modules` are those one may list, title by slug."""
    form: type[Form] = type(
        "SettingForm",
        (Form,),
        {
            "value": _value_field(setting, current, modules),
            "since": DateField(_l("À partir du"), [optional()], description=_l("Vide : dès que possible.")),
            "reason": StringField(
                _l("Pourquoi"), [needed(_l("Dites pourquoi : ce sera gardé dans l’historique.")), at_most(200)]
            ),
            **({"knowingly": KNOWINGLY} if setting.caution is not None else {}),
        },
    )
    return form()


def weights_form(current: Mapping[str, int]) -> Form:
    """The form of every weight and penalty of the ranking, by code, with a reason that only saving asks for."""
    fields: dict[str, Any] = {
        code: IntegerField(
            setting.label,
            [chosen(_l("Donnez un nombre entier.")), between(0, HIGHEST)],
            description=setting.hint,
            default=current[code],
        )
        for code, setting in WEIGHT_SETTINGS.items()
    }
    fields["reason"] = StringField(_l("Pourquoi"), [optional(), at_most(200)])
    made: type[Form] = type("WeightsForm", (Form,), fields)
    return made()


def _value_field(setting: Setting[Any], current: Any, modules: Mapping[str, str]) -> Any:
    asked: dict[str, Any] = {"label": setting.label, "description": setting.hint, "default": current}
    if isinstance(setting.default, bool):
        return BooleanField(**asked)
    if isinstance(setting.default, int):
        low, high = setting.minimum, setting.maximum
        bounds = [between(low, high)] if low is not None and high is not None else []
        return IntegerField(validators=[chosen(_l("Donnez un nombre entier.")), *bounds], **asked)
    if isinstance(setting.default, list):
        titles = {**{slug: slug for slug in current}, **modules}
        at_least_one = some(1, _l("Gardez au moins une ligne cochée."))
        return CheckboxList(choices=choices(titles.items()), validators=[at_least_one], **asked)
    return StringField(validators=[needed(_l("Écrivez une valeur.")), at_most(300)], **asked)
