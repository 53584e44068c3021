"""The trainers' pages: what modules do, and the studio where they are written."""

from app.authoring.views import (
    about,
    distractors,
    drafts,
    entries,
    exchange,
    figures,
    gallery,
    harvest,
    inbox,
    lessons,
    media,
    packages,
    review,
    statistics,
    test,
    texts,
    trying,
)
from app.authoring.views.blueprint import bp

__all__ = [
    "about",
    "bp",
    "distractors",
    "drafts",
    "entries",
    "exchange",
    "figures",
    "gallery",
    "harvest",
    "inbox",
    "lessons",
    "media",
    "packages",
    "review",
    "statistics",
    "test",
    "texts",
    "trying",
]
