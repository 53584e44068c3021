"""Exact tails of the binomial and hypergeometric laws, for the tests on which advice.py rests.

Exact, because a rule that says "wrong at most 5 % of the time" must hold for thirty answers as for a million. Each sums from the
tail's first term outwards and stops where terms no longer count, so that a million answers cost no more than a thousand.
"""

from collections.abc import Iterable, Iterator
from math import exp, lgamma, log, log1p

TOO_SMALL_TO_COUNT = 1e-18  # a term, relative to the sum before it


def at_most(times: int, n: int, rate: float) -> float:
    """The chance of `times` or fewer out of `n`, each with probability `rate` (strictly between 0 and 1): the binomial law.

    Meant for the tail: `times` no greater than n·rate, or than n.
    """
    if times < 0:
        return 0.0
    if times >= n:
        return 1.0
    first = _log_choose(n, times) + times * log(rate) + (n - times) * log1p(-rate)
    return _sum(first, (t * (1 - rate) / ((n - t + 1) * rate) for t in range(times, 0, -1)))


def as_many(times: int, n: int, other: int, of: int) -> float:
    """Fisher's exact test, one-sided: the chance that `n` people would hold `times` or more of the `times` + `other` choices, if
    they chose no more readily than the `of` others. The hypergeometric law.
    """
    chose, left_out = times + other, n - times + of - other
    first = _log_choose(chose, times) + _log_choose(left_out, n - times) - _log_choose(n + of, n)
    ratios = ((chose - t) * (n - t) / ((t + 1) * (left_out - n + t + 1)) for t in range(times, min(n, chose)))
    return _sum(first, ratios)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _sum(first: float, ratios: Iterable[float]) -> float:
    """exp(`first`) and the terms after it, each its ratio times the one before. Ratios only decrease: once terms are falling and
    small, nothing that follows counts.
    """
    total = 1.0
    for term, falling in _terms(ratios):
        total += term
        if falling and term < TOO_SMALL_TO_COUNT * total:
            break
    return min(1.0, exp(first + log(total)))


def _terms(ratios: Iterable[float]) -> Iterator[tuple[float, bool]]:
    term = 1.0
    for ratio in ratios:
        term *= ratio
        yield term, ratio < 1
