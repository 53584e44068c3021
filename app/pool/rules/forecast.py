"""The forecast of next September's pool: a low, a central and a high number of seats, or that there is too little to say.

Seats = Σ over today's validated tutors, whose exam still counts then, of their seats × how likely they are to go on
      + (people in training × share of those in training a year ago who were validated by the same date
      + people who will yet arrive and be validated, as many as in the same months a year ago) × mean seats of a tutor.

A share h of n is bounded by Wilson's interval at 80 % (E. B. Wilson, "Probable inference, the law of succession, and
statistical inference", JASA 22, 1927); a count k by k ± z√k (Poisson). Low adds up what is low of every part, high what is
high: so the band is wider than 80 % of what may come. A share of fewer than LEAST people says too little and is not used.
"""

from dataclasses import dataclass
from math import sqrt

Z = 1.2816  # of a two-sided 80 % interval
LEAST = 20  # people a share must come from
LEAST_GROUP = 10  # tutors of an exam or a region, to say anything of it


@dataclass(frozen=True)
class Range:
    """What is expected: low, central and high."""

    low: float
    central: float
    high: float

    def __add__(self, other: "Range") -> "Range":
        return Range(self.low + other.low, self.central + other.central, self.high + other.high)

    def times(self, factor: float) -> "Range":
        """Each of the three, multiplied."""
        return Range(self.low * factor, self.central * factor, self.high * factor)

    def rounded(self) -> "Range":
        """The three as whole numbers, so that a sum of parts is the sum of what is shown."""
        return Range(round(self.low), round(self.central), round(self.high))

    def whole(self) -> "tuple[int, int, int]":
        """The three as whole numbers, the nearest."""
        return round(self.low), round(self.central), round(self.high)


NOTHING = Range(0, 0, 0)


@dataclass(frozen=True)
class Share:
    """`hits` people out of `of`."""

    hits: int = 0
    of: int = 0

    def known(self) -> bool:
        """Whether it comes from enough people."""
        return self.of >= LEAST

    def range(self) -> Range:
        """The share with Wilson's bounds, between 0 and 1. `of` is not 0."""
        share, n = self.hits / self.of, self.of
        middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        return Range(max(0.0, middle - half), share, min(1.0, middle + half))


@dataclass(frozen=True)
class Count:
    """Tutors and the seats they offer."""

    tutors: int = 0
    seats: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.tutors + other.tutors, self.seats + other.seats)


@dataclass(frozen=True)
class Stock:
    """Today's validated tutors, each counted once: whose exam no longer counts next September; who said no, yes, or nothing
    yet of next season; who is out of this season by their word or silence; and all the others, not asked yet.
    """

    lapsing: Count = Count()
    no: Count = Count()
    yes: Count = Count()
    silent: Count = Count()
    away: Count = Count()
    unasked: Count = Count()

    @property
    def all(self) -> Count:
        """Everybody."""
        return self.lapsing + self.no + self.yes + self.silent + self.away + self.unasked

    @property
    def ceiling(self) -> int:
        """The seats if everyone who may still go on does."""
        return (self.yes + self.silent + self.unasked).seats


@dataclass(frozen=True)
class Coming:
    """What the year before says of those to come: people in training now, the share of them who get there, and how many
    arrived and got there in the months that are left.
    """

    in_training: int = 0
    conversion: Share = Share()
    arrivals: Share = Share()  # validated by then, out of those who arrived in the same months a year ago


@dataclass(frozen=True)
class Forecast:
    """Seats next September. None: too little to say. `seats` is None unless what today's tutors will do is known; parts of
    those to come that are not known count for nothing in it.
    """

    stay: Range | None
    training: Range | None
    arrivals: Range | None
    ceiling: int

    @property
    def seats(self) -> Range | None:
        """The whole."""
        if self.stay is None:
            return None
        return self.stay + (self.training or NOTHING) + (self.arrivals or NOTHING)


def forecast(stock: Stock, retention: Share, coming: Coming) -> Forecast:
    """Next September's seats. `retention` is the share of those asked last season who went on."""
    everyone = stock.all
    each = everyone.seats / everyone.tutors if everyone.tutors else 0.0
    training = arrivals = None
    if coming.conversion.known():
        training = coming.conversion.range().times(coming.in_training * each).rounded()
    if coming.arrivals.known():
        k = coming.arrivals.hits
        arrivals = Range(max(0.0, k - Z * sqrt(k)), k, k + Z * sqrt(k)).times(each).rounded()
    stay = _staying(stock, retention)
    return Forecast(stay.rounded() if stay else None, training, arrivals, stock.ceiling)


def _staying(stock: Stock, retention: Share) -> Range | None:
    """Seats of those who said yes, and of the others as many as the last season lets expect."""
    left = stock.silent + stock.unasked
    certain = Range(stock.yes.seats, stock.yes.seats, stock.yes.seats)
    if not left.tutors:
        return certain
    if not retention.known():
        return None
    rate, asked = retention.range(), stock.yes.tutors + stock.no.tutors + stock.silent.tutors
    # Once asked, the yeses expected of everyone asked are first those already said: the silent make up what is left.
    low, central, high = (
        _of_the_silent(one, asked, stock.yes.tutors, stock.silent.tutors) for one in (rate.low, rate.central, rate.high)
    )
    return certain + Range(low, central, high).times(stock.silent.seats) + rate.times(stock.unasked.seats)


def _of_the_silent(rate: float, asked: int, yes: int, silent: int) -> float:
    return min(1.0, max(0.0, (rate * asked - yes) / silent)) if silent else 0.0


def of_group(group: Stock, whole: Stock, retention: Share, coming: Forecast) -> Range | None:
    """The seats of one exam or region: its own tutors as above; those to come shared out as today's seats are. None under
    LEAST_GROUP tutors. An exam's groups overlap: a tutor of two exams counts in both.
    """
    if group.all.tutors < LEAST_GROUP:
        return None
    stay = _staying(group, retention)
    if stay is None:
        return None
    share = group.all.seats / whole.all.seats if whole.all.seats else 0.0
    return stay + ((coming.training or NOTHING) + (coming.arrivals or NOTHING)).times(share)
