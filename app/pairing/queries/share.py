"""What the fair share of a class is reckoned from, in three queries."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.infra import settings
from app.pairing.models import Proposal
from app.pairing.queries.coverage import pending
from app.pairing.rules.share import Share, most_pending
from app.pairing.settings import SHARE_FLOOR, SHARE_PERCENT
from app.pool.models import TutorProfile
from app.pool.queries import drawable
from app.pool.settings import AHEAD_DAYS


@dataclass(frozen=True)
class Allowance:
    """How many proposals of a class wait for an answer, and the most that may."""

    pending: int
    most: int

    @property
    def left(self) -> int:
        """How many more it may send now."""
        return max(0, self.most - self.pending)


def allowance(session: Session, class_id: int, now: datetime) -> Allowance:
    """What a class may still send at `now`."""
    values = settings.values(session, now)
    free = select(func.coalesce(func.sum(TutorProfile.seats - TutorProfile.seats_taken), 0))
    seats = session.scalar(free.where(*drawable(now, values[AHEAD_DAYS])))
    here = Student.class_id == class_id
    waiting = case((pending(now), 1), else_=0)
    nobody = case((Proposal.id.is_(None), 1), (Proposal.state == "sent", case((pending(now), 0), else_=1)), else_=0)
    everyone, of_class, uncovered, uncovered_here = session.execute(
        select(
            func.coalesce(func.sum(waiting), 0),
            func.coalesce(func.sum(case((here, waiting), else_=0)), 0),
            func.coalesce(func.sum(nobody), 0),
            func.coalesce(func.sum(case((here, nobody), else_=0)), 0),
        )
        .select_from(Student)
        .join(PrepClass, PrepClass.id == Student.class_id)
        .outerjoin(Proposal, and_(Proposal.student_id == Student.id, Proposal.state.in_(("sent", "accepted"))))
        .where(Student.left_at.is_(None), PrepClass.closed_at.is_(None))
    ).one()
    share = Share(int(seats or 0), int(everyone), int(uncovered), int(of_class), int(uncovered_here))
    return Allowance(int(of_class), most_pending(share, floor=values[SHARE_FLOOR], percent=values[SHARE_PERCENT]))
