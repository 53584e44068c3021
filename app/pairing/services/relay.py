"""The relay: when a tutor does not take a proposal up, the next one is asked by itself, if the lead chose so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.infra import audit
from app.infra.errors import DomainError
from app.pairing.models import Proposal
from app.pairing.queries import lead_ids, proposal_for_lead
from app.pairing.services.draw import send_proposal
from app.pairing.services.release import tell_leads

PASSED_ON = ("declined", "not_now", "expired")  # what was withdrawn or cancelled is the lead's to take up


@dataclass(frozen=True)
class Baton:
    """A proposal that was not taken up and is to be passed on: in whose name, for whom, with what message."""

    proposal_id: int
    lead_id: int
    student_id: int
    message: str
    left: int


def baton(session: Session, proposal_id: int) -> Baton | None:
    """What is to be passed on; None once it was, or when nothing is: withdrawn, no relay left, nobody leading the class."""
    found = session.get(Proposal, proposal_id)
    if found is None or found.state not in PASSED_ON or not found.relays_left:
        return None
    if session.scalar(select(Proposal.id).where(Proposal.relay_of_id == proposal_id)) is not None:
        return None
    leads = lead_ids(session, found.student_id)
    if not leads:
        return None
    lead_id = found.lead_id if found.lead_id in leads else leads[0]
    return Baton(proposal_id, lead_id, found.student_id, found.message, found.relays_left)


def pass_on(session: Session, to_pass: Baton, tutor_id: int, now: datetime) -> int:
    """Ask the next tutor in the lead's name, with the same message; the leads are told. Returns the proposal's id.

    Raises as `send_proposal`: "pool.no_seat" leaves the next to be tried, anything else ends the relay.
    """
    proposal_id = send_proposal(
        session,
        to_pass.lead_id,
        to_pass.student_id,
        tutor_id,
        to_pass.message,
        now,
        relays=to_pass.left - 1,
        relay_of=to_pass.proposal_id,
    )
    tell_leads(session, "pairing.relayed", to_pass.student_id, now, proposal_id=proposal_id)
    return proposal_id


def relay_ends(session: Session, to_pass: Baton, now: datetime) -> None:
    """Nobody else could be asked: the leads are told."""
    tell_leads(session, "pairing.relay_over", to_pass.student_id, now, proposal_id=to_pass.proposal_id)


def stop_relays(session: Session, lead_id: int, proposal_id: int, now: datetime) -> None:
    """Send no one else by itself after this proposal. Raises NotYours; DomainError "pairing.too_late" once it is closed."""
    proposal_for_lead(session, lead_id, proposal_id)
    stopped = session.execute(
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.state == "sent")
        .values(relays_left=0)
        .returning(Proposal.id)
        .execution_options(synchronize_session=False)
    ).first()
    if stopped is None:
        raise DomainError("pairing.too_late")
    audit.record(
        session, "pairing.relays_stopped", now, actor_id=lead_id, object_type="proposal", object_id=proposal_id
    )
