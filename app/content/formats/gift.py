"""GIFT, Moodle's format for questions written by hand: https://docs.moodle.org/en/GIFT_format. See gift.lark.

A short answer becomes a cloze text whose gap is at the end, or where the braces are; another missing word is shown as `_____`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from app.content.formats import answers, html
from app.content.formats.decoding import MOST, decoded, nothing
from app.content.formats.findings import Findings, Refused, called
from app.content.formats.gift_grammar import Parsed, Part, parsed
from app.content.formats.gift_writing import written
from app.content.formats.items import (
    CLOZE,
    MATCHING,
    NUMERIC,
    TRUE_FALSE,
    WHOLE,
    Choice,
    Item,
    Number,
    Pair,
    Read,
    Trouble,
)  # fmt: skip

__all__ = ["read", "written"]

SIGNS = 200_000  # of a file: what the grammar has to look at, whoever wrote it
TRUTHS = {"T": True, "TRUE": True, "F": False, "FALSE": False}


@dataclass
class Block:
    """What stands between two empty lines: its first line's number, its text, its comments."""

    line: int = 0
    lines: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def read(data: bytes) -> Read:
    """The questions of a GIFT file, and what is wrong with it; a file that cannot be read gives one error."""
    items: list[Item] = []
    troubles: list[Trouble] = []
    try:
        blocks = list(_blocks(decoded(data)))
    except Refused as why:
        return nothing(why)
    tags: tuple[str, ...] = ()
    for block in blocks:
        if block.lines[0].startswith("$CATEGORY:"):
            tags = answers.category(_unescaped(block.lines.pop(0).removeprefix("$CATEGORY:")))
            block.line += 1
        if not block.lines:
            continue
        findings = Findings(block.line)
        try:
            items.append(_item(block, tags, findings))
            troubles += findings.troubles
        except Refused as why:
            troubles.append(findings.refused(why))
    return Read(tuple(items), tuple(troubles))


def _blocks(text: str) -> Iterator[Block]:
    if sum(text.count(sign) for sign in ("=", "~", "#", "{", "}", "->")) > SIGNS:
        raise Refused("too_much", detail=str(SIGNS))
    found, block = 0, Block()
    for number, line in enumerate([*text.split("\n"), ""], 1):
        bare = line.strip(html.BLANKS)
        if bare.startswith("//"):
            block.comments.append(bare)
        elif bare:
            block.line = block.line or number
            block.lines.append(line if block.lines else line.lstrip(html.BLANKS))
        else:
            if block.lines:
                found += 1
                if found > MOST:
                    raise Refused("too_many", detail=str(MOST))
                yield block
            block = Block()


def _item(block: Block, tags: tuple[str, ...], findings: Findings) -> Item:
    text = "\n".join(block.lines)
    findings.name = called(_name(text), html.line(_formatted(text[:200].split("{")[0], html.AUTO)[1]))
    return _Reading(parsed(text), block, tags, findings).item()


def _name(text: str) -> str:
    """The name at the start of a block whose braces may be wrong."""
    found = re.match(r"\s*::((?:[^\\:]++|\\.|:(?!:))*+)::", text, re.DOTALL)
    return html.line(_unescaped(found[1])) if found else ""


def _unescaped(text: str) -> str:
    return re.sub(r"\\([\\~=#{}:n])", lambda found: "\n" if found[1] == "n" else found[1], text)


def _formatted(raw: str, default: str) -> tuple[str, str]:
    found = re.match(r"\[(html|moodle|plain|markdown)\]", raw)
    return (found[1], raw[found.end() :]) if found else (default, raw)


