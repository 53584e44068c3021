"""The trainers' pages: what modules do, and the studio where they are written."""

from app.authoring.views import drafts, figures, gallery, lessons, review, test, texts
from app.authoring.views.blueprint import bp

__all__ = ["bp", "drafts", "figures", "gallery", "lessons", "review", "test", "texts"]
