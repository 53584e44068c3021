"""module.yaml and its English: what the module is, its rules, its objectives, its sources."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.content.rules import fields
from app.content.rules.located import Map, Row
from app.content.rules.package import NOTE, Notes, Problem

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DOI = re.compile(r"10\.\d{4,9}/\S+")
URL = re.compile(r"https?://[^\s/]+\.\S+")
KEYS = {"slug", "position", "version", "change", "title", "minutes", "why", "quiz", "objectives", "sources"}
ENGLISH_KEYS = {"title", "why", "objectives"}
SOURCE_KEYS = {"ref", "doi", "url", "checked"}
CHANGES = ("wording", "substance")
NUMBERS = {"position": (1, 99), "version": (1, 10_000), "minutes": (1, 60)}
QUIZ_NUMBERS = {"draw": (1, 40), "pass_percent": (1, 100), "delay_minutes": (0, 100_000), "max_attempts": (0, 100)}
QUIZ_NEEDED = {"draw", "pass_percent"}


@dataclass
class Manifest:
    """module.yaml once read. `readable` is False when the file could not be, and the rest means nothing."""

    readable: bool
    slug: str = ""
    change: str = ""
    title: str = ""
    why: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    objectives: dict[str, str] = field(default_factory=dict)
    sources: list[dict[str, str]] = field(default_factory=list)
    requires: list[str] = field(default_factory=list)
    at: dict[str, int] = field(default_factory=dict)


def read(folder: str, files: Mapping[str, str], problems: list[Problem]) -> Manifest:
    """module.yaml of the package in `folder`, and its problems."""
    notes = Notes("module.yaml", problems)
    top = fields.mapping(files, notes)
    if not top:
        return Manifest(readable=False)
    fields.keys(top, KEYS | {"requires"}, KEYS, notes)
    found = Manifest(readable=True, at=dict(top.at))
    found.slug = _slug(top, folder, notes)
    if "change" in top and top["change"] not in CHANGES:
        notes.wrong(top.at["change"], "bad_change")
    found.change = str(top.get("change"))
    found.title, found.why = fields.text(top, "title", notes), fields.text(top, "why", notes)
    found.numbers = {key: fields.whole(top, key, low, high, notes) for key, (low, high) in NUMBERS.items()}
    found.numbers |= _quiz(top, found.at, notes)
    found.objectives = _objectives(top, found.at, notes)
    found.sources = _sources(top, notes)
    found.requires = _requires(top, folder, notes)
    return found


def _slug(top: Map, folder: str, notes: Notes) -> str:
    slug = top.get("slug")
    if "slug" not in top:
        return ""
    if not isinstance(slug, str) or not SLUG.fullmatch(slug):
        notes.wrong(top.at["slug"], "bad_slug")
        return ""
    if slug != folder:
        notes.wrong(top.at["slug"], "slug_not_folder", folder=folder)
    return slug


def _quiz(top: Map, at: dict[str, int], notes: Notes) -> dict[str, int]:
    quiz = top.get("quiz")
    if "quiz" not in top:
        return {}
    if not isinstance(quiz, Map):
        notes.wrong(top.at["quiz"], "not_a_map")
        return {}
    at |= {f"quiz.{key}": line for key, line in quiz.at.items()}
    fields.keys(quiz, QUIZ_NUMBERS.keys(), QUIZ_NEEDED, notes, "quiz.")
    return {key: fields.whole(quiz, key, *bounds, notes, prefix="quiz.") for key, bounds in QUIZ_NUMBERS.items()}


def _objectives(top: Map, at: dict[str, int], notes: Notes) -> dict[str, str]:
    rows = top.get("objectives")
    if "objectives" not in top:
        return {}
    if not isinstance(rows, Row) or not rows:
        notes.wrong(top.at["objectives"], "no_objective")
        return {}
    found: dict[str, str] = {}
    for row, line in zip(rows, rows.at, strict=True):
        key = fields.identifier(row.get("id")) if isinstance(row, Map) else ""
        if not isinstance(row, Map) or not key or not isinstance(row.get("text"), str):
            notes.wrong(line, "objective_incomplete")
            continue
        fields.keys(row, {"id", "text"}, set(), notes)
        if key in found:
            notes.wrong(line, "id_twice", id=key)
        found[key], at[f"objective.{key}"] = row["text"], line
    return found


def _requires(top: Map, slug: str, notes: Notes) -> list[str]:
    """The modules to pass before this one."""
    rows = top.get("requires")
    if "requires" in top and not isinstance(rows, Row):
        notes.wrong(top.at["requires"], "bad_requires")
    if not isinstance(rows, Row):
        return []
    found: list[str] = []
    for one, line in zip(rows, rows.at, strict=True):
        if not isinstance(one, str) or not SLUG.fullmatch(one):
            notes.wrong(line, "bad_requires")
        elif one == slug:
            notes.wrong(line, "requires_itself")
        elif one in found:
            notes.wrong(line, "requires_twice", name=one)
        else:
            found.append(one)
    return found


def _sources(top: Map, notes: Notes) -> list[dict[str, str]]:
    rows = top.get("sources")
    if "sources" in top and not isinstance(rows, Row):
        notes.wrong(top.at["sources"], "no_source")
    if not isinstance(rows, Row):
        return []
    found: list[dict[str, str]] = []
    for row, line in zip(rows, rows.at, strict=True):
        if not isinstance(row, Map) or not isinstance(row.get("ref"), str) or not row["ref"]:
            notes.wrong(line, "source_no_ref")
            continue
        fields.keys(row, SOURCE_KEYS, set(), notes)
        _source(row, line, notes)
        found.append({key: str(row[key]) for key in ("ref", "doi", "url", "checked") if row.get(key)})
    return found


def _source(row: Map, line: int, notes: Notes) -> None:
    if not _checked(row.get("checked")):
        notes.wrong(row.at.get("checked", line), "source_not_checked")
    elif row["checked"] == "to-confirm":
        notes.wrong(line, "source_to_confirm", NOTE, ref=row["ref"])
    for key, form in (("doi", DOI), ("url", URL)):
        if key in row and not (isinstance(row[key], str) and form.fullmatch(row[key])):
            notes.wrong(row.at[key], f"source_bad_{key}")


def _checked(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    if value in ("known", "to-confirm"):
        return True
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def read_english(french: Manifest, files: Mapping[str, str], problems: list[Problem]) -> dict[str, Any] | None:
    """module.en.yaml as {"title", "why", "objectives"}, or None without it. What it does not say is said in French."""
    notes = Notes("module.en.yaml", problems)
    if notes.file not in files:
        return None
    top = fields.mapping(files, notes)
    if not top:
        return None
    fields.keys(top, ENGLISH_KEYS, {"title", "why"}, notes)
    said: dict[str, str] = {}
    rows = top.get("objectives", Row(1))
    if not isinstance(rows, Row):
        notes.wrong(top.at["objectives"], "not_a_list")
        rows = Row(1)
    for row, line in zip(rows, rows.at, strict=True):
        if not isinstance(row, Map) or not isinstance(row.get("id"), str) or not isinstance(row.get("text"), str):
            notes.wrong(line, "objective_incomplete")
        elif french.readable and row["id"] not in french.objectives:
            notes.wrong(line, "english_objective", id=row["id"])
        else:
            said[row["id"]] = row["text"]
    return {
        "title": fields.text(top, "title", notes),
        "why": fields.text(top, "why", notes),
        "objectives": [{"id": key, "text": said.get(key, text)} for key, text in french.objectives.items()],
    }
