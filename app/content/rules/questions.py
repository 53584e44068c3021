"""The questions of a bank: shape, ids, keys and texts, by type."""

from collections.abc import Collection, Mapping
from typing import Any

from app.content.rules import fields, weights, written
from app.content.rules.located import Map, Row
from app.content.rules.package import ONE_RIGHT, QUIZ, TEST, TYPES, WITH_OPTIONS, Notes, Problem, QuestionText

BANKS = {QUIZ: ("quiz.yaml", TYPES), TEST: ("test.yaml", ("situation",))}
SIZES = {
    "single": (3, 4),
    "multiple": (3, 6),
    "situation": (3, 4),
    "truefalse": (2, 2),
    "declare": (2, 6),
    "ordering": (3, 6),
    "matching": (3, 5),
}
PARTS = {
    "ordering": "items",
    "matching": "pairs",
    "cloze": "gaps",
    **dict.fromkeys((*WITH_OPTIONS, "declare"), "options"),
}
TEXTS = {
    **dict.fromkeys(WITH_OPTIONS, ("text",)),
    "situation": ("situation", "text"),
    "declare": ("after",),
    **dict.fromkeys(("ordering", "matching", "cloze", "numeric"), ("text", "notion", "feedback")),
}
OPTIONAL_TEXTS: dict[str, tuple[str, ...]] = {"numeric": ("unit",)}
NUMBERS: dict[str, tuple[set[str], set[str]]] = {
    "numeric": ({"answer", "tolerance"}, {"answer"})
}  # keys known, keys needed, that are no text
PART_TEXTS = {"options": ("text", "feedback"), "items": ("text",), "pairs": ("left", "right")}
IMAGE = ("image", "alt")  # a file of the package, and what it shows
DIFFERENT = {"options": ("text",), "items": ("text",), "pairs": ("left", "right")}


def read(
    bank: str,
    files: Mapping[str, str],
    objectives: set[str] | None,
    problems: list[Problem],
    media: Mapping[str, str] | None = None,
) -> list[QuestionText]:
    """The questions of a bank; one with a problem is left out. `objectives` None: they could not be read. `media` gives the
    type of each file of the package by name.
    """
    file, kinds = BANKS[bank]
    notes = Notes(file, problems)
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
        question = read_one(key, row, here, kinds=kinds, objectives=objectives, bank=bank, media=media)
        if question is not None:
            found.append(question)
    return found


def read_one(
    key: str,
    row: Map,
    notes: Notes,
    *,
    kinds: Collection[str] = TYPES,
    objectives: set[str] | None = None,
    bank: str = QUIZ,
    asks_objective: bool = True,
    media: Mapping[str, str] | None = None,
) -> QuestionText | None:
    """One question, or None when something is wrong with it."""
    before = len(notes.problems)
    kind = str(row.get("type"))
    if kind not in kinds:
        notes.wrong(row.at.get("type", row.line), "bad_type", known=", ".join(kinds))
        return None
    name, numbers = PARTS.get(kind, ""), NUMBERS.get(kind, (set(), set()))
    wanted = {"id", "type", *TEXTS[kind], *({name} if name else ()), *numbers[1]}
    wanted |= {"objective"} if asks_objective else set()
    fields.keys(row, {*wanted, *OPTIONAL_TEXTS.get(kind, ()), *numbers[0], *IMAGE, "tags"}, wanted, notes)
    fields.text(row, "tags", notes)
    objective = fields.text(row, "objective", notes)
    if objective and objectives is not None and objective not in objectives:
        notes.wrong(row.at["objective"], "unknown_objective", objective=objective)
    texts, body = _texts_and_body(kind, row, notes)
    if "image" in row or "alt" in row:
        body |= _image(row, notes, media or {})
    if len(notes.problems) > before:
        return None
    return QuestionText(key, kind, objective, body, {"fr": texts}, row.line, bank)


def _image(row: Map, notes: Notes, media: Mapping[str, str]) -> dict[str, str]:
    """The file that goes with the question; it is told to who does not see it."""
    for one, other in (IMAGE, IMAGE[::-1]):
        if one not in row:
            notes.wrong(row.at[other], "image_no_alt" if one == "alt" else "alt_no_image")
            return {}
    name = fields.text(row, "image", notes)
    if name and not media.get(name, "").startswith("image/"):
        notes.wrong(row.at["image"], "media_other" if name in media else "media_absent", name=name, known="image")
    return {"image": name}


def _texts_and_body(kind: str, row: Map, notes: Notes) -> tuple[dict[str, Any], dict[str, Any]]:
    texts = texts_of(kind, row, notes)
    if kind == "cloze":
        return texts, written.gaps(row, texts["text"], notes)
    if kind == "numeric":
        return texts, written.number(row, notes)
    name, before = PARTS[kind], len(notes.problems)
    also = {"correct"} if kind in WITH_OPTIONS else set()
    parts = parts_of(kind, row, also | {"credit"} if kind in weights.WEIGHED else also, notes)
    if name in row and isinstance(row[name], Row):
        _judge(kind, parts, row.at[name], len(row[name]), notes)
    if len(notes.problems) > before:  # a part may lack what would be read of it
        return texts, {}
    return texts | {name: said(kind, parts)}, _body(kind, parts)


def texts_of(kind: str, row: Map, notes: Notes) -> dict[str, Any]:
    """The texts of a question that are not those of its parts."""
    texts: dict[str, Any] = {one: fields.text(row, one, notes) for one in TEXTS[kind]}
    optional = (*OPTIONAL_TEXTS.get(kind, ()), "alt")
    return texts | {one: fields.text(row, one, notes) for one in optional if one in row}


def _part_texts(kind: str) -> tuple[str, ...]:
    return ("text",) if kind == "declare" else PART_TEXTS[PARTS[kind]]


def parts_of(kind: str, row: Map, also: set[str], notes: Notes) -> dict[str, Map]:
    """The options, items or pairs of a question by id, those that have one. `also` are keys that are no text."""
    name, wanted = PARTS[kind], _part_texts(kind)
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
        fields.keys(part, {"id", *wanted} | also, set(), notes)
        for one in wanted:
            if not (isinstance(part.get(one), str) and part[one]):
                notes.wrong(part.at.get(one, line), "no_feedback" if one == "feedback" else "part_no_text", part=key)
        for mark in ("correct", "best"):
            if mark in also and mark in part and part[mark] not in ("true", "false"):
                notes.wrong(part.at[mark], "bad_correct", part=key)
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
    weights.faults(kind, parts, right, notes)
    all_different(PARTS[kind], parts, notes)


def all_different(name: str, parts: dict[str, Map], notes: Notes) -> None:
    """Say which parts repeat another."""
    for one in DIFFERENT[name]:
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
    body |= {"right": _right(parts)} if kind in WITH_OPTIONS else {}
    given = weights.of_each(parts)
    return body | {"credits": given} if given else body


def said(kind: str, parts: dict[str, Map]) -> dict[str, Any]:
    """The texts of options, items or pairs, by id."""
    if kind == "ordering":
        return {key: part["text"] for key, part in parts.items()}
    return {key: {one: part[one] for one in _part_texts(kind)} for key, part in parts.items()}
