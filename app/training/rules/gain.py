"""What a module teaches: the share of best first choices after it, less the share before, among those who played both.

The two shares come from the same people, so the interval is one for paired proportions: Newcombe's hybrid score interval
(method 10 of R. G. Newcombe, Improved confidence intervals for the difference between binomial proportions based on paired
data, Statistics in Medicine 17, 1998, p. 2635-2650), which Fagerland, Lydersen and Laake recommend (Statistics in Medicine 33,
2014, p. 2850-2875). Unlike the paired t, it stays honest when all differences are alike. Two scenarios do not weigh exactly
the same: the difference also holds what sets them apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

ENOUGH_PEOPLE = 10  # below, nothing is shown: a figure could point at someone
STEADY_PEOPLE = 100  # below, the figure is said to be fragile
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Gain:
    """How many `people` played both scenarios; the shares (0 to 1) of best first choices `before` and `after`; their
    difference, from -1 to 1, and its 95 % interval.
    """

    people: int
    before: float
    after: float
    low: float
    high: float

    @property
    def difference(self) -> float:
        """The gain itself, from -1 to 1."""
        return self.after - self.before

    @property
    def shown(self) -> bool:
        """Whether it is about enough people to be shown."""
        return self.people >= ENOUGH_PEOPLE

    @property
    def fragile(self) -> bool:
        """Whether it is about too few people to be counted upon."""
        return self.people < STEADY_PEOPLE

    @property
    def proven(self) -> bool:
        """Whether the whole interval is above nothing gained."""
        return self.low > 0


def gain(pairs: Iterable[tuple[bool, bool]]) -> Gain | None:
    """The gain of people who chose (best before, best after); None without anybody."""
    listed = list(pairs)
    both = sum(before and after for before, after in listed)
    lost = sum(before and not after for before, after in listed)
    won = sum(after and not before for before, after in listed)
    return counted(both, lost, won, len(listed) - both - lost - won) if listed else None


def counted(both: int, lost: int, won: int, neither: int) -> Gain:
    """The gain of people counted by how they chose: best `both` times, before alone (`lost`), after alone (`won`), never."""
    n = both + lost + won + neither
    before, after = (both + lost) / n, (both + won) / n
    (low_before, high_before), (low_after, high_after) = wilson(both + lost, n), wilson(both + won, n)
    phi = _phi(both, lost, won, neither)
    down_after, up_before = after - low_after, high_before - before
    up_after, down_before = high_after - after, before - low_before
    low = after - before - _side(down_after, up_before, phi)
    high = after - before + _side(up_after, down_before, phi)
    return Gain(n, before, after, max(-1.0, low), min(1.0, high))


def wilson(times: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval (1927) of a share of `times` out of `n`."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share, spread = times / n, z * z / n
    half = z * sqrt(share * (1 - share) / n + spread / (4 * n))
    return (share + spread / 2 - half) / (1 + spread), (share + spread / 2 + half) / (1 + spread)


def _side(one: float, other: float, phi: float) -> float:
    return sqrt(max(0.0, one * one - 2 * phi * one * other + other * other))


def _phi(both: int, lost: int, won: int, neither: int) -> float:
    """How the two answers of a person go together, with Newcombe's correction where they agree; 0 when one never varies."""
    margins = (both + lost) * (won + neither) * (both + won) * (lost + neither)
    if not margins:
        return 0.0
    product, n = both * neither - lost * won, both + lost + won + neither
    if product > 0:
        product_corrected = max(product - n / 2, 0.0)
        return product_corrected / sqrt(margins)
    return product / sqrt(margins)
