"""The names of a package's files: a lesson is its number, its key, its language."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.content.rules.lessons import FILE

LONGEST_KEY = 50


@dataclass(frozen=True)
class LessonFiles:
    """A lesson of a package: its key, its place, its titles and its file names, by language."""

    key: str
    position: int
    titles: dict[str, str]
    files: dict[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Every file of the lesson."""
        return tuple(self.files.values())


def lessons(texts: Mapping[str, str]) -> list[LessonFiles]:
    """The lessons of a package's texts, in order."""
    found: dict[str, LessonFiles] = {}
    for name in sorted(texts):
        parts = FILE.fullmatch(name)
        if parts is None:
            continue
        number, key, lang = int(parts[1]), parts[2], parts[3] or "fr"
        one = found.setdefault(key, LessonFiles(key, number, {}, {}))
        one.titles[lang], one.files[lang] = title_of(texts[name]), name
    return sorted(found.values(), key=lambda one: (one.position, one.key))


def title_of(markdown: str) -> str:
    """The title that a lesson's first line gives, or ""."""
    first = markdown.lstrip("\ufeff").split("\n", 1)[0]
    return first[2:].strip() if first.startswith("# ") else ""


def file_of(position: int, key: str, lang: str = "fr") -> str:
    """« 02-reformuler.md », « 02-reformuler.en.md »."""
    return f"{position:02}-{key}{'' if lang == 'fr' else f'.{lang}'}.md"


def key_for(folded: str, taken: Collection[str]) -> str:
    """A key made from a title already folded, different from those `taken`."""
    key = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:LONGEST_KEY].strip("-") or "sans-titre"
    number, wanted = 1, key
    while wanted in taken:
        number += 1
        wanted = f"{key}-{number}"
    return wanted


def moved(texts: Mapping[str, str], key: str, places: int) -> dict[str, str]:
    """The new name of each lesson file once the lesson `key` has moved down by `places`, as far as it goes."""
    order = lessons(texts)
    at = next((n for n, one in enumerate(order) if one.key == key), None)
    if at is None:
        return {}
    order.insert(min(max(at + places, 0), len(order) - 1), order.pop(at))
    return _numbered(order)


def closed_up(texts: Mapping[str, str]) -> dict[str, str]:
    """The new name of each lesson file once they are numbered without a gap."""
    return _numbered(lessons(texts))


def _numbered(order: list[LessonFiles]) -> dict[str, str]:
    return {
        name: file_of(position, one.key, lang)
        for position, one in enumerate(order, 1)
        for lang, name in one.files.items()
    }
