"""Questions whose answer is written: a text with gaps, a number. What is accepted is read here, not judged."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from app.content.rules import fields
from app.content.rules.located import Map, Row
from app.content.rules.package import Notes

GAP = re.compile(r"\[\[([^\[\]]*)\]\]")
GAPS = (1, 5)
LEVELS = ("strict", "case", "accents")
LARGEST = Decimal("1e12")


def gaps(row: Map, text: str, notes: Notes) -> dict[str, Any]:
    """The body of a cloze question: {"gaps": ids in the order of the text, "accepted": …, "levels": …}."""
    accepted, levels = read_gaps(row, {"level"}, notes)
    named = GAP.findall(text)
    if text and accepted and (sorted(named) != sorted(accepted) or len(set(named)) != len(named)):
        notes.wrong(row.at["text"], "gaps_differ", named=", ".join(named) or "–", listed=", ".join(accepted))
    if "gaps" in row and not GAPS[0] <= len(accepted) <= GAPS[1]:
        notes.wrong(row.at["gaps"], "how_many", found=len(accepted), low=GAPS[0], high=GAPS[1])
    return {"gaps": [one for one in named if one in accepted], "accepted": accepted, "levels": levels}


def read_gaps(row: Map, also: set[str], notes: Notes) -> tuple[dict[str, list[str]], dict[str, str]]:
    """What is accepted in each gap, and its level. `also` are keys that the language allows beside the answers."""
    rows = row.get("gaps")
    if "gaps" not in row:
        return {}, {}
    if not isinstance(rows, Row):
        notes.wrong(row.at["gaps"], "not_a_list")
        return {}, {}
    accepted: dict[str, list[str]] = {}
    levels: dict[str, str] = {}
    for gap, line in zip(rows, rows.at, strict=True):
        key = fields.identifier(gap.get("id")) if isinstance(gap, Map) else ""
        if not isinstance(gap, Map) or not key:
            notes.wrong(line, "part_no_id")
            continue
        fields.keys(gap, {"id", "answers", *also}, {"answers"}, notes)
        if key in accepted:
            notes.wrong(line, "id_twice", id=key)
        answers = gap.get("answers")
        listed = answers if isinstance(answers, Row) else Row(line)
        texts = [one for one in listed if isinstance(one, str) and one]
        if "answers" in gap and (not texts or len(texts) != len(listed)):
            notes.wrong(gap.at["answers"], "gap_no_answer", part=key)
        if gap.get("level", LEVELS[-1]) not in LEVELS:
            notes.wrong(gap.at["level"], "bad_level", part=key, known=", ".join(LEVELS))
        accepted[key], levels[key] = texts, str(gap.get("level", LEVELS[-1]))
    return accepted, levels


def number(row: Map, notes: Notes) -> dict[str, Any]:
    """The body of a numeric question: {"answer", "tolerance"}, decimal texts."""
    return {key: str(_decimal(row, key, notes)) for key in ("answer", "tolerance")}


def _decimal(row: Map, key: str, notes: Notes) -> Decimal:
    try:
        value = Decimal(str(row.get(key, "0")).replace(",", "."))
    except InvalidOperation:
        value = Decimal("nan")
    if value.is_finite() and abs(value) <= LARGEST and (key != "tolerance" or value >= 0):
        return value
    notes.wrong(row.at[key], "not_a_number", key=key)
    return Decimal(0)
