"""The studio's work in the background: the sums that statistics are computed from, gathered outside any write."""

from datetime import datetime, timedelta
from functools import partial
from time import sleep

from sqlalchemy.orm import Session

from app.authoring.queries.answers import attempts_of
from app.authoring.rules.gathering import gather
from app.authoring.services.figures import keep_figures
from app.content.queries import path_modules
from app.infra.db import write
from app.infra.jobs import Claim, Periodic

PAUSE_SECONDS = 0.12  # between modules, so that those who are working get the database in turn


def figures(session: Session, held: Claim, now: datetime) -> None:
    """{"module_id"}, or every module without it: read its answers, then keep their sums, one short write a module."""
    wanted = held.payload.get("module_id")
    modules = [(one.id, one.current.substance) for one in path_modules(session) if one.current is not None]
    for module_id, substance in modules:
        if wanted not in (None, module_id):
            continue
        found = gather(partial(attempts_of, session, module_id))
        session.rollback()
        write(partial(keep_figures, module_id=module_id, substance=substance, found=found, now=now))
        sleep(PAUSE_SECONDS)


HANDLERS = {"authoring.figures": figures}
PERIODS = [Periodic("authoring.figures", timedelta(hours=6))]
