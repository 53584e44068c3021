"""French typography, in one place: every source string, mail and lesson passes here.

Rules of the Imprimerie nationale's *Lexique*: narrow no-break space before ? ! ; and inside « », no-break space
before the colon and between a number and its unit, narrow no-break space between thousands.
"""

import re

NARROW, FIXED = "\u202f", "\u00a0"
UNITS = r"(?:%|€|°C|min|h|s|jours?|ans?|mois|semaines?|heures?|minutes?|points?|places?|kg|km|m|Mo|Ko|pages?)"

_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=\S)[ \u00a0](?=[?!;](?!\w))"), NARROW),
    (re.compile(r"«[ \u00a0]?(?=\S)"), f"«{NARROW}"),
    (re.compile(r"(?<=\S)[ \u00a0]?»"), f"{NARROW}»"),
    (re.compile(r"(?<=\S) (?=:(?:\s|$|\u00a0))"), FIXED),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(rf"(?<=\d) (?={UNITS}(?![\w]))"), FIXED),
    (re.compile(r"(?<=\)s) (?=%%|€)"), FIXED),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\b(n°|art\.|p\.) (?=\d)"), rf"\1{FIXED}"),
)


def french(text: str) -> str:
    """`text` with French spaces and apostrophes. Give it prose, never code, an address or markup attributes.

    Applying it twice changes nothing more.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
