"""Messages to tutors: a proposal, its reminder, its end, and their pairs."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.infra import dates
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import speaking
from app.infra.mail import Mail, link
from app.pairing.mails import told
from app.pairing.models import Proposal
from app.pairing.queries.pairs import lead_contacts, student_contact
from app.pairing.words import END_REASONS

WITHDRAWN = _l("Une proposition de tutorat a été retirée")
WITHDRAWN_TEXT = _l("La classe %(class_name)s a retiré la proposition qu’elle vous avait faite pour %(name)s.")
CANCELLED = _l("Une proposition de tutorat est annulée")
CANCELLED_TEXT = _l("La proposition de la classe %(class_name)s pour %(name)s n’a plus lieu d’être.")


def _why() -> str:
    return _(
        "Vous recevez ce message parce que votre profil de tuteur est ouvert. Pour ne plus être sollicité, mettez-le en pause."
    )


def _hello(name: str) -> str:
    return _("Bonjour %(name)s,", name=name)


def _choices(proposal: Proposal) -> tuple[str, ...]:
    return (
        _("Décliner : %(url)s", url=told.answer_url(proposal, "refuser")),
        _("Pas maintenant : %(url)s", url=told.answer_url(proposal, "plus-tard")),
        _(
            "Ces liens ouvrent la même page, où vous confirmez. Sans réponse d’ici là, la proposition se termine d’elle-même."
        ),
    )


def proposal(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """The proposal, with its three answers. No longer true once answered, withdrawn or past its date."""
    asked = told.waiting(session, ids, now)
    if asked is None:
        return None
    tutor, lead = asked.tutor, asked.lead
    with speaking(tutor.language):
        message = (_("Message de la classe : « %(words)s »", words=asked.message),) if asked.message else ()
        return Mail(
            to=tutor.email,
            lang=tutor.language,
            subject=_(
                "Une classe vous propose un tutorat : réponse attendue avant le %(date)s",
                date=dates.short_day(asked.expires_at),
            ),
            lines=(
                _hello(tutor.first_name),
                _("%(lead)s vous propose d’accompagner une personne de sa classe.", lead=lead.full_name),
                *told.need(asked.student),
                *message,
                _(
                    "Vous pouvez répondre jusqu’au %(date)s. Une place vous est gardée.",
                    date=dates.moment(asked.expires_at),
                ),
            ),
            action=_("Accepter ce tutorat"),
            url=told.answer_url(asked, "accepter"),
            after=_choices(asked),
            why=_why(),
        )


def reminder(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """The one reminder. Never to someone who has answered meanwhile."""
    asked = told.waiting(session, ids, now)
    if asked is None:
        return None
    tutor = asked.tutor
    with speaking(tutor.language):
        return Mail(
            to=tutor.email,
            lang=tutor.language,
            subject=_("Une proposition de tutorat attend votre réponse"),
            lines=(
                _hello(tutor.first_name),
                _(
                    "Une personne attend de savoir si vous pouvez l’accompagner. "
                    "Un non rapide aide autant qu’un oui : la classe cherche alors ailleurs."
                ),
                *told.need(asked.student),
                _("La proposition se termine le %(date)s.", date=dates.moment(asked.expires_at)),
            ),
            action=_("Accepter ce tutorat"),
            url=told.answer_url(asked, "accepter"),
            after=_choices(asked),
            why=_why(),
        )


def _closed(session: Session, ids: dict[str, Any], state: str, subject: Any, text: Any) -> Mail | None:
    asked = session.get(Proposal, ids["proposal_id"])
    if asked is None or asked.state != state or not asked.tutor.active:
        return None
    tutor = asked.tutor
    with speaking(tutor.language):
        return Mail(
            to=tutor.email,
            lang=tutor.language,
            subject=str(subject),
            lines=(
                _hello(tutor.first_name),
                str(text) % {"name": asked.student.short_name, "class_name": asked.student.prep_class.name},
                _("Il n’y a rien à faire : votre place est de nouveau libre."),
            ),
            action=_("Voir mes propositions"),
            url=link("pairing.proposals"),
            why=_why(),
        )


def withdrawn(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """The class took its proposal back."""
    return _closed(session, ids, "withdrawn", WITHDRAWN, WITHDRAWN_TEXT)


def cancelled(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """The proposal no longer holds: the student left, the class closed, or a validation lapsed."""
    return _closed(session, ids, "cancelled", CANCELLED, CANCELLED_TEXT)


def accepted(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """The pair is open: the student's contact, and what comes next."""
    pair = told.pair_of(session, ids, ended=False)
    reach = student_contact(session, pair.student_id) if pair else None
    if pair is None or reach is None or not pair.tutor.active:
        return None
    tutor, student = pair.tutor, pair.student
    with speaking(tutor.language):
        leads = " ; ".join(told.contact(lead) for lead in lead_contacts(session, student.id))
        return Mail(
            to=tutor.email,
            lang=tutor.language,
            subject=_("Votre binôme est formé : voici les coordonnées"),
            lines=(
                _hello(tutor.first_name),
                _(
                    "Merci d’avoir accepté. Voici comment joindre %(name)s : %(contact)s.",
                    name=student.first_name,
                    contact=told.contact(reach),
                ),
                _(
                    "L’usage veut que l’étudiante ou l’étudiant écrive en premier. Sans nouvelles après trois jours, faites le premier pas."
                ),
                *((_("Votre contact dans la classe : %(leads)s.", leads=leads),) if leads else ()),
            ),
            action=_("Ouvrir le binôme"),
            url=link("home.pair", pair_id=pair.id),
            after=(_("Ces coordonnées servent au tutorat seulement : ne les transmettez à personne."),),
            reply_to=reach.email,
            why=_("Vous recevez ce message parce que vous venez d’accepter une proposition de tutorat."),
        )


def ended(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """The pair is over."""
    pair = told.pair_of(session, ids, ended=True)
    if pair is None or not pair.tutor.active:
        return None
    tutor = pair.tutor
    with speaking(tutor.language):
        return Mail(
            to=tutor.email,
            lang=tutor.language,
            subject=_("Votre binôme est clos"),
            lines=(
                _hello(tutor.first_name),
                _(
                    "Le binôme avec %(name)s est clos. Motif : « %(reason)s ».",
                    name=pair.student.short_name,
                    reason=END_REASONS[pair.end_reason or "other"],
                ),
                _(
                    "Merci pour le temps donné. Votre place est de nouveau libre ; vous pouvez aussi mettre votre profil en pause."
                ),
            ),
            action=_("Voir mes binômes"),
            url=link("home.tutor_pairs"),
            why=_("Vous recevez ce message parce que ce binôme était le vôtre."),
        )
