"""The national team's pages, one file per subject, on one blueprint."""

from app.admin.views.blueprint import bp
from app.admin.views import classes, content, coverage, mydata, people, places, settings, system  # noqa: E402, F401, I001

__all__ = ["bp"]
