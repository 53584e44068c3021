"""The national team's pages, one file per subject, on one blueprint."""

from app.admin.views import classes, content, coverage, mydata, people, places, settings, students, system  # noqa: F401
from app.admin.views.blueprint import bp

__all__ = ["bp"]
