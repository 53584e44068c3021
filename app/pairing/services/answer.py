"""A tutor answers a proposal: accepts, declines, or says not now. The first answer wins, whatever races."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.infra import audit
from app.infra.errors import DomainError
from app.infra.mail import post
from app.pairing.models import Pair, Proposal
from app.pairing.queries import proposal_for_tutor
from app.pairing.rules.codes import DECLINE_REASONS, KNOWS
from app.pairing.services.apart import declare_conflict
from app.pairing.services.release import may_relay, tell_leads
from app.pool.queries import valid_tutor
from app.pool.services import give_seat_back, pause

REFUSALS = {
    "accepted": "pairing.already_accepted",
    "ended": "pairing.already_accepted",
    "declined": "pairing.already_declined",
    "not_now": "pairing.already_declined",
    "withdrawn": "pairing.taken_back",
    "cancelled": "pairing.no_longer",
    "expired": "pairing.expired",
}


def accept_proposal(session: Session, proposal_id: int, tutor_id: int, now: datetime) -> int:
    """Accept: the pair opens, its seat is kept, everyone receives the contacts they need. Returns the pair's id.

    Validity is checked again here, inside the UPDATE. Raises NotYours, or DomainError "pairing.already_accepted",
    "pairing.already_declined", "pairing.taken_back", "pairing.no_longer", "pairing.expired", "pairing.not_validated".
    """
    proposal_for_tutor(session, tutor_id, proposal_id)
    student_id = _answer(session, proposal_id, tutor_id, now, "accepted", valid_tutor(Proposal.tutor_id, now))
    pair = Pair(proposal_id=proposal_id, student_id=student_id, tutor_id=tutor_id, opened_at=now)
    session.add(pair)
    session.flush()
    audit.record(session, "pairing.accepted", now, actor_id=tutor_id, object_type="pair", object_id=pair.id)
    for who in ("tutor", "student"):
        post(session, f"pairing.accepted_{who}", {"pair_id": pair.id}, now, key=f"pairing.accepted_{who}:{pair.id}")
    tell_leads(session, "pairing.accepted_lead", student_id, now, pair_id=pair.id)
    return pair.id


def decline_proposal(
    session: Session,
    proposal_id: int,
    tutor_id: int,
    reason: str,
    comment: str,
    now: datetime,
    pause_until: date | None = None,
) -> None:
    """Decline, with a reason of DECLINE_REASONS and, if wished, a pause. The seat is free again; the leads are told.

    Raises as `accept_proposal`, or DomainError "pairing.no_reason", "pool.past_pause".
    """
    if reason not in DECLINE_REASONS:
        raise DomainError("pairing.no_reason")
    _turn_down(session, proposal_id, tutor_id, "declined", now, reason=reason, comment=comment, pause_until=pause_until)


def not_now(
    session: Session, proposal_id: int, tutor_id: int, comment: str, now: datetime, pause_until: date | None = None
) -> None:
    """Say "not now": no reason asked, and, if wished, a pause. The seat is free again; the leads are told.

    Raises as `accept_proposal`, or DomainError "pool.past_pause".
    """
    _turn_down(session, proposal_id, tutor_id, "not_now", now, reason=None, comment=comment, pause_until=pause_until)


def _turn_down(
    session: Session,
    proposal_id: int,
    tutor_id: int,
    state: str,
    now: datetime,
    *,
    reason: str | None,
    comment: str,
    pause_until: date | None,
) -> None:
    proposal_for_tutor(session, tutor_id, proposal_id)
    student_id = _answer(session, proposal_id, tutor_id, now, state, reason=reason, comment=comment)
    if reason == KNOWS:
        declare_conflict(session, tutor_id, student_id, tutor_id, now)
    give_seat_back(session, tutor_id)
    if pause_until is not None:
        pause(session, tutor_id, now, pause_until)
    audit.record(session, f"pairing.{state}", now, actor_id=tutor_id, object_type="proposal", object_id=proposal_id)
    tell_leads(session, f"pairing.{state}", student_id, now, proposal_id=proposal_id)
    may_relay(session, proposal_id, now)


def _answer(
    session: Session, proposal_id: int, tutor_id: int, now: datetime, state: str, *conditions: Any, **values: Any
) -> int:
    """Move the proposal from sent to `state` in one guarded UPDATE. Returns the student's id."""
    student_id = session.scalar(
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.tutor_id == tutor_id)
        .where(Proposal.state == "sent", Proposal.expires_at > now, *conditions)
        .values(state=state, answered_at=now, **values)
        .returning(Proposal.student_id)
        .execution_options(synchronize_session=False)
    )
    if student_id is None:
        raise _refusal(session, proposal_id, now)
    return student_id


def _refusal(session: Session, proposal_id: int, now: datetime) -> DomainError:
    state, expires_at = session.execute(
        select(Proposal.state, Proposal.expires_at).where(Proposal.id == proposal_id)
    ).one()
    if state == "sent":
        return DomainError("pairing.expired" if expires_at <= now else "pairing.not_validated")
    return DomainError(REFUSALS[state])
