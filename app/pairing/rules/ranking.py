"""The ranking of tutors for one student: hard conditions, then a score, then a total order.

The order is total and does not depend on the order of the input: the score, then who has waited longest, then the lower
id. Nobody is hidden without a figure: who has an obstacle is counted under it, and shown when asked for.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta

from app.pairing.rules.criteria import weigh
from app.pairing.rules.facts import OBSTACLES, Candidate, Need, Past, Ranking, Terms
from app.pool.rules.hours import common
from app.pool.rules.offer import Offer


def failing(need: Need, offer: Offer, past: Past, terms: Terms, hours: Collection[int]) -> tuple[str, ...]:
    """The hard conditions that fail, as codes of OBSTACLES in their order; empty when the tutor may be drawn.

    `hours` are the cells both have in common. Hours are a condition only where both have given theirs, and one of the two
    would not look for another.
    """
    near = need.presence and offer.presence and need.region == offer.region
    fails = {
        "self": offer.tutor_id in need.lead_ids,
        "conflict": past.conflict,
        "apart": past.apart,
        "stopped": offer.stopped(terms.today),
        "unconfirmed": not offer.confirmed,
        "paused": offer.paused(terms.today),
        "full": offer.free == 0,
        "later": offer.available_from is not None
        and offer.available_from > terms.today + timedelta(days=terms.ahead_days),
        "elsewhere": not near and not (need.remote and offer.remote),
        "hours": bool(need.slots and offer.slots) and not hours and not (need.flexible and offer.flexible),
    }
    return tuple(code for code in OBSTACLES if fails[code])


def waiting_days(validated_at: datetime, past: Past, terms: Terms) -> int:
    """Days since the tutor was validated, or was last asked."""
    since = validated_at.date() if past.last_asked is None else max(validated_at.date(), past.last_asked)
    return max(0, (terms.today - since).days)


def assess(need: Need, offer: Offer, past: Past, terms: Terms) -> Candidate:
    """One tutor for one student: score, parts, reasons, hours in common."""
    hours = common(need.slots, need.zone, offer.slots, offer.zone, terms.week)
    waiting = waiting_days(offer.validated_at, past, terms)
    sheet = weigh(need, offer, past, terms, hours, waiting)
    return Candidate(
        offer=offer,
        score=sheet.score(),
        parts=tuple(sheet.parts),
        pros=tuple(sheet.pros),
        cons=tuple(sheet.cons),
        hours=hours,
        waiting_days=waiting,
        failing=failing(need, offer, past, terms, hours),
    )


def order(candidate: Candidate) -> tuple[int, int, int]:
    """The key of the total order: best score, then longest wait, then lower id."""
    return (-candidate.score, -candidate.waiting_days, candidate.offer.tutor_id)


def rank(
    need: Need, offers: Iterable[Offer], pasts: Mapping[int, Past], terms: Terms, also: Iterable[str] = ()
) -> Ranking:
    """Every offer ranked. Those with an obstacle are left out, unless `also` names it: then they come after the others.

    Nobody is lost: shown and hidden together are all the offers.
    """
    wanted = set(also)
    shown: list[Candidate] = []
    hidden: dict[str, list[Candidate]] = {}
    for offer in offers:
        candidate = assess(need, offer, pasts.get(offer.tutor_id, Past()), terms)
        if candidate.obstacle is None or candidate.obstacle in wanted:
            shown.append(candidate)
        else:
            hidden.setdefault(candidate.obstacle, []).append(candidate)
    shown.sort(key=lambda c: (c.obstacle is not None, order(c)))
    left_out = {code: tuple(sorted(hidden[code], key=order)) for code in OBSTACLES if code in hidden}
    return Ranking(tuple(shown), left_out)
