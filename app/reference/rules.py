"""The moments of a season when meeting in person helps most, in the order of the year."""

MOMENTS = ("start", "mocks", "written", "oral")
