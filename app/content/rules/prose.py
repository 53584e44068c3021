"""The words of a lesson as a reader meets them: sentences, each with its line. Code, tables, addresses, titles and the marks
of Markdown are left out; so is what blocks hold in YAML.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.content.rules.blocks import CODE, PROSE, cut

HEADING = re.compile(r"#{1,6}\s")
LISTED = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+")
QUOTED = re.compile(r"^(?:>\s?)+")
CODE_FENCE = re.compile(r"(`{3,}|~{3,})")
DEFINITION = re.compile(r"\[[^\]]+\]:\s*\S+")  # the address of a link, given apart
LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])")
ADDRESS = re.compile(r"<?(?:https?://|www\.|mailto:)[^\s<>]*>?")
MARKS = re.compile(r"[*_~^]+|\{[^{}]*\}")
WORD = re.compile(r"[^\W\d_][\w’'-]*")
ACRONYM = re.compile(r"(?:[^\W\d_a-zà-ÿ]|\d)(?:[^\W_a-zà-ÿ]|[.-])+s?")
# A full stop, what closes a quotation, then what opens another sentence.
END = re.compile(r"[.!?…]+(?:\s?[»”\")\]])*\s+(?=[«“\"(–—]?\s*[A-ZÀ-ÖØ-ÞŒ\d])")
SHORT = re.compile(r"(?:\b(?:M|MM|Mme|Dr|p|pp|ex|cf|art|vol|al)|\b[A-Z])\.\s*$")  # abbreviations end no sentence


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the line of its file where it begins."""

    text: str
    line: int

    @property
    def words(self) -> list[str]:
        """Its words, acronyms and numbers apart."""
        return [word for word in WORD.findall(self.text) if not ACRONYM.fullmatch(word)]


def sentences(lesson: str) -> list[Sentence]:
    """The sentences of a lesson's file, in order. Never fails, whatever the text."""
    found: list[Sentence] = []
    for piece in cut(lesson):
        if piece.name in ("", *PROSE):
            first = piece.line if piece.name == "" else piece.line + 1
            for line, text in passages(piece.markdown):
                found += _sentences(text, first + line)
    return found


def passages(markdown: str) -> Iterator[tuple[int, str]]:
    """Each paragraph, entry of a list or quotation, as (line from 0, words without marks, its lines kept apart)."""
    kept: list[str] = []
    start, fence = 0, ""
    for number, raw in enumerate([*markdown.splitlines(), ""]):
        line = QUOTED.sub("", raw.strip(), count=1)
        mark = CODE_FENCE.match(line)
        apart = not line or bool(fence or mark or HEADING.match(line) or line.startswith("|") or DEFINITION.match(line))
        if mark:
            fence = "" if fence and line.startswith(fence) else fence or mark[1]
        if kept and (apart or LISTED.match(line)):
            yield start, "\n".join(kept)
            kept = []
        if not apart:
            start = start if kept else number
            kept.append(plain(LISTED.sub("", line, count=1)))


def plain(line: str) -> str:
    """A line of Markdown without its marks: the text of links, not their address; code is left out."""
    return MARKS.sub("", ADDRESS.sub("", LINK.sub(r"\1", CODE.sub("", line))))


def _sentences(text: str, line: int) -> list[Sentence]:
    found: list[Sentence] = []
    start = 0
    for stop in [*(end.end() for end in END.finditer(text) if not SHORT.search(text[: end.end()])), len(text)]:
        said = text[start:stop]
        if said.strip():
            before = text.count("\n", 0, start + len(said) - len(said.lstrip()))
            found.append(Sentence(" ".join(said.split()), line + before))
        start = stop
    return found
