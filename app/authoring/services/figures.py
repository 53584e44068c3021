"""Keeping what statistics are computed from."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.authoring.models import KeptFigures
from app.authoring.rules.gathering import Gathered, kept


def keep_figures(session: Session, module_id: int, substance: int, found: Gathered, now: datetime) -> None:
    """Keep the sums of a module's answers, in the place of those before."""
    session.merge(KeptFigures(module_id=module_id, substance=substance, sums=kept(found), at=now))
    session.flush()
