"""Lesson files: the number in the name gives the order, the rest is the permanent key, `.en` the English text."""

import re
from collections.abc import Mapping
from dataclasses import replace

from app.content.rules import blocks, inside
from app.content.rules.inside import Exercise, Inside, ScenarioPlace
from app.content.rules.package import LessonSource, LessonText, Notes, Problem, QuestionText

FILE = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(en))?\.md")


def read(
    files: Mapping[str, str], media: Mapping[str, str], problems: list[Problem]
) -> tuple[list[LessonSource], list[QuestionText]]:
    """The lessons, in order, and the questions asked inside them; a lesson without a readable text in some language
    lacks it. `media` gives the type of each file of the package.
    """
    texts: dict[str, dict[str, LessonText]] = {}
    held: dict[str, dict[str, list[tuple[int, str, Inside | None]]]] = {}
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
            texts.setdefault(key, {})[lang], after = lesson
            held.setdefault(key, {})[lang] = _held(texts[key][lang].markdown, notes.below(after), media)
    for key, name in places["en"].items():
        if key not in places["fr"]:
            problems.append(Problem(name, 1, "english_alone"))
    if not places["fr"]:
        problems.append(Problem("module.yaml", 1, "no_lesson"))
    ordered = sorted(places["fr"].items(), key=lambda place: place[1])
    lessons = [LessonSource(key, n, texts.get(key, {}), file) for n, (key, file) in enumerate(ordered, 1)]
    return lessons, _exercises(ordered, held, places["en"], problems)


def _lesson(text: str, notes: Notes) -> tuple[LessonText, int] | None:
    """The title and the body, and how many lines come before the body."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    if not lines or not lines[first].startswith("# ") or not lines[first][2:].strip():
        notes.wrong(first + 1, "no_title")
        return None
    start = next((n for n in range(first + 1, len(lines)) if lines[n].strip()), len(lines))
    body = "\n".join(lines[start:])
    if not body:
        notes.wrong(first + 1, "empty_lesson")
    blocks.faults(body, notes.below(start))
    return LessonText(lines[first][2:].strip(), body.rstrip("\n")), start


def _held(body: str, notes: Notes, media: Mapping[str, str]) -> list[tuple[int, str, Inside | None]]:
    """What each block holds: (line of the file, block's name, data); callouts are prose."""
    pieces = [piece for piece in blocks.cut(body) if piece.name and piece.name != "callout"]
    return [(notes.after + piece.line, piece.name, inside.read(piece, notes, media)) for piece in pieces]


def _exercises(
    ordered: list[tuple[str, str]],
    held: dict[str, dict[str, list[tuple[int, str, Inside | None]]]],
    english: dict[str, str],
    problems: list[Problem],
) -> list[QuestionText]:
    found: list[QuestionText] = []
    seen: set[str] = set()
    for key, file in ordered:
        here = held.get(key, {})
        asked = [(line, one) for line, _, one in here.get("fr", []) if isinstance(one, Exercise)]
        for line, one in asked:
            if one.question.key in seen:
                problems.append(Problem(file, line, "id_twice", values={"id": one.question.key}))
            seen.add(one.question.key)
        questions = [replace(_titled(one), line=line, file=file) for line, one in asked]
        if "en" in here and "fr" in here:
            questions = _with_english(questions, here, Notes(english[key], problems))
        found += questions
    return found


def _titled(exercise: Exercise) -> QuestionText:
    question = exercise.question
    return replace(question, texts={lang: {**texts, "title": exercise.title} for lang, texts in question.texts.items()})


def _with_english(
    french: list[QuestionText], here: dict[str, list[tuple[int, str, Inside | None]]], notes: Notes
) -> list[QuestionText]:
    """The exercises with their English, when both lessons hold the same blocks: same order, same ids, same keys."""
    whole = [one for lang in ("fr", "en") for _, _, one in here[lang]]
    if None in whole:
        return french  # already said
    for (_, name, one), (line, other_name, other) in zip(here["fr"], here["en"], strict=False):
        if name != other_name or _identity(one) != _identity(other):
            notes.wrong(line, "block_differs")
            return french
    if len(here["fr"]) != len(here["en"]):
        notes.wrong(here["en"][-1][0] if here["en"] else 1, "block_differs")
        return french
    english = {one.question.key: _titled(one) for _, _, one in here["en"] if isinstance(one, Exercise)}
    return [_joined(question, english[question.key]) for question in french]


def _identity(one: Inside | None) -> object:
    """What may not change from one language to the other."""
    if isinstance(one, ScenarioPlace):
        return one.key
    if isinstance(one, Exercise):
        body = {key: value for key, value in one.question.body.items() if key != "accepted"}
        return one.question.key, one.question.type, body
    return None


def _joined(french: QuestionText, english: QuestionText) -> QuestionText:
    body = dict(french.body)
    if "accepted" in body:
        body["accepted"] = {key: [*given, *english.body["accepted"][key]] for key, given in body["accepted"].items()}
    return replace(french, body=body, texts={**french.texts, "en": english.texts["fr"]})
