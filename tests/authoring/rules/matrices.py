"""Raw answers (a matrix person × question, empty where not drawn) and the sums that SQL would gather from them."""

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.authoring.rules.items import Certainty, Cuts, ItemSums, Thirds, cuts
from app.authoring.rules.reliability import PairSums, TotalSums

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
CREDITS = (0.0, 1 / 3, 0.5, 2 / 3, 0.75, 1.0)


@dataclass(frozen=True)
class Answers:
    """`x[person, question]` is the points, NaN where not drawn; `chosen` the number of the option, -1 where none."""

    x: Floats
    chosen: Ints

    @property
    def drawn(self) -> NDArray[np.bool_]:
        return ~np.isnan(self.x)

    @property
    def rest(self) -> Floats:
        """r: the share of points on the other questions of the attempt."""
        points, count = np.nansum(self.x, axis=1, keepdims=True), self.drawn.sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore", divide="ignore"):
            return (points - self.x) / (count - 1)


def points_only(x: Floats) -> Answers:
    return Answers(x, np.full(x.shape, -1))


def random_matrix(rng: np.random.Generator, *, complete: bool, partial: bool) -> Floats:
    """From 1 to 200 people who answer 2 to 12 questions, all of them or as many drawn at random."""
    people, bank = int(rng.integers(1, 200)), int(rng.integers(2, 12))
    level = rng.normal(0, rng.uniform(0, 2), (people, 1)) - rng.normal(0, 1, bank)
    x = (rng.random((people, bank)) < 1 / (1 + np.exp(-level))).astype(float)
    if partial:
        x = np.where(rng.random(x.shape) < 0.5, rng.choice(CREDITS, x.shape), x)
    if not complete:
        away = draws(rng, people, bank, int(rng.integers(2, bank + 1)))
        x = np.where(away, x, np.nan)
    return x


def draws(rng: np.random.Generator, people: int, bank: int, drawn: int) -> NDArray[np.bool_]:
    """For each person, which `drawn` questions of the bank they are asked."""
    return rng.random((people, bank)).argsort(axis=1).argsort(axis=1) < drawn


def cuts_of(answers: Answers) -> Cuts:
    return cuts(Counter(np.round(answers.rest[answers.drawn], 6).tolist()))


def item_sums(answers: Answers, question: int, options: tuple[str, ...] = (), at: Cuts | None = None) -> ItemSums:
    """The sums of one question; `options` names the numbers of `chosen`."""
    asked = answers.drawn[:, question]
    x, r = answers.x[asked, question], answers.rest[asked, question]
    chosen, at = answers.chosen[asked, question], at or cuts_of(answers)
    rounded = np.round(r, 6)
    low, high = rounded <= at.low, rounded >= at.high

    def thirds(those: NDArray[np.bool_]) -> Thirds:
        return Thirds(int((those & low).sum()), int((those & ~low & ~high).sum()), int((those & high).sum()))

    return ItemSums(
        n=int(asked.sum()),
        sum_x=float(x.sum()),
        sum_xx=float((x * x).sum()),
        sum_r=float(r.sum()),
        sum_rr=float((r * r).sum()),
        sum_xr=float((x * r).sum()),
        answered=thirds(chosen >= 0),
        options={option: thirds(chosen == number) for number, option in enumerate(options)},
        certainty=Certainty(),
    )


def pair_sums(x: Floats) -> list[PairSums]:
    """Every pair drawn together at least once."""
    found = []
    for one in range(x.shape[1]):
        for other in range(one):
            both = ~np.isnan(x[:, one]) & ~np.isnan(x[:, other])
            a, b = x[both, one], x[both, other]
            if both.any():
                found.append(PairSums(int(both.sum()), float(a.sum()), float(b.sum()), float((a * b).sum())))
    return found


def total_sums(x: Floats) -> TotalSums:
    totals = np.nansum(x, axis=1)
    return TotalSums(len(totals), float(totals.sum()), float((totals**2).sum()))
