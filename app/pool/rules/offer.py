"""What one validated tutor offers, as facts: the value that facets and ranking read."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Passed:
    """The exam a tutor declares to have passed."""

    exam_id: int
    name: str
    family: str
    year: int
    school: str = ""


@dataclass(frozen=True)
class Offer:
    """One tutor's offer, as a lead may see it before a pair exists: first name and initial, never an address."""

    tutor_id: int
    first_name: str
    last_initial: str
    region: str
    region_name: str
    zone: str
    remote: bool
    presence: bool
    seats: int
    seats_taken: int
    available_from: date | None
    paused_until: date | None
    languages: tuple[str, ...]
    slots: tuple[int, ...]
    words: str
    validated_at: datetime
    exams: frozenset[int] = frozenset()
    families: frozenset[str] = frozenset()
    papers: frozenset[int] = frozenset()
    passed: Passed | None = None

    @property
    def short_name(self) -> str:
        """« Claire M. »."""
        return f"{self.first_name} {self.last_initial}." if self.last_initial else self.first_name

    @property
    def free(self) -> int:
        """Seats nobody holds. Never negative: a tutor may have lowered `seats` below what is taken."""
        return max(0, self.seats - self.seats_taken)

    def paused(self, today: date) -> bool:
        """Whether the tutor asked not to be solicited; the pause ends on the morning of `paused_until`."""
        return self.paused_until is not None and self.paused_until > today
