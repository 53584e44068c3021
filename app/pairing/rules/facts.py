"""What the ranking reads and says, as values: a student's need, a tutor's past, reasons, candidates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.pairing.rules.weights import DEFAULTS, Weights
from app.pool.rules.offer import Offer

MOTHER = "fr"  # the language of the preparation: only another one counts
OBSTACLES = (
    "self",
    "conflict",
    "apart",
    "stopped",
    "unconfirmed",
    "paused",
    "full",
    "later",
    "elsewhere",
    "hours",
)  # in the order in which the first one found is said
STILL_PROPOSABLE = ("elsewhere", "hours")  # the lead alone decides: distance and hours are reasons, not bars


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
    lead_ids: frozenset[int] = frozenset()  # of the class: nobody is drawn for a student they lead
    moments: tuple[str, ...] = ()  # when meeting would help most, codes of reference.rules
    flexible: bool = False  # would find another hour if none is in common
    school_id: int = 0  # the institution that hosts the class
    class_id: int = 0


@dataclass(frozen=True)
class Past:
    """What happened between a tutor and proposals so far."""

    open_pairs: int = 0
    helped: int = 0  # pairs ended well
    asked_here: int = 0  # proposals waiting for an answer, from the same class
    asked_elsewhere: int = 0
    turned_down: date | None = None  # when they last turned this very student down
    busy: date | None = None  # when they last declined for want of time, if lately
    not_exam: bool = False  # declined a student of this exam because of the exam
    too_far: bool = False  # declined a student of this region because of the distance
    apart: bool = False  # a pair of the same two ended badly
    conflict: bool = False  # a conflict of interest of the same two was declared
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
    """A tutor as ranked: the score out of 100 with its parts, the reasons, the student's hours they share.

    `failing` are the hard conditions that fail, in the order of OBSTACLES.
    """

    offer: Offer
    score: int
    parts: tuple[Part, ...]
    pros: tuple[Reason, ...]
    cons: tuple[Reason, ...]
    hours: tuple[int, ...]
    waiting_days: int
    failing: tuple[str, ...] = ()

    @property
    def obstacle(self) -> str | None:
        """The first hard condition that fails: the one said."""
        return self.failing[0] if self.failing else None

    @property
    def proposable(self) -> bool:
        """Whether a proposal may be sent."""
        return all(code in STILL_PROPOSABLE for code in self.failing)


@dataclass(frozen=True)
class Ranking:
    """Candidates in order, and those left out by the obstacle that left them out."""

    shown: tuple[Candidate, ...]
    hidden: Mapping[str, tuple[Candidate, ...]]


@dataclass(frozen=True)
class Terms:
    """What the settings and the day say: today in Paris, days ahead one may draw, days that count as quick, days during
    which a refusal for want of time counts.
    """

    today: date
    week: date  # the Monday of the reference week
    ahead_days: int = 30
    quick_days: int = 2
    cool_off_days: int = 60
    weights: Weights = field(default_factory=lambda: DEFAULTS)  # weights and penalties, by code
