"""What one validated tutor offers, as facts: the value that facets and ranking read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple


class Passed(NamedTuple):
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
    moments: tuple[str, ...] = ()  # when they can come in person, codes of reference.rules
    flexible: bool = False  # would find another hour if none is in common
    school_id: int = 0  # the institution they come from, as declared
    confirmed: bool = True  # False: asked about this season, past the deadline, no answer
    staying: bool = True  # False: said "not this year"
    until: date | None = None  # the last day they may be offered, as they said

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

    def stopped(self, today: date) -> bool:
        """Whether the tutor said that they do not go on, or only until a day that has passed."""
        return not self.staying or (self.until is not None and self.until < today)

    def in_season(self, today: date) -> bool:
        """Whether nothing of what they said, or left unsaid, of the season stops them being offered."""
        return self.confirmed and not self.stopped(today)


@dataclass(frozen=True)
class Pool:
    """Many offers as columns, one sequence a field of Offer: what thousands are read and compared as. Sets may be tuples."""

    columns: Mapping[str, Sequence[Any]]

    @classmethod
    def of(cls, offers: Iterable[Offer]) -> "Pool":
        """These offers, in their order."""
        listed = list(offers)
        return cls({field.name: [getattr(offer, field.name) for offer in listed] for field in fields(Offer)})

    def __len__(self) -> int:
        return len(self.columns["tutor_id"])

    def __getitem__(self, field: str) -> Sequence[Any]:
        """One field of every offer."""
        return self.columns[field]

    def offer(self, k: int) -> Offer:
        """The offer at row `k`."""
        return _offer({name: column[k] for name, column in self.columns.items()})

    def offers(self) -> list[Offer]:
        """All of them, in order."""
        names = list(self.columns)
        return [_offer(dict(zip(names, row, strict=True))) for row in zip(*self.columns.values(), strict=True)]


def _offer(values: dict[str, Any]) -> Offer:
    return Offer(**values | {name: frozenset(values[name]) for name in ("exams", "families", "papers")})
