"""Coverage as a value: how many students have a pair, a proposal that waits, or nobody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Coverage:
    """Students of a class, or of several, by what they have."""

    paired: int = 0
    proposed: int = 0
    uncovered: int = 0

    @property
    def total(self) -> int:
        """Every student still there."""
        return self.paired + self.proposed + self.uncovered

    @property
    def percent(self) -> int | None:
        """Students in a pair out of a hundred, rounded down so that 100 means all; None without students."""
        return 100 * self.paired // self.total if self.total else None

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(self.paired + other.paired, self.proposed + other.proposed, self.uncovered + other.uncovered)
