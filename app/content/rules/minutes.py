"""How long a module takes, counted from what it holds."""

import re
from collections.abc import Mapping
from typing import Any

from app.content.rules import inside
from app.content.rules.blocks import Piece, cut
from app.content.rules.inside import Cards, Exercise, Figure, Video
from app.content.rules.package import LessonText, Notes, Package, ScenarioText

WORDS_A_MINUTE = 190  # silent reading of informative French, on the slow side
SECONDS_A_QUESTION = 25
SECONDS_AN_OPINION = 15
SECONDS_WRITTEN = 90  # what a scenario asks to write: two short explanations
WORD = re.compile(r"\w[\w’'-]*")


def words(text: str) -> int:
    """How many words `text` has."""
    return len(WORD.findall(text))


def reading_minutes(package: Package) -> float:
    """Minutes to read the lessons, do their exercises, play the scenarios and answer one draw."""
    media = {one.name: one.type for one in package.media}
    lessons = sum(lesson_minutes(lesson.texts["fr"], media) for lesson in package.lessons if "fr" in lesson.texts)
    return lessons + sum(map(scenario_minutes, package.scenarios)) + package.draw * SECONDS_A_QUESTION / 60


def lesson_minutes(lesson: LessonText, media: Mapping[str, str]) -> float:
    """Minutes for one lesson, its scenarios apart."""
    return sum(_piece(piece, media) for piece in cut(lesson.markdown))


def _piece(piece: Piece, media: Mapping[str, str]) -> float:
    if piece.name in ("", "callout"):
        return words(piece.markdown) / WORDS_A_MINUTE
    held = inside.read(piece, Notes("", []), media)
    if isinstance(held, Figure):
        return words(held.markdown) / WORDS_A_MINUTE
    if isinstance(held, Video):
        return words(held.transcript) / WORDS_A_MINUTE
    if isinstance(held, Cards):
        return sum(words(front) + words(back) for front, back in held.cards) / WORDS_A_MINUTE
    if isinstance(held, Exercise):
        return (SECONDS_AN_OPINION if held.question.type == "declare" else SECONDS_A_QUESTION) / 60
    return 0.0


def scenario_minutes(scenario: ScenarioText) -> float:
    """Minutes to read a scenario, choose, explain, and compare with the expert."""
    return sum(map(words, _texts(scenario.texts["fr"]))) / WORDS_A_MINUTE + SECONDS_WRITTEN / 60


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner)]
    return [str(value)]
