"""What would tell who wrote a text, taken out of it: their own name, and any e-mail address or phone number.

It sees what is written as a name is, not what is said of somebody in other words: a text may still be recognised.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

MASK = "[…]"
SHORTEST = 2  # letters: a lone initial is not looked for
PARTICLES = frozenset(
    ("al", "ben", "da", "de", "del", "della", "den", "der", "des", "di", "do", "dos", "du", "el", "ibn", "la", "las", "le", "les",
     "los", "van", "von")
)  # fmt: skip
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})

WORD = re.compile(r"[^\W\d_]+")
BETWEEN = re.compile(r"[\s\-'’.·_]{0,3}")  # between two words of one name
AT = r"(?:@\s?|\s@\s|\s?[(\[]\s?(?:at|arobase)\s?[)\]]\s?|\s(?:at|arobase)\s)"
DOT = r"(?:\.|\s?[(\[]\s?(?:dot|point)\s?[)\]]\s?|\s(?:dot|point)\s)"
ADDRESS = re.compile(rf"(?<![\w+%'.-])[\w+%'.-]+{AT}[\w-]+(?:{DOT}[\w-]+)*|(?<!\w)@\w[\w.-]*\w", re.IGNORECASE)
SPACES = r"[^\S\n]"
DIGIT = rf"(?:{SPACES}|[().\-/]){{0,3}}\d"
PHONE = re.compile(rf"(?<!\d)(?:\+\d(?:{DIGIT}){{6,}}|\(?\d(?:{DIGIT}){{8,}})(?!\d)")


@dataclass(frozen=True)
class _Word:
    """One word of a text, folded, and where it stands there."""

    folded: str
    start: int
    end: int


def masked(text: str, first_name: str, last_name: str, said: str = "") -> str:
    """`text` with the author's name, e-mail addresses and phone numbers replaced by « […] », whatever their accents and
    capitals.

    `said` is what the author was answering: a name of theirs that stands in it (a person of the story) is left alone,
    since everyone writes it, and a mask there would tell the very name. Their first and last names side by side are
    masked all the same.
    """
    spans = [match.span() for pattern in (ADDRESS, PHONE) for match in pattern.finditer(text)]
    spared = _spared(said)
    spans += _named(text, _folded_words(first_name), _folded_words(last_name), spared)
    return _without(text, spans)


@lru_cache(maxsize=16)
def _spared(said: str) -> frozenset[str]:
    return frozenset(word.folded for word in _words(said))


def _named(text: str, first: Sequence[str], last: Sequence[str], spared: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where the name stands: whole either way round, written as one word, or in part."""
    if not any(part in text.translate(FOLDED) for part in (*first, *last)):
        return  # most texts: they are read by the thousand when one searches
    words = _words(text)
    whole = [tuple(one) for one in ((*first, *last), (*last, *first)) if first and last]
    alone = [tuple(name) for name in (first, last) if len(name) > 1 and not set(name) <= set(spared)]
    glued = {"".join(name) for name in (*whole, *alone)}
    parts = {part for part in (*first, *last) if len(part) >= SHORTEST and part not in PARTICLES and part not in spared}
    for n, word in enumerate(words):
        if word.folded in parts or word.folded in glued:
            yield word.start, word.end
        for name in (*whole, *alone):
            found = words[n : n + len(name)]
            if tuple(one.folded for one in found) == name and _together(text, found):
                yield word.start, found[-1].end


def _together(text: str, words: Sequence[_Word]) -> bool:
    """Whether nothing but what joins a name stands between these words."""
    return all(BETWEEN.fullmatch(text, before.end, after.start) for before, after in pairwise(words))


def _words(text: str) -> list[_Word]:
    """The words of a text, folded one character at a time so that each keeps its place."""
    letters: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        for folded in FOLDED[ord(character)]:
            letters.append(folded)
            origin.append(at)
    origin.append(len(text))
    return [_Word(m[0], origin[m.start()], origin[m.end()]) for m in WORD.finditer("".join(letters))]


def _fold(character: str) -> str:
    """A character without accent or case; nothing for what has no width, an accent apart included."""
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()).translate(LIGATURES)
    return "".join(one for one in lower if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")


class _Folded(dict[int, str]):
    """What `str.translate` folds with: a character's folding is found once."""

    def __missing__(self, character: int) -> str:
        self[character] = _fold(chr(character))
        return self[character]


FOLDED = _Folded()


def _folded_words(name: str) -> tuple[str, ...]:
    return tuple(word.folded for word in _words(name))


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with each stretch replaced, those that overlap as one."""
    found, at = [], 0
    for start, end in sorted(spans):
        if start >= at:
            found += [text[at:start], MASK]
        at = max(at, end)
    return "".join([*found, text[at:]])
