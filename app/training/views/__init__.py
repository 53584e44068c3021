"""Training's pages: the path and its two declarations, modules and lessons, attempts, certificates."""

from app.training.views import (
    attempts,
    badges,
    certificates,
    dossier,
    lessons,
    media,
    modules,
    path,
    reviews,
    steps,
    test,
)
from app.training.views.blueprint import bp

__all__ = [
    "attempts",
    "badges",
    "bp",
    "certificates",
    "dossier",
    "lessons",
    "media",
    "modules",
    "path",
    "reviews",
    "steps",
    "test",
]
