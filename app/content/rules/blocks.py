"""A lesson cut into pieces: prose, and blocks between `::: name Title` and `:::`. Blocks do not nest."""

import re
from dataclasses import dataclass

from app.content.rules.package import Notes

PROSE = ("callout", "figure")  # blocks that hold Markdown; the others hold YAML
KNOWN = (*PROSE, "video", "flashcards", "declare", "practice", "scenario")
FENCE = re.compile(r":::\s*(\S.*)?")
# An address between < and > is Markdown. Anything else that opens like a tag, a comment or a declaration is HTML.
RAW_HTML = re.compile(r"<(?!https?://[^\s<>]+>|[^\s<>@]+@[^\s<>@]+>)[a-zA-Z/!?]")
IMAGE = re.compile(r"!\[[^\]]*\][(\[]")
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Piece:
    """Prose (name "") or a block, with its title, the text inside, and the line of the lesson where it opens."""

    name: str
    title: str
    markdown: str
    line: int = 1


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
        pieces += _prose(prose, at)
        pieces.append(Piece(*opened, "\n".join(lines[at + 1 : end]), at + 1))
        prose, at = [], end + 1
    return pieces + _prose(prose, at)


def _end(lines: list[str], opened: int) -> int | None:
    """The line that closes the block opened at `opened`; None if another opens first, or none does."""
    for at in range(opened + 1, len(lines)):
        fence = _opening(lines[at])
        if fence is not None:
            return at if fence == ("", "") else None
    return None


def _prose(lines: list[str], before: int) -> list[Piece]:
    return [Piece("", "", "\n".join(lines), before - len(lines) + 1)] if any(line.strip() for line in lines) else []


def faults(body: str, notes: Notes) -> None:
    """Say what is wrong with the prose and the fences of a lesson's text."""
    opened = 0
    inside = ""
    for number, line in enumerate(body.splitlines(), 1):
        fence = _opening(line)
        if fence is None:
            _prose_faults(line, number, inside, notes)
        elif fence == ("", ""):
            if not opened:
                notes.wrong(number, "block_not_open")
            opened, inside = 0, ""
        else:
            code = _opening_fault(*fence, nested=bool(opened))
            if code:
                notes.wrong(number, code, name=fence[0], known=", ".join(KNOWN))
            opened, inside = number, fence[0]
    if opened:
        notes.wrong(opened, "block_not_closed")


def _opening_fault(name: str, title: str, *, nested: bool) -> str:
    if nested:
        return "block_nested"
    if name not in KNOWN:
        return "block_unknown"
    return "" if title else "block_no_title"


def _prose_faults(line: str, number: int, inside: str, notes: Notes) -> None:
    if inside in KNOWN and inside not in PROSE:
        return  # YAML: its own reading says what is wrong
    if line.lstrip().startswith(":::"):
        notes.wrong(number, "block_malformed")
        return
    said = CODE.sub("", line)
    if re.match(r"#\s|=+\s*$", line):
        notes.wrong(number, "second_title")
    if RAW_HTML.search(said):
        notes.wrong(number, "raw_html")
    if inside != "figure" and IMAGE.search(said):
        notes.wrong(number, "image")
