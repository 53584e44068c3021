"""What makes a password acceptable, as pure rules.

CNIL, délibération n° 2022-100 du 21 juillet 2022: length is what counts; nothing forces a change by date; pasting is
allowed. Here: 12 characters, not one people commonly choose, not built on one's own name or address.
"""

import re
from collections.abc import Collection
from functools import cache
from pathlib import Path

from app.infra.orm import fold

MINIMUM, MAXIMUM = 12, 128
MINIMUM_VARIETY = 5  # distinct characters
LEET = str.maketrans(
    {"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "€": "e"}
)
SEQUENCES = ("abcdefghijklmnopqrstuvwxyz", "azertyuiopqsdfghjklmwxcvbn", "qwertyuiopasdfghjklzxcvbnm", "0123456789" * 3)
LONGEST_OWN_PART = 3


@cache
def common() -> frozenset[str]:
    """The folded words that people commonly build a password on, French ones included."""
    lines = (Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


def _core(password: str) -> set[str]:
    """What is left of a password once its decoration is removed: digits and signs around, letters written as digits."""
    folded = fold(password).replace(" ", "")
    signs = "".join(c for c in set(folded) if not c.isalnum())
    bare = {folded, folded.strip(signs), folded.strip(f"{signs}0123456789")}
    letters = {re.sub(r"[^a-z]", "", form) for core in bare for form in (core, core.translate(LEET))}
    return (bare | letters) - {""}


def _repeats_common(core: str) -> bool:
    """Whether `core` is one or several common words end to end (« soleilsoleil », « bonjourmarseille »)."""
    words = common()
    reachable = {0}
    for end in range(1, len(core) + 1):
        if any(core[start:end] in words for start in reachable):
            reachable.add(end)
    return len(core) in reachable


def _is_sequence(password: str) -> bool:
    folded = fold(password).replace(" ", "")
    return any(folded in row * 2 or folded in row[::-1] * 2 for row in SEQUENCES)


def password_faults(password: str, *, own: Collection[str] = ()) -> list[str]:
    """The codes of what is wrong with `password`: too_short, too_long, too_common, about_you; empty when it will do.

    `own` are the person's names and e-mail address.
    """
    faults = []
    if len(password) < MINIMUM:
        faults.append("too_short")
    if len(password) > MAXIMUM:
        faults.append("too_long")
    plain = len(set(password)) < MINIMUM_VARIETY or _is_sequence(password)
    if plain or any(_repeats_common(core) for core in _core(password)):
        faults.append("too_common")
    folded = fold(password)
    parts = {part for word in own for part in re.split(r"[^a-z0-9]+", fold(word)) if len(part) > LONGEST_OWN_PART}
    rest = folded
    for part in sorted(parts, key=len, reverse=True):
        rest = rest.replace(part, "")
    if len(rest) < len(folded) and len(rest) < MINIMUM - LONGEST_OWN_PART:
        faults.append("about_you")
    return faults
