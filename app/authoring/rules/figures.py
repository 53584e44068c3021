"""What a question's figures say, as pure rules.

Facility is the mean share of points obtained (0 to 1); a question is worth reading again below 0.30 or above 0.95. Nothing
is said under 30 answers, and no figure is shown about fewer than 10 people.
"""

from dataclasses import dataclass

ENOUGH_ANSWERS = 30
ENOUGH_PEOPLE = 10
TOO_HARD, TOO_EASY = 0.30, 0.95


@dataclass(frozen=True)
class Item:
    """A question's first answers: how many, and the sum of their points."""

    answers: int
    points: float

    @property
    def facility(self) -> float | None:
        """Mean points, or None while there are too few answers to say."""
        return self.points / self.answers if self.answers >= ENOUGH_ANSWERS else None

    @property
    def verdict(self) -> str:
        """too_few, too_hard, too_easy or fine."""
        if self.facility is None:
            return "too_few"
        if self.facility < TOO_HARD:
            return "too_hard"
        return "too_easy" if self.facility > TOO_EASY else "fine"

    @property
    def to_read_again(self) -> bool:
        """Whether a trainer should look at the question."""
        return self.verdict in ("too_hard", "too_easy")
