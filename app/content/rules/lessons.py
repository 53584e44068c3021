"""Lesson files: the number in the name gives the order, the rest is the permanent key, `.en` the English text."""

import re
from collections.abc import Mapping

from app.content.rules import blocks
from app.content.rules.package import LessonSource, LessonText, Notes, Problem

FILE = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(en))?\.md")


def read(files: Mapping[str, str], problems: list[Problem]) -> list[LessonSource]:
    """The lessons, in order; one without a readable text in some language lacks it."""
    texts: dict[str, dict[str, LessonText]] = {}
    places: dict[str, dict[str, str]] = {"fr": {}, "en": {}}  # by language, the file of each key
    numbers: dict[str, str] = {}
    for name in sorted(files):
        match = FILE.fullmatch(name)
        if match is None:
            continue
        key, lang, notes = match[2], match[3] or "fr", Notes(name, problems)
        if key in places[lang]:
            notes.wrong(1, "lesson_twice", other=places[lang][key])
            continue
        places[lang][key] = name
        if lang == "fr" and match[1] in numbers:
            notes.wrong(1, "number_twice", other=numbers[match[1]])
        if lang == "fr":
            numbers.setdefault(match[1], name)
        lesson = _lesson(files[name], notes)
        if lesson is not None:
            texts.setdefault(key, {})[lang] = lesson
    for key, name in places["en"].items():
        if key not in places["fr"]:
            problems.append(Problem(name, 1, "english_alone"))
    if not places["fr"]:
        problems.append(Problem("module.yaml", 1, "no_lesson"))
    ordered = sorted(places["fr"].items(), key=lambda place: place[1])
    return [LessonSource(key, n, texts.get(key, {}), file) for n, (key, file) in enumerate(ordered, 1)]


def _lesson(text: str, notes: Notes) -> LessonText | None:
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if not lines or not lines[first].startswith("# ") or not lines[first][2:].strip():
        notes.wrong(first + 1, "no_title")
        return None
    body = "\n".join(lines[first + 1 :])
    if not body.strip():
        notes.wrong(first + 1, "empty_lesson")
    for line, code, values in blocks.faults(body):
        notes.wrong(line + first + 1, code, **values)
    return LessonText(lines[first][2:].strip(), body.strip("\n"))
