"""What widening a search would bring: for each single thing the student or the lead could give up, the tutors it adds.

A tutor is added by a widening when some hard condition bars them now and none does once it is made. Somebody barred by
two things is added by no single one.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from app.pairing.rules.facts import Need, Past, Terms
from app.pairing.rules.ranking import failing
from app.pool.rules.hours import common
from app.pool.rules.offer import Offer

FAR = 3650  # days ahead: whenever they are available

Widening = Callable[[Need, Terms], tuple[Need, Terms]]

WIDENINGS: Mapping[str, Widening] = {
    "remote": lambda need, terms: (replace(need, remote=True), terms),
    "presence": lambda need, terms: (replace(need, presence=True), terms),
    "hours": lambda need, terms: (replace(need, slots=()), terms),
    "later": lambda need, terms: (need, replace(terms, ahead_days=FAR)),
}


def widen(need: Need, terms: Terms, names: Iterable[str]) -> tuple[Need, Terms]:
    """The need and the terms once each of the widenings named (keys of WIDENINGS) is made."""
    for name in names:
        need, terms = WIDENINGS[name](need, terms)
    return need, terms


def _open(need: Need, offer: Offer, past: Past, terms: Terms) -> bool:
    hours = common(need.slots, need.zone, offer.slots, offer.zone, terms.week)
    return not failing(need, offer, past, terms, hours)


def added(need: Need, offers: Iterable[Offer], pasts: Mapping[int, Past], terms: Terms) -> dict[str, int]:
    """For each widening that would add someone, how many tutors it adds to those the need already allows."""
    barred = [(o, pasts.get(o.tutor_id, Past())) for o in offers]
    barred = [(offer, past) for offer, past in barred if not _open(need, offer, past, terms)]
    counts = {}
    for name in WIDENINGS:
        wider, longer = widen(need, terms, [name])
        counts[name] = sum(_open(wider, offer, past, longer) for offer, past in barred)
    return {name: count for name, count in counts.items() if count}
