"""What an option is worth when it is neither all nor nothing: the share of the question's points that choosing it gives."""

import re
from collections.abc import Mapping
from fractions import Fraction

from app.content.rules.located import Map
from app.content.rules.package import Notes

WEIGHED = ("single", "situation", "multiple")
WRITTEN = re.compile(r"-?[01](?:\.[0-9]{1,5})?|-?[0-9]{1,3}/[1-9][0-9]{0,2}")
ROUNDED = Fraction(1, 1000)  # thirds written in decimals do not make one


def worth(text: object) -> Fraction | None:
    """The number that `text` writes, a decimal or a fraction, from -1 to 1; None when it is none."""
    if not isinstance(text, str) or not WRITTEN.fullmatch(text):
        return None
    value = Fraction(text)
    return value if -1 <= value <= 1 else None


def of_each(parts: Mapping[str, Map]) -> dict[str, str]:
    """The credits written, by option."""
    return {key: part["credit"] for key, part in parts.items() if "credit" in part}


def faults(kind: str, parts: Mapping[str, Map], right: list[str], notes: Notes) -> None:
    """Say which credits cannot be. One right answer: it is worth 1, the others from 0 to under 1. Several: those that are right
    make 1 together, each of the others is worth at most 0 or a share it takes away.
    """
    given = of_each(parts)
    before = len(notes.problems)
    for key, text in given.items():
        value, line = worth(text), parts[key].at["credit"]
        if value is None:
            notes.wrong(line, "bad_credit", part=key)
        elif kind != "multiple" and key in right:
            notes.wrong(line, "credit_of_right", part=key)
        elif kind != "multiple" and not 0 <= value < 1:
            notes.wrong(line, "credit_one", part=key)
        elif kind == "multiple" and (value <= 0) == (key in right):
            notes.wrong(line, "credit_sign", part=key)
    if kind == "multiple" and right and given.keys() & set(right) and len(notes.problems) == before:
        total = sum(
            (worth(given[key]) or Fraction(0) if key in given else Fraction(1, len(right)) for key in right),
            Fraction(0),
        )
        if abs(total - 1) > ROUNDED:
            notes.wrong(
                next(parts[key].at["credit"] for key in right if key in given),
                "credit_total",
                total=f"{float(total):g}",
            )
