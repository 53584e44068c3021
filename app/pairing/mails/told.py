"""What several messages say alike: a need in a few lines, a contact, the signed link of a proposal."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.classes.models import Student
from app.infra.i18n import gettext as _
from app.infra.mail import link
from app.infra.tokens import Token, sign
from app.pairing.models import Pair, Proposal
from app.pairing.queries import Contact
from app.pool.words import cells

PURPOSE = "proposition"


def link_state(proposal: Proposal) -> str:
    """What a link of this proposal is spent by: any change of its state."""
    return f"{proposal.state}:{proposal.id}"


def answer_url(proposal: Proposal, choice: str) -> str:
    """The signed page of a proposal, with one answer preselected. It ends with the proposal."""
    token = sign(PURPOSE, Token(proposal.id, link_state(proposal), proposal.expires_at))
    return link("pairing.answer_link", token=token, choix=choice)


def waiting(session: Session, ids: dict[str, Any], now: datetime) -> Proposal | None:
    """The proposal, if it still waits for the answer of someone whose account is open."""
    proposal = session.get(Proposal, ids["proposal_id"])
    if proposal is None or proposal.state != "sent" or proposal.expires_at <= now or not proposal.tutor.active:
        return None
    return proposal


def pair_of(session: Session, ids: dict[str, Any], *, ended: bool) -> Pair | None:
    """The pair, if it is open, or ended, as expected."""
    pair = session.get(Pair, ids["pair_id"])
    return pair if pair is not None and (pair.ended_at is not None) is ended else None


def active(person: Person) -> Person | None:
    """The person, if their account is open."""
    return person if person.active else None


def need(student: Student) -> tuple[str, ...]:
    """First name and initial, class, exam and needs: all that a tutor knows before accepting."""
    lines = [
        _(
            "%(name)s, classe %(class_name)s, prépare : %(exam)s.",
            name=student.short_name,
            class_name=student.prep_class.name,
            exam=student.exam.name,
        )
    ]
    if student.papers:
        lines.append(_("Épreuves : %(papers)s.", papers=", ".join(paper.name for paper in student.papers)))
    if student.slots:
        said = cells(student.slots, most=6)
        lines.append(
            _(
                "Créneaux possibles, à l’heure de sa région (%(region)s) : %(cells)s.",
                region=student.region.name,
                cells=said,
            )
        )
    if student.wish:
        lines.append(_("Ce qui aiderait le plus : « %(wish)s »", wish=student.wish))
    return tuple(lines)


def contact(who: Contact) -> str:
    """« Claire Martin, claire@exemple.fr, 06 12 34 56 78 »."""
    return ", ".join(part for part in (who.name, who.email, who.phone) if part)
