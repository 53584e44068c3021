"""What a block holds, read from the text between its fences: data that the renderer and the pages can trust."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.content.rules import fields, located
from app.content.rules.blocks import Piece
from app.content.rules.located import Map, Row
from app.content.rules.package import LESSON, TYPES, Notes, QuestionText
from app.content.rules.questions import read_one

IMAGE_LINE = re.compile(r"!\[([^\]]*)\]\(([^()\s]+)\)\s*")
CARDS = (2, 8)
VIDEO_KEYS = {"file", "captions", "transcript"}
IMAGES = ("image/png", "image/jpeg", "image/webp")
VIDEOS = ("video/mp4", "video/webm")
CAPTIONS = ("text/vtt",)


@dataclass(frozen=True)
class Figure:
    """An image of the package with its alternative text, its caption, and Markdown below."""

    file: str
    alt: str
    caption: str
    markdown: str


@dataclass(frozen=True)
class Video:
    """A film of the package. `transcript` is Markdown; `poster` may be empty."""

    title: str
    file: str
    captions: str
    transcript: str
    poster: str


@dataclass(frozen=True)
class Cards:
    """Cards to turn over: (front, back)."""

    title: str
    cards: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exercise:
    """A question asked inside a lesson, of opinion or of practice, under its title."""

    title: str
    question: QuestionText


@dataclass(frozen=True)
class ScenarioPlace:
    """Where a scenario of scenarios.yaml is played."""

    key: str


Inside = Figure | Video | Cards | Exercise | ScenarioPlace


def read(piece: Piece, notes: Notes, media: Mapping[str, str]) -> Inside | None:
    """What a block other than a callout holds; None, with problems noted, when something is wrong. `media` gives the type
    of each file of the package by name.
    """
    if piece.name == "scenario":
        return ScenarioPlace(piece.title)
    below = notes.below(piece.line)
    if piece.name == "figure":
        return _figure(piece, below, media)
    before = len(notes.problems)
    value = located.load(piece.markdown, below)
    if len(notes.problems) > before:
        return None
    if piece.name == "flashcards":
        return _cards(piece, value, below)
    if not isinstance(value, Map):
        below.wrong(1, "not_a_map")
        return None
    if piece.name == "video":
        return _video(piece, value, below, media)
    return _exercise(piece, value, below, media)


def _figure(piece: Piece, notes: Notes, media: Mapping[str, str]) -> Figure | None:
    lines = piece.markdown.splitlines()
    first = next((n for n, line in enumerate(lines) if line.strip()), 0)
    image = IMAGE_LINE.fullmatch(lines[first].strip()) if lines else None
    if image is None:
        notes.wrong(first + 1, "figure_no_image")
        return None
    if not image[1].strip():
        notes.wrong(first + 1, "figure_no_alt")
    before = len(notes.problems)
    _known(image[2], IMAGES, first + 1, notes, media)
    if not image[1].strip() or len(notes.problems) > before:
        return None
    return Figure(image[2], image[1].strip(), piece.title, "\n".join(lines[first + 1 :]))


def _known(name: str, kinds: tuple[str, ...], line: int, notes: Notes, media: Mapping[str, str]) -> None:
    if name not in media:
        notes.wrong(line, "media_absent", name=name)
    elif media[name] not in kinds:
        notes.wrong(line, "media_other", name=name, known=", ".join(kinds))


def _video(piece: Piece, value: Map, notes: Notes, media: Mapping[str, str]) -> Video | None:
    before = len(notes.problems)
    fields.keys(value, {*VIDEO_KEYS, "poster"}, VIDEO_KEYS, notes)
    texts = {key: fields.text(value, key, notes) for key in (*VIDEO_KEYS, "poster")}
    for key, kinds in (("file", VIDEOS), ("captions", CAPTIONS), ("poster", IMAGES)):
        if texts[key]:
            _known(texts[key], kinds, value.at[key], notes, media)
    return Video(piece.title, **texts) if len(notes.problems) == before else None


def _cards(piece: Piece, value: Any, notes: Notes) -> Cards | None:
    before = len(notes.problems)
    if not isinstance(value, Row):
        notes.wrong(1, "not_a_list")
        return None
    if not CARDS[0] <= len(value) <= CARDS[1]:
        notes.wrong(1, "how_many_cards", found=len(value), low=CARDS[0], high=CARDS[1])
    cards = []
    for card, line in zip(value, value.at, strict=True):
        if not isinstance(card, Map):
            notes.wrong(line, "not_a_map")
            continue
        fields.keys(card, {"front", "back"}, {"front", "back"}, notes)
        cards.append((fields.text(card, "front", notes), fields.text(card, "back", notes)))
    return Cards(piece.title, tuple(cards)) if len(notes.problems) == before else None


def _exercise(piece: Piece, value: Map, notes: Notes, media: Mapping[str, str]) -> Exercise | None:
    key = fields.identifier(value.get("id"))
    if not key:
        notes.wrong(value.at.get("id", 1), "question_no_id")
        return None
    opinion = piece.name == "declare"
    if opinion and "type" in value:
        notes.wrong(value.at["type"], "key_unknown", key="type")
        return None
    if opinion:
        value["type"] = "declare"
    kinds = ("declare",) if opinion else TYPES
    question = read_one(key, value, notes.about(id=key), kinds=kinds, bank=LESSON, asks_objective=False, media=media)
    return Exercise(piece.title, question) if question is not None else None
