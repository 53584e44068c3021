"""Reads of people: the search, one person's sheet, who administers, and the students of an address."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from app.accounts import queries as accounts
from app.accounts.models import GRANTED_ROLES, Person, RoleGrant
from app.accounts.queries import Found
from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.pairing.models import Pair, Proposal
from app.pairing.queries.coverage import pending
from app.recruitment.models import Arrival, Eligibility
from app.recruitment.queries import eligibility_of
from app.reference.models import Institution
from app.training.models import Certificate, Validation
from app.training.queries.certificates import certificates_of

LEADS = Person.id.in_(select(ClassLead.person_id).where(ClassLead.until.is_(None)))
STATES = ("waiting", "suspended")


def people(session: Session, text: str, role: str, state: str, page: int) -> tuple[Found, set[int]]:
    """People by name or address, with a role (a lead's too) and a state if given; and which of them lead a class."""
    conditions: list[ColumnElement[bool]] = []
    if role == "lead":
        conditions.append(LEADS)
    if state == "waiting":
        conditions.append(Person.confirmed_at.is_(None))
    elif state == "suspended":
        conditions.append(Person.suspended_at.is_not(None))
    found = accounts.search(session, text, role if role in GRANTED_ROLES else "", page, *conditions)
    leading = session.scalars(select(Person.id).where(Person.id.in_([p.id for p in found.people]), LEADS))
    return found, set(leading)


@dataclass(frozen=True)
class Sheet:
    """What the national team sees of a person besides their account."""

    classes: list[PrepClass]
    school: str | None
    eligibility: Eligibility | None
    validation: Validation | None
    certificates: list[Certificate]
    open_pairs: int
    open_proposals: int


def sheet(session: Session, person_id: int, now: datetime) -> Sheet:
    """The classes one leads, where one came from, what one declared, and what is open."""
    led = select(PrepClass).join(ClassLead).where(ClassLead.person_id == person_id, ClassLead.until.is_(None))
    school = select(Institution.short_name).join(Arrival).where(Arrival.person_id == person_id)
    open_pairs, open_proposals = _open(session, person_id, now)
    return Sheet(
        classes=list(session.scalars(led.order_by(PrepClass.year.desc(), PrepClass.name_key, PrepClass.id))),
        school=session.scalar(school),
        eligibility=eligibility_of(session, person_id),
        validation=session.get(Validation, person_id),
        certificates=certificates_of(session, person_id),
        open_pairs=open_pairs,
        open_proposals=open_proposals,
    )


def _open(session: Session, person_id: int, now: datetime) -> tuple[int, int]:
    pairs = select(func.count(Pair.id)).where(Pair.tutor_id == person_id, Pair.ended_at.is_(None))
    proposals = select(func.count(Proposal.id)).where(Proposal.tutor_id == person_id, pending(now))
    return session.scalar(pairs) or 0, session.scalar(proposals) or 0


def engaged(session: Session, person_id: int, now: datetime) -> bool:
    """Whether a tutor is validated, in a pair or asked: then their role cannot simply go."""
    valid = select(Validation.person_id).where(
        Validation.person_id == person_id, Validation.valid_from <= now, Validation.valid_until > now
    )
    return any(_open(session, person_id, now)) or session.scalar(valid) is not None


def admins(session: Session, *, hold: bool = False) -> list[int]:
    """The ids of active admins. `hold` keeps them as they are until the act commits: two who remove one another at once
    must not leave nobody.
    """
    wanted = (
        select(Person.id)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .where(RoleGrant.role == "admin", Person.suspended_at.is_(None), Person.erased_at.is_(None))
        .order_by(Person.id)
    )
    return list(session.scalars(wanted.with_for_update() if hold else wanted))


@dataclass(frozen=True)
class StudentFound:
    """A student found by their whole address: what is needed to be sure of whom one speaks."""

    id: int
    short_name: str
    class_name: str
    year: int
    left: bool


def students_by_email(session: Session, email: str) -> list[StudentFound]:
    """The students who have exactly this address: one who asks for their data gives it, nobody browses."""
    rows = session.scalars(
        select(Student)
        .join(StudentContact, StudentContact.student_id == Student.id)
        .options(joinedload(Student.prep_class))
        .where(StudentContact.email_key == email)
        .order_by(Student.id)
    )
    return [StudentFound(s.id, s.short_name, s.prep_class.name, s.prep_class.year, s.left_at is not None) for s in rows]
