"""What differs between two states of a package, thing by thing, in words a trainer reads.

A thing has a path: `module`, `lesson:<key>`, `quiz:<id>`, `test:<id>`, `scenario:<id>`, `media:<name>`, with `.en` at its end
for its English. What is compared is what a thing says, never how its file is laid out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from app.authoring.rules import entries, naming
from app.content.rules import editing, located
from app.content.rules.package import Notes

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
WORDING, SUBSTANCE = "wording", "substance"
SAME, OLD, NEW = "same", "old", "new"
OURS = ("version", "change", "slug")  # of module.yaml: the platform's to write
KEYS = re.compile(r"(?:^|\.)(?:correct|best|credit|answer|answers|tolerance|level|type|objective|when)$")
RULES = re.compile(r"^(?:quiz\.|objectives)")
TOKEN = re.compile(r"\s+|[^\s\w]|\w+")
LONGEST = 4000  # tokens: beyond, two texts are shown one after the other

Segment = tuple[str, str]  # same, old or new; the words


@dataclass(frozen=True)
class Line:
    """One field of a thing, before and after, as segments."""

    field: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Change:
    """One thing that differs. `stamp` tells this change from a later one of the same thing."""

    path: str
    kind: str
    title: str
    lines: tuple[Line, ...]
    stamp: str
    suggested: str


def changes(
    before: Mapping[str, str], after: Mapping[str, str], shown: tuple[Mapping[str, str], Mapping[str, str]] = ({}, {})
) -> list[Change]:
    """Every thing that differs between two packages' texts, and between the files they show (digests by name), in the
    order of the package. A file that cannot be read entry by entry is one thing.
    """
    old, new = things(before) | _media(shown[0]), things(after) | _media(shown[1])
    paths = [*new, *(path for path in old if path not in new)]
    return [_change(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)]


def things(texts: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What a package's texts say: by path, the fields of each thing."""
    found: dict[str, dict[str, str]] = {}
    for suffix in ("", ".en"):
        file = f"module{suffix}.yaml"
        if file in texts:
            found[f"module{suffix}"] = _manifest(texts[file])
    for lesson in naming.lessons(texts):
        for lang, file in lesson.files.items():
            place = {"position": str(lesson.position)} if lang == "fr" else {}
            found[f"lesson:{lesson.key}{_end(lang)}"] = {**place, "markdown": texts[file].strip()}
    for bank in entries.BANKS:
        for lang in ("fr", "en"):
            found |= _bank(texts, bank, lang)
    return found


def _end(lang: str) -> str:
    return "" if lang == "fr" else f".{lang}"


def _manifest(text: str) -> dict[str, str]:
    value = located.load(text, Notes("", []))
    fields = _flat(value) if isinstance(value, dict) else {"yaml": text}
    return {name: said for name, said in fields.items() if name not in OURS}


def _bank(texts: Mapping[str, str], bank: str, lang: str) -> dict[str, dict[str, str]]:
    file = entries.file_of(bank, lang)
    if file not in texts:
        return {}
    try:
        rows = editing.rows(texts[file])
    except editing.Unreadable:
        return {f"file:{file}": {"yaml": texts[file]}}
    return {f"{bank}:{row['id']}{_end(lang)}": _flat(row) for row in rows}


def _media(shown: Mapping[str, str]) -> dict[str, dict[str, str]]:
    return {f"media:{name}": {"digest": digest} for name, digest in shown.items()}


def _flat(value: Any, prefix: str = "") -> dict[str, str]:
    """`{"options": [{"id": "a", "text": "x"}]}` as `{"options.a.text": "x"}`."""
    if isinstance(value, Mapping):
        found: dict[str, str] = {}
        for key, inner in value.items():
            if key != "id":
                found |= _flat(inner, f"{prefix}.{key}" if prefix else str(key))
        return found
    if isinstance(value, Sequence) and not isinstance(value, str):
        found = {}
        for number, inner in enumerate(value, 1):
            name = inner.get("id", number) if isinstance(inner, Mapping) else number
            found |= _flat(inner, f"{prefix}.{name}")
        return found
    return {prefix: "" if value is None else str(value)}


def _change(path: str, before: Mapping[str, str] | None, after: Mapping[str, str] | None) -> Change:
    old, new = before or {}, after or {}
    names = [*new, *(name for name in old if name not in new)]
    lines = tuple(
        Line(name, segments(old.get(name, ""), new.get(name, ""))) for name in names if old.get(name) != new.get(name)
    )
    kind = ADDED if before is None else REMOVED if after is None else CHANGED
    stamp = sha256(repr(sorted(new.items())).encode()).hexdigest()[:20] if after is not None else "gone"
    return Change(path, kind, _title(new or old), lines, stamp, suggestion(path, kind, [line.field for line in lines]))


def _title(fields: Mapping[str, str]) -> str:
    if "markdown" in fields:
        return naming.title_of(fields["markdown"])
    return fields.get("situation") or fields.get("text") or fields.get("title") or ""


def suggestion(path: str, kind: str, fields: Sequence[str]) -> str:
    """What a change most likely is: of substance when a lesson, a question of the test or a key appears, goes or changes."""
    if path.endswith(".en"):
        return WORDING
    if kind != CHANGED:
        return SUBSTANCE if path.startswith(("lesson:", "quiz:", "test:")) else WORDING
    return SUBSTANCE if any(KEYS.search(name) or RULES.search(name) for name in fields) else WORDING


def segments(before: str, after: str) -> tuple[Segment, ...]:
    """What stays, goes and comes from one text to the other, by words."""
    a, b = TOKEN.findall(before), TOKEN.findall(after)
    if len(a) + len(b) > LONGEST:
        return tuple(_by_line(before, after))
    return tuple(_merged(a, b))


def _by_line(before: str, after: str) -> list[Segment]:
    return _merged(before.splitlines(keepends=True), after.splitlines(keepends=True))


def _merged(a: Sequence[str], b: Sequence[str]) -> list[Segment]:
    found: list[Segment] = []
    for op, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op == "equal":
            found.append((SAME, "".join(a[i:j])))
            continue
        if i < j:
            found.append((OLD, "".join(a[i:j])))
        if k < m:
            found.append((NEW, "".join(b[k:m])))
    return found


def unmarked(found: Sequence[Change], marks: Mapping[str, Any]) -> list[Change]:
    """The changes nobody has said to be of wording or of substance, or that have changed since."""
    return [one for one in found if mark_of(one, marks) == ""]


def mark_of(change: Change, marks: Mapping[str, Any]) -> str:
    """wording, substance, or "" when nobody has said."""
    mark = marks.get(change.path)
    if not isinstance(mark, Mapping) or mark.get("stamp") != change.stamp:
        return ""
    said = mark.get("mark")
    return said if said in (WORDING, SUBSTANCE) else ""


def verdict(found: Sequence[Change], marks: Mapping[str, Any]) -> str:
    """What the whole is: of substance as soon as one change is."""
    return SUBSTANCE if any(mark_of(one, marks) == SUBSTANCE for one in found) else WORDING
