"""The two declarations that open the path. What they change is recruitment's; what follows from them is the gate's."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.recruitment import services as recruitment
from app.training.rules.gate import Verdict
from app.training.services.validation import reassess


def declare_eligibility(
    session: Session,
    person_id: int,
    *,
    exam_id: int,
    exam_year: int,
    institution_id: int | None,
    post: str,
    now: datetime,
) -> Verdict:
    """Declare one's exam, and be assessed at once. Raises recruitment's refusals."""
    recruitment.declare_eligibility(
        session, person_id, exam_id=exam_id, exam_year=exam_year, institution_id=institution_id, post=post, now=now
    )
    return reassess(session, person_id, now)


def sign_charter(session: Session, person_id: int, version_id: int, now: datetime) -> Verdict:
    """Sign a version of the charter, and be assessed at once."""
    recruitment.sign_charter(session, person_id, version_id, now)
    return reassess(session, person_id, now)
