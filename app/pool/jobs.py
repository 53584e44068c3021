"""What the worker does for the pool: before each season, ask every tutor whether they go on, then remind once."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from app.infra.batches import by_batches
from app.infra.jobs import Claim, Handlers, Periodic
from app.pool import services

log = structlog.get_logger()


def season(_session: Session, _held: Claim, now: datetime) -> None:
    """Ask and remind. Both follow from the rows and the dates: days missed are made up for, nothing is sent twice."""
    asked = by_batches(lambda session: services.ask_season(session, now))
    reminded = by_batches(lambda session: services.remind_season(session, now))
    log.info("pool.season", asked=asked, reminded=reminded)


def season_now(_session: Session, _held: Claim, now: datetime) -> None:
    """Ask those not yet asked, because somebody of the national team decided it."""
    asked = by_batches(lambda session: services.ask_season(session, now, by_hand=True))
    log.info("pool.season_now", asked=asked)


HANDLERS: Handlers = {"pool.season": season, "pool.season_now": season_now}
PERIODS = (Periodic("pool.season", timedelta(days=1)),)
