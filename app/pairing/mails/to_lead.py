"""Messages to the leads of a class: what became of a proposal, and of a pair."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.classes.models import Student
from app.classes.queries import classes_led_by
from app.infra.i18n import gettext as _
from app.infra.i18n import lazy_gettext as _l
from app.infra.i18n import ngettext, speaking
from app.infra.mail import Mail, link
from app.pairing.mails import told
from app.pairing.models import Pair, Proposal
from app.pairing.queries import coverage, lead_ids, next_candidates, open_by_student, sent_in_class
from app.pairing.queries.pairs import tutor_contact
from app.pairing.words import DECLINE_REASONS, END_REASONS
from app.pool.queries import valid_tutor

NOT_TAKEN_UP = {  # the state of the proposal: the subject, and what happened
    "declined": (
        _l("Proposition déclinée : la place est à pourvoir"),
        _l("%(tutor)s ne pourra pas accompagner %(student)s."),
    ),
    "not_now": (
        _l("Réponse « pas maintenant » à votre proposition"),
        _l("%(tutor)s ne peut pas accompagner %(student)s en ce moment."),
    ),
    "expired": (
        _l("Proposition sans réponse : elle s’est terminée"),
        _l("%(tutor)s n’a pas répondu à temps pour %(student)s. La place réservée est rendue."),
    ),
}


def _reader(session: Session, ids: dict[str, Any], student_id: int) -> Person | None:
    """The lead, if they still lead this student's class."""
    return session.get(Person, ids["person_id"]) if ids["person_id"] in lead_ids(session, student_id) else None


def _why() -> str:
    return _("Vous recevez ce message parce que vous êtes responsable de cette classe.")


def _said(lead: Person, subject: str, lines: tuple[str, ...], action: str, url: str) -> Mail:
    hello = _("Bonjour %(name)s,", name=lead.first_name)
    kept = tuple(line for line in (hello, *lines) if line)
    return Mail(to=lead.email, lang=lead.language, subject=subject, lines=kept, action=action, url=url, why=_why())


def _next(session: Session, proposal: Proposal, now: datetime) -> tuple[str, str, str]:
    """What comes after a proposal that was not taken up: a sentence, then the button's words and address."""
    student = proposal.student
    if proposal.relays_left:
        return _("La personne suivante est sollicitée d’elle-même, comme vous l’aviez choisi."), *_again(student)
    following = [] if open_by_student(session, [student.id]) else next_candidates(session, student, now)
    if not following:
        return "", *_again(student)
    first = following[0]
    name, score = first.offer.short_name, first.score
    return (
        _("La personne suivante serait %(name)s (accord %(score)s sur 100).", name=name, score=score),
        _("Lui proposer"),
        link("pairing.draft", student_id=student.id, tutor_id=first.offer.tutor_id),
    )


def _again(student: Student) -> tuple[str, str]:
    return _("Choisir quelqu’un d’autre"), link("pairing.shortlist", student_id=student.id)


def _proposal(session: Session, ids: dict[str, Any], state: str) -> tuple[Proposal, Person] | None:
    proposal = session.get(Proposal, ids["proposal_id"])
    if proposal is None or proposal.state != state or proposal.student.left_at is not None:
        return None
    lead = _reader(session, ids, proposal.student_id)
    return (proposal, lead) if lead else None


