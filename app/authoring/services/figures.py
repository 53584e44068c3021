"""Keeping what statistics are computed from."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.authoring.models import KeptFigures
from app.authoring.rules import course, gathering
from app.authoring.rules.course import Course
from app.authoring.rules.gathering import Gathered


def keep_figures(session: Session, about: str, substance: int, found: Gathered, people: Course, now: datetime) -> None:
    """Keep the sums of a module's answers, or of the test's, in the place of those before."""
    values = {"sums": gathering.kept(found), "course": course.kept(people)}
    session.merge(KeptFigures(about=about, substance=substance, at=now, **values))
    session.flush()
