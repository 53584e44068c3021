"""How likely someone is to pass, from their real level: a test of `draw` questions, each answered rightly with that
probability, passed with `needed` right answers, in at most `tries` tries.

The number of right answers is then binomial. Computed with exact fractions; the tests compare with SciPy's binomial.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import comb

WEAK = Fraction(60, 100)  # a real level that should not pass: two decisions in five are wrong
STRONG = Fraction(90, 100)  # one that should
TOLERATED = 15  # percent: above, a false pass is refused, or confirmed knowingly
STEP = 5  # percent, between two points of the curve
HUNDRED = 100


@dataclass(frozen=True)
class Point:
    """For a real level (percent), the chances (0 to 1) of passing in one try, and within all of them."""

    level: int
    once: float
    within: float


def once(level: Fraction, draw: int, needed: int) -> Fraction:
    """The chance of at least `needed` right answers out of `draw`, each right with probability `level` (0 to 1).

    Upper tail of the binomial law. 1 when nothing is needed, 0 when more is needed than is drawn.
    """
    wrong = 1 - level
    return sum(
        (comb(draw, right) * level**right * wrong ** (draw - right) for right in range(max(0, needed), draw + 1)),
        Fraction(0),
    )


def within(level: Fraction, draw: int, needed: int, tries: int) -> Fraction:
    """The chance of passing at least once in `tries` independent tries."""
    return 1 - (1 - once(level, draw, needed)) ** max(0, tries)


def curve(draw: int, needed: int, tries: int) -> tuple[Point, ...]:
    """The points from 0 to 100 %, every 5."""
    return tuple(
        Point(
            level,
            float(once(Fraction(level, HUNDRED), draw, needed)),
            float(within(Fraction(level, HUNDRED), draw, needed, tries)),
        )
        for level in range(0, HUNDRED + 1, STEP)
    )


def false_pass(draw: int, needed: int, tries: int) -> float:
    """The chance (0 to 1) that someone whose real level is 60 % passes within the tries."""
    return float(within(WEAK, draw, needed, tries))


def too_easy(draw: int, needed: int, tries: int) -> bool:
    """Whether the false pass exceeds what is tolerated."""
    return within(WEAK, draw, needed, tries) > Fraction(TOLERATED, HUNDRED)


def needed_for(percent: int, draw: int) -> int:
    """How many right answers of `draw` reach `percent`, when each is right or wrong."""
    return -(-percent * draw // HUNDRED)
