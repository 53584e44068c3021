"""Training's pages: the path and its two declarations, modules and lessons, attempts, certificates."""

from app.training.views import attempts, certificates, lessons, media, modules, path, steps, test
from app.training.views.blueprint import bp

__all__ = ["attempts", "bp", "certificates", "lessons", "media", "modules", "path", "steps", "test"]
