"""From a misconception to a wrong option: which explanation says it best, where the option goes, where it is now."""

import string
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from app.authoring.rules.shape import MOST
from app.infra.orm import fold

KINDS = ("single", "multiple", "situation")  # whose options are free
TELLING = 4  # letters: shorter words are in every text
LONGEST_TITLE = 200  # characters: it becomes an option

DRAFT, PUBLISHED, GONE = "draft", "published", "gone"


def typical(texts: Sequence[str]) -> int | None:
    """The number of the text that has most in common with the others, None when there is none.

    Its mean Jaccard index with them, on words of four letters or more, accents and capitals apart: the medoid of the
    texts. The first of those that are equal.
    """
    words = [{word for word in fold(text).split() if len(word) >= TELLING} for text in texts]
    scores = [sum(_jaccard(mine, other) for other in words) for mine in words]
    return max(range(len(texts)), key=lambda n: (scores[n], -n)) if texts else None


def _jaccard(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """What two sets of words share, of what they hold together (Jaccard, 1901)."""
    together = one | other
    return len(one & other) / len(together) if together else 0.0


def options_of(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The options of an entry, those that read as options."""
    rows = row.get("options")
    return [one for one in rows if isinstance(one, Mapping)] if isinstance(rows, list) else []


def takes_more(kind: str, row: Mapping[str, Any]) -> bool:
    """Whether an entry of this kind has room for one more option."""
    return kind in KINDS and len(options_of(row)) < MOST[kind]


def with_option(row: Mapping[str, Any], text: str) -> tuple[dict[str, Any], str]:
    """The entry with one more wrong option, whose feedback is to be written, and that option's id: the first free letter."""
    options = options_of(row)
    taken = {str(one.get("id", "")) for one in options}
    key = next(letter for letter in string.ascii_lowercase if letter not in taken)
    return {**row, "options": [*options, {"id": key, "text": text, "feedback": ""}]}, key


def is_wrong_option(row: Mapping[str, Any], key: str) -> bool:
    """Whether an entry has an option of this id that is not a right one."""
    mine = [one for one in options_of(row) if one.get("id") == key]
    return any(str(one.get("correct", "")).lower() != "true" for one in mine)


def path_of(question: str, option: str) -> str:
    """« quiz:premiere-note/d »."""
    return f"quiz:{question}/{option}"


def parts_of(path: str) -> tuple[str, str]:
    """The question and the option that a path names."""
    question, _sep, option = path.removeprefix("quiz:").rpartition("/")
    return question, option


def place(path: str, published: Mapping[str, Collection[str]], drafted: Mapping[str, Collection[str]]) -> str:
    """Where an option is now, given the options of each question, published or in the open draft."""
    question, option = parts_of(path)
    if option in published.get(question, ()):
        return PUBLISHED
    return DRAFT if option in drafted.get(question, ()) else GONE
