"""quiz.en.yaml: the same questions in English, texts only, under the same ids in the same order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.content.rules import fields
from app.content.rules.located import Map
from app.content.rules.package import Notes, Problem, QuestionText
from app.content.rules.questions import PARTS, TEXTS, parts_of, said


def with_english(
    bank: list[QuestionText], known: set[str], files: Mapping[str, str], problems: list[Problem]
) -> list[QuestionText]:
    """The bank with its English texts, where given. `known` are the ids of quiz.yaml, those left out included."""
    notes = Notes("quiz.en.yaml", problems)
    if notes.file not in files:
        return bank
    rows = fields.rows(files, notes)
    french = {question.key: question for question in bank}
    english: dict[str, dict[str, Any]] = {}
    for row, line in zip(rows, rows.at, strict=True):
        key = fields.identifier(row.get("id")) if isinstance(row, Map) else ""
        if not isinstance(row, Map) or not key:
            notes.wrong(line, "question_no_id")
        elif key not in known:
            notes.wrong(line, "english_unknown", id=key)
        elif key in english:
            notes.wrong(line, "id_twice", id=key)
        elif key in french:
            english[key] = _texts(french[key], row, notes.about(id=key))
    return [replace(q, texts={**q.texts, "en": english[q.key]}) if q.key in english else q for q in bank]


def _texts(french: QuestionText, row: Map, notes: Notes) -> dict[str, Any]:
    """The English texts of one question; empty when something is wrong with them."""
    before = len(notes.problems)
    name = PARTS[french.type]
    wanted = {"id", name, *TEXTS[french.type]}
    fields.keys(row, wanted, wanted, notes)
    texts: dict[str, Any] = {one: fields.text(row, one, notes) for one in TEXTS[french.type]}
    parts = parts_of(row, name, set(), notes)
    if len(notes.problems) == before and list(parts) != french.body[name]:
        notes.wrong(row.at[name], "english_differs")
    return {} if len(notes.problems) > before else texts | {name: said(name, parts)}
