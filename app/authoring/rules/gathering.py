"""From answers to sums, in two readings: the first for where thirds are cut, the second for everything else.

Each reading holds only counts, so a million answers take no more memory than a thousand. The sums are those that
`items.py` and `reliability.py` describe, and are kept as plain mappings between two computations.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations
from typing import Any

from app.authoring.rules import times
from app.authoring.rules.items import Certainty, Cuts, ItemSums, Thirds, cuts
from app.authoring.rules.reliability import PairSums, TotalSums

HALF = 0.5
ROUNDED = 6  # decimals of r, below which two shares are the same
CERTAINTIES = ("sure", "think", "guess")


@dataclass(frozen=True)
class Answer:
    """One question of one attempt: its key, its points (0 to 1), the options chosen, how sure the person was, and the seconds
    since the answer before it, None when the attempt does not tell.
    """

    key: str
    points: float
    chosen: Sequence[str] = ()
    certainty: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Gathered:
    """The sums of a module: by question, by pair of questions (keys in order), of the totals, and how many answers took how
    long, by question, in the bands of times.py.
    """

    items: Mapping[str, ItemSums] = field(default_factory=dict)
    pairs: Mapping[tuple[str, str], PairSums] = field(default_factory=dict)
    totals: TotalSums = field(default_factory=TotalSums)
    times: Mapping[str, Sequence[int]] = field(default_factory=dict)

    @property
    def attempts(self) -> int:
        """How many attempts were read."""
        return self.totals.n


Attempts = Callable[[], Iterable[Sequence[Answer]]]


def gather(attempts: Attempts) -> Gathered:
    """The sums of the attempts that `attempts()` gives, each a sequence of answers; called twice, it gives the same."""
    seen: Counter[float] = Counter()
    for attempt in attempts():
        if len(attempt) > 1:
            seen.update(round(rest, ROUNDED) for rest in _rests(attempt))
    at = cuts(seen)
    rows: defaultdict[str, _Row] = defaultdict(_Row)
    pairs: defaultdict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0, 0.0, 0.0])
    n, sum_t, sum_tt = 0, 0.0, 0.0
    for attempt in attempts():
        total = sum(one.points for one in attempt)
        n, sum_t, sum_tt = n + 1, sum_t + total, sum_tt + total * total
        if len(attempt) > 1:
            for one, rest in zip(attempt, _rests(attempt), strict=True):
                rows[one.key].add(one, rest, at)
        for a, b in combinations(sorted(attempt, key=lambda one: one.key), 2):
            held = pairs[a.key, b.key]
            held[0] += 1
            held[1] += a.points
            held[2] += b.points
            held[3] += a.points * b.points
    return Gathered(
        items={key: row.sums() for key, row in rows.items()},
        pairs={key: PairSums(int(held[0]), held[1], held[2], held[3]) for key, held in pairs.items()},
        totals=TotalSums(n, sum_t, sum_tt),
        times={key: row.times for key, row in rows.items()},
    )


def _rests(attempt: Sequence[Answer]) -> list[float]:
    """For each answer, the share of points obtained on the others."""
    total, others = sum(one.points for one in attempt), len(attempt) - 1
    return [(total - one.points) / others for one in attempt]


class _Row:
    """The sums of one question, while they are added up."""

    def __init__(self) -> None:
        self.n, self.moments = 0, [0.0] * 5
        self.answered = [0, 0, 0]
        self.options: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.certainty: Counter[str] = Counter()
        self.times = times.nothing()

    def add(self, one: Answer, rest: float, at: Cuts) -> None:
        """One more answer."""
        x, third = one.points, _third(rest, at)
        self.n += 1
        for place, value in enumerate((x, x * x, rest, rest * rest, x * rest)):
            self.moments[place] += value
        if one.chosen:
            self.answered[third] += 1
        for option in one.chosen:
            self.options[option][third] += 1
        if one.certainty in CERTAINTIES:
            self.certainty[one.certainty] += 1
            self.certainty[f"{one.certainty}_wrong"] += x < HALF
        times.add(self.times, one.seconds)

    def sums(self) -> ItemSums:
        """What was added up."""
        x, xx, r, rr, xr = self.moments
        return ItemSums(
            n=self.n,
            sum_x=x,
            sum_xx=xx,
            sum_r=r,
            sum_rr=rr,
            sum_xr=xr,
            answered=Thirds(*self.answered),
            options={option: Thirds(*counts) for option, counts in self.options.items()},
            certainty=Certainty(**self.certainty),
        )


def _third(rest: float, at: Cuts) -> int:
    rounded = round(rest, ROUNDED)
    return 0 if rounded <= at.low else 2 if rounded >= at.high else 1


def kept(found: Gathered) -> dict[str, Any]:
    """The sums as they are stored."""
    return {
        "items": {key: asdict(sums) for key, sums in found.items.items()},
        "pairs": [[*key, *asdict(sums).values()] for key, sums in found.pairs.items()],
        "totals": asdict(found.totals),
        "times": {key: list(counts) for key, counts in found.times.items()},
    }


def read(stored: Mapping[str, Any]) -> Gathered:
    """The sums that were stored: read(kept(x)) = x."""
    items = {}
    for key, row in stored.get("items", {}).items():
        parts = {
            "answered": Thirds(**row["answered"]),
            "options": {option: Thirds(**counts) for option, counts in row["options"].items()},
            "certainty": Certainty(**row["certainty"]),
        }
        items[key] = ItemSums(**{**row, **parts})
    pairs = {(a, b): PairSums(n, x, y, xy) for a, b, n, x, y, xy in stored.get("pairs", ())}
    return Gathered(items, pairs, TotalSums(**stored.get("totals", {})), stored.get("times", {}))
