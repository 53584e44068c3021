"""Reads of the search's index: who answers a few words and tags, with the conditions of the day, and never the whole pool.

The index may hold people who have left the pool (`pool.searched`), so each entry is read with what the day says of it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, case, func, select, true, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from app.accounts.models import Person
from app.infra import search
from app.infra.dates import paris_date
from app.pool.models import TutorProfile
from app.pool.queries.season import confirmed
from app.pool.queries.tutors import not_paused, open_account, seat_free, valid_on
from app.pool.rules.tags import Ways
from app.pool.searched import TUTORS
from app.reference.models import Region
from app.training.models import Validation

PAUSED, LATER, FREE, OUT = 1, 2, 4, 8  # what the day says of someone in the pool, as bits; OUT: of the season
AWAY = PAUSED | LATER | OUT  # what keeps someone from being shown unless asked for


@dataclass(frozen=True)
class Entries:
    """People of the pool, those registered longest first: parallel columns. `more`: the reading stopped before the end."""

    ids: Sequence[int]
    tags: Sequence[str]
    states: Sequence[int]
    since: Sequence[Any]  # when each was validated, as the database says it: only to put them in order
    more: bool


def zones(session: Session, region: str | None = None) -> list[str]:
    """The time zones people of the pool may live in: all, or that of one region."""
    there = select(Region.zone).distinct().order_by(Region.zone)
    return list(session.scalars(there if region is None else there.where(Region.code == region)))


def size(session: Session, most: int) -> int:
    """How many entries the index holds, counted up to `most` + 1."""
    listed = search.entries(session.get_bind().dialect.name, TUTORS.name, (), (), most + 1).subquery()
    return session.scalar(select(func.count()).select_from(listed)) or 0


def entries(
    session: Session, text: str, tags: Collection[Ways], now: datetime, soon: date, most: int, *, newest: bool = False
) -> Entries:
    """Whoever of the pool answers the words of `text` and every group of `tags`, later than `soon` or not. At most `most`
    entries are read: those registered longest, or last with `newest`.
    """
    today, looked_for = paris_date(now), search.terms(text)
    dialect = session.get_bind().dialect.name
    listed = search.entries(dialect, TUTORS.name, looked_for, tuple(tags), most + 1, newest=newest).subquery()
    later = and_(TutorProfile.available_from.is_not(None), TutorProfile.available_from > soon)
    state: Any = (
        case((not_paused(today), 0), else_=PAUSED)
        + case((later, LATER), else_=0)
        + case((seat_free(), FREE), else_=0)
        + case((confirmed(now), 0), else_=OUT)
    )
    valid_from = type_coerce(Validation.valid_from, NullType)
    # Outer joins: an entry that the day refuses comes too, so that what was read can be told from what there is.
    wanted: Select[Any]
    if dialect == "sqlite":
        wanted = (
            select(listed.c.id, listed.c.tags, case((Person.id.is_not(None), state)), valid_from)
            .select_from(listed)
            .outerjoin(TutorProfile, TutorProfile.person_id == listed.c.id)
            .outerjoin(Validation, and_(Validation.person_id == listed.c.id, valid_on(now)))
            .outerjoin(Person, and_(Person.id == Validation.person_id, open_account()))
        )
    else:  # one entry after the other: PostgreSQL would rather read the three tables whole to join a few thousand rows
        facts = (
            select(state.label("state"), valid_from.label("since"))
            .select_from(TutorProfile)
            .join(Validation, Validation.person_id == TutorProfile.person_id)
            .join(Person, Person.id == TutorProfile.person_id)
            .where(TutorProfile.person_id == listed.c.id, valid_on(now), open_account())
            .limit(1)
            .lateral()
        )
        joined = listed.outerjoin(facts, true())
        wanted = select(listed.c.id, listed.c.tags, facts.c.state, facts.c.since).select_from(joined)
    rows = session.execute(wanted).all()
    in_order = sorted(rows, key=itemgetter(0), reverse=newest)[:most]
    kept = [row for row in in_order if row[2] is not None]
    ids, shown, states, since = zip(*kept, strict=True) if kept else ((), (), (), ())
    return Entries(ids, shown, states, since, len(rows) > most)
