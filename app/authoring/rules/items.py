"""A question's figures: how hard it is, whether it tells those who know from those who do not, who chooses each option.

Computed from sums alone, so that a million answers cost one GROUP BY. What to do about the figures is said by advice.py;
formulas, sources and the SQL of the sums are in docs/statistics.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import atanh, sqrt, tanh
from statistics import NormalDist

from app.training.rules.gain import CONFIDENCE, wilson

# A spread this small, relative to the sums it comes from, is only rounding: one different answer in a million leaves 1e-9.
FLAT = 1e-10
FOR_FISHER = 4  # below, Fisher's z has no standard error: 1/√(n − 3)


@dataclass(frozen=True)
class Estimate:
    """A figure and its 95 % interval; with too few answers to bound it, the interval is all that the figure could be."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Thirds:
    """How many answers come from the low, the middle and the high third of r."""

    low: int = 0
    middle: int = 0
    high: int = 0

    @property
    def total(self) -> int:
        """All three together."""
        return self.low + self.middle + self.high


@dataclass(frozen=True)
class Cuts:
    """Where the thirds are cut: low when r ≤ `low`, high when r ≥ `high`, middle between."""

    low: float
    high: float


@dataclass(frozen=True)
class Certainty:
    """Answers by what people said of them; `…_wrong` those that obtained less than half of the points."""

    sure: int = 0
    sure_wrong: int = 0
    think: int = 0
    think_wrong: int = 0
    guess: int = 0
    guess_wrong: int = 0


@dataclass(frozen=True)
class ItemSums:
    """What SQL gathers for one question, over the first attempts sent that drew it (and at least one other question).

    x is `attempt_item.points` (0 to 1; an unanswered question is worth 0) and r the share of points obtained on the other
    questions of the same attempt: (total − x) / (k − 1), with `total` the attempt's SUM(points) and `k` its COUNT(*).

    n          COUNT(*)                       sum_r   SUM(r)
    sum_x      SUM(x)                         sum_rr  SUM(r * r)
    sum_xx     SUM(x * x)                     sum_xr  SUM(x * r)
    answered   COUNT(*) of answers that hold at least one chosen option, by third
    options    COUNT(*) by option chosen and by third; an option that nobody chose may be missing
    certainty  COUNT(*) by certainty, and of those where x < 0.5

    The third of an answer is CASE WHEN ROUND(r, 6) <= :low THEN 'low' WHEN ROUND(r, 6) >= :high THEN 'high' ELSE 'middle' END,
    where :low and :high are `cuts` of SELECT ROUND(r, 6), COUNT(*) … GROUP BY 1 over the whole module: the same cuts for all
    its questions. Whole statements, run by the tests, are in docs/statistics.md.
    """

    n: int = 0
    sum_x: float = 0.0
    sum_xx: float = 0.0
    sum_r: float = 0.0
    sum_rr: float = 0.0
    sum_xr: float = 0.0
    answered: Thirds = Thirds()
    options: Mapping[str, Thirds] = field(default_factory=dict)
    certainty: Certainty = Certainty()


@dataclass(frozen=True)
class OptionFigures:
    """An option: whether the key holds it, who chose it among those who `answered`, its `share` of them, and its `lift`, the
    share among the high third less the share among the low third (None while one of the two is empty).
    """

    option: str
    right: bool
    chosen: Thirds
    answered: Thirds
    share: Estimate | None
    lift: Estimate | None


@dataclass(frozen=True)
class ItemFigures:
    """A question's figures. `facility` is None without answers, `discrimination` when x or r never varies, `sure_wrong` (the
    share of wrong answers among those said to be sure) when nobody was sure.
    """

    n: int
    facility: Estimate | None
    discrimination: Estimate | None
    options: tuple[OptionFigures, ...]
    certainty: Certainty
    sure_wrong: Estimate | None


def describe(sums: ItemSums, options: Sequence[str] = (), right: Iterable[str] = ()) -> ItemFigures:
    """The figures of a question from its sums; `options` are its options in order, `right` those of its key (both empty for
    the types without options).
    """
    key, sure = frozenset(right), sums.certainty
    return ItemFigures(
        n=sums.n,
        facility=facility(sums),
        discrimination=discrimination(sums),
        options=tuple(_option(option, option in key, sums) for option in options),
        certainty=sure,
        sure_wrong=share(sure.sure_wrong, sure.sure) if sure.sure else None,
    )


