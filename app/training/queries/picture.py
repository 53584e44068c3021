"""The image that goes with a question."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.content.models import Question


@dataclass(frozen=True)
class Picture:
    """Where it is found, its size in pixels, and what it shows, in words."""

    digest: str
    width: int
    height: int
    alt: str


def picture(question: Question, texts: Mapping[str, Any]) -> Picture | None:
    """The question's image, told in the language of `texts`, or in French when it is not told in that one."""
    if "image" not in question.body:
        return None
    return Picture(**question.body["image"], alt=texts.get("alt") or question.texts["fr"]["alt"])
