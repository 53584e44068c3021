"""A module's reliability, and the validation test's: whether its questions agree, and whether a second draw would decide alike.

Each attempt draws k questions of a larger bank, so both are computed from sums over the answers that exist. Formulas, sources
and limits are in docs/statistics.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, comb

from app.authoring.rules.items import FLAT, ItemSums

HUNDRED = 100
WANTED = 0.70  # Nunnally & Bernstein, Psychometric Theory, 1994, p. 264-265


@dataclass(frozen=True)
class PairSums:
    """What SQL gathers for two questions, over the first attempts that drew both: n COUNT(*), sum_x SUM(a.points),
    sum_y SUM(b.points), sum_xy SUM(a.points * b.points), from attempt_item a JOIN attempt_item b ON b.attempt_id = a.attempt_id
    AND b.question < a.question, GROUP BY a.question, b.question. A pair never drawn together may be missing.
    """

    n: int
    sum_x: float
    sum_y: float
    sum_xy: float


@dataclass(frozen=True)
class TotalSums:
    """What SQL gathers for a module, over its first attempts: n COUNT(*), sum_t SUM(t), sum_tt SUM(t * t), where t is the
    attempt's SUM(points), from 0 to k.
    """

    n: int = 0
    sum_t: float = 0.0
    sum_tt: float = 0.0


@dataclass(frozen=True)
class Agreement:
    """Whether a second attempt, on another draw, would decide alike: `p0` the share of people decided alike, `kappa` what of
    it is not chance (None when the model lets everybody pass, or nobody), `kr21` the reliability it rests on, `passing` the
    share that the model lets pass.
    """

    n: int
    kr21: float
    p0: float
    kappa: float | None
    passing: float


def alpha(items: Iterable[ItemSums], pairs: Iterable[PairSums], drawn: int) -> float | None:
    """Cronbach's alpha of an attempt of `drawn` questions of this bank: k·c̄ / (v̄ + (k − 1)·c̄).

    v̄ is the variance of a question and c̄ the covariance of two, each pooled over what was drawn (sums of products about the
    mean, over degrees of freedom). On a complete matrix of k questions this is the classical alpha. None under two questions,
    when no two were ever drawn together twice, or when nothing varies. May be negative: questions then contradict each other.
    """
    variance = _pooled((one.n, one.sum_xx - one.sum_x**2 / one.n) for one in items if one.n)
    covariance = _pooled((one.n, one.sum_xy - one.sum_x * one.sum_y / one.n) for one in pairs if one.n)
    if variance is None or covariance is None or drawn < 2:  # noqa: PLR2004 - one question agrees with nothing
        return None
    whole = variance + (drawn - 1) * covariance
    return drawn * covariance / whole if whole > FLAT else None


def questions_for(found: float, drawn: int, wanted: float = WANTED) -> int | None:
    """How many questions an attempt should draw for its alpha to be `wanted`, from the alpha `found` with `drawn`: Spearman
    and Brown's formula (1910). None when `found` is not positive: more of the same would not help.
    """
    if found <= 0:
        return None
    if found >= 1:
        return drawn
    # A hair less, so that a whole number reached exactly is not rounded up by the last bit.
    return max(1, ceil(drawn * wanted * (1 - found) / (found * (1 - wanted)) - FLAT))


def needed(pass_percent: int, drawn: int) -> int:
    """The least whole number of right answers out of `drawn` that reaches `pass_percent`."""
    return ceil(pass_percent * drawn / HUNDRED)


def agreement(totals: TotalSums, drawn: int, pass_from: int) -> Agreement | None:
    """Huynh's (1976) one-administration estimate for attempts of `drawn` questions passed with `pass_from` right.

    A person's true share is drawn from a beta law fitted to the mean and variance of the totals; given it, two attempts are
    independent binomial draws. When totals vary no more than chance would make them (KR-21 ≤ 0), everybody has the same true
    share and agreement is chance alone. None without attempts or under two questions.
    """
    if not totals.n or drawn < 2:  # noqa: PLR2004 - KR-21 divides by k − 1
        return None
    mean = totals.sum_t / totals.n
    variance = max(0.0, totals.sum_tt / totals.n - mean * mean)
    kr21 = _kr21(mean, variance, drawn)
    passing, both = _passing(mean, kr21, drawn, pass_from)
    chance = passing - passing * passing
    kappa = (both - passing * passing) / chance if chance > FLAT else None
    return Agreement(totals.n, kr21, 1 - 2 * passing + 2 * both, kappa, passing)


def _pooled(parts: Iterable[tuple[int, float]]) -> float | None:
    listed = [(n, products) for n, products in parts if n > 1]
    freedom = sum(n - 1 for n, _products in listed)
    return sum(products for _n, products in listed) / freedom if freedom else None


def _kr21(mean: float, variance: float, drawn: int) -> float:
    """Kuder and Richardson's formula 21 (1937); 0 when totals do not vary."""
    if variance <= FLAT:
        return 0.0
    return min(1.0, drawn / (drawn - 1) * (1 - mean * (drawn - mean) / (drawn * variance)))


def _passing(mean: float, kr21: float, drawn: int, pass_from: int) -> tuple[float, float]:
    """The chances of passing once, and of passing two attempts on two draws."""
    passes = range(max(0, pass_from), drawn + 1)
    level = mean / drawn
    if not 0 < level < 1 or kr21 <= FLAT:
        once = sum(comb(drawn, right) * level**right * (1 - level) ** (drawn - right) for right in passes)
        return once, once * once
    if kr21 >= 1 - FLAT:  # people know all of it or nothing
        once = sum((1 - level) * (right == 0) + level * (right == drawn) for right in passes)
        return once, once
    rest = drawn * (1 / kr21 - 1)  # a + b of the beta law: KR-21 = k / (k + a + b)
    a, b = level * rest, (1 - level) * rest
    once = sum(comb(drawn, right) * _beta_moment(a, b, right, drawn - right) for right in passes)
    both = sum(
        comb(drawn, first) * comb(drawn, second) * _beta_moment(a, b, first + second, 2 * drawn - first - second)
        for first in passes
        for second in passes
    )
    return once, both


def _beta_moment(a: float, b: float, right: int, wrong: int) -> float:
    """E[π^right (1 − π)^wrong] when π follows Beta(a, b). A product of ratios under 1: gamma functions would lose digits
    where a and b are large.
    """
    moment = 1.0
    for i in range(right):
        moment *= (a + i) / (a + b + i)
    for i in range(wrong):
        moment *= (b + i) / (a + b + right + i)
    return moment
