"""Reads for the national team: what needs attention, schools, jobs, the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.classes.models import ClassLead, PrepClass
from app.infra.models import AuditEvent, Job
from app.pairing.queries import NationalCoverage, national_coverage
from app.recruitment.models import Arrival
from app.recruitment.queries import next_charter
from app.training.models import Validation

PER_PAGE = 50


@dataclass(frozen=True)
class Overview:
    """What needs the team: figures, each with its page."""

    coverage: NationalCoverage
    dead_letters: int
    classes_without_lead: int
    waiting_accounts: int
    validated: int
    next_charter_on: str | None


@dataclass(frozen=True)
class AuditPage:
    """One page of the audit trail, with the names of those who acted."""

    rows: list[tuple[AuditEvent, str]]
    page: int
    pages: int


def overview(session: Session, now: datetime) -> Overview:
    """What needs the national team now."""
    led = select(ClassLead.id).where(ClassLead.class_id == PrepClass.id, ClassLead.until.is_(None)).exists()
    coming = next_charter(session, now)
    return Overview(
        coverage=national_coverage(session, now),
        dead_letters=_count(session, select(func.count(Job.id)).where(Job.state == "dead")),
        classes_without_lead=_count(
            session, select(func.count(PrepClass.id)).where(PrepClass.closed_at.is_(None), ~led)
        ),
        waiting_accounts=_count(
            session, select(func.count(Person.id)).where(Person.confirmed_at.is_(None), Person.erased_at.is_(None))
        ),
        validated=_count(
            session,
            select(func.count(Validation.person_id)).where(Validation.valid_from <= now, Validation.valid_until > now),
        ),
        next_charter_on=coming.effective_on.isoformat() if coming else None,
    )


def _count(session: Session, wanted: Select[int]) -> int:
    return session.scalar(wanted) or 0


def arrivals(session: Session, now: datetime) -> dict[int, tuple[int, int]]:
    """By school: how many came through its link, and how many of them are validated."""
    valid = and_(Validation.valid_from <= now, Validation.valid_until > now)
    rows = session.execute(
        select(Arrival.institution_id, func.count(Arrival.person_id), func.count(Validation.person_id).filter(valid))
        .outerjoin(Validation, Validation.person_id == Arrival.person_id)
        .where(Arrival.institution_id.is_not(None))
        .group_by(Arrival.institution_id)
    )
    return {school: (came, validated) for school, came, validated in rows if school is not None}


def jobs(session: Session, state: str) -> list[Job]:
    """The first jobs of a state: the oldest due, or the latest done."""
    order = Job.done_at.desc() if state == "done" else Job.run_at
    return list(session.scalars(select(Job).where(Job.state == state).order_by(order, Job.id).limit(PER_PAGE)))


def job_counts(session: Session) -> dict[str, int]:
    """How many jobs are ready, done and dead."""
    rows = session.execute(select(Job.state, func.count(Job.id)).group_by(Job.state))
    return dict(rows.all())


def audit_trail(session: Session, *, code: str = "", person_id: int | None = None, page: int = 1) -> AuditPage:
    """The trail, newest first; `code` keeps what begins with it, `person_id` what someone did or had done to them."""
    wanted = select(AuditEvent)
    if code:
        wanted = wanted.where(AuditEvent.code.startswith(code, autoescape=True))
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


def admins(session: Session) -> list[int]:
    """The ids of active admins."""
    return list(
        session.scalars(
            select(Person.id)
            .join(RoleGrant, RoleGrant.person_id == Person.id)
            .where(RoleGrant.role == "admin", Person.suspended_at.is_(None), Person.erased_at.is_(None))
            .order_by(Person.id)
        )
    )
