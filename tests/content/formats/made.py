"""Questions as a test says them, briefly; and where Moodle's own sample files are, when they are there."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from app.content.formats.items import CLOZE, MATCHING, NUMERIC, TRUE_FALSE, Choice, Gap, Item, Number, Pair, Read

SAMPLES = Path(__file__).parents[4] / "shared" / "samples" / "moodle"


def sample(name: str) -> bytes:
    """A sample file; the test is skipped where there is none."""
    if not SAMPLES.is_dir():
        pytest.skip("no sample files here")
    return (SAMPLES / name).read_bytes()


def choices(*said: tuple[str, float] | tuple[str, float, str]) -> tuple[Choice, ...]:
    """Options: text, percent, feedback."""
    return tuple(Choice(one[0], Fraction(str(one[1])) / 100, one[2] if len(one) > 2 else "") for one in said)


def chosen(kind: str, text: str, *said: tuple[str, float] | tuple[str, float, str], **more: object) -> Item:
    return Item(kind, text, choices=choices(*said), **more)  # type: ignore[arg-type]


def truth(text: str, right: bool, when_true: str = "", when_false: str = "", **more: object) -> Item:
    said = choices(("true", 100 * right, when_true), ("false", 100 * (not right), when_false))
    return Item(TRUE_FALSE, text, choices=said, **more)  # type: ignore[arg-type]


def short(text: str, *said: tuple[str, float] | tuple[str, float, str], case: bool = False, **more: object) -> Item:
    return Item(CLOZE, text, gaps=(Gap(choices(*said), case),), **more)  # type: ignore[arg-type]


def pairs(text: str, *said: tuple[str, str], **more: object) -> Item:
    return Item(MATCHING, text, pairs=tuple(Pair(*one) for one in said), **more)  # type: ignore[arg-type]


def number(text: str, *said: tuple[str, str, float] | tuple[str, str, float, str], **more: object) -> Item:
    numbers = tuple(Number(one[0], one[1], Fraction(str(one[2])) / 100, one[3] if len(one) > 3 else "") for one in said)
    return Item(NUMERIC, text, numbers=numbers, **more)  # type: ignore[arg-type]


def bare(read: Read) -> list[Item]:
    """The questions, wherever they were in the file."""
    return [replace(one, line=0) for one in read.items]


def told(read: Read) -> list[tuple[int, str, str, str, str]]:
    """What was found: line, level, code, detail, name."""
    return [(one.line, one.level, one.code, one.values.get("detail", ""), one.name) for one in read.troubles]
