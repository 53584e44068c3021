"""Pairing's forms: the message of a proposal, the answer to one, the filters of the search."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy.orm import Session
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField

from app.infra.clock import now
from app.infra.dates import paris_date
from app.infra.forms import Form, at_most, choices, chosen, needed, optional, whole
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import ngettext
from app.pairing.queries import StudentChoice
from app.pairing.rules.codes import ANSWERS
from app.pairing.words import DECLINE_REASONS
from app.pool.rules.facets import Facets, Wanted
from app.pool.words import CELL_NAMES
from app.reference import queries as reference

MESSAGE_LENGTH = 1000
MOST = 5  # times one draw may be passed on to the next tutor
COMMENT_LENGTH = 600
CHOICES = {"accepter": _l("J’accepte"), "refuser": _l("Je décline"), "plus-tard": _l("Pas maintenant")}


class DrawForm(Form):
    """The message that goes with a proposal."""

    message = TextAreaField(
        _l("Votre message"),
        [optional(), at_most(MESSAGE_LENGTH)],
        description=_l(
            "Ce que cette personne attend, le rythme souhaité. Le nom de famille et les coordonnées ne partent qu’après l’acceptation. "
            "Rien sur la santé, l’origine, la religion ou les revenus."
        ),
    )
    relays = SelectField(
        _l("Si cette personne ne donne pas suite"),
        [optional()],
        coerce=int,
        default=0,
        description=_l("Le relais part avec le même message. Vous êtes averti à chaque fois et pouvez l’arrêter."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        further = [
            (n, ngettext("Solliciter la suivante, une fois", "Solliciter la suivante, jusqu’à %(num)s fois", n))
            for n in range(1, MOST + 1)
        ]
        self.relays.choices = choices([(0, _("Me prévenir, je choisirai")), *further])


class AnswerForm(Form):
    """A tutor's answer to a proposal."""

    choice = RadioField(_l("Votre réponse"), [chosen(_l("Choisissez une réponse."))], choices=choices(CHOICES.items()))
    reason = SelectField(
        _l("Si vous déclinez, pourquoi ?"), [optional()], choices=[], description=_l("La classe cherchera mieux.")
    )
    comment = TextAreaField(
        _l("Un mot pour la classe"),
        [optional(), at_most(COMMENT_LENGTH)],
        description=_l("Rien sur la santé, l’origine, la religion ou les revenus, de qui que ce soit."),
    )
    pause_until = DateField(
        _l("Me mettre en pause jusqu’au"),
        [optional()],
        description=_l("Seulement si vous n’acceptez pas : aucune classe ne vous sollicitera d’ici là."),
    )

    def fill(self, choice: str | None = None) -> "AnswerForm":
        """Give the reasons; on a first look, preselect the `choice` made in the mail."""
        self.reason.choices = choices(DECLINE_REASONS.items(), empty=_("Choisissez une raison…"))
        if not self.is_submitted() and choice in ANSWERS:
            self.choice.data = choice
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        """A reason when declining; a pause that ends after today, and none when accepting."""
        if not super().validate(extra_validators):
            return False
        if self.choice.data == "refuser" and not self.reason.data:
            self.reason.errors = [_("Choisissez une raison : la classe cherchera mieux.")]
            return False
        if self.choice.data != "accepter" and self.pause_until.data and self.pause_until.data <= paris_date(now()):
            self.pause_until.errors = [_("Choisissez une date après aujourd’hui.")]
            return False
        return True


class SearchForm(Form):
    """The filters of the pool, sent by GET so that their address can be shared."""

    class Meta(Form.Meta):
        """A search changes nothing: no token in its address."""

        csrf = False

    mots = StringField(_l("Mots du profil"), [at_most(80)])
    concours = SelectField(_l("Concours"), coerce=whole)
    epreuve = SelectField(_l("Épreuve"), coerce=whole)
    region = SelectField(_l("Région"))
    creneau = SelectField(_l("Créneau"), coerce=whole)
    distance = BooleanField(_l("À distance"))
    presence = BooleanField(_l("En présence"))
    libre = BooleanField(_l("Une place libre"))
    repos = BooleanField(_l("Montrer aussi les personnes en pause, disponibles plus tard ou à confirmer"))
    etudiant = SelectField(_l("Pour qui cherchez-vous ?"), coerce=whole)

    def fill(self, session: Session, students: Iterable[StudentChoice]) -> "SearchForm":
        """Give the lists their choices."""
        every = _("Peu importe")
        self.concours.choices = choices(((e.id, e.name) for e in reference.exams(session)), empty=every)
        self.epreuve.choices = choices(((p.id, p.name) for p in reference.papers(session)), empty=every)
        self.region.choices = choices(((r.code, r.name) for r in reference.regions(session)), empty=every)
        self.creneau.choices = choices(enumerate(CELL_NAMES), empty=every)
        self.etudiant.choices = choices(
            ((s.id, f"{s.name} ({s.class_name})") for s in students), empty=_("Je regarde seulement")
        )
        return self

    def wanted(self, zone: str) -> Wanted:
        """The facets chosen; hours are in `zone`. What is not in a list counts as nothing."""

        def known(field: SelectField) -> Any:
            values = [one.value for one in field.choices]
            return field.data if field.data in values and field.data not in ("", None) else None

        return Wanted(
            exam=known(self.concours),
            paper=known(self.epreuve),
            region=known(self.region),
            remote=bool(self.distance.data),
            presence=bool(self.presence.data),
            slot=known(self.creneau),
            free=bool(self.libre.data),
            zone=zone,
        )

    def student_id(self) -> int | None:
        """The student chosen, if they may be."""
        listed = [one.value for one in self.etudiant.choices]
        return self.etudiant.data if self.etudiant.data in listed and self.etudiant.data else None

    def with_counts(self, facets: Facets, at_least: Collection[str]) -> None:
        """Add to each choice how many people it would leave, or how many at least; drop those that would leave nobody, unless
        chosen. What was not counted to its end drops nothing.
        """
        for name, field, figures in (
            ("exam", self.concours, facets.exam),
            ("paper", self.epreuve, facets.paper),
            ("region", self.region, facets.region),
            ("slot", self.creneau, facets.slot),
        ):
            first, *rest = field.choices
            cut = name in at_least
            kept = [(one.value, one.label) for one in rest if cut or figures.get(one.value) or one.value == field.data]
            said = _("%(label)s (au moins %(n)s)") if cut else _("%(label)s (%(n)s)")
            field.choices = choices(
                ((v, said % {"label": label, "n": figures.get(v, 0)}) for v, label in kept), empty=first.label
            )


class SavedForm(Form):
    """The name of a saved search, and whether it sends mail."""

    nom = StringField(_l("Nom de la recherche"), [needed(_l("Donnez un nom à cette recherche.")), at_most(60)])
    courriel = BooleanField(
        _l("M’écrire quand quelqu’un de nouveau correspond"),
        default=True,
        description=_l("Un message par jour au plus, pour toutes vos recherches ensemble."),
    )
