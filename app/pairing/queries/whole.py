"""What a plan is made from, read from the database: for a class, or for the whole country."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.classes.models import PrepClass, Student
from app.infra import settings
from app.pairing.models import Proposal
from app.pairing.queries.candidates import needs, terms
from app.pairing.queries.coverage import coverage, pending
from app.pairing.queries.lived import lives
from app.pairing.rules.assignment import ClassNow
from app.pairing.rules.plan import Facts
from app.pool.models import TutorExam
from app.pool.queries import pool
from app.pool.rules.offer import Pool

LARGEST = 20_000_000  # pairs looked at one by one: a few seconds, 60 MB


def uncovered(session: Session, class_ids: Collection[int] | None, now: datetime) -> list[Student]:
    """The students of these open classes, or of all, who have neither a pair nor a proposal that waits; by id."""
    taken = select(Proposal.student_id).where(or_(Proposal.state == "accepted", pending(now)))
    wanted = (
        select(Student)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .where(PrepClass.closed_at.is_(None), Student.left_at.is_(None), Student.id.not_in(taken))
        .options(joinedload(Student.prep_class))
        .order_by(Student.id)
    )
    if class_ids is not None:
        wanted = wanted.where(Student.class_id.in_(class_ids))
    return list(session.scalars(wanted))


def facts(session: Session, class_ids: Collection[int] | None, now: datetime) -> tuple[Facts, dict[int, Student]]:
    """The facts of a plan for these classes, or for every open class, and its students by id. A fixed number of queries.

    Above LARGEST pairs of a student and a tutor, the tutors of each exam are read from its index, to look at those alone.
    """
    students = uncovered(session, class_ids, now)
    listed = sorted({s.class_id for s in students} if class_ids is None else class_ids)
    covered = coverage(session, listed, now)
    found = pool(session, now)
    return Facts(
        needs=needs(session, students),
        pool=found,
        lives=lives(session, now),
        terms=terms(settings.values(session, now), now),
        classes={key: ClassNow(c.total, c.paired + c.proposed) for key, c in covered.items()},
        helping=_helping(session, students, found) if len(students) * len(found) > LARGEST else None,
    ), {s.id: s for s in students}


def _helping(session: Session, students: Collection[Student], found: Pool) -> dict[int, list[int]]:
    """The rows of the pool's tutors who help with each exam asked for."""
    rows = {tutor_id: k for k, tutor_id in enumerate(found["tutor_id"])}
    helping: dict[int, list[int]] = {}
    for exam_id in sorted({s.exam_id for s in students}):
        wanted = select(TutorExam.person_id).where(TutorExam.exam_id == exam_id).order_by(TutorExam.person_id)
        helping[exam_id] = [rows[one] for one in session.scalars(wanted) if one in rows]
    return helping


def sample(session: Session, count: int, now: datetime) -> Facts:
    """The facts of some students who have nobody, spread over the country in an order that does not change with the day."""
    students = sorted(uncovered(session, None, now), key=lambda s: (s.id * 7919 % 10007, s.id))[:count]
    return Facts(
        needs=needs(session, students),
        pool=pool(session, now),
        lives=lives(session, now),
        terms=terms(settings.values(session, now), now),
    )
