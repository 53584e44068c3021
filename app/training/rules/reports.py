"""Why a question may be reported."""

REASONS = ("key", "unclear", "outdated", "language", "other")
LONGEST = 1000  # characters
