"""The national team's pages, one file per subject, on one blueprint."""

from app.admin.views import (  # noqa: F401
    classes,
    content,
    coverage,
    mydata,
    people,
    places,
    pool,
    runs,
    settings,
    students,
    system,
    weights,
)
from app.admin.views.blueprint import bp

__all__ = ["bp"]
