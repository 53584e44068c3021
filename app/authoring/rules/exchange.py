"""What importing questions into a bank would do: which entries, under what ids, with what image, and what is left out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.authoring.rules.naming import key_for
from app.content.formats import conversion
from app.content.formats.findings import Refused
from app.content.formats.items import Image, Item, Read, Trouble
from app.infra.orm import fold


@dataclass(frozen=True)
class Incoming:
    """One entry to add, the image that goes with it, and what it loses."""

    row: dict[str, Any]
    image: Image | None
    losses: tuple[Trouble, ...]
    line: int

    @property
    def key(self) -> str:
        """Its id, unless someone takes it meanwhile."""
        return str(self.row["id"])


@dataclass(frozen=True)
class Plan:
    """The entries to add, and why the others are left out; `notes` are losses of no entry in particular."""

    entries: tuple[Incoming, ...]
    left_out: tuple[Trouble, ...]
    notes: tuple[Trouble, ...]


def plan(read: Read, taken: Collection[str], objectives: Collection[str], objective: str) -> Plan:
    """The entries that these items make, each under an id that is free; of the objective that one of its tags names, else of
    `objective`.
    """
    found: list[Incoming] = []
    left_out = [one for one in read.troubles if one.level == "error"]
    others = [one for one in read.troubles if one.level != "error"]
    ids = set(taken)
    for item in read.items:
        try:
            made = conversion.entry(item)
        except Refused as why:
            left_out.append(conversion.refused(item, why))
            continue
        key = key_for(fold(conversion.key_base(item)), ids)
        ids.add(key)
        losses = tuple(one for one in others if one.line == item.line)
        row = {"id": key, "objective": _objective(item, objectives) or objective, **made.row}
        found.append(Incoming(row, made.image, (*losses, *made.losses), item.line))
    lines = {one.line for one in found}
    return Plan(tuple(found), tuple(left_out), tuple(one for one in others if one.line not in lines))


def _objective(item: Item, objectives: Collection[str]) -> str:
    return next((one for one in item.tags if one in objectives), "")
