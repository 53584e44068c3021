"""scenarios.yaml: two parallel situations, one before the lessons and one after."""

from collections.abc import Mapping
from typing import Any

from app.content.rules import fields
from app.content.rules.located import Map, Row
from app.content.rules.package import AFTER, BEFORE, Notes, Problem, ScenarioText
from app.content.rules.questions import all_different, parts_of, said

FILE = "scenarios.yaml"
TEXTS = ("situation", "ask", "explain", "expert", "compare")
ENGLISH = {"id", "options", *TEXTS}
KEYS = {*ENGLISH, "when", "objective"}
OPTIONS = (3, 4)


def read(files: Mapping[str, str], objectives: set[str] | None, problems: list[Problem]) -> list[ScenarioText]:
    """The scenarios; one with a problem is left out."""
    notes = Notes(FILE, problems)
    if FILE not in files:
        return []
    rows = fields.rows(files, notes)
    found: list[ScenarioText] = []
    seen: set[str] = set()
    for row, line in zip(rows, rows.at, strict=True):
        key = fields.identifier(row.get("id")) if isinstance(row, Map) else ""
        if not isinstance(row, Map) or not key:
            notes.wrong(line, "question_no_id")
            continue
        if key in seen:
            notes.wrong(line, "id_twice", id=key)
        seen.add(key)
        scenario = _scenario(key, row, objectives, notes.about(id=key))
        if scenario is not None:
            found.append(scenario)
    return found


def _scenario(key: str, row: Map, objectives: set[str] | None, notes: Notes) -> ScenarioText | None:
    before = len(notes.problems)
    fields.keys(row, KEYS, KEYS, notes)
    if row.get("when", BEFORE) not in (BEFORE, AFTER):
        notes.wrong(row.at["when"], "bad_when")
    objective = fields.text(row, "objective", notes)
    if objective and objectives is not None and objective not in objectives:
        notes.wrong(row.at["objective"], "unknown_objective", objective=objective)
    texts = texts_of(row, notes)
    parts = parts_of("single", row, {"best"}, notes)
    best = [one for one, part in parts.items() if part.get("best") == "true"]
    if isinstance(row.get("options"), Row):
        line = row.at["options"]
        if not OPTIONS[0] <= len(row["options"]) <= OPTIONS[1]:
            notes.wrong(line, "how_many", found=len(row["options"]), low=OPTIONS[0], high=OPTIONS[1])
        if len(best) != 1:
            notes.wrong(line, "one_best", found=len(best))
        all_different("options", parts, notes)
    if len(notes.problems) > before:
        return None
    texts["options"] = said("single", parts)
    return ScenarioText(key, row["when"], objective, tuple(parts), best[0], {"fr": texts}, row.line)


def texts_of(row: Map, notes: Notes) -> dict[str, Any]:
    """The texts of a scenario that are not those of its options."""
    return {one: fields.text(row, one, notes) for one in TEXTS}
