"""The studio's work in the background: the sums that statistics are computed from, gathered outside any write."""

from datetime import datetime, timedelta
from functools import partial
from time import sleep

from sqlalchemy.orm import Session

from app.authoring.queries import answers
from app.authoring.queries.course import course_of
from app.authoring.queries.statistics import TEST, about
from app.authoring.rules.course import Course
from app.authoring.rules.gathering import gather
from app.authoring.services.figures import keep_figures
from app.content.queries import path_modules
from app.infra.db import write
from app.infra.jobs import Claim, Periodic

PAUSE_SECONDS = 0.12  # between modules, so that those who are working get the database in turn


def figures(session: Session, held: Claim, now: datetime) -> None:
    """{"about"}: of one module or of the test, or of all without it."""
    count(session, now, held.payload.get("about"))


def count(session: Session, now: datetime, wanted: str | None = None) -> None:
    """Read the answers to one module or to the test, or to all, then keep their sums, one short write each."""
    for module_id, substance in [(one.id, one.current.substance) for one in path_modules(session) if one.current]:
        if wanted in (None, about(module_id)):
            found = gather(partial(answers.attempts_of, session, module_id))
            people = course_of(session, module_id)
            session.rollback()
            write(
                partial(keep_figures, about=about(module_id), substance=substance, found=found, people=people, now=now)
            )
            sleep(PAUSE_SECONDS)
    if wanted in (None, TEST):
        found = gather(partial(answers.tests, session))
        session.rollback()
        write(partial(keep_figures, about=TEST, substance=0, found=found, people=Course(), now=now))


HANDLERS = {"authoring.figures": figures}
PERIODS = [Periodic("authoring.figures", timedelta(hours=6))]
