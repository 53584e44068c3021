"""Facets of the pool: which offers match what is wanted, and how many each further choice would leave."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from app.pool.rules.hours import CELLS, common
from app.pool.rules.offer import Offer

V = TypeVar("V")


@dataclass(frozen=True)
class Wanted:
    """What a lead looks for. None or False: no matter. `slot` is a cell of the week in `zone`."""

    exam: int | None = None
    paper: int | None = None
    region: str | None = None
    remote: bool = False
    presence: bool = False
    slot: int | None = None
    free: bool = False
    zone: str = "Europe/Paris"

    def set_facets(self) -> tuple[str, ...]:
        """The names of the facets in use. By identity: cell 0, Monday morning, is a choice."""
        return tuple(name for name in TESTS if getattr(self, name) is not None and getattr(self, name) is not False)


@dataclass(frozen=True)
class Facets:
    """For each value of each facet, how many offers would be left if it were chosen, the other facets kept."""

    exam: dict[int, int]
    paper: dict[int, int]
    region: dict[str, int]
    remote: int
    presence: int
    slot: dict[int, int]
    free: int


Test = Callable[[Offer, Wanted, date], bool]

TESTS: dict[str, Test] = {
    "exam": lambda o, w, _week: w.exam in o.exams or (o.passed is not None and o.passed.exam_id == w.exam),
    "paper": lambda o, w, _week: w.paper in o.papers,
    "region": lambda o, w, _week: o.region == w.region,
    "remote": lambda o, _w, _week: o.remote,
    "presence": lambda o, _w, _week: o.presence,
    "slot": lambda o, w, week: w.slot is not None and bool(common((w.slot,), w.zone, o.slots, o.zone, week)),
    "free": lambda o, _w, _week: o.free > 0,
}


def matching(offers: Iterable[Offer], wanted: Wanted, week: date) -> list[Offer]:
    """The offers that pass every facet in use, in the order given."""
    used = [TESTS[name] for name in wanted.set_facets()]
    return [offer for offer in offers if all(test(offer, wanted, week) for test in used)]


def count(offers: list[Offer], wanted: Wanted, week: date) -> Facets:
    """The figures beside each choice. A facet's own choice does not narrow its figures, the others do."""

    def left(name: str) -> list[Offer]:
        without: dict[str, Any] = {name: False if name in ("remote", "presence", "free") else None}
        return matching(offers, replace(wanted, **without), week)

    slots = left("slot")
    return Facets(
        exam=_tally(left("exam"), lambda o: o.exams | ({o.passed.exam_id} if o.passed else frozenset())),
        paper=_tally(left("paper"), lambda o: o.papers),
        region=_tally(left("region"), lambda o: (o.region,)),
        remote=sum(o.remote for o in left("remote")),
        presence=sum(o.presence for o in left("presence")),
        slot=_tally(slots, lambda o: common(range(CELLS), wanted.zone, o.slots, o.zone, week)),
        free=sum(o.free > 0 for o in left("free")),
    )


def _tally(offers: list[Offer], values: Callable[[Offer], Iterable[V]]) -> dict[V, int]:
    found: dict[V, int] = {}
    for offer in offers:
        for value in values(offer):
            found[value] = found.get(value, 0) + 1
    return found
