"""A class's fair share of the pool: how many proposals it may have waiting at once, so that none empties it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Share:
    """What a class's share is reckoned from. Seats are those free now; pending, the proposals that wait for an answer."""

    free_seats: int
    pending: int  # of every class
    uncovered: int  # students of every class with neither proposal nor pair
    class_pending: int
    class_uncovered: int

    @property
    def fair(self) -> float:
        """The seats that would be the class's if those free or held by a proposal were shared out by students to place."""
        wanting = self.uncovered + self.pending
        of_class = self.class_uncovered + self.class_pending
        return (self.free_seats + self.pending) * of_class / wanting if wanting else 0.0


def most_pending(share: Share, *, floor: int, percent: int) -> int:
    """The most proposals a class may have waiting: `percent` of its fair share, rounded up, and `floor` at least.

    Above its share, since some are declined; a floor, so that a small class in a thin pool can still ask.
    """
    return max(floor, -int(-share.fair * percent // 100))
