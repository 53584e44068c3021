"""Where a remark is shown in a rendered lesson: under the paragraph, list, table or figure that holds the words it quotes."""

import re
from collections.abc import Callable, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any, Protocol, TypeVar

VOID = frozenset(("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
SPACES = re.compile(r"\s+")


class Quoting(Protocol):
    """A remark: the words it is about, none for the whole lesson."""

    @property
    def quote(self) -> str: ...


R = TypeVar("R", bound=Quoting)


class _Blocks(HTMLParser):
    """Cuts HTML after each of its outermost elements, and reads the words of each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._html, self._depth, self._words, self._start = html, 0, "", 0
        starts = [0]
        for line in html.split("\n"):
            starts.append(starts[-1] + len(line) + 1)
        self._lines = starts
        self.feed(html)
        self.close()
        self._cut(len(html))

    def _cut(self, end: int) -> None:
        if self._html[self._start : end].strip():
            self.found.append((self._html[self._start : end], self._words))
        self._start, self._words = end, ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser gives them
        if tag not in VOID:
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag not in VOID
        if self._depth == 0:
            line, column = self.getpos()
            self._cut(self._html.index(">", self._lines[line - 1] + column) + 1)

    def handle_data(self, data: str) -> None:
        self._words += data


def blocks(html: str) -> list[tuple[str, str]]:
    """The outermost elements of safe HTML, in order, each with its words; put end to end they are the HTML again."""
    return _Blocks(html).found


def plain(words: str) -> str:
    """Words to be compared: one ordinary space between them, straight apostrophes, small letters."""
    return SPACES.sub(" ", words.replace("’", "'")).strip().casefold()


def place(
    pieces: Sequence[Mapping[str, str]], said: Sequence[R], others: Callable[[Mapping[str, str]], str]
) -> tuple[list[dict[str, Any]], list[R]]:
    """The pieces of a lesson with, after each block that remarks quote, {"said": those remarks}; and the remarks that quote
    nothing, or words that are no longer there. `others` gives the words of a piece that is not HTML: it is not cut.
    """
    left = [one for one in said if plain(one.quote)]
    shown: list[dict[str, Any]] = []
    for piece in pieces:
        parts = blocks(piece["html"]) if piece.get("html") else []
        held = [({"html": html}, words) for html, words in parts] or [(dict(piece), others(piece))]
        run = ""
        for part, words in held:
            here = [one for one in left if plain(one.quote) in plain(words)]
            left = [one for one in left if one not in here]
            run += part.get("html", "")
            if here or "html" not in part:
                shown += [{"html": run}] if "html" in part else [part]
                shown += [{"said": here}] if here else []
                run = ""
        shown += [{"html": run}] if run else []
    return shown, [one for one in said if one in left or not plain(one.quote)]
