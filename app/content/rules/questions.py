"""The questions of a quiz file: shape, ids, keys and texts, by type."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.content.rules import located
from app.content.rules.located import Map, Row
from app.content.rules.package import ONE_RIGHT, TYPES, WITH_OPTIONS, Problem, QuestionText

ID = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
SIZES = {
    "single": (3, 4),
    "multiple": (3, 6),
    "situation": (3, 4),
    "truefalse": (2, 2),
    "ordering": (3, 6),
    "matching": (3, 5),
}
PARTS = {"ordering": "items", "matching": "pairs", **dict.fromkeys(WITH_OPTIONS, "options")}
COMMON = {"id", "objective", "type", "text"}
KEYS = {
    **{kind: COMMON | {"options"} for kind in WITH_OPTIONS},
    "situation": COMMON | {"options", "situation"},
    "ordering": COMMON | {"items", "notion", "feedback"},
    "matching": COMMON | {"pairs", "notion", "feedback"},
}
PART_TEXTS = {"options": ("text", "feedback"), "items": ("text",), "pairs": ("left", "right")}


class _Judge:
    """Notes what is wrong with one question."""

    def __init__(self, file: str, problems: list[Problem], key: str) -> None:
        self.file, self.problems, self.key = file, problems, key

    def wrong(self, line: int, code: str, **values: Any) -> None:
        self.problems.append(Problem(self.file, line, code, values={"id": self.key, **values}))


def read(file: str, files: Mapping[str, str], objectives: set[str], problems: list[Problem]) -> list[QuestionText]:
    """The bank of `file`; a question with a problem is left out."""
    rows = _rows(file, files, problems)
    found: list[QuestionText] = []
    seen: set[str] = set()
    for row, line in zip(rows, rows.at, strict=True):
        if not isinstance(row, Map) or not isinstance(row.get("id"), str) or not ID.fullmatch(row["id"]):
            problems.append(Problem(file, line, "question_no_id"))
            continue
        judge = _Judge(file, problems, row["id"])
        if row["id"] in seen:
            judge.wrong(row.at["id"], "id_twice")
        seen.add(row["id"])
        question = _question(row, objectives, judge)
        if question is not None:
            found.append(question)
    return found


def _rows(file: str, files: Mapping[str, str], problems: list[Problem]) -> Row:
    if file not in files:
        problems.append(Problem(file, 1, "no_file"))
        return Row(1)
    before = len(problems)
    value = located.load(file, files[file], problems)
    if not isinstance(value, Row):
        if len(problems) == before:
            problems.append(Problem(file, 1, "not_a_list"))
        return Row(1)
    return value


def _question(row: Map, objectives: set[str], judge: _Judge) -> QuestionText | None:
    before = len(judge.problems)
    kind = row.get("type")
    if kind not in TYPES:
        judge.wrong(row.at.get("type", row.line), "bad_type", known=", ".join(TYPES))
        return None
    for key in sorted(row.keys() - KEYS[kind]):
        judge.wrong(row.at[key], "key_unknown", key=key)
    for key in sorted(KEYS[kind] - row.keys()):
        judge.wrong(row.line, "key_missing", key=key)
    for key in sorted(KEYS[kind] & row.keys() - {"id", "type", PARTS[kind]}):
        if not (isinstance(row[key], str) and row[key]):
            judge.wrong(row.at[key], "empty_text", key=key)
    if "objective" in row and row["objective"] not in objectives:
        judge.wrong(row.at["objective"], "unknown_objective", objective=row["objective"])
    parts = _parts(row, kind, judge)
    if len(judge.problems) > before:
        return None
    return QuestionText(
        row["id"], kind, row["objective"], _body(kind, parts), {"fr": _texts(row, kind, parts)}, row.line
    )


def _parts(row: Map, kind: str, judge: _Judge) -> list[Map]:
    name = PARTS[kind]
    rows = row.get(name)
    if name not in row:
        return []
    if not isinstance(rows, Row):
        judge.wrong(row.at[name], "not_a_list")
        return []
    low, high = SIZES[kind]
    if not low <= len(rows) <= high:
        judge.wrong(row.at[name], "how_many", found=len(rows), low=low, high=high)
    good: list[Map] = []
    ids: set[str] = set()
    for part, line in zip(rows, rows.at, strict=True):
        if not isinstance(part, Map) or not part.get("id"):
            judge.wrong(line, "part_no_id")
            continue
        for key in PART_TEXTS[name]:
            if not (isinstance(part.get(key), str) and part[key]):
                judge.wrong(line, "no_feedback" if key == "feedback" else "part_no_text", part=part["id"])
        if str(part["id"]) in ids:
            judge.wrong(line, "id_twice")
        ids.add(str(part["id"]))
        good.append(part)
    _key(row, kind, good, judge)
    return good


def _key(row: Map, kind: str, parts: list[Map], judge: _Judge) -> None:
    line = row.at[PARTS[kind]]
    right = [part for part in parts if part.get("correct") is True]
    if kind in ONE_RIGHT and len(right) != 1:
        judge.wrong(line, "one_right", found=len(right))
    if kind == "multiple" and not right:
        judge.wrong(line, "some_right")
    if kind == "truefalse" and {str(part["id"]) for part in parts} != {"vrai", "faux"}:
        judge.wrong(line, "true_false_ids")
    texts = [str(part.get("right" if kind == "matching" else "text", "")).casefold() for part in parts]
    if len(set(texts)) < len(texts):
        judge.wrong(line, "two_alike")


def _body(kind: str, parts: list[Map]) -> dict[str, Any]:
    ids = [str(part["id"]) for part in parts]
    if kind in WITH_OPTIONS:
        return {"options": ids, "right": [str(part["id"]) for part in parts if part.get("correct") is True]}
    return {PARTS[kind]: ids}


def _texts(row: Map, kind: str, parts: list[Map]) -> dict[str, Any]:
    texts: dict[str, Any] = {key: row[key] for key in ("text", "situation", "notion", "feedback") if row.get(key)}
    name = PARTS[kind]
    if name == "items":
        texts[name] = {str(part["id"]): part["text"] for part in parts}
    else:
        texts[name] = {str(part["id"]): {key: part[key] for key in PART_TEXTS[name]} for part in parts}
    return texts


def with_english(
    bank: list[QuestionText], file: str, files: Mapping[str, str], problems: list[Problem]
) -> list[QuestionText]:
    """The bank with its English texts, where quiz.en.yaml gives them: same ids, texts only."""
    if file not in files:
        return bank
    rows = _rows(file, files, problems)
    english: dict[str, dict[str, Any]] = {}
    known = {question.key: question for question in bank}
    for row, line in zip(rows, rows.at, strict=True):
        key = row.get("id") if isinstance(row, Map) else None
        if key not in known:
            problems.append(Problem(file, line, "english_unknown", values={"id": key}))
            continue
        question = known[key]
        name = PARTS[question.type]
        parts = [part for part in row.get(name) or [] if isinstance(part, Map)]
        if not row.get("text") or [str(p.get("id")) for p in parts] != question.body[name]:
            problems.append(Problem(file, line, "english_differs", values={"id": key}))
            continue
        english[key] = _texts(row, question.type, parts)
    return [replace(q, texts={**q.texts, "en": english[q.key]}) if q.key in english else q for q in bank]
