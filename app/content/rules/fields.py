"""What every YAML file of a package is checked for: its keys, its texts, its whole numbers, its ids."""

import re
from collections.abc import Mapping, Set
from typing import Any

from app.content.rules import located
from app.content.rules.located import Map, Row
from app.content.rules.package import Notes

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
WHOLE = re.compile(r"\d{1,9}")


def mapping(files: Mapping[str, str], notes: Notes) -> Map:
    """The mapping a file holds; empty, with a problem, when it is absent, unreadable or something else."""
    value = _file(files, notes, Map, "not_a_map")
    return value if isinstance(value, Map) else Map(1)


def rows(files: Mapping[str, str], notes: Notes) -> Row:
    """The list a file holds; empty, with a problem, likewise."""
    value = _file(files, notes, Row, "not_a_list")
    return value if isinstance(value, Row) else Row(1)


def _file(files: Mapping[str, str], notes: Notes, kind: type, otherwise: str) -> Any:
    if notes.file not in files:
        notes.wrong(1, "no_file")
        return None
    before = len(notes.problems)
    value = located.load(files[notes.file], notes)
    if not isinstance(value, kind) and len(notes.problems) == before:
        notes.wrong(1, otherwise)
    return value


def keys(where: Map, known: Set[str], needed: Set[str], notes: Notes, prefix: str = "") -> None:
    """Say which keys are missing, and which mean nothing here."""
    for key in sorted(needed - where.keys()):
        notes.wrong(where.line, "key_missing", key=prefix + key)
    for key in sorted(where.keys() - known):
        notes.wrong(where.at[key], "key_unknown", key=prefix + key)


def text(where: Map, key: str, notes: Notes) -> str:
    """The text under `key`; "" with a problem when it is empty or is no text. A missing key is `keys`' to say."""
    value = where.get(key)
    if isinstance(value, str) and value:
        return value
    if key in where:
        notes.wrong(where.at[key], "empty_text", key=key)
    return ""


def whole(where: Map, key: str, low: int, high: int, notes: Notes, *, prefix: str = "", default: int = 0) -> int:
    """The whole number under `key`, from `low` to `high`; `default` when it is missing, or wrong and noted."""
    value = where.get(key)
    if key not in where:
        return default
    if isinstance(value, str) and WHOLE.fullmatch(value) and low <= int(value) <= high:
        return int(value)
    notes.wrong(where.at[key], "bad_number", key=prefix + key, low=low, high=high)
    return default


def identifier(value: Any) -> str:
    """`value` when it may name something for good (lower case, no accent, hyphens), else ""."""
    return value if isinstance(value, str) and ID.fullmatch(value) else ""
