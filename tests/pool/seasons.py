"""A tutor who was validated before the August ask, and the ask itself; and the acts that tests repeat."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from app.infra.db import db, write
from app.infra.models import Job
from app.pool import services
from app.pool.models import SeasonConfirmation
from app.training.models import Validation
from tests import factories as make

ASK = datetime(2026, 8, 15, 6, 0, tzinfo=UTC)
DUE = datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC)  # the end of 31 August in Paris
AFTER = DUE + timedelta(seconds=1)


def tutor(since: datetime = datetime(2026, 3, 1, tzinfo=UTC), until: datetime | None = None, **values) -> int:
    """A tutor validated `since`, until well after the season. Returns their id."""
    person_id = make.pool_tutor(until=until or datetime(2030, 9, 1, tzinfo=UTC), **values).id
    write(lambda s: setattr(s.get_one(Validation, person_id), "valid_from", since))
    return person_id


def ask(now: datetime = ASK, **options) -> int:
    """Ask whoever is to be asked. Returns how many were."""
    return write(lambda s: services.ask_season(s, now, **options))


def row(person_id: int, year: int = 2026) -> SeasonConfirmation | None:
    """What a tutor was asked of a season."""
    wanted = select(SeasonConfirmation).where(
        SeasonConfirmation.person_id == person_id, SeasonConfirmation.year == year
    )
    return db.session.scalars(wanted.execution_options(populate_existing=True)).first()


def answer(
    person_id: int, now: datetime, *, still: bool = True, year: int = 2026, again: bool = False, **values
) -> None:
    """Answer the ask of a season."""
    row_id = row(person_id, year).id
    said = services.SeasonAnswer(still, **({"seats": 2} | values))
    write(lambda s: services.answer_season(s, row_id, said, now, again=again))


def mails(name: str = "pool.season_ask") -> list[int]:
    """Whom the messages of that name are for."""
    jobs = db.session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))
    return [job.payload["person_id"] for job in jobs if job.payload["mail"] == name]
