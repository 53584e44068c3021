"""The demonstration's season: everyone is asked, most say yes, some no, a few say nothing; so that every state shows."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.demo.accounts import READY_TUTOR
from app.infra import settings
from app.infra.dates import paris_date
from app.pool.models import SeasonConfirmation, TutorProfile
from app.pool.services import SeasonAnswer, answer_season, ask_season
from app.pool.settings import SEASON_ASK_DAY, SEASON_ASK_MONTH, SEASON_DEADLINE_DAY, SEASON_DEADLINE_MONTH

Write = Callable[[Callable[[Session], Any]], Any]
WEEK = timedelta(days=7)  # what everybody has to answer
REASON = "Démonstration : la demande est faite peu après l’arrivée des premiers tuteurs."


def tell(write: Write, admin_id: int, at: datetime) -> None:
    """Ask at `at`, whatever the date of the demonstration: its settings say so. Answers come in the week that follows."""
    random = Random(at.year)  # noqa: S311  a story, not a secret
    write(lambda session: _settle_dates(session, admin_id, at))
    while write(lambda session: ask_season(session, at)):
        pass
    asked = write(lambda session: list(session.execute(_asked()).all()))
    for number, (row_id, email, seats, available_from) in enumerate(asked):
        when = at + timedelta(hours=random.randint(2, 140))
        said = _said(number, seats, available_from, at)
        if email == READY_TUTOR:
            said = SeasonAnswer(True, seats, None, available_from)
        if said is not None:
            write(lambda s, row_id=row_id, said=said, when=when: answer_season(s, row_id, said, when))  # type: ignore[misc]


def _settle_dates(session: Session, admin_id: int, at: datetime) -> None:
    asked, due = paris_date(at), paris_date(at + WEEK)
    for setting, value in (
        (SEASON_ASK_MONTH, asked.month),
        (SEASON_ASK_DAY, asked.day),
        (SEASON_DEADLINE_MONTH, due.month),
        (SEASON_DEADLINE_DAY, due.day),
    ):
        settings.change(session, setting, value, at, since=at, reason=REASON, actor_id=admin_id)


def _asked() -> Any:
    return (
        select(SeasonConfirmation.id, Person.email, TutorProfile.seats, TutorProfile.available_from)
        .join(Person, Person.id == SeasonConfirmation.person_id)
        .join(TutorProfile, TutorProfile.person_id == SeasonConfirmation.person_id)
        .where(SeasonConfirmation.answered_at.is_(None))
        .order_by(SeasonConfirmation.id)
    )


def _said(number: int, seats: int, available_from: Any, at: datetime) -> SeasonAnswer | None:
    """One in sixteen says nothing, one in twenty-five no, one in twenty until a date that has passed since."""
    if number % 16 == 5:  # noqa: PLR2004
        return None
    if number % 25 == 7:  # noqa: PLR2004
        return SeasonAnswer(still=False)
    until = paris_date(at + timedelta(days=50)) if number % 20 == 11 else None  # noqa: PLR2004
    return SeasonAnswer(True, seats, until, available_from)