class _Reading:
    """One question as written, being understood."""

    def __init__(self, parsed: Parsed, block: Block, tags: tuple[str, ...], findings: Findings) -> None:
        self.parsed, self.block, self.tags, self.findings = parsed, block, tags, findings
        self.form, _ = _formatted(parsed.before.strip(), html.AUTO)

    def item(self) -> Item:
        parts = self.parsed.parts
        if parts is None:
            raise Refused("unsupported", detail="description")
        if self.parsed.numeric:
            return self._made(NUMERIC, answers.BLANK, **self._numbers(parts))
        if not parts:
            raise Refused("unsupported", detail="essay")
        if any(part.mark == "~" for part in parts):
            one = any(part.mark == "=" for part in parts)
            found = tuple(self._choice(part, WHOLE if part.mark == "=" else Fraction(0)) for part in parts)
            return self._made(answers.chosen(found, one=one, findings=self.findings), answers.BLANK, choices=found)
        if any("->" in part.pieces for part in parts):
            return self._made(MATCHING, answers.BLANK, pairs=self._pairs(parts))
        if len(parts) == 1 and parts[0].text.strip() in TRUTHS and not parts[0].mark:
            return self._made(TRUE_FALSE, answers.BLANK, choices=self._truth(parts[0]))
        gap, wrong = answers.gap((self._short(part) for part in parts), self.findings)
        return self._made(CLOZE, "[[1]]", gaps=(gap,), wrong=wrong)

    def _made(self, kind: str, blank: str, **answered: object) -> Item:
        before, after = self.parsed.before.lstrip(html.BLANKS), self.parsed.after
        if not before and not after:
            raise Refused("no_text")
        if kind == CLOZE:
            before, after = (answers.unmarked(one, self.findings) for one in (before, after))
        text = self._text(self._joined(before, after, blank, kind), html.AUTO)
        if not text:
            raise Refused("no_text")
        key, own = metadata(self.block.comments)
        return Item(
            kind,
            answers.placed(text, 1) if kind == CLOZE else text,
            name=html.line(_unescaped(self.parsed.name)),
            key=key,
            feedback=self._text(self.parsed.general),
            tags=tuple(dict.fromkeys((*self.tags, *own))),
            line=self.block.line,
            **answered,  # type: ignore[arg-type]
        )

    def _joined(self, before: str, after: str, blank: str, kind: str) -> str:
        if after:  # a missing word
            return before + blank + after
        before = before.rstrip(html.BLANKS)
        if kind != CLOZE:
            return before
        return before + ("" if before.endswith(("\xa0", "\\n")) else " ") + blank

    def _text(self, raw: str, default: str = "") -> str:
        form, text = _formatted(raw.strip(html.BLANKS), default or self.form)
        return self.findings.without_pictures(html.words(_unescaped(text), form))

    def _choice(self, part: Part, otherwise: Fraction) -> Choice:
        return Choice(self._text(part.text), part.credit(otherwise), self._text("#".join(part.feedback)))

    def _short(self, part: Part) -> Choice:
        made = self._choice(part, WHOLE)
        return Choice(html.line(made.text), made.credit, made.feedback)

    def _truth(self, part: Part) -> tuple[Choice, Choice]:
        told = [self._text(one) for one in (*part.feedback[:1], "#".join(part.feedback[1:]), "")]
        wrong, right = (told[0], told[1]) if part.feedback else ("", "")
        if TRUTHS[part.text.strip()]:
            return Choice("true", WHOLE, right), Choice("false", Fraction(0), wrong)
        return Choice("true", Fraction(0), wrong), Choice("false", WHOLE, right)

    def _pairs(self, parts: tuple[Part, ...]) -> tuple[Pair, ...]:
        found: list[Pair] = []
        for part in parts:
            if "->" not in part.pieces:
                raise Refused("bad_pair", detail=html.line(part.text)[:60])
            middle = part.pieces.index("->")
            left = self._text(part.weight + "".join(part.pieces[:middle]))
            right = html.line(_unescaped("#".join(("".join(part.pieces[middle + 1 :]), *part.feedback))))
            if left and not right:
                raise Refused("bad_pair", detail=left[:60])
            if left:
                found.append(Pair(left, right))
            elif right:
                self.findings.loss("lone_answer", detail=right)
        if len(found) < 2:  # noqa: PLR2004 - one pair asks nothing
            raise Refused("too_few", detail=str(len(found)))
        return tuple(found)

    def _numbers(self, parts: tuple[Part, ...]) -> dict[str, object]:
        found: list[Number] = []
        wrong = ""
        for part in parts:
            text, told = _unescaped(part.text).strip(), self._text("#".join(part.feedback))
            if part.mark == "~" or (text == "*" and part.credit(WHOLE) <= 0):
                wrong = wrong or told
            elif text == "*":
                self.findings.loss("wildcard", detail=text)
            else:
                found.append(Number(*_number(text), part.credit(WHOLE), told))
        if not found:
            raise Refused("too_few", detail="0")
        return {"numbers": answers.worth(tuple(found)), "wrong": wrong}


def _number(text: str) -> tuple[str, str]:
    """The number and its tolerance: `3`, `3:2` or `1..5`."""
    if ".." in text[1:]:
        low, high = (Decimal(answers.decimal(one)) for one in text.split("..", 1))
        return answers.decimal(str((low + high) / 2)), answers.tolerance(str((high - low) / 2))
    answer, _, margin = text.partition(":")
    return answers.decimal(answer), answers.tolerance(margin)


def metadata(comments: list[str]) -> tuple[str, tuple[str, ...]]:
    """The id number and tags that comments hold: `// [id:x] [tag:y]`."""
    said = "\n".join(comments)
    key = re.search(r"\[id:((?:\\\]|[^]\x00-\x1f\x7f])+)\]", said)
    tags = re.findall(r"\[tag:((?:\\\]|[^]<>`\x00-\x1f\x7f])+)\]", said)
    return _bracketed(key[1]) if key else "", tuple(filter(None, map(_bracketed, tags)))


def _bracketed(text: str) -> str:
    return html.line(text.replace("\\]", "]"))
