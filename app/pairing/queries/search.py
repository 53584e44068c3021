"""The search of the pool: what matches, the figures of the facets, who is left out and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.classes.queries import student_led_by
from app.infra import settings
from app.infra.dates import paris_date
from app.pairing.queries.candidates import assessed
from app.pairing.rules.facts import Candidate
from app.pairing.rules.ranking import order
from app.pool.queries import offers
from app.pool.rules.facets import Facets, Wanted, count, matching
from app.pool.rules.hours import monday
from app.pool.rules.offer import Offer
from app.pool.settings import AHEAD_DAYS


@dataclass(frozen=True)
class Found:
    """Offers that match, the figures of each facet, and how many matching people are left out by a pause, a date
    or the season.
    """

    offers: Sequence[Offer]
    facets: Facets
    paused: int
    later: int
    unconfirmed: int  # the season: not confirmed, or said to be over


def search(session: Session, wanted: Wanted, text: str, now: datetime, *, resting: bool = False) -> Found:
    """The offers of the pool that match `wanted` and whose few words hold `text`: free seats first, then by longest wait.

    People in pause, available much later or not confirmed for the season are only shown with `resting`; their number is
    always given.
    """
    today = paris_date(now)
    soon = today + timedelta(days=settings.values(session, now)[AHEAD_DAYS])
    everyone = offers(session, now, text=text)

    def later(offer: Offer) -> bool:
        return offer.available_from is not None and offer.available_from > soon

    def rests(offer: Offer) -> bool:
        return offer.paused(today) or later(offer) or not offer.in_season(today)

    awake = [o for o in everyone if not rests(o)]
    looked = everyone if resting else awake
    week = monday(today)
    asleep = [o for o in matching(everyone, wanted, week) if rests(o)]
    matched = sorted(matching(looked, wanted, week), key=lambda o: (o.free == 0, o.validated_at, o.tutor_id))
    unconfirmed = sum(not o.in_season(today) for o in asleep)
    paused = sum(o.in_season(today) and o.paused(today) for o in asleep)
    return Found(matched, count(looked, wanted, week), paused, len(asleep) - paused - unconfirmed, unconfirmed)


def ranked_for(
    session: Session, lead_id: int, student_id: int, found: Sequence[Offer], now: datetime
) -> list[Candidate]:
    """The same offers assessed for one student of this person's, best first. Raises NotYours."""
    student = student_led_by(session, lead_id, student_id)
    return sorted(assessed(session, student, found, now), key=lambda c: (not c.proposable, order(c)))
