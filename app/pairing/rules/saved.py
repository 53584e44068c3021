"""A saved search: its filters as they are kept, and the people already known to it, as bytes."""

import zlib
from array import array
from collections.abc import Iterable, Mapping
from typing import Any

from app.pool.rules.facets import Wanted

# The filters as the page's address says them, and as the rule of the facets does.
NAMES = {
    "concours": "exam",
    "epreuve": "paper",
    "region": "region",
    "creneau": "slot",
    "distance": "remote",
    "presence": "presence",
    "libre": "free",
}
WORDS = "mots"


def kept(wanted: Wanted, text: str) -> dict[str, Any]:
    """The filters in use, to keep. The zone is not kept: hours are those of the class of whoever looks."""
    used = wanted.set_facets()
    found = {name: getattr(wanted, facet) for name, facet in NAMES.items() if facet in used}
    return found | ({WORDS: text} if text else {})


def wanted_again(filters: Mapping[str, Any], zone: str) -> tuple[Wanted, str]:
    """What they ask for, hours in `zone`, and the words."""
    facets = {facet: filters[name] for name, facet in NAMES.items() if name in filters}
    return Wanted(zone=zone, **facets), str(filters.get(WORDS, ""))


def arguments(filters: Mapping[str, Any]) -> dict[str, Any]:
    """The filters as the page's address carries them."""
    return {name: "y" if value is True else value for name, value in filters.items()}


def pack(ids: Iterable[int]) -> bytes:
    """Ids, compressed: five thousand take about eight kilobytes."""
    return zlib.compress(array("q", sorted(set(ids))).tobytes())


def unpack(packed: bytes) -> set[int]:
    """The ids again."""
    found = array("q")
    found.frombytes(zlib.decompress(packed))
    return set(found)
