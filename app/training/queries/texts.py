"""Texts by language: the reader's when it exists, else French, which always does; with French typography."""

from collections.abc import Mapping
from typing import Any

from app.infra.typography import french


def text_in(texts: Mapping[str, Any], lang: str) -> tuple[Any, str]:
    """The texts of `lang`, or of French, and which language they are in."""
    return (texts[lang], lang) if texts.get(lang) else (texts["fr"], "fr")


def typeset(text: str | None, lang: str) -> str:
    """A plain text in `lang`, with French spaces when it is French; empty when there is none."""
    return french(text or "") if lang == "fr" else text or ""
