"""A lesson cut into pieces: prose, and blocks between `::: name Title` and `:::`. Blocks do not nest."""

import re
from dataclasses import dataclass
from typing import Any

KNOWN = ("callout",)
FENCE = re.compile(r":::\s*(\S.*)?")
# An address between < and > is Markdown. Anything else that opens like a tag, a comment or a declaration is HTML.
RAW_HTML = re.compile(r"<(?!https?://[^\s<>]+>|[^\s<>@]+@[^\s<>@]+>)[a-zA-Z/!?]")
IMAGE = re.compile(r"!\[[^\]]*\][(\[]")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Piece:
    """Prose (name "") or a block, with its title and its Markdown."""

    name: str
    title: str
    markdown: str


def _opening(line: str) -> tuple[str, str] | None:
    """("", "") for a closing line, (name, title) for an opening one, None for any other."""
    fence = FENCE.fullmatch(line.rstrip())
    if fence is None:
        return None
    name, _, title = (fence[1] or "").partition(" ")
    return name, title.strip()


def cut(body: str) -> list[Piece]:
    """The pieces of a lesson, in order. Never fails: what is malformed reads as prose; `faults` says it."""
    pieces: list[Piece] = []
    prose: list[str] = []
    lines = body.splitlines()
    at = 0
    while at < len(lines):
        opened = _opening(lines[at])
        end = _end(lines, at) if opened is not None and opened[0] in KNOWN else None
        if opened is None or end is None:
            prose.append(lines[at])
            at += 1
            continue
        pieces += _prose(prose)
        pieces.append(Piece(*opened, "\n".join(lines[at + 1 : end])))
        prose, at = [], end + 1
    return pieces + _prose(prose)


def _end(lines: list[str], opened: int) -> int | None:
    """The line that closes the block opened at `opened`; None if another opens first, or none does."""
    for at in range(opened + 1, len(lines)):
        fence = _opening(lines[at])
        if fence is not None:
            return at if fence == ("", "") else None
    return None


def _prose(lines: list[str]) -> list[Piece]:
    return [Piece("", "", "\n".join(lines))] if any(line.strip() for line in lines) else []


def faults(body: str) -> list[tuple[int, str, dict[str, Any]]]:
    """What is wrong with a lesson's text: (line from 1, code, values)."""
    found: list[tuple[int, str, dict[str, Any]]] = []
    opened: int | None = None
    for number, line in enumerate(body.splitlines(), 1):
        fence = _opening(line)
        if fence is None:
            found += [(number, code, {}) for code in _prose_faults(line)]
        elif fence == ("", ""):
            found += [] if opened is not None else [(number, "block_not_open", {})]
            opened = None
        else:
            code = _opening_fault(*fence, nested=opened is not None)
            found += [(number, code, {"name": fence[0], "known": ", ".join(KNOWN)})] if code else []
            opened = number
    if opened is not None:
        found.append((opened, "block_not_closed", {}))
    return found


def _opening_fault(name: str, title: str, *, nested: bool) -> str:
    if nested:
        return "block_nested"
    if name not in KNOWN:
        return "block_unknown"
    return "" if title else "block_no_title"


def _prose_faults(line: str) -> list[str]:
    if line.lstrip().startswith(":::"):
        return ["block_malformed"]
    said = CODE.sub("", line)
    found = ["second_title"] if re.match(r"#\s|=+\s*$", line) else []
    found += ["raw_html"] if RAW_HTML.search(said) else []
    return found + (["image"] if IMAGE.search(said) else [])
