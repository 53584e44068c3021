"""Reads of pairs, through the tutor or the lead who asks, with the contact details each may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.classes.models import ClassLead, Student, StudentContact
from app.infra import settings
from app.infra.errors import NotYours
from app.pairing.models import Pair
from app.pairing.queries.proposals import lead_ids
from app.pairing.settings import CONTACT_DAYS
from app.pool.models import TutorProfile


@dataclass(frozen=True)
class Contact:
    """How to reach someone."""

    name: str
    email: str
    phone: str = ""


@dataclass(frozen=True)
class PairRow:
    """One line of a tutor's pairs."""

    id: int
    student_name: str
    class_name: str
    exam_name: str
    opened_at: datetime
    ended_at: datetime | None
    end_reason: str | None


@dataclass(frozen=True)
class PairSheet:
    """A pair as its page shows it. Contacts are None once the asker may no longer see them."""

    id: int
    proposal_id: int
    student_id: int
    student_name: str
    class_id: int
    class_name: str
    class_year: int
    exam_name: str
    paper_names: tuple[str, ...]
    region_name: str
    remote: bool
    presence: bool
    slots: tuple[int, ...]
    wish: str
    tutor_id: int
    tutor_name: str
    message: str
    sent_at: datetime
    opened_at: datetime
    ended_at: datetime | None
    ended_by: str | None
    end_reason: str | None
    end_comment: str
    student_contact: Contact | None
    tutor_contact: Contact | None
    lead_contacts: tuple[Contact, ...]
    contacts_until: datetime | None


def _pairs() -> Select[Pair]:
    return select(Pair).options(
        joinedload(Pair.student).joinedload(Student.prep_class), joinedload(Pair.tutor), joinedload(Pair.proposal)
    )


def pairs_of_tutor(session: Session, person_id: int) -> list[PairRow]:
    """The person's pairs, open ones first, then the latest."""
    rows = session.scalars(
        _pairs()
        .where(Pair.tutor_id == person_id)
        .order_by(Pair.ended_at.is_not(None), Pair.opened_at.desc(), Pair.id.desc())
    )
    return [
        PairRow(
            p.id,
            p.student.short_name,
            p.student.prep_class.name,
            p.student.exam.name,
            p.opened_at,
            p.ended_at,
            p.end_reason,
        )
        for p in rows
    ]


def pair_for_tutor(session: Session, person_id: int, pair_id: int, now: datetime) -> PairSheet:
    """The pair, if this person is its tutor. Raises NotYours. Contacts close CONTACT_DAYS after the end.

    A comment left by the class when it ended the pair is not shown to the tutor.
    """
    return _sheet(session, _pairs().where(Pair.id == pair_id, Pair.tutor_id == person_id), now)


def pair_for_lead(session: Session, person_id: int, pair_id: int, now: datetime) -> PairSheet:
    """The pair, if its student is in a class this person leads now. Raises NotYours.

    The student's contact stays, since it is the class's own; the tutor's closes CONTACT_DAYS after the end.
    """
    leads = (
        select(ClassLead.id)
        .join(Student, Student.class_id == ClassLead.class_id)
        .where(Student.id == Pair.student_id, ClassLead.person_id == person_id, ClassLead.until.is_(None))
    )
    return _sheet(session, _pairs().where(Pair.id == pair_id, leads.exists()), now, leading=True)


def _sheet(session: Session, wanted: Select[Pair], now: datetime, *, leading: bool = False) -> PairSheet:
    pair = session.scalars(wanted).first()
    if pair is None:
        raise NotYours
    student, proposal = pair.student, pair.proposal
    until = _contacts_until(session, pair, now)
    open_now = until is None or until > now
    return PairSheet(
        id=pair.id,
        proposal_id=pair.proposal_id,
        student_id=student.id,
        student_name=student.short_name,
        class_id=student.class_id,
        class_name=student.prep_class.name,
        class_year=student.prep_class.year,
        exam_name=student.exam.name,
        paper_names=tuple(paper.name for paper in student.papers),
        region_name=student.region.name,
        remote=student.remote,
        presence=student.presence,
        slots=tuple(student.slots),
        wish=student.wish,
        tutor_id=pair.tutor_id,
        tutor_name=pair.tutor.short_name,
        message=proposal.message,
        sent_at=proposal.sent_at,
        opened_at=pair.opened_at,
        ended_at=pair.ended_at,
        ended_by=pair.ended_by,
        end_reason=pair.end_reason,
        end_comment=pair.end_comment if leading or pair.ended_by == "tutor" else "",
        student_contact=student_contact(session, student.id) if open_now or leading else None,
        tutor_contact=tutor_contact(session, pair.tutor) if open_now else None,
        lead_contacts=lead_contacts(session, student.id),
        contacts_until=until,
    )


def _contacts_until(session: Session, pair: Pair, now: datetime) -> datetime | None:
    if pair.ended_at is None:
        return None
    return pair.ended_at + timedelta(days=settings.values(session, now)[CONTACT_DAYS])


def student_contact(session: Session, student_id: int) -> Contact | None:
    """The student's contact. For the class's leads and the tutor of an open pair alone: the caller has checked."""
    row = session.get(StudentContact, student_id)
    return Contact(f"{row.first_name} {row.last_name}", row.email, row.phone) if row else None


def tutor_contact(session: Session, tutor: Person) -> Contact | None:
    """The tutor's contact; None once their account is erased."""
    if tutor.erased_at is not None:
        return None
    phone = session.scalar(select(TutorProfile.phone).where(TutorProfile.person_id == tutor.id))
    return Contact(tutor.full_name, tutor.email, phone or "")


def lead_contacts(session: Session, student_id: int) -> tuple[Contact, ...]:
    """Who leads the student's class now."""
    people = session.scalars(
        select(Person).where(Person.id.in_(lead_ids(session, student_id))).order_by(Person.name_key)
    )
    return tuple(Contact(person.full_name, person.email) for person in people)
