"""The profile form, the pause, and the answer to the season's ask."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session
from wtforms import (
    BooleanField,
    DateField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Regexp

from app.infra.clock import now
from app.infra.dates import paris_date
from app.infra.forms import CheckboxList, Form, at_most, choices, chosen, needed, optional, refuse, some, whole
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import ngettext
from app.pool.models import TutorProfile
from app.pool.rules.hours import CELLS
from app.pool.services import ProfileValues, SeasonAnswer
from app.pool.words import LANGUAGES
from app.reference import queries as reference
from app.reference.words import MOMENTS

WORDS_LENGTH = 600
SEASON_CHOICES = {"oui": _l("Oui, je continue"), "non": _l("Pas cette année")}


def seat_choices(most: int) -> list[SelectChoice]:
    """« 1 personne », « 2 personnes »…"""
    return choices((n, ngettext("%(num)s personne", "%(num)s personnes", n)) for n in range(1, most + 1))


class ProfileForm(Form):
    """What a tutor offers."""

    exam_ids = CheckboxList(
        _l("Concours que vous pouvez aider à préparer"), [some(1, _l("Cochez au moins un concours."))], coerce=int
    )
    paper_ids = CheckboxList(
        _l("Épreuves sur lesquelles vous êtes à l’aise"),
        coerce=int,
        description=_l("Écrites ou orales : ce sont elles qui vous rapprochent d’un besoin précis."),
    )
    region_code = SelectField(
        _l("Votre région"),
        [needed(_l("Choisissez une région."))],
        description=_l("Elle donne aussi votre heure locale."),
    )
    remote = BooleanField(_l("À distance"), default=True)
    presence = BooleanField(_l("En présence, dans ma région"))
    moments = CheckboxList(
        _l("Moments où vous pouvez vous déplacer"),
        choices=choices(MOMENTS.items()),
        description=_l("Si vous aidez en présence : les moments de l’année où se voir compte le plus."),
    )
    slots = CheckboxList(
        _l("Quand vous êtes en général disponible"),
        [some(1, _l("Cochez au moins un créneau : sans lui, personne ne peut savoir quand vous joindre."))],
        coerce=int,
        choices=choices((cell, str(cell)) for cell in range(CELLS)),
        description=_l("À votre heure. Matin : 8 h à 12 h ; après-midi : 12 h à 18 h ; soir : 18 h à 22 h."),
    )
    flexible = BooleanField(
        _l("Je peux chercher un autre horaire si aucun n’est en commun"),
    )
    languages = CheckboxList(
        _l("Langues dans lesquelles vous pouvez échanger"),
        [some(1, _l("Cochez au moins une langue."))],
        choices=choices(LANGUAGES.items()),
    )
    seats = RadioField(_l("Combien de personnes pouvez-vous accompagner ?"), [chosen()], coerce=int)
    available_from = DateField(
        _l("Disponible à partir du"), [optional()], description=_l("Laissez vide si c’est dès maintenant.")
    )
    paused_until = DateField(
        _l("En pause jusqu’au"),
        [optional()],
        description=_l("Personne ne vous sollicite jusqu’à cette date. Laissez vide sinon."),
    )
    phone = StringField(
        _l("Téléphone"),
        [
            optional(),
            Regexp(
                r"^[+\d][\d .()-]{5,19}$",
                message=_l("Écrivez un numéro avec des chiffres, par exemple 06 12 34 56 78."),
            ),
        ],
        description=_l("Montré seulement à la personne que vous accompagnez et à sa classe, une fois le binôme formé."),
        render_kw={"type": "tel", "autocomplete": "tel"},
    )
    words = TextAreaField(
        _l("Quelques mots sur ce que vous pouvez apporter"),
        [at_most(WORDS_LENGTH)],
        description=_l(
            "Votre parcours, une épreuve que vous aimez faire travailler, votre façon d’aider. "
            "600 caractères au plus ; rien sur la santé, l’origine, la religion ou les revenus, de qui que ce soit."
        ),
    )

    def validate_presence(self, field: BooleanField) -> None:
        """One way to meet at least."""
        if not (field.data or self.remote.data):
            raise ValidationError(_("Cochez au moins une façon d’accompagner : à distance ou en présence."))

    def fill(self, session: Session, most: int) -> "ProfileForm":
        """Give the lists their choices; `most` is the number of people one may help."""
        self.exam_ids.choices = choices((e.id, e.name) for e in reference.exams(session))
        self.paper_ids.choices = choices((p.id, p.name) for p in reference.papers(session))
        self.region_code.choices = choices(
            ((r.code, r.name) for r in reference.regions(session)), empty=_("Choisissez…")
        )
        self.seats.choices = seat_choices(most)
        return self

    def show(self, profile: TutorProfile | None, *, exam_id: int | None = None) -> None:
        """Start from the profile, else from the exam one has declared."""
        start: dict[str, Any] = {
            "seats": 1,
            "languages": ["fr"],
            "remote": True,
            "exam_ids": [exam_id] if exam_id else [],
        }
        if profile is not None:
            start = {
                "exam_ids": [exam.id for exam in profile.exams],
                "paper_ids": [paper.id for paper in profile.papers],
                **{name: getattr(profile, name) for name in PLAIN},
            }
        self.process(data=start)

    def values(self) -> ProfileValues:
        """What was typed, as the service takes it."""
        return ProfileValues(
            region_code=self.region_code.data,
            exam_ids=tuple(self.exam_ids.data or ()),
            paper_ids=tuple(self.paper_ids.data or ()),
            remote=bool(self.remote.data),
            presence=bool(self.presence.data),
            slots=tuple(self.slots.data or ()),
            moments=tuple(self.moments.data or ()),
            flexible=bool(self.flexible.data),
            languages=tuple(self.languages.data or ()),
            seats=self.seats.data,
            available_from=self.available_from.data,
            paused_until=self.paused_until.data,
            phone=self.phone.data or "",
            words=self.words.data or "",
        )


class SeasonForm(Form):
    """Whether one goes on in a season; with a yes, how many people, from when and until when."""

    choice = RadioField(_l("Votre réponse"), [chosen()], choices=choices(SEASON_CHOICES.items()))
    seats = RadioField(_l("Combien de personnes pouvez-vous accompagner ?"), coerce=whole, validate_choice=False)
    available_from = DateField(
        _l("Disponible à partir du"), [optional()], description=_l("Laissez vide si c’est dès maintenant.")
    )
    until = DateField(
        _l("Jusqu’au"),
        [optional()],
        description=_l("Le dernier jour où une classe peut vous solliciter. Laissez vide si vous ne savez pas."),
    )

    def fill(self, most: int) -> "SeasonForm":
        """Give the choices of seats; `most` is the number of people one may help."""
        self.seats.choices = seat_choices(most)
        return self

    def show(self, profile: TutorProfile | None, most: int, *, choice: str | None, until: date | None = None) -> None:
        """Start from the profile, with the `choice` made in the mail, if it is one."""
        start: dict[str, Any] = {"choice": choice if choice in SEASON_CHOICES else None, "seats": 1, "until": until}
        if profile is not None:
            start |= {"seats": min(max(profile.seats, 1), most), "available_from": profile.available_from}
        self.process(data=start)

    def validate(self, extra_validators: Any = None) -> bool:
        """With a yes, a number of seats among those offered, and an end that is neither past nor before the beginning."""
        if not super().validate(extra_validators):
            return False
        if self.choice.data == "non":
            return True
        if self.seats.data not in [choice.value for choice in self.seats.choices]:
            refuse(self.seats, _("Choisissez un nombre de personnes."))
        if self.until.data and self.until.data < paris_date(now()):
            refuse(self.until, _("Choisissez une date à partir d’aujourd’hui, ou laissez vide."))
        elif self.until.data and self.available_from.data and self.until.data < self.available_from.data:
            refuse(self.until, _("Choisissez une date après celle où vous commencez."))
        return not (self.seats.errors or self.until.errors)

    def answer(self) -> SeasonAnswer:
        """What was said, as the service takes it."""
        if self.choice.data == "non":
            return SeasonAnswer(still=False)
        return SeasonAnswer(True, self.seats.data, self.until.data, self.available_from.data)


PLAIN = (
    "region_code",
    "remote",
    "presence",
    "moments",
    "slots",
    "flexible",
    "languages",
    "seats",
    "available_from",
    "paused_until",
    "phone",
    "words",
)


class PauseForm(Form):
    """Pause in one click; a date may be chosen."""

    until = DateField(_l("Jusqu’au"), [optional()])

    def date(self) -> date | None:
        """The date chosen, if any."""
        chosen_date: date | None = self.until.data
        return chosen_date
