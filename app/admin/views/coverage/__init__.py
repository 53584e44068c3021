"""What needs attention, and coverage: the country, a region, a class; supply against demand; the same for a spreadsheet."""

from app.admin.views.coverage import board, export, overview, supply  # noqa: F401
