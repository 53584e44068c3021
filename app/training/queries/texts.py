"""Texts by language: the reader's when it exists, else French, which always does."""

from collections.abc import Mapping
from typing import Any


def text_in(texts: Mapping[str, Any], lang: str) -> tuple[Any, str]:
    """The texts of `lang`, or of French, and which language they are in."""
    return (texts[lang], lang) if texts.get(lang) else (texts["fr"], "fr")
