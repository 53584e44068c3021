"""One question of a GIFT file as it is written, before it means anything: see gift.lark."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from lark import Lark, Token, Transformer
from lark.exceptions import UnexpectedInput

from app.content.formats import answers, html
from app.content.formats.findings import Refused


@dataclass(frozen=True)
class Part:
    """One answer as written: its sign (`=`, `~`, or none for a first one), weight, text and feedback."""

    mark: str = ""
    weight: str = ""
    pieces: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def credit(self, otherwise: Fraction) -> Fraction:
        return answers.credit(self.weight.strip("% \t\n")) if self.weight else otherwise


@dataclass(frozen=True)
class Parsed:
    """A question as written. `parts` None: no braces."""

    name: str
    before: str
    after: str
    numeric: bool = False
    parts: tuple[Part, ...] | None = None
    general: str = ""


class _Building(Transformer[Token, Parsed]):
    def feedback(self, found: list[Token]) -> str:
        return "".join(found)

    def part(self, found: list[Token | str]) -> Part:
        kept: dict[str, list[str]] = {"MARK": [], "WEIGHT": [], "": [], "feedback": []}
        for one in found:
            kind = one.type if isinstance(one, Token) else "feedback"
            kept[kind if kind in kept else ""].append(str(one))
        return Part("".join(kept["MARK"]), "".join(kept["WEIGHT"]), tuple(kept[""]), tuple(kept["feedback"]))

    answer = part

    def choices(self, found: list[Token | Part]) -> Parsed:
        general = "".join(one for one in found if isinstance(one, Token))[4:]
        return Parsed("", "", "", False, tuple(one for one in found if isinstance(one, Part)), general)

    def numbers(self, found: list[Token | Part]) -> Parsed:
        made = self.choices(found)
        return Parsed("", "", "", True, made.parts, made.general)

    def question(self, found: list[Token | Parsed]) -> Parsed:
        name, around, inside = "", ["", ""], Parsed("", "", "")
        for one in found:
            if isinstance(one, Parsed):
                inside = one
            elif one.type == "NAME":
                name = one.strip()[2:-2]
            else:
                around[inside.parts is not None] = str(one)
        return Parsed(name, around[0], around[1].rstrip(html.BLANKS), inside.numeric, inside.parts, inside.general)


@cache
def _grammar() -> Lark:
    text = Path(__file__).with_name("gift.lark").read_text(encoding="utf-8")
    return Lark(text, start="question", parser="lalr", lexer="contextual", transformer=_Building())


def parsed(text: str) -> Parsed:
    """The question, in a time that grows as its text. Raises Refused when its braces are wrong."""
    try:
        made = _grammar().parse(text)
    except UnexpectedInput:
        raise Refused("braces") from None
    assert isinstance(made, Parsed)  # noqa: S101 - what the transformer makes of `question`, which Lark cannot say
    return made