def accepted(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """Accepted: the tutor's contact, in copy of what the student received."""
    pair = told.pair_of(session, ids, ended=False)
    lead = _reader(session, ids, pair.student_id) if pair else None
    reach = tutor_contact(session, pair.tutor) if pair else None
    if pair is None or lead is None or reach is None:
        return None
    with speaking(lead.language):
        return _said(
            lead,
            _("Proposition acceptée : un binôme de plus dans votre classe"),
            (
                _("%(tutor)s accompagne désormais %(student)s.", tutor=reach.name, student=pair.student.short_name),
                _("Ses coordonnées : %(contact)s.", contact=told.contact(reach)),
                _("Chacun a reçu les coordonnées de l’autre ; l’étudiante ou l’étudiant écrit en premier."),
            ),
            _("Ouvrir le binôme"),
            link("home.pair", pair_id=pair.id),
        )


def _not_taken_up(session: Session, ids: dict[str, Any], now: datetime, state: str) -> Mail | None:
    """A proposal that ended without a pair: who, why if it was said, and who could be asked next."""
    found = _proposal(session, ids, state)
    if found is None:
        return None
    proposal, lead = found
    subject, what = NOT_TAKEN_UP[state]
    with speaking(lead.language):
        then, action, url = _next(session, proposal, now)
        reason = DECLINE_REASONS[proposal.reason or "other"]
        lines = (
            str(what) % {"tutor": proposal.tutor.short_name, "student": proposal.student.short_name},
            _("Raison donnée : « %(reason)s ».", reason=reason) if state == "declined" else "",
            _("Son mot : « %(comment)s »", comment=proposal.comment) if proposal.comment else "",
            then,
        )
        return _said(lead, str(subject), lines, action, url)


def declined(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Declined, with the reason given."""
    return _not_taken_up(session, ids, now, "declined")


def not_now(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """Not now."""
    return _not_taken_up(session, ids, now, "not_now")


def expired(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """No answer in time."""
    return _not_taken_up(session, ids, now, "expired")


def relayed(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """The next tutor has been asked by itself, as the lead had chosen."""
    found = _proposal(session, ids, "sent")
    if found is None:
        return None
    proposal, lead = found
    with speaking(lead.language):
        return _said(
            lead,
            _("La personne suivante est sollicitée"),
            (
                _(
                    "Comme vous l’aviez choisi, %(tutor)s reçoit à son tour la proposition pour %(student)s.",
                    tutor=proposal.tutor.short_name,
                    student=proposal.student.short_name,
                ),
                _("Vous pouvez la retirer, ou arrêter les relais, à tout moment."),
            ),
            _("Voir la proposition"),
            link("pairing.shortlist", student_id=proposal.student_id),
        )


def relay_over(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """Nobody else could be asked. No longer true once the student has someone."""
    proposal = session.get(Proposal, ids["proposal_id"])
    lead = _reader(session, ids, proposal.student_id) if proposal and proposal.student.left_at is None else None
    if proposal is None or lead is None or open_by_student(session, [proposal.student_id]):
        return None
    with speaking(lead.language):
        return _said(
            lead,
            _("Plus personne à solliciter : à vous de voir"),
            (
                _(
                    "Les relais pour %(student)s s’arrêtent : personne d’autre dans le vivier ne répond à toutes les conditions.",
                    student=proposal.student.short_name,
                ),
                _("La page de cette personne dit ce que chaque élargissement ajouterait."),
            ),
            *_again(proposal.student),
        )


def run_applied(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """The national team sent proposals in this lead's name. No longer true for who leads the class no more."""
    led = next((one for one in classes_led_by(session, ids["person_id"]) if one.id == ids["class_id"]), None)
    lead = session.get(Person, ids["person_id"])
    if lead is None or led is None:
        return None
    sent = sent_in_class(session, ids["run_id"], led.id)
    without = coverage(session, [led.id], now)[led.id].uncovered
    with speaking(lead.language):
        return _said(
            lead,
            _("L’équipe nationale a envoyé des propositions pour votre classe"),
            (
                ngettext(
                    "Classe %(name)s : %(num)s proposition est partie en votre nom, tirée de l’affectation nationale.",
                    "Classe %(name)s : %(num)s propositions sont parties en votre nom, tirées de l’affectation nationale.",
                    sent,
                    name=led.name,
                ),
                _(
                    "Chaque réponse vous sera annoncée. Vous pouvez en retirer une à tout moment : la décision reste la vôtre."
                ),
                ngettext(
                    "%(num)s personne reste sans proposition.", "%(num)s personnes restent sans proposition.", without
                )
                if without
                else "",
            ),
            _("Voir ma classe"),
            link("home.class_board", class_id=led.id),
        )


def cancelled(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """Cancelled because the tutor may no longer be drawn."""
    found = _proposal(session, ids, "cancelled")
    if found is None:
        return None
    proposal, lead = found
    with speaking(lead.language):
        return _said(
            lead,
            _("Proposition annulée : la place est à pourvoir"),
            (
                _(
                    "%(tutor)s n’est plus dans le vivier : la proposition pour %(student)s est annulée.",
                    tutor=proposal.tutor.short_name,
                    student=proposal.student.short_name,
                ),
            ),
            *_again(proposal.student),
        )


def tutor_lapsed(session: Session, ids: dict[str, Any], now: datetime) -> Mail | None:
    """The tutor of an open pair is no longer validated. No longer true once they are again."""
    pair = told.pair_of(session, ids, ended=False)
    lead = _reader(session, ids, pair.student_id) if pair else None
    if (
        pair is None
        or lead is None
        or session.scalar(select(valid_tutor(Pair.tutor_id, now)).where(Pair.id == pair.id))
    ):
        return None
    with speaking(lead.language):
        return _said(
            lead,
            _("La validation d’un tuteur de votre classe s’est terminée"),
            (
                _(
                    "%(tutor)s, qui accompagne %(student)s, n’est plus validé.",
                    tutor=pair.tutor.full_name,
                    student=pair.student.short_name,
                ),
                _("Le binôme continue. À vous de voir, avec les deux, s’il faut changer quelque chose."),
            ),
            _("Ouvrir le binôme"),
            link("home.pair", pair_id=pair.id),
        )


def ended(session: Session, ids: dict[str, Any], _now: datetime) -> Mail | None:
    """A pair is over."""
    pair = told.pair_of(session, ids, ended=True)
    lead = _reader(session, ids, pair.student_id) if pair else None
    if pair is None or lead is None:
        return None
    with speaking(lead.language):
        left = pair.student.left_at is not None
        action, url = (_("Ouvrir le binôme"), link("home.pair", pair_id=pair.id)) if left else _again(pair.student)
        return _said(
            lead,
            _("Un binôme de votre classe est clos"),
            (
                _(
                    "Le binôme de %(student)s avec %(tutor)s est clos.",
                    student=pair.student.short_name,
                    tutor=pair.tutor.short_name,
                ),
                _("Motif : « %(reason)s ».", reason=END_REASONS[pair.end_reason or "other"]),
                _("Son mot : « %(comment)s »", comment=pair.end_comment) if pair.end_comment else "",
            ),
            action,
            url,
        )
