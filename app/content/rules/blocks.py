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
        if fence is not None and fence[1] is None:
            if opened is None:
                found.append((number, "block_not_open", {}))
            opened = None
        elif fence is not None:
            name, _, title = fence[1].partition(" ")
            if opened is not None:
                found.append((number, "block_nested", {"name": name}))
            elif name not in KNOWN:
                found.append((number, "block_unknown", {"name": name, "known": ", ".join(KNOWN)}))
            elif not title.strip():
                found.append((number, "block_no_title", {"name": name}))
            opened = number
        elif line.startswith(":::"):
            found.append((number, "block_malformed", {}))
        elif RAW_HTML.search(CODE.sub("", line)):
            found.append((number, "raw_html", {}))
        elif line.startswith("# "):
            found.append((number, "second_title", {}))
    if opened is not None:
        found.append((opened, "block_not_closed", {}))
    return found
