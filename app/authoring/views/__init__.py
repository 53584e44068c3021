"""The trainers' pages: what modules do, and the studio where they are written."""

from app.authoring.views import (
    about,
    drafts,
    entries,
    figures,
    gallery,
    inbox,
    lessons,
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
    "drafts",
    "entries",
    "figures",
    "gallery",
    "inbox",
    "lessons",
    "review",
    "statistics",
    "test",
    "texts",
    "trying",
]
