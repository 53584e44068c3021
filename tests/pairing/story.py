"""A class, its lead, a student and a tutor, ready for a draw; and the acts that tests repeat. Ids, since acts expire rows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.models import Job
from app.pairing import services
from app.pairing.models import Pair, Proposal
from app.pool.models import TutorProfile
from tests import factories as make
from tests.conftest import NOW


@dataclass(frozen=True)
class Scene:
    """Who is there."""

    lead_id: int
    class_id: int
    student_id: int
    tutor_id: int
    exam_id: int


def scene(**tutor: Any) -> Scene:
    """One lead, one class, one student, one tutor with two seats."""
    exam = make.exam(name="IRA", family="administration")
    lead = make.person(first_name="Hélène", last_name="Roux")
    led = make.prep_class(lead)
    student = make.student(led, exam_id=exam.id)
    chosen = make.pool_tutor(**{"exams": [exam], "papers": exam.papers, **tutor})
    return Scene(lead.id, led.id, student.id, chosen.id, exam.id)


def another_student(s: Scene) -> int:
    """One more student of the same class."""
    return make.student(db.session.get_one(PrepClass, s.class_id), exam_id=s.exam_id).id


def draw(s: Scene, now: datetime = NOW, **changes: Any) -> int:
    """Send a proposal. Returns its id."""
    student_id, tutor_id = changes.get("student_id", s.student_id), changes.get("tutor_id", s.tutor_id)
    lead_id, message = changes.get("lead_id", s.lead_id), changes.get("message", "Bonjour")
    return write(lambda session: services.send_proposal(session, lead_id, student_id, tutor_id, message, now))


def accept(s: Scene, proposal_id: int, now: datetime = NOW) -> int:
    """Accept it. Returns the pair's id."""
    return write(lambda session: services.accept_proposal(session, proposal_id, s.tutor_id, now))


def refused(act: Any) -> str:
    """The code of the refusal of `act`."""
    with pytest.raises(DomainError) as caught:
        write(act)
    return caught.value.code


def state(session: Session, proposal_id: int) -> str:
    return session.scalars(select(Proposal.state).where(Proposal.id == proposal_id)).one()


def taken(session: Session, tutor_id: int) -> int:
    return session.scalars(select(TutorProfile.seats_taken).where(TutorProfile.person_id == tutor_id)).one()


def pairs(session: Session) -> int:
    return session.scalar(select(func.count(Pair.id))) or 0


def mails(session: Session, name: str | None = None) -> list[str]:
    """The names of the mails in the outbox, in order."""
    names = [job.payload["mail"] for job in session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))]
    return [one for one in names if name is None or one == name]
