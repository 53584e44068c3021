"""Answers between the page and the database: on the page, everything is a position in what is shown, so that the HTML
never holds an id, hence never the key; in the database, everything is an id.

`fields` are what a question's controls hold: {"": [positions]} for options, {"0": [rank], "1": …} for the items to
order, {"0": [position of the right part], …} for the left parts to match, {"0": [text], …} for gaps, {"": [text]} for a
number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.training.rules import grading

Fields = Mapping[str, Sequence[str]]
LONGEST = 200  # characters of a written answer
CERTAINTIES = ("sure", "think", "guess")


@dataclass(frozen=True)
class Save:
    """What a page sends: by question position, what its controls hold (only the questions it showed), and where it
    started from: the `revision` it was given, and with a script its `tab` and that tab's growing `count`.
    """

    revision: int
    tab: str = ""
    count: int = 0
    answers: Mapping[int, Fields] = field(default_factory=dict)
    certainties: Mapping[int, str] = field(default_factory=dict)


def place(text: str, length: int) -> int | None:
    """The position that `text` names among `length`; None when it names none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 and int(text) < length else None  # noqa: PLR2004


def read(kind: str, body: Mapping[str, Any], shown: Sequence[str], fields: Fields) -> dict[str, Any] | None:
    """The answer that `fields` give, as ids; None when they give nothing. What names nothing is left out."""
    if kind == "ordering":
        ranks = {item: rank for item, rank in _numbered(shown, fields, len(shown) + 1) if rank > 0}
        return {"ranks": ranks} if ranks else None
    if kind == "matching":
        pairs = {left: shown[at] for left, at in _numbered(body["pairs"], fields, len(shown))}
        return {"pairs": pairs} if pairs else None
    if kind == "cloze":
        written = {gap: _written(fields.get(str(n))) for n, gap in enumerate(body["gaps"])}
        gaps = {gap: text for gap, text in written.items() if text}
        return {"gaps": gaps} if gaps else None
    if kind == "numeric":
        text = _written(fields.get(""))
        return {"number": text} if text else None
    places = [place(text, len(shown)) for text in fields.get("", ())]
    chosen = list(dict.fromkeys(shown[at] for at in places if at is not None))
    if kind in grading.ONE_OF:
        chosen = chosen[:1]
    return {"chosen": chosen} if chosen else None


def _written(texts: Sequence[str] | None) -> str:
    return (texts or [""])[0].replace("\0", "").strip()[:LONGEST]


def _numbered(ids: Sequence[str], fields: Fields, length: int) -> list[tuple[str, int]]:
    found = []
    for number, one in enumerate(ids):
        at = place((fields.get(str(number)) or [""])[0], length)
        if at is not None:
            found.append((one, at))
    return found


def fields(
    kind: str, body: Mapping[str, Any], shown: Sequence[str], answer: grading.Answer | None
) -> dict[str, list[str]]:
    """What the controls hold for `answer`: `read` gives it back."""
    if kind == "ordering":
        ranks = grading.ranks(answer)
        return {str(n): [str(ranks[item])] for n, item in enumerate(shown) if item in ranks}
    if kind == "matching":
        pairs = grading.pairs(answer)
        return {
            str(n): [str(shown.index(pairs[left]))]
            for n, left in enumerate(body["pairs"])
            if left in pairs and pairs[left] in shown
        }
    if kind == "cloze":
        gaps = grading.gaps(answer)
        return {str(n): [gaps[gap]] for n, gap in enumerate(body["gaps"]) if gap in gaps}
    if kind == "numeric":
        given = answer.get("number") if answer else None
        return {"": [given]} if isinstance(given, str) else {}
    places = [str(shown.index(one)) for one in grading.chosen(answer) if one in shown]
    return {"": places} if places else {}
