"""Reads of the job table and of the audit trail: ids, codes and dates."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra.models import AuditEvent, Job

PER_PAGE = 50


@dataclass(frozen=True)
class AuditPage:
    """One page of the audit trail, with the names of those who acted."""

    rows: list[tuple[AuditEvent, str]]
    page: int
    pages: int


def jobs(session: Session, state: str) -> list[Job]:
    """The first jobs of a state: the oldest due, or the latest done."""
    order = Job.done_at.desc() if state == "done" else Job.run_at
    return list(session.scalars(select(Job).where(Job.state == state).order_by(order, Job.id).limit(PER_PAGE)))


def job_counts(session: Session) -> dict[str, int]:
    """How many jobs are ready, done and dead."""
    rows = session.execute(select(Job.state, func.count(Job.id)).group_by(Job.state))
    return dict(rows.all())


def audit_trail(session: Session, *, code: str = "", person_id: int | None = None, page: int = 1) -> AuditPage:
    """The trail, newest first; `code` keeps one act, `person_id` what someone did or had done to them."""
    wanted = select(AuditEvent)
    if code:
        wanted = wanted.where(AuditEvent.code == code)
    if person_id is not None:
        about = and_(AuditEvent.object_type == "person", AuditEvent.object_id == person_id)
        wanted = wanted.where(or_(AuditEvent.actor_id == person_id, about))
    total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(page, 1), pages)
    events = list(
        session.scalars(
            wanted.order_by(AuditEvent.at.desc(), AuditEvent.id.desc()).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
        )
    )
    people = session.scalars(
        select(Person).where(Person.id.in_({e.actor_id for e in events if e.actor_id is not None}))
    )
    names = {person.id: person.full_name for person in people}
    return AuditPage([(e, names.get(e.actor_id or 0, "")) for e in events], page, pages)


def audit_codes(session: Session) -> list[str]:
    """Every code there is, in order."""
    return sorted(session.scalars(select(AuditEvent.code).distinct()))
