"""The search of the pool: what matches, the figures of the facets, who is left out and why. By index, within a bound."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from app.classes.queries import student_led_by
from app.infra import settings
from app.infra.dates import paris_date
from app.pairing.queries.candidates import assessed
from app.pairing.rules.facts import Candidate
from app.pairing.rules.ranking import order
from app.pool.queries import Entries, entries, offers, size, zones
from app.pool.queries.found import AWAY, FREE, OUT, PAUSED
from app.pool.rules import tags
from app.pool.rules.facets import Facets, Wanted
from app.pool.rules.hours import monday
from app.pool.rules.offer import Offer
from app.pool.settings import AHEAD_DAYS

# A pool of up to EXACT people is read to its end: every figure is exact. Of a larger one each set that is counted is read up
# to READ entries, twenty pages, and its figures say « at least »: among a million, an entry that matches is one of hundreds.
EXACT, READ = 5000, 300
RANKED = 1000  # people weighed for one student, the first of the list


@dataclass(frozen=True)
class Found:
    """The people who match, in order, the figures of each facet, and how many matching people are left out by a pause, a date
    or the season. `more`: the reading stopped, there are at least as many; `at_least`: the facets whose figures did so.
    """

    ids: Sequence[int]
    facets: Facets
    paused: int
    later: int
    unconfirmed: int  # the season: not confirmed, or said to be over
    more: bool = False
    at_least: frozenset[str] = frozenset()


def search(
    session: Session, wanted: Wanted, text: str, now: datetime, *, resting: bool = False, most: int | None = None
) -> Found:
    """The people of the pool who match `wanted` and whose few words hold `text`: free seats first, then by longest wait.

    People in pause, available much later or not confirmed for the season are only shown with `resting`; their number is
    always given. Of each set, `most` entries are read, by default what the size of the pool allows: those of people
    registered longest.
    """
    most = most or bound(session)
    week, soon, living = monday(paris_date(now)), _soon(session, now), zones(session)
    anywhere = tags.groups(wanted, living, week)
    asked = tags.groups(wanted, zones(session, wanted.region), week) if wanted.region else anywhere

    def read(without: str = "") -> Entries:
        groups = anywhere if without == "region" else asked
        kept = [ways for name, ways in groups.items() if name != without]
        return entries(session, text, kept, now, soon, most)

    there = {state for state in range(16) if resting or not state & AWAY}
    counted = {state for state in there if state & FREE or not wanted.free}

    base = read()
    sets = {name: read(name) if name in asked else base for name in ("exam", "paper", "region", "slot")}
    held = {name: _held(one, counted) for name, one in sets.items()}
    kept = [n for n, state in enumerate(base.states) if state in counted]
    kept.sort(key=lambda n: (not base.states[n] & FREE, base.since[n], base.ids[n]))
    asleep = [s for s in base.states if s & AWAY and (not wanted.free or s & FREE)]
    unconfirmed = sum(bool(s & OUT) for s in asleep)
    paused = sum(s & (PAUSED | OUT) == PAUSED for s in asleep)
    every = _held(base, counted)
    return Found(
        ids=[base.ids[n] for n in kept],
        facets=Facets(
            exam=tags.numbered(held["exam"], "e"),
            paper=tags.numbered(held["paper"], "p"),
            region=tags.regions(held["region"]),
            remote=every["remote"],
            presence=every["presence"],
            slot=tags.slots(held["slot"], wanted.zone, living, week),
            free=sum(bool(s & FREE) for s in base.states if s in there),
        ),
        paused=paused,
        later=len(asleep) - paused - unconfirmed,
        unconfirmed=unconfirmed,
        more=base.more,
        at_least=frozenset(name for name, one in sets.items() if one.more),
    )


def available(session: Session, wanted: Wanted, text: str, now: datetime) -> list[int]:
    """Who matches, could be drawn today and has a free seat: what a saved search tells of. Those registered last first, so
    that beyond the bound those who have just come are not missed.
    """
    groups = tags.groups(wanted, zones(session, wanted.region), monday(paris_date(now)))
    read = entries(session, text, groups.values(), now, _soon(session, now), bound(session), newest=True)
    return [who for who, state in zip(read.ids, read.states, strict=True) if state == FREE]


def _soon(session: Session, now: datetime) -> date:
    """The last day on which someone available later still counts as available."""
    return paris_date(now) + timedelta(days=settings.values(session, now)[AHEAD_DAYS])


def bound(session: Session) -> int:
    """How many entries of the index each set may read."""
    return EXACT if size(session, EXACT) <= EXACT else READ


def _held(read: Entries, counted: Set[int]) -> tags.Held:
    return tags.tally([held for held, state in zip(read.tags, read.states, strict=True) if state in counted])


def shown(session: Session, ids: Sequence[int], now: datetime) -> list[Offer]:
    """The offers of these people, in this order; whoever has left the pool meanwhile is left out."""
    by_id = {offer.tutor_id: offer for offer in offers(session, now, only=ids)}
    return [by_id[one] for one in ids if one in by_id]


def ranked_for(session: Session, lead_id: int, student_id: int, ids: Sequence[int], now: datetime) -> list[Candidate]:
    """The first of these people assessed for one student of this person's, best first. Raises NotYours."""
    student = student_led_by(session, lead_id, student_id)
    found = shown(session, ids[:RANKED], now)
    return sorted(assessed(session, student, found, now), key=lambda c: (not c.proposable, order(c)))
