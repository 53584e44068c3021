"""Changing one thing in the text of a package, and leaving every other byte as its author wrote it.

A bank is a YAML list: each entry is a piece of text, its comments above it, found by its line. What is changed is written
in one way only, so that two people who save the same thing save the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from app.content.rules import located
from app.content.rules.located import Map, Row
from app.content.rules.package import Notes

ORDER = (
    "slug", "position", "version", "change", "id", "when", "objective", "type", "title", "minutes", "situation", "text", "ask",
    "options", "items", "pairs", "gaps", "correct", "best", "left", "right", "answers", "level", "credit", "answer", "tolerance", "unit",
    "image", "alt", "tags",
    "explain", "expert", "compare", "why", "requires", "quiz", "objectives", "sources", "notion", "feedback", "after",
)  # fmt: skip
WIDTH = 140
BREAKS = re.compile("\r\n|[\r\x85\u2028\u2029]")  # what YAML, or a browser, takes for the end of a line


class Unreadable(ValueError):
    """The text is not a list of entries with ids: it cannot be changed entry by entry."""


class Unknown(LookupError):
    """No entry has this id."""


@dataclass(frozen=True)
class Entry:
    """One entry of a list: its id, and where it stands in the lines, comments above it included, from `start` to `end`."""

    key: str
    start: int
    first: int  # the line of its dash
    end: int


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists inside a mapping are set in, as in the packages written by hand."""
        del indentless
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(str, _text)


def written(value: Any) -> str:
    """`value` (mappings, lists, texts, whole numbers, True) in YAML, keys in the order packages give them."""
    return yaml.dump(
        _ordered(value), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False
    )


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        ranks = {key: rank for rank, key in enumerate(ORDER)}
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda key: ranks.get(key, len(ranks)))}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_ordered(one) for one in value]
    return BREAKS.sub("\n", value).strip() if isinstance(value, str) else value


def entries(text: str) -> list[Entry]:
    """The entries of a list, in order. Raises Unreadable."""
    notes = Notes("", [])
    rows = located.load(text, notes) if text.strip() else Row(1)
    if rows is None and not notes.problems:  # comments alone
        rows = Row(1)
    if notes.problems or not isinstance(rows, Row):
        raise Unreadable
    lines = text.splitlines(keepends=True)
    firsts = [at - 1 for at in rows.at]
    if any(not lines[at].startswith("-") for at in firsts):
        raise Unreadable  # written between brackets, or set in
    starts = [_above(lines, at, firsts[n - 1] + 1 if n else 0) for n, at in enumerate(firsts)]
    ends = [*starts[1:], len(lines)][: len(starts)]
    keys = [row.get("id") if isinstance(row, Map) else None for row in rows]
    if any(not isinstance(key, str) for key in keys):
        raise Unreadable
    return [Entry(str(key), *place) for key, *place in zip(keys, starts, firsts, ends, strict=True)]


def _above(lines: Sequence[str], at: int, floor: int) -> int:
    """The first of the comment lines right above line `at`."""
    start = at
    while start > floor and lines[start - 1].startswith("#"):
        start -= 1
    return start


def rows(text: str) -> list[Map]:
    """The entries of a list as values, each scalar the text it was written as. Raises Unreadable."""
    entries(text)
    found = located.load(text, Notes("", [])) if text.strip() else Row(1)
    return list(found or ())


def row(text: str, key: str) -> Map:
    """The entry `key` as values. Raises Unreadable, Unknown."""
    for one in rows(text):
        if one.get("id") == key:
            return one
    raise Unknown(key)


def replaced(text: str, key: str, value: Mapping[str, Any]) -> str:
    """The text with the entry `key` written anew as `value`; its comments stay. Raises Unreadable, Unknown."""
    lines, found = _cut(text, key)
    tail = found.end
    while tail > found.first + 1 and not lines[tail - 1].strip():
        tail -= 1  # blank lines between two entries stay
    return _joined(lines[: found.first], written([value]), lines[tail:])


def added(text: str, value: Mapping[str, Any], after: str = "") -> str:
    """The text with one more entry, right after `after`, or last. Raises Unreadable, Unknown."""
    return extended(text, [value], after)


def extended(text: str, values: Sequence[Mapping[str, Any]], after: str = "") -> str:
    """The text with more entries, right after `after`, or last. Raises Unreadable, Unknown."""
    lines = text.splitlines(keepends=True)
    if not entries(text):
        lines = [line for line in lines if line.strip() != "[]"]
    place = _cut(text, after)[1].end if after else len(lines)
    return _joined(lines[:place], written(values), lines[place:])


def removed(text: str, key: str) -> str:
    """The text without the entry `key` and its comments; a list left empty is `[]`. Raises Unreadable, Unknown."""
    lines, found = _cut(text, key)
    rest = "".join(lines[: found.start] + lines[found.end :])
    return rest if len(entries(text)) > 1 else f"{rest}[]\n"


def moved(text: str, key: str, places: int) -> str:
    """The text with the entry `key` moved down by `places` (up when negative), as far as it goes."""
    lines, found = _cut(text, key)
    order = entries(text)
    at = order.index(found)
    to = min(max(at + places, 0), len(order) - 1)
    order.insert(to, order.pop(at))
    head = "".join(lines[: min(one.start for one in order)])
    return head + "".join(_ended("".join(lines[one.start : one.end])) for one in order)


def _cut(text: str, key: str) -> tuple[list[str], Entry]:
    for found in entries(text):
        if found.key == key:
            return text.splitlines(keepends=True), found
    raise Unknown(key)


def _joined(before: Sequence[str], new: str, after: Sequence[str]) -> str:
    return _ended("".join(before)) + new + "".join(after)


def _ended(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"
