"""Open pairs whose tutor's validation will end, with the leads of their class."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app.accounts.models import Person
from app.classes.models import ClassLead, Student
from app.infra.dates import paris_date
from app.pairing.models import Pair
from app.pool.queries import valid_tutor
from app.training.models import Validation


@dataclass(frozen=True)
class LapsingPair:
    """One lead, one pair of a class they lead now, and the last day of its tutor's validation."""

    lead_id: int
    tutor_name: str
    student_name: str
    day: date


def lapsing_pairs(
    session: Session, now: datetime, before: datetime, *, lead_id: int | None = None
) -> list[LapsingPair]:
    """The open pairs whose tutor is validated now and no longer at `before`, once for each lead (or for `lead_id`)."""
    tutor = aliased(Person)
    wanted = (
        select(ClassLead.person_id, tutor, Student, Validation.valid_until)
        .select_from(Pair)
        .join(Student, Student.id == Pair.student_id)
        .join(ClassLead, ClassLead.class_id == Student.class_id)
        .join(tutor, tutor.id == Pair.tutor_id)
        .join(Validation, Validation.person_id == Pair.tutor_id)
        .where(Pair.ended_at.is_(None), ClassLead.until.is_(None), Student.left_at.is_(None))
        .where(valid_tutor(Pair.tutor_id, now), Validation.valid_until <= before)
        .order_by(Validation.valid_until, tutor.name_key, Pair.id)
    )
    if lead_id is not None:
        wanted = wanted.where(ClassLead.person_id == lead_id)
    return [
        LapsingPair(lead, who.full_name, student.short_name, paris_date(until - timedelta(seconds=1)))
        for lead, who, student, until in session.execute(wanted)
        if until is not None
    ]