def facility(sums: ItemSums) -> Estimate | None:
    """The mean of x. Its interval is Wilson's when every x is 0 or 1, the normal one (mean ± z·s/√n, within 0 and 1) when
    credit is partial; None without answers.
    """
    n = sums.n
    if not n:
        return None
    mean = sums.sum_x / n
    # x² ≤ x, with equality for 0 and 1 alone: the sums tell whether any credit was partial.
    if sums.sum_x - sums.sum_xx <= FLAT * n:
        low, high = wilson(round(sums.sum_x), n)
        return Estimate(mean, max(0.0, low), min(1.0, high))
    if n == 1:
        return Estimate(mean, 0.0, 1.0)
    variance = max(0.0, sums.sum_xx - sums.sum_x * mean) / (n - 1)
    half = _z() * sqrt(variance / n)
    return Estimate(mean, max(0.0, mean - half), min(1.0, mean + half))


def discrimination(sums: ItemSums) -> Estimate | None:
    """Pearson's correlation of x with r (the point-biserial correlation when x is 0 or 1), with Fisher's interval:
    tanh(atanh(ρ) ± z/√(n − 3)). None when x or r never varies.
    """
    n = sums.n
    spread_x, spread_r = n * sums.sum_xx - sums.sum_x**2, n * sums.sum_rr - sums.sum_r**2
    if spread_x <= FLAT * n * sums.sum_xx or spread_r <= FLAT * n * sums.sum_rr:
        return None
    found = (n * sums.sum_xr - sums.sum_x * sums.sum_r) / sqrt(spread_x * spread_r)
    found = max(-1.0, min(1.0, found))
    if n < FOR_FISHER:
        return Estimate(found, -1.0, 1.0)
    if abs(found) > 1 - FLAT:
        return Estimate(found, found, found)
    half = _z() / sqrt(n - FOR_FISHER + 1)
    return Estimate(found, tanh(atanh(found) - half), tanh(atanh(found) + half))


def share(times: int, n: int) -> Estimate:
    """`times` out of `n` (not 0), with Wilson's interval."""
    low, high = wilson(times, n)
    return Estimate(times / n, max(0.0, low), min(1.0, high))


def difference(times: int, n: int, other: int, of: int) -> Estimate:
    """`times`/`n` less `other`/`of` (neither empty): Newcombe's hybrid score interval for independent proportions (method 10
    of Statistics in Medicine 17, 1998, p. 873-890).
    """
    one, two = share(times, n), share(other, of)
    down = sqrt((one.value - one.low) ** 2 + (two.high - two.value) ** 2)
    up = sqrt((one.high - one.value) ** 2 + (two.value - two.low) ** 2)
    value = one.value - two.value
    return Estimate(value, max(-1.0, value - down), min(1.0, value + up))


def cuts(counts: Mapping[float, int]) -> Cuts:
    """Where to cut the thirds of a module, from how many answers have each value of r.

    r takes few values (six with six questions), so thirds are never exact. People who did as well are never separated: the
    low third is all those up to the value that leaves a share nearest to 1/3, the high third all those from the value that
    keeps a share nearest to 1/3, above it. When r has one value only, everybody is in the middle.
    """
    values = sorted(value for value, count in counts.items() if count > 0)
    if len(values) < 2:  # noqa: PLR2004 - one value cannot be cut
        return Cuts(-1.0, 2.0)
    whole, below, up_to = sum(counts[value] for value in values), 0, []
    for value in values:
        below += counts[value]
        up_to.append(below)
    low = min(range(len(values) - 1), key=lambda i: abs(3 * up_to[i] - whole))
    high = min(range(low + 1, len(values)), key=lambda i: abs(3 * (whole - up_to[i - 1]) - whole))
    return Cuts(values[low], values[high])


def _option(option: str, right: bool, sums: ItemSums) -> OptionFigures:
    chosen, of = sums.options.get(option, Thirds()), sums.answered
    return OptionFigures(
        option=option,
        right=right,
        chosen=chosen,
        answered=of,
        share=share(chosen.total, of.total) if of.total else None,
        lift=difference(chosen.high, of.high, chosen.low, of.low) if of.high and of.low else None,
    )


def _z() -> float:
    return NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
