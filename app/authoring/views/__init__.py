"""The trainers' pages: what modules do, and the studio where they are written."""

from app.authoring.views import drafts, entries, figures, gallery, lessons, review, test, texts
from app.authoring.views.blueprint import bp

__all__ = ["bp", "drafts", "entries", "figures", "gallery", "lessons", "review", "test", "texts"]
