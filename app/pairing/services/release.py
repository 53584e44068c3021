"""Ending proposals that nobody answered, each with its seat given back: the one way a sent proposal is closed by others."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from app.infra import audit
from app.infra.jobs import enqueue
from app.infra.mail import post
from app.pairing.models import Proposal
from app.pairing.queries import lead_ids
from app.pool.services import give_seat_back


@dataclass(frozen=True)
class Closed:
    """A proposal that was just closed."""

    id: int
    tutor_id: int
    student_id: int


def close_sent(
    session: Session,
    state: str,
    now: datetime,
    *conditions: ColumnElement[bool],
    actor_id: int | None = None,
    limit: int | None = None,
) -> list[Closed]:
    """Move the sent proposals that meet `conditions` to `state` and give their seats back. Returns them, by id.

    The state is in the UPDATE's WHERE: a proposal answered in the meantime is left as it is, and its seat with it.
    """
    due = select(Proposal.id).where(Proposal.state == "sent", *conditions).order_by(Proposal.id)
    rows = session.execute(
        update(Proposal)
        .where(Proposal.id.in_(due.limit(limit)), Proposal.state == "sent")
        .values(state=state, answered_at=now)
        .returning(Proposal.id, Proposal.tutor_id, Proposal.student_id)
        .execution_options(synchronize_session=False)
    ).all()
    closed = sorted((Closed(*row) for row in rows), key=lambda c: c.id)
    for one in closed:
        give_seat_back(session, one.tutor_id)
        audit.record(session, f"pairing.{state}", now, actor_id=actor_id, object_type="proposal", object_id=one.id)
    return closed


def tell_leads(session: Session, mail: str, student_id: int, now: datetime, **ids: int) -> None:
    """Put `mail` in the outbox for each lead of the student's class, once for what `ids` name."""
    about = ":".join(f"{name}={value}" for name, value in sorted(ids.items()))
    for person_id in lead_ids(session, student_id):
        post(session, mail, {**ids, "person_id": person_id}, now, key=f"{mail}:{about}:{person_id}")


def expire_overdue(session: Session, now: datetime, *conditions: ColumnElement[bool], limit: int | None = None) -> int:
    """Expire the sent proposals past their date that meet `conditions`, and tell their leads. Returns how many."""
    closed = close_sent(session, "expired", now, Proposal.expires_at <= now, *conditions, limit=limit)
    for one in closed:
        tell_leads(session, "pairing.expired", one.student_id, now, proposal_id=one.id)
        may_relay(session, one.id, now)
    return len(closed)


def may_relay(session: Session, proposal_id: int, now: datetime) -> bool:
    """Queue the next step of a proposal that was not taken up, if the lead left some. Returns whether it was queued."""
    left = session.scalar(select(Proposal.relays_left).where(Proposal.id == proposal_id))
    if not left:
        return False
    return enqueue(session, "pairing.relay", {"proposal_id": proposal_id}, now, key=f"pairing.relay:{proposal_id}")
