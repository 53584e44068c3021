"""The English of banks and scenarios: texts only, under the same ids in the same order."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.content.rules import fields, scenarios, written
from app.content.rules.located import Map
from app.content.rules.package import Notes, QuestionText, ScenarioText
from app.content.rules.questions import OPTIONAL_TEXTS, PARTS, TEXTS, parts_of, said, texts_of


def with_english(
    french: list[QuestionText], known: set[str], notes: Notes, files: Mapping[str, str]
) -> list[QuestionText]:
    """The bank with the English of the file that `notes` are about, where given. `known` are the ids of the French file,
    those left out included.
    """
    by_key = {question.key: question for question in french}
    found = {}
    for key, row in _rows(known, notes, files):
        if key in by_key:
            found[key] = english_of(by_key[key], row, notes.about(id=key))
    return [found.get(question.key) or question for question in french]


def _rows(known: set[str], notes: Notes, files: Mapping[str, str]) -> list[tuple[str, Map]]:
    if notes.file not in files:
        return []
    rows = fields.rows(files, notes)
    found: dict[str, Map] = {}
    for row, line in zip(rows, rows.at, strict=True):
        key = fields.identifier(row.get("id")) if isinstance(row, Map) else ""
        if not isinstance(row, Map) or not key:
            notes.wrong(line, "question_no_id")
        elif key not in known:
            notes.wrong(line, "english_unknown", id=key)
        elif key in found:
            notes.wrong(line, "id_twice", id=key)
        else:
            found[key] = row
    return list(found.items())


def english_of(french: QuestionText, row: Map, notes: Notes) -> QuestionText | None:
    """The question with its English texts; None when something is wrong with them."""
    before = len(notes.problems)
    kind, name = french.type, PARTS.get(french.type, "")
    wanted = {"id", *TEXTS[kind], *({name} if name else ())}
    fields.keys(
        row, {*wanted, *OPTIONAL_TEXTS.get(kind, ()), *({"alt"} if "image" in french.body else ())}, wanted, notes
    )
    texts, body = texts_of(kind, row, notes), french.body
    if kind == "cloze":
        accepted, _ = written.read_gaps(row, set(), notes)
        named = written.GAP.findall(texts["text"])
        if len(notes.problems) == before and (sorted(named) != sorted(body["gaps"]) or list(accepted) != body["gaps"]):
            notes.wrong(row.at["gaps"], "english_differs")
        merged = {key: [*body["accepted"][key], *accepted.get(key, ())] for key in body["gaps"]}
        body = {**body, "accepted": merged}
    elif name:
        parts = parts_of(kind, row, set(), notes)
        if len(notes.problems) == before and list(parts) != body[name]:
            notes.wrong(row.at[name], "english_differs")
        texts |= {name: said(kind, parts)} if len(notes.problems) == before else {}
    return replace(french, body=body, texts={**french.texts, "en": texts}) if len(notes.problems) == before else None


def scenarios_with_english(
    french: list[ScenarioText], known: set[str], notes: Notes, files: Mapping[str, str]
) -> list[ScenarioText]:
    """The scenarios with the English of scenarios.en.yaml, where given."""
    by_key = {scenario.key: scenario for scenario in french}
    english: dict[str, dict[str, Any]] = {}
    for key, row in _rows(known, notes, files):
        if key not in by_key:
            continue
        before, here = len(notes.problems), notes.about(id=key)
        fields.keys(row, scenarios.ENGLISH, scenarios.ENGLISH, here)
        texts, parts = scenarios.texts_of(row, here), parts_of("single", row, set(), here)
        if len(notes.problems) == before and tuple(parts) != by_key[key].options:
            here.wrong(row.at["options"], "english_differs")
        if len(notes.problems) == before:
            english[key] = texts | {"options": said("single", parts)}
    return [replace(s, texts={**s.texts, "en": english[s.key]}) if s.key in english else s for s in french]
