"""French typography, in one place: every source string, mail and lesson passes here.

Rules of the Imprimerie nationale's *Lexique*: narrow no-break space before ? ! ; and inside « », no-break space
before the colon and between a number and its unit, narrow no-break space between thousands.
"""

import re
from collections.abc import Callable
from functools import lru_cache

NARROW, FIXED = "\u202f", "\u00a0"
LONG_UNITS = r"(?:min|jours?|ans?|mois|semaines?|heures?|minutes?|points?|places?|pages?)"
UNITS = rf"(?:%|€|°C|h|s|kg|km|m|Mo|Ko|{LONG_UNITS})"

_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<=\S)[ \u00a0](?=[?!;](?!\w))"), NARROW),
    (re.compile(r"«[ \u00a0]?(?=\S)"), f"«{NARROW}"),
    (re.compile(r"(?<=\S)[ \u00a0]?»"), f"{NARROW}»"),
    (re.compile(r"(?<=\S) (?=:(?:\s|$|\u00a0))"), FIXED),
    (re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)"), lambda number: number.group().replace(" ", NARROW)),
    (re.compile(rf"(?<=\d) (?={UNITS}(?![\w]))"), FIXED),
    (re.compile(rf"(?<=\)[sd]) (?=%%|€|{LONG_UNITS}(?![\w]))"), FIXED),  # a number still to be filled in
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\b(n°|art\.|p\.) (?=\d)"), rf"\1{FIXED}"),
)


@lru_cache(maxsize=8192)  # source strings are few and come back on every page
def french(text: str) -> str:
    """`text` with French spaces and apostrophes. Give it prose, never code, an address or markup attributes.

    Applying it twice changes nothing more.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
