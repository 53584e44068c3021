"""The facets as tags of the search's index (`pool.searched`): what is wanted as groups of tags, and figures from tags.

The rule of the facets is `rules.facets`; this says the same in the words of an index, and a test holds them equal.
"""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import combinations

from app.pool.rules.facets import Wanted
from app.pool.rules.hours import CELLS, ENOUGH, common, overlaps

HOURS = re.compile(r"z(.+)m(\d+)")  # all of a person's hours, as bits
NEIGHBOURS = 3  # cells of one zone that a cell of another may touch
Held = Counter[str]
Ways = tuple[tuple[str, ...], ...]
NOBODY: Ways = (("none",),)


def zone_tag(zone: str) -> str:
    """« Europe/Paris » as tags say it."""
    return "z" + re.sub(r"[/_-]", "", zone).lower()


def groups(wanted: Wanted, zones: Iterable[str], week: date) -> dict[str, Ways]:
    """For each facet in use, seats aside, the sets of tags of which one must be held. `zones` are those people live in."""
    found: dict[str, Ways] = {}
    for name in wanted.set_facets():
        value = getattr(wanted, name)
        if name in ("exam", "paper", "region"):
            found[name] = ((f"{name[0]}{value}",),)
        elif name in ("remote", "presence"):
            found[name] = ((name,),)
        elif name == "slot":
            found[name] = (
                tuple(way for zone in sorted(set(zones)) for way in ways(value, wanted.zone, zone, week)) or NOBODY
            )
    return found


@lru_cache(maxsize=4096)
def ways(slot: int, mine: str, theirs: str, week: date) -> Ways:
    """The hours of zone `theirs` that make an hour in common with cell `slot` of zone `mine`: alone, else together."""
    if mine == theirs:
        return ((f"{zone_tag(theirs)}s{slot}",),)
    shared = overlaps(mine, theirs, week)[slot]
    touching = [cell for cell in range(CELLS) if shared[cell]]
    kept: list[tuple[int, ...]] = []
    for size in range(1, NEIGHBOURS + 1):
        for cells in combinations(touching, size):
            if sum(shared[c] for c in cells) >= ENOUGH and not any(set(one) <= set(cells) for one in kept):
                kept.append(cells)
    return tuple(tuple(f"{zone_tag(theirs)}s{cell}" for cell in cells) for cells in kept)


def tally(tags: Iterable[str]) -> Counter[str]:
    """How many people hold each tag, from the tags of each, parted by spaces."""
    return Counter(" ".join(tags).split())


def numbered(held: Counter[str], letter: str) -> dict[int, int]:
    """The figures of exams (`e`) or papers (`p`), by id."""
    return {int(tag[1:]): n for tag, n in held.items() if tag[0] == letter and tag[1:].isdigit()}


def regions(held: Counter[str]) -> dict[str, int]:
    """The figures of regions, by code."""
    return {tag[1:]: n for tag, n in held.items() if tag[0] == "r" and tag != "remote"}


def slots(held: Counter[str], mine: str, zones: Iterable[str], week: date) -> dict[int, int]:
    """How many people have an hour in common with each cell of zone `mine`."""
    by_tag = {zone_tag(zone)[1:]: zone for zone in zones}
    found: dict[int, int] = {}
    for tag, n in held.items():
        said = HOURS.fullmatch(tag) if tag[0] == "z" else None
        if said and said[1] in by_tag:
            for cell in _hours(int(said[2]), mine, by_tag[said[1]], week):
                found[cell] = found.get(cell, 0) + n
    return found


@lru_cache(maxsize=65_536)
def _hours(bits: int, mine: str, theirs: str, week: date) -> tuple[int, ...]:
    cells = [cell for cell in range(CELLS) if bits >> cell & 1]
    return common(range(CELLS), mine, cells, theirs, week)
