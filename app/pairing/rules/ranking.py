"""The ranking of tutors for one student: hard conditions, then a score, then a total order.

The order is total and does not depend on the order of the input: the score, then who has waited longest, then the lower
id. Nobody is hidden without a figure: who has an obstacle is counted under it, and shown when asked for.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from app.pairing.rules.criteria import weigh
from app.pairing.rules.facts import OBSTACLES, Candidate, Need, Past, Ranking, Terms
from app.pool.rules.hours import common
from app.pool.rules.offer import Offer


def obstacle(need: Need, offer: Offer, past: Past, terms: Terms) -> str | None:
    """The first hard condition that fails, as a code of OBSTACLES; None when the tutor may be drawn."""
    later = offer.available_from is not None and offer.available_from > terms.today + timedelta(days=terms.ahead_days)
    near = need.presence and offer.presence and need.region == offer.region
    failing = {
        "self": offer.tutor_id == need.lead_id,
        "apart": past.apart,
        "paused": offer.paused(terms.today),
        "full": offer.free == 0,
        "later": later,
        "elsewhere": not near and not (need.remote and offer.remote),
    }
    return next((code for code in OBSTACLES if failing[code]), None)


def assess(need: Need, offer: Offer, past: Past, terms: Terms) -> Candidate:
    """One tutor for one student: score, parts, reasons, hours in common."""
    hours = common(need.slots, need.zone, offer.slots, offer.zone, terms.week)
    since = max(filter(None, (offer.validated_at.date(), past.last_asked)))
    waiting = max(0, (terms.today - since).days)
    sheet = weigh(need, offer, past, terms, hours, waiting)
    return Candidate(
        offer=offer,
        score=sheet.score(),
        parts=tuple(sheet.parts),
        pros=tuple(sheet.pros),
        cons=tuple(sheet.cons),
        hours=hours,
        waiting_days=waiting,
        obstacle=obstacle(need, offer, past, terms),
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
