"""A lesson cut into pieces: prose, and blocks between `::: name Title` and `:::`. Blocks do not nest."""

import re
from dataclasses import dataclass
from typing import Any

KNOWN = ("callout",)
OPEN = re.compile(r":::\s*(\S.*)?")
RAW_HTML = re.compile(r"</?[a-zA-Z][^>\n]*>")
CODE = re.compile(r"`[^`\n]*`")
FENCE = re.compile(r"\s*(```|~~~)")


@dataclass(frozen=True)
class Piece:
    """Prose (name "") or a block, with its title and its Markdown."""

    name: str
    title: str
    markdown: str


def cut(body: str) -> list[Piece]:
    """The pieces of a lesson, in order. Never fails: what is malformed reads as prose; `faults` says it."""
    pieces: list[Piece] = []
    prose: list[str] = []
    block: tuple[str, str] | None = None
    inside: list[str] = []

    def end_prose() -> None:
        if any(line.strip() for line in prose):
            pieces.append(Piece("", "", "\n".join(prose)))
        prose.clear()

    for line in body.splitlines():
        fence = OPEN.fullmatch(line.rstrip())
        if fence is None or (block is None and fence[1] is None):
            (inside if block else prose).append(line)
        elif block is None:
            name, _, title = fence[1].partition(" ")
            end_prose()
            block, inside = (name, title.strip()), []
        elif fence[1] is None:
            pieces.append(Piece(block[0], block[1], "\n".join(inside)))
            block = None
        else:
            inside.append(line)
    if block is not None:
        prose += [*inside]
    end_prose()
    return pieces


def faults(body: str) -> list[tuple[int, str, dict[str, Any]]]:
    """What is wrong with a lesson's blocks: (line from 1, code, values)."""
    found: list[tuple[int, str, dict[str, Any]]] = []
    opened: int | None = None
    in_code = False
    for number, line in enumerate(body.splitlines(), 1):
        if FENCE.match(line):
            in_code = not in_code
        if in_code:
            continue
        fence = OPEN.fullmatch(line.rstrip())
        if fence is None:
            code = _prose_fault(line)
            found += [(number, code, {})] if code else []
        elif fence[1] is None:
            found += [] if opened is not None else [(number, "block_not_open", {})]
            opened = None
        else:
            name, _, title = fence[1].partition(" ")
            code = _opening_fault(name, title, nested=opened is not None)
            found += [(number, code, {"name": name, "known": ", ".join(KNOWN)})] if code else []
            opened = number
    if opened is not None:
        found.append((opened, "block_not_closed", {}))
    return found


def _opening_fault(name: str, title: str, *, nested: bool) -> str:
    if nested:
        return "block_nested"
    if name not in KNOWN:
        return "block_unknown"
    return "" if title.strip() else "block_no_title"


def _prose_fault(line: str) -> str:
    if line.startswith(":::"):
        return "block_malformed"
    if line.startswith("# "):
        return "second_title"
    return "raw_html" if RAW_HTML.search(CODE.sub("", line)) else ""
