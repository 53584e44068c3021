"""A question or a scenario as a form shows it, and the entry that the form gives back.

A form holds texts under their own names, and parts (options, items, pairs, gaps) in numbered slots: `part-0-id`,
`part-0-text`… A slot left empty is no part. `right` names the slots that are right.
"""

import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.authoring.rules.naming import key_for

SCENARIO = "scenario"
EMPTY_SLOTS = 1  # shown beyond what is there, so that one can be added without a script
SLOTS = {
    "single": 3,
    "multiple": 4,
    "situation": 3,
    "truefalse": 2,
    "ordering": 3,
    "matching": 3,
    "cloze": 1,
    SCENARIO: 3,
}
MOST = {
    "single": 4,
    "multiple": 6,
    "situation": 4,
    "truefalse": 2,
    "ordering": 6,
    "matching": 5,
    "cloze": 5,
    SCENARIO: 4,
}
PART = {
    **dict.fromkeys(("single", "multiple", "situation", "truefalse", SCENARIO), "options"),
    "ordering": "items",
    "matching": "pairs",
    "cloze": "gaps",
}
PART_FIELDS = {
    "options": ("text", "feedback", "credit"),
    "items": ("text",),
    "pairs": ("left", "right"),
    "gaps": ("answers", "level"),
}
EXTRA = ("image", "alt", "tags")  # of any question, and often empty
TEXTS = {
    "single": ("text", *EXTRA),
    "multiple": ("text", *EXTRA),
    "truefalse": ("text", *EXTRA),
    "situation": ("situation", "text", *EXTRA),
    "ordering": ("text", "notion", "feedback", *EXTRA),
    "matching": ("text", "notion", "feedback", *EXTRA),
    "cloze": ("text", "notion", "feedback", *EXTRA),
    "numeric": ("text", "answer", "tolerance", "unit", "notion", "feedback", *EXTRA),
    SCENARIO: ("situation", "ask", "explain", "expert", "compare"),
}
SHORT = ("answer", "tolerance", "unit", *EXTRA)  # of one line, and may be left empty
LANGUAGE_FREE = ("answer", "tolerance", "image", "credit", "tags")
MAY_BE_EMPTY = ("level", "credit")  # of a part: they do not make one
KINDS = tuple(kind for kind in TEXTS if kind != SCENARIO)
TRUE_FALSE = (("vrai", "Vrai"), ("faux", "Faux"))
WHEN = ("before", "after")


@dataclass(frozen=True)
class Slot:
    """One part as the form shows it."""

    id: str
    values: Mapping[str, str]
    right: bool = False


def kind_of(bank: str, row: Mapping[str, Any]) -> str:
    """The kind of an entry, "" when it names none that a form knows."""
    if bank == SCENARIO:
        return SCENARIO
    kind = str(row.get("type", ""))
    return kind if kind in TEXTS else ""


def blank(bank: str, kind: str, objective: str) -> dict[str, Any]:
    """What a new entry starts from."""
    row: dict[str, Any] = {"objective": objective}
    if bank == SCENARIO:
        row["when"] = WHEN[0]
    else:
        row["type"] = kind
    if kind == "truefalse":
        row["options"] = [{"id": key, "text": text, "feedback": ""} for key, text in TRUE_FALSE]
    return row


def slots(kind: str, row: Mapping[str, Any]) -> list[Slot]:
    """The parts of an entry, then as many empty ones as invite to go on."""
    part = PART.get(kind, "")
    if not part:
        return []
    found = [_slot(part, one) for one in row.get(part) or () if isinstance(one, Mapping)]
    wanted = min(MOST[kind], max(SLOTS[kind], len(found) + EMPTY_SLOTS))
    return [*found, *(Slot("", {}) for _ in range(wanted - len(found)))]


def _slot(part: str, one: Mapping[str, Any]) -> Slot:
    values = {name: _said(one.get(name)) for name in PART_FIELDS[part]}
    right = any(str(one.get(mark, "")).lower() == "true" for mark in ("correct", "best"))
    return Slot(str(one.get("id", "")), values, right)


def _said(value: Any) -> str:
    """A text; a list, one line each."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def texts(kind: str, row: Mapping[str, Any]) -> dict[str, str]:
    """The texts of an entry by name, those it lacks being empty."""
    return {name: _said(row.get(name)) for name in TEXTS[kind]}


def read(bank: str, kind: str, form: Mapping[str, str], right: Sequence[str], lang: str = "fr") -> dict[str, Any]:
    """The entry that a form gives. `right` are the numbers of the right slots. In English: texts alone."""
    names = [name for name in TEXTS[kind] if lang == "fr" or name not in LANGUAGE_FREE]
    row: dict[str, Any] = {name: said for name in names if (said := form.get(name, "").strip()) or name not in SHORT}
    if lang == "fr":
        row["objective"] = form.get("objective", "")
        row |= {"when": form.get("when", WHEN[0])} if bank == SCENARIO else {"type": kind}
    part = PART.get(kind, "")
    if part:
        row[part] = _parts(kind, part, form, set(right) if lang == "fr" else set(), lang)
    return row


def _parts(kind: str, part: str, form: Mapping[str, str], right: set[str], lang: str) -> list[dict[str, Any]]:
    fields = [name for name in PART_FIELDS[part] if lang == "fr" or name not in MAY_BE_EMPTY]
    found: list[dict[str, Any]] = []
    for number in range(
        max(MOST[kind], sum(name.endswith("-id") for name in form))
    ):  # what is too many is kept, and said
        values = {name: form.get(f"part-{number}-{name}", "").strip() for name in fields}
        key = form.get(f"part-{number}-id", "").strip()
        if not any(said for name, said in values.items() if name not in MAY_BE_EMPTY):
            continue
        one: dict[str, Any] = {"id": key or _free(part, values, [row["id"] for row in found])}
        one |= {name: said for name, said in values.items() if said or name not in MAY_BE_EMPTY}
        if part == "gaps":
            one["answers"] = [line.strip() for line in values["answers"].splitlines() if line.strip()]
        if str(number) in right:
            one["best" if kind == SCENARIO else "correct"] = True
        found.append(one)
    return found


def _free(part: str, values: Mapping[str, str], taken: Sequence[str]) -> str:
    """A new part's id: a letter for an option, else made of its words."""
    if part == "options":
        return next(letter for letter in string.ascii_lowercase if letter not in taken)
    words = next((said for said in values.values() if said), "")
    return key_for(words.split("\n")[0].casefold(), taken)
