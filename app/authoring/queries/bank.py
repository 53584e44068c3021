"""The questions and scenarios of a draft: found, counted, and each with what is wrong in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.authoring.models import Draft
from app.authoring.rules import entries, shape
from app.content.models import ModuleVersion, Question
from app.content.rules import Problem, editing, questions, scenarios
from app.content.rules.english import scenarios_with_english, with_english
from app.content.rules.package import Notes, QuestionText
from app.infra.orm import fold
from app.training.models import AttemptItem

ENGLISH = {"quiz": "quiz.en.yaml", "test": "test.en.yaml", "scenario": "scenarios.en.yaml"}


@dataclass(frozen=True)
class Line:
    """One entry of a bank, as its list shows it. `asked` is how many times it has been, in every published version."""

    key: str
    kind: str
    objective: str
    title: str
    english: bool
    problems: int
    asked: int
    tags: str = ""


def lines(session: Session, draft: Draft, texts: Mapping[str, str], bank: str, objectives: set[str]) -> list[Line]:
    """Every entry of a bank, in order. One query. Raises editing.Unreadable."""
    media = types_of(draft)
    rows = entries.rows(texts, bank)
    translated = {str(one.get("id")) for one in entries.rows(texts, bank, "en")}
    asked = _asked(session, draft.module_id) if bank != "scenario" else {}
    return [
        Line(
            key=str(row["id"]),
            kind=shape.kind_of(bank, row) or str(row.get("type", "")),
            objective=str(row.get("objective", "")),
            title=str(row.get("situation") or row.get("text") or ""),
            english=str(row["id"]) in translated,
            problems=len(faults(bank, row, objectives, media)),
            asked=asked.get(str(row["id"]), 0),
            tags=str(row.get("tags", "")),
        )
        for row in rows
    ]


def _asked(session: Session, module_id: int | None) -> dict[str, int]:
    if module_id is None:
        return {}
    counted = (
        select(Question.key, func.count(AttemptItem.id))
        .join(AttemptItem, AttemptItem.question_id == Question.id)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .where(ModuleVersion.module_id == module_id)
        .group_by(Question.key)
    )
    return {key: count for key, count in session.execute(counted).all()}  # noqa: C416  rows, to a mapping


def matching(found: Sequence[Line], words: str, objective: str, kind: str) -> list[Line]:
    """Those that hold every word, accents and capitals apart, are of this objective and of this kind, where given."""
    wanted = fold(words).split()
    return [
        one
        for one in found
        if all(word in fold(f"{one.title} {one.key} {one.tags}") for word in wanted)
        and objective in ("", one.objective)
        and kind in ("", one.kind)
    ]


def types_of(draft: Draft) -> dict[str, str]:
    """The type of each file of a draft by name."""
    return {one.name: one.type for one in draft.media}


def questions_of(texts: Mapping[str, str], bank: str, media: Mapping[str, str]) -> list[QuestionText]:
    """The questions of a bank that read well, with their English where it does too."""
    problems: list[Problem] = []
    file = entries.file_of(bank)
    french = questions.read(bank, {file: texts.get(file, "")}, None, problems, media)
    known = {one.key for one in french}
    return with_english(french, known, Notes(ENGLISH[bank], problems), texts)


def faults(bank: str, row: Mapping[str, Any], objectives: set[str], media: Mapping[str, str]) -> list[Problem]:
    """What is wrong with one entry, as the check says it."""
    problems: list[Problem] = []
    file = entries.file_of(bank)
    text = editing.written([row])
    if bank == "scenario":
        scenarios.read({file: text}, objectives, problems)
    else:
        questions.read(bank, {file: text}, objectives, problems, media)
    return problems


def english_faults(
    bank: str, french: Mapping[str, Any], row: Mapping[str, Any], media: Mapping[str, str]
) -> list[Problem]:
    """What is wrong with the English of an entry whose French reads well."""
    problems: list[Problem] = []
    source = {entries.file_of(bank): editing.written([french])}
    notes, files = Notes(ENGLISH[bank], problems), {ENGLISH[bank]: editing.written([row])}
    known = {str(french["id"])}
    if bank == "scenario":
        scenarios_with_english(scenarios.read(source, None, []), known, notes, files)
    else:
        with_english(questions.read(bank, source, None, [], media), known, notes, files)
    return problems
