"""The questions of a quiz file: shape, ids, keys and texts, by type."""

from collections.abc import Mapping
from typing import Any

from app.content.rules import fields
from app.content.rules.located import Map, Row
from app.content.rules.package import ONE_RIGHT, TYPES, WITH_OPTIONS, Notes, Problem, QuestionText

SIZES = {
    "single": (3, 4),
    "multiple": (3, 6),
    "situation": (3, 4),
    "truefalse": (2, 2),
    "ordering": (3, 6),
    "matching": (3, 5),
}
PARTS = {"ordering": "items", "matching": "pairs", **dict.fromkeys(WITH_OPTIONS, "options")}
TEXTS = {
    **dict.fromkeys(WITH_OPTIONS, ("text",)),
    "situation": ("situation", "text"),
    "ordering": ("text", "notion", "feedback"),
    "matching": ("text", "notion", "feedback"),
}
PART_TEXTS = {"options": ("text", "feedback"), "items": ("text",), "pairs": ("left", "right")}
DIFFERENT = {"options": ("text",), "items": ("text",), "pairs": ("left", "right")}


def read(files: Mapping[str, str], objectives: set[str] | None, problems: list[Problem]) -> list[QuestionText]:
    """The bank of quiz.yaml; a question with a problem is left out. `objectives` None: they could not be read."""
    notes = Notes("quiz.yaml", problems)
    rows = fields.rows(files, notes)
    found: list[QuestionText] = []
    seen: set[str] = set()
    for row, line in zip(rows, rows.at, strict=True):
        key = fields.identifier(row.get("id")) if isinstance(row, Map) else ""
        if not isinstance(row, Map) or not key:
            notes.wrong(line, "question_no_id")
            continue
        here = notes.about(id=key)
        if key in seen:
            here.wrong(row.at["id"], "id_twice")
        seen.add(key)
        question = _question(key, row, objectives, here)
        if question is not None:
            found.append(question)
    return found


def _question(key: str, row: Map, objectives: set[str] | None, notes: Notes) -> QuestionText | None:
    before = len(notes.problems)
    kind = row.get("type")
    if kind not in TYPES:
        notes.wrong(row.at.get("type", row.line), "bad_type", known=", ".join(TYPES))
        return None
    name = PARTS[kind]
    wanted = {"id", "objective", "type", name, *TEXTS[kind]}
    fields.keys(row, wanted, wanted, notes)
    texts: dict[str, Any] = {one: fields.text(row, one, notes) for one in TEXTS[kind]}
    objective = fields.text(row, "objective", notes)
    if objective and objectives is not None and objective not in objectives:
        notes.wrong(row.at["objective"], "unknown_objective", objective=objective)
    parts = parts_of(row, name, {"correct"} if name == "options" else set(), notes)
    if name in row and isinstance(row[name], Row):
        _judge(kind, parts, row.at[name], len(row[name]), notes)
    if len(notes.problems) > before:
        return None
    return QuestionText(key, kind, objective, _body(kind, parts), {"fr": texts | {name: said(name, parts)}}, row.line)


def parts_of(row: Map, name: str, also: set[str], notes: Notes) -> dict[str, Map]:
    """The options, items or pairs of a question by id, those that have one. `also` are keys that are no text."""
    rows = row.get(name)
    if name not in row:
        return {}
    if not isinstance(rows, Row):
        notes.wrong(row.at[name], "not_a_list")
        return {}
    found: dict[str, Map] = {}
    for part, line in zip(rows, rows.at, strict=True):
        key = fields.identifier(part.get("id")) if isinstance(part, Map) else ""
        if not isinstance(part, Map) or not key:
            notes.wrong(line, "part_no_id")
            continue
        fields.keys(part, {"id", *PART_TEXTS[name]} | also, set(), notes)
        for one in PART_TEXTS[name]:
            if not (isinstance(part.get(one), str) and part[one]):
                notes.wrong(part.at.get(one, line), "no_feedback" if one == "feedback" else "part_no_text", part=key)
        if "correct" in part and part["correct"] not in ("true", "false"):
            notes.wrong(part.at["correct"], "bad_correct", part=key)
        if key in found:
            notes.wrong(line, "id_twice", id=key)
        found[key] = part
    return found


def _judge(kind: str, parts: dict[str, Map], line: int, size: int, notes: Notes) -> None:
    low, high = SIZES[kind]
    if not low <= size <= high:
        notes.wrong(line, "how_many", found=size, low=low, high=high)
    right = _right(parts)
    if kind in ONE_RIGHT and len(right) != 1:
        notes.wrong(line, "one_right", found=len(right))
    if kind == "multiple" and not right:
        notes.wrong(line, "some_right")
    if kind == "truefalse" and parts.keys() != {"vrai", "faux"}:
        notes.wrong(line, "true_false_ids")
    for one in DIFFERENT[PARTS[kind]]:
        seen: set[str] = set()
        for key, part in parts.items():
            bare = " ".join(str(part.get(one) or key).casefold().split()).strip(" .!?;«»\"'")
            if bare in seen:
                notes.wrong(part.at.get(one, part.line), "two_alike", part=key)
            seen.add(bare)


def _right(parts: dict[str, Map]) -> list[str]:
    return [key for key, part in parts.items() if part.get("correct") == "true"]


def _body(kind: str, parts: dict[str, Map]) -> dict[str, Any]:
    body: dict[str, Any] = {PARTS[kind]: list(parts)}
    return body | {"right": _right(parts)} if kind in WITH_OPTIONS else body


def said(name: str, parts: dict[str, Map]) -> dict[str, Any]:
    """The texts of options, items or pairs, by id."""
    if name == "items":
        return {key: part["text"] for key, part in parts.items()}
    return {key: {one: part[one] for one in PART_TEXTS[name]} for key, part in parts.items()}
