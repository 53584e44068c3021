"""Reads of proposals: a tutor's own, a lead's own students', and what each student has now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.accounts.models import Person
from app.classes.models import ClassLead, Student
from app.infra.errors import NotYours
from app.pairing.models import HOLDING, Pair, Proposal


@dataclass(frozen=True)
class OpenLink:
    """What a student has now: a proposal sent (`state` "sent") or a pair (`state` "accepted", with `pair_id`)."""

    proposal_id: int
    student_id: int
    tutor_id: int
    tutor_name: str
    state: str
    sent_at: datetime
    expires_at: datetime
    pair_id: int | None
    opened_at: datetime | None
    relays_left: int  # of a proposal sent: how many more may be asked by itself


@dataclass(frozen=True)
class ProposalRow:
    """One line of a tutor's proposals: the student by first name and initial only."""

    id: int
    student_name: str
    class_name: str
    exam_name: str
    state: str
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class PastProposal:
    """One line of a student's history."""

    proposal_id: int
    tutor_name: str
    state: str
    reason: str | None
    sent_at: datetime
    expires_at: datetime
    answered_at: datetime | None
    pair_id: int | None
    opened_at: datetime | None
    ended_at: datetime | None
    end_reason: str | None


def short_name(first_name: str, last_name: str) -> str:
    """« Claire M. », as before a pair exists."""
    return f"{first_name} {last_name[:1]}." if last_name else first_name


def open_by_student(session: Session, student_ids: Collection[int]) -> dict[int, OpenLink]:
    """What each student has now, in one query; students with nothing are absent. The caller has checked they are theirs.

    A proposal past its `expires_at` is still "sent" here until the hourly job or the next draw ends it.
    """
    rows = session.execute(
        select(Proposal, Person.first_name, Person.last_name, Pair.id, Pair.opened_at)
        .join(Person, Person.id == Proposal.tutor_id)
        .outerjoin(Pair, Pair.proposal_id == Proposal.id)
        .where(Proposal.student_id.in_(student_ids), Proposal.state.in_(HOLDING))
    )
    return {
        p.student_id: OpenLink(
            p.id,
            p.student_id,
            p.tutor_id,
            short_name(first, last),
            p.state,
            p.sent_at,
            p.expires_at,
            pair_id,
            opened_at,
            p.relays_left,
        )
        for p, first, last, pair_id, opened_at in rows
    }


def proposals_of_tutor(session: Session, person_id: int) -> list[ProposalRow]:
    """Every proposal ever put to the person, newest first."""
    rows = session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.student).joinedload(Student.prep_class))
        .where(Proposal.tutor_id == person_id)
        .order_by(Proposal.sent_at.desc(), Proposal.id.desc())
    )
    return [
        ProposalRow(
            p.id,
            p.student.short_name,
            p.student.prep_class.name,
            p.student.exam.name,
            p.state,
            p.sent_at,
            p.expires_at,
            p.answered_at,
        )
        for p in rows
    ]


def open_proposals_of_tutor(session: Session, person_id: int, now: datetime) -> list[ProposalRow]:
    """The proposals the person can still answer, the most urgent first."""
    still = [row for row in proposals_of_tutor(session, person_id) if row.state == "sent" and row.expires_at > now]
    return sorted(still, key=lambda row: (row.expires_at, row.id))


def proposal_for_tutor(session: Session, person_id: int, proposal_id: int) -> Proposal:
    """The proposal with its student and class, if it was put to this person. Raises NotYours."""
    found = session.scalars(
        select(Proposal)
        .options(joinedload(Proposal.student).joinedload(Student.prep_class), joinedload(Proposal.lead))
        .where(Proposal.id == proposal_id, Proposal.tutor_id == person_id)
    ).first()
    if found is None:
        raise NotYours
    return found


def proposal_for_lead(session: Session, person_id: int, proposal_id: int) -> Proposal:
    """The proposal, if its student is in a class this person leads now. Raises NotYours."""
    found = session.scalars(
        select(Proposal)
        .join(Student, Student.id == Proposal.student_id)
        .join(ClassLead, ClassLead.class_id == Student.class_id)
        .where(Proposal.id == proposal_id, ClassLead.person_id == person_id, ClassLead.until.is_(None))
    ).first()
    if found is None:
        raise NotYours
    return found


def history_of_student(session: Session, student_id: int) -> list[PastProposal]:
    """Every proposal made for a student and the pairs that followed, newest first. The caller has checked it is theirs."""
    rows = session.execute(
        select(Proposal, Person.first_name, Person.last_name, Pair.id, Pair.opened_at, Pair.ended_at, Pair.end_reason)
        .join(Person, Person.id == Proposal.tutor_id)
        .outerjoin(Pair, Pair.proposal_id == Proposal.id)
        .where(Proposal.student_id == student_id)
        .order_by(Proposal.sent_at.desc(), Proposal.id.desc())
    )
    return [
        PastProposal(
            p.id,
            short_name(first, last),
            p.state,
            p.reason,
            p.sent_at,
            p.expires_at,
            p.answered_at,
            pair_id=pair_id,
            opened_at=opened_at,
            ended_at=ended_at,
            end_reason=end_reason,
        )
        for p, first, last, pair_id, opened_at, ended_at, end_reason in rows
    ]


def lead_ids(session: Session, student_id: int) -> list[int]:
    """Who leads the student's class now, with an open account."""
    return list(
        session.scalars(
            select(ClassLead.person_id)
            .join(Student, Student.class_id == ClassLead.class_id)
            .join(Person, Person.id == ClassLead.person_id)
            .where(Student.id == student_id, ClassLead.until.is_(None))
            .where(Person.suspended_at.is_(None), Person.erased_at.is_(None))
            .order_by(ClassLead.person_id)
        )
    )
