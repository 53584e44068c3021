"""Grading: what an answer is worth, from 0 to 1. The rules are those of docs/content-format.md.

An answer is {"chosen": [option ids]} · {"ranks": {item id: rank from 1}} · {"pairs": {left id: right id}} ·
{"gaps": {gap id: text}} · {"number": text}. Whatever is given (ids that do not exist, twice the same, nothing, nonsense) is
worth something between 0 and 1, never an error.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

from app.infra.orm import fold

NUMBER = re.compile(r"[+-]?(?:[0-9]{1,12}(?:\.[0-9]{0,6})?|\.[0-9]{1,6})")
ONE_OF = frozenset({"single", "truefalse", "situation"})
NONE, PARTIAL, FULL = "none", "partial", "full"
HUNDRED = 100

Answer = Mapping[str, Any]


def credit(body: Mapping[str, Any], kind: str, answer: Answer | None) -> Fraction:
    """What `answer` is worth for a question of this `kind` and `body` (its key included), between 0 and 1."""
    if kind == "ordering":
        return _ordering(body["items"], ranks(answer))
    if kind == "matching":
        return _matching(body["pairs"], pairs(answer))
    if kind == "cloze":
        return _cloze(body, gaps(answer))
    if kind == "numeric":
        return _numeric(body, number(answer))
    return _options(body, kind, set(chosen(answer)))


def _options(body: Mapping[str, Any], kind: str, given: set[str]) -> Fraction:
    """Every right option and no other: everything. Otherwise what each is worth, written in `credits` or not: of several
    right ones, each an equal share and each wrong one as much less; of one, nothing.
    """
    right, shares = set(body["right"]), body.get("credits", {})
    if given == right:
        return Fraction(1)
    if kind == "multiple":
        equal = Fraction(1, len(right))
        worth = [Fraction(shares[one]) if one in shares else equal if one in right else -equal for one in given]
    else:
        worth = [Fraction(shares.get(one, 0)) for one in given] if len(given) == 1 else []
    return min(Fraction(1), max(Fraction(0), sum(worth, Fraction(0))))


def _ordering(items: list[str], given: Mapping[str, int]) -> Fraction:
    """The share of neighbours of the right order that are in that order in the answer."""
    neighbours = list(pairwise(items))
    kept = sum(1 for a, b in neighbours if a in given and b in given and given[a] < given[b])
    return Fraction(kept, len(neighbours))


def _matching(ids: list[str], given: Mapping[str, str]) -> Fraction:
    return Fraction(sum(1 for i in ids if given.get(i) == i), len(ids))


def _cloze(body: Mapping[str, Any], given: Mapping[str, str]) -> Fraction:
    right = [i for i in body["gaps"] if _accepted(given.get(i, ""), body["accepted"][i], body["levels"][i])]
    return Fraction(len(right), len(body["gaps"]))


def _accepted(text: str, accepted: Iterable[str], level: str) -> bool:
    """Whether `text` is one of `accepted`: as written ("strict"), capitals apart ("case"), accents and ligatures too ("accents").

    Spaces are never a reason to refuse, nor the shape of an apostrophe.
    """
    same = LEVELS[level]
    return bool(text.strip()) and same(text) in {same(one) for one in accepted}


def _spaced(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


LEVELS: dict[str, Callable[[str], str]] = {
    "strict": _spaced,
    "case": lambda text: _spaced(text).casefold(),
    "accents": lambda text: fold(_spaced(text)),
}


def _numeric(body: Mapping[str, Any], given: Fraction | None) -> Fraction:
    if given is None:
        return Fraction(0)
    return Fraction(abs(given - Fraction(body["answer"])) <= Fraction(body["tolerance"]))


def completeness(body: Mapping[str, Any], kind: str, answer: Answer | None) -> str:
    """Whether the question is answered: NONE, PARTIAL or FULL. An order is full once every rank is given once."""
    if kind == "ordering":
        given = {i: rank for i, rank in ranks(answer).items() if i in body["items"]}
        return _share(len(given) if given else 0, len(body["items"]), len(set(given.values())))
    if kind == "matching":
        matched = {left: right for left, right in pairs(answer).items() if left in body["pairs"]}
        return _share(len(matched), len(body["pairs"]), len(matched))
    if kind == "cloze":
        filled = [i for i in body["gaps"] if gaps(answer).get(i, "").strip()]
        return _share(len(filled), len(body["gaps"]), len(filled))
    if kind == "numeric":
        return FULL if number(answer) is not None else NONE
    return FULL if chosen(answer) else NONE


def _share(given: int, expected: int, distinct: int) -> str:
    if not given:
        return NONE
    return FULL if given == expected == distinct else PARTIAL


def percent(points: Iterable[Fraction]) -> int:
    """Points obtained over points possible (one per question), in whole percent, rounded down: 79.9 does not pass 80."""
    listed = list(points)
    return int(HUNDRED * sum(listed, Fraction(0)) / len(listed)) if listed else 0


def passed(obtained: int, pass_percent: int) -> bool:
    """Whether `obtained` percent reaches the module's mark."""
    return obtained >= pass_percent


def chosen(answer: Answer | None) -> list[str]:
    """The options of an answer, each once; empty when there is none or it has another shape."""
    given = answer.get("chosen") if isinstance(answer, Mapping) else None
    return list(dict.fromkeys(i for i in given if isinstance(i, str))) if isinstance(given, list) else []


def ranks(answer: Answer | None) -> dict[str, int]:
    """The ranks of an ordering answer; empty when there is none or it has another shape."""
    given = answer.get("ranks") if isinstance(answer, Mapping) else None
    if not isinstance(given, Mapping):
        return {}
    return {i: rank for i, rank in given.items() if isinstance(rank, int) and not isinstance(rank, bool) and rank > 0}


def pairs(answer: Answer | None) -> dict[str, str]:
    """What each left was matched with; empty when there is none or it has another shape."""
    given = answer.get("pairs") if isinstance(answer, Mapping) else None
    if not isinstance(given, Mapping):
        return {}
    return {left: right for left, right in given.items() if isinstance(right, str)}


def gaps(answer: Answer | None) -> dict[str, str]:
    """What was written in each gap; empty when there is none or it has another shape."""
    given = answer.get("gaps") if isinstance(answer, Mapping) else None
    if not isinstance(given, Mapping):
        return {}
    return {gap: text for gap, text in given.items() if isinstance(text, str)}


def number(answer: Answer | None) -> Fraction | None:
    """The number given, exactly as it was written in decimals; None when it is none. « 3,5 » and « 3.5 » are the same."""
    given = answer.get("number") if isinstance(answer, Mapping) else None
    return decimal(given) if isinstance(given, str) else None


def decimal(text: str) -> Fraction | None:
    """The number that `text` writes: digits, perhaps a sign, one comma or point, spaces between thousands."""
    bare = "".join(text.split()).replace("\u2212", "-").replace(",", ".")
    return Fraction(bare) if NUMBER.fullmatch(bare) else None
