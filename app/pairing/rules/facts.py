"""What the ranking reads and says, as values: a student's need, a tutor's past, reasons, candidates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.pool.rules.offer import Offer

MOTHER = "fr"  # the language of the preparation: only another one counts
OBSTACLES = (
    "self",
    "apart",
    "paused",
    "full",
    "later",
    "elsewhere",
)  # in the order in which the first one found is said
STILL_PROPOSABLE = (None, "elsewhere")  # the lead alone decides: distance is a reason, not a bar


@dataclass(frozen=True)
class Need:
    """What one student asks for, and who asks for them."""

    student_id: int
    exam_id: int
    family: str
    papers: Mapping[int, str]  # id → name
    region: str
    zone: str
    remote: bool
    presence: bool
    slots: tuple[int, ...]
    language: str = MOTHER
    lead_id: int = 0


@dataclass(frozen=True)
class Past:
    """What happened between a tutor and proposals so far."""

    open_pairs: int = 0
    helped: int = 0  # pairs ended well
    asked_here: int = 0  # proposals waiting for an answer, from the same class
    asked_elsewhere: int = 0
    turned_down: date | None = None  # when they last turned this very student down
    apart: bool = False  # a pair of the same two ended badly
    answer_days: tuple[int, ...] = ()  # days taken for each answer
    unanswered: int = 0  # proposals left to expire
    last_asked: date | None = None


@dataclass(frozen=True)
class Reason:
    """A code and the values of its sentence."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """How many points a criterion gave, out of how many; a penalty has negative points out of 0."""

    code: str
    points: int
    out_of: int


@dataclass(frozen=True)
class Candidate:
    """A tutor as ranked: the score out of 100 with its parts, the reasons, the student's hours they share."""

    offer: Offer
    score: int
    parts: tuple[Part, ...]
    pros: tuple[Reason, ...]
    cons: tuple[Reason, ...]
    hours: tuple[int, ...]
    waiting_days: int
    obstacle: str | None = None

    @property
    def proposable(self) -> bool:
        """Whether a proposal may be sent."""
        return self.obstacle in STILL_PROPOSABLE


@dataclass(frozen=True)
class Ranking:
    """Candidates in order, and those left out by the obstacle that left them out."""

    shown: tuple[Candidate, ...]
    hidden: Mapping[str, tuple[Candidate, ...]]


@dataclass(frozen=True)
class Terms:
    """What the settings and the day say: today in Paris, days ahead one may draw, days that count as quick."""

    today: date
    week: date  # the Monday of the reference week
    ahead_days: int = 30
    quick_days: int = 2
