"""Where the season's ask stands, and whose validation will end."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra import settings
from app.infra.dates import paris_date
from app.infra.models import Job
from app.pairing.models import Pair
from app.pool.models import SeasonConfirmation
from app.pool.queries import to_ask
from app.pool.rules.season import Campaign, campaign_now
from app.pool.services import mail_key
from app.pool.settings import SEASON_ASK, season_calendar
from app.recruitment.settings import ELIGIBILITY_YEARS
from app.training.queries.facts import gate_facts
from app.training.queries.validations import lapsing
from app.training.rules.gate import Missing, assess
from app.training.settings import LAPSE_NOTICE_DAYS


@dataclass(frozen=True)
class Progress:
    """The ask of one season, in figures. `overdue` are those of the silent who are no longer offered; `waiting` those who
    could be asked now.
    """

    campaign: Campaign
    on: bool
    asked: int
    yes: int
    no: int
    overdue: int
    reminded: int
    failed: int
    to_send: int
    waiting: int

    @property
    def silent(self) -> int:
        """Asked, without an answer."""
        return self.asked - self.yes - self.no


def progress(session: Session, now: datetime) -> Progress:
    """The ask that matters now."""
    values = settings.values(session, now)
    wanted = campaign_now(paris_date(now), season_calendar(values))
    row = SeasonConfirmation
    counted = session.execute(
        select(
            func.count(row.id),
            func.count(case((row.answer == "yes", 1))),
            func.count(case((row.answer == "no", 1))),
            func.count(case((row.answer.is_(None) & (row.due_at <= now), 1))),
            func.count(row.reminded_at),
        ).where(row.year == wanted.year)
    ).one()
    mails = select(Job.state, func.count(Job.id)).where(Job.key.startswith(f"mail:{mail_key(wanted.year, '')}"))
    states: dict[str, int] = dict(session.execute(mails.group_by(Job.state)).all())
    return Progress(
        wanted,
        values[SEASON_ASK],
        *counted,
        failed=states.get("dead", 0),
        to_send=states.get("ready", 0),
        waiting=len(to_ask(session, wanted, values[ELIGIBILITY_YEARS], now)),
    )


@dataclass(frozen=True)
class Ending:
    """Somebody whose validation will end: when (not included), of what, and how many pairs they have."""

    person: Person
    until: datetime
    lapse: Missing | None
    pairs: int


def endings(session: Session, now: datetime, limit: int) -> tuple[list[Ending], int, int]:
    """The validations that end within the notice, the soonest first, `limit` at most; how many in all; and the notice in
    days.
    """
    values = settings.values(session, now)
    rows = lapsing(session, now, now + timedelta(days=values[LAPSE_NOTICE_DAYS]))
    soonest = sorted(((row.valid_until, row.person_id) for row in rows if row.valid_until), key=lambda r: r)[:limit]
    ids = [person_id for _until, person_id in soonest]
    people = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(ids)))}
    facts = gate_facts(session, ids, now, values)
    held = select(Pair.tutor_id, func.count(Pair.id)).where(Pair.tutor_id.in_(ids), Pair.ended_at.is_(None))
    pairs: dict[int, int] = dict(session.execute(held.group_by(Pair.tutor_id)).all())
    found = [Ending(people[who], until, assess(facts[who], now).lapsing, pairs.get(who, 0)) for until, who in soonest]
    return found, len(rows), values[LAPSE_NOTICE_DAYS]
