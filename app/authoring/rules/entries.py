"""Which file holds what, and how to tell that an entry has changed since it was seen."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from typing import Any

from app.content.rules import editing

BANKS = {"quiz": "quiz", "test": "test", "scenario": "scenarios"}


def file_of(bank: str, lang: str = "fr") -> str:
    """« quiz.yaml », « quiz.en.yaml ». Raises KeyError for a bank that does not exist."""
    return f"{BANKS[bank]}{'' if lang == 'fr' else f'.{lang}'}.yaml"


def stamp(row: Mapping[str, Any] | None) -> str:
    """A short mark of what an entry says, whatever its layout: two equal entries have the same; "" for none."""
    return sha256(editing.written([row]).encode()).hexdigest()[:20] if row is not None else ""


def rows(texts: Mapping[str, str], bank: str, lang: str = "fr") -> list[Mapping[str, Any]]:
    """The entries of a bank, none without its file. Raises editing.Unreadable."""
    return list(editing.rows(texts.get(file_of(bank, lang), "")))


def row(texts: Mapping[str, str], bank: str, key: str, lang: str = "fr") -> Mapping[str, Any] | None:
    """One entry, or None. Raises editing.Unreadable."""
    return next((one for one in rows(texts, bank, lang) if one.get("id") == key), None)


def ids(texts: Mapping[str, str]) -> set[str]:
    """Every id of the package's banks. Raises editing.Unreadable."""
    return {str(one["id"]) for bank in BANKS for one in rows(texts, bank)}


def free(wanted: str, taken: Collection[str]) -> str:
    """`wanted`, or `wanted` with the first number that makes it different from those `taken`."""
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found
