"""The best assignment of tutors to students, exactly, by a rule stated in order.

First as many students as possible have a tutor; then the class worst covered is covered as well as can be; then the sum
of the scores is the highest. The rule is lexicographic: nothing of a later aim is bought with an earlier one. (That the
second aim never costs the first: the sets of students who can be placed together form a transversal matroid, in which
every such set is part of a largest one. Edmonds and Fulkerson, 1965.)

Solving over every possible pair would be slow, and over each student's best tutors alone would lose some pairs. So the
flow is solved over few pairs, then every pair left out is looked at: for one more placed student, by the paths that
would place one; for quality, by the prices of the flow. Those that would better it are added until there is none, which
proves the optimum over all pairs (column generation; Ahuja, Magnanti and Orlin, Network Flows, 1993, ch. 9 and 17).
"""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from app.pairing.rules.flow import Best, Edges, Longs, Rows, Sides, best, largest
from app.pairing.rules.pairs import Pairs


@dataclass(frozen=True)
class ClassNow:
    """What a class has before: its students in all, and those who have a pair or a proposal already."""

    students: int
    covered: int


@dataclass(frozen=True)
class Assignment:
    """The tutor's row for each student's row, −1 for none, and what the rule reached."""

    tutor_of: Rows
    placed: int
    worst: Fraction | None  # the coverage of the worst class; None without classes
    total: int  # the sum of the scores
    rounds: int  # how many times the flow was solved


def assign(pairs: Pairs, seats: Longs, class_of: Rows, classes: list[ClassNow]) -> Assignment:
    """The best assignment over `pairs`. `seats` of each tutor, `class_of` each student, as a number in `classes`.

    With `classes` empty, fairness between classes is left out (all students then count as one class).
    """
    fair = bool(classes)
    sides = Sides(class_of if fair else np.zeros_like(class_of), seats.astype(np.int64), max(1, len(classes)))
    everyone = np.bincount(sides.class_of, minlength=sides.classes).astype(np.int64)
    edges, used = _place(sides, pairs, pairs.first(sides), everyone)
    placed = int(used.sum())
    floors = np.zeros(sides.classes, dtype=np.int64)
    if fair and 0 < placed < int(pairs.reachable(sides).sum()):  # else nobody who could be placed is left out
        edges, floors = _fair_floors(sides, pairs, edges, classes, everyone)
    found, edges, rounds = _quality(sides, pairs, edges, placed, floors)
    tutor_of = np.full(sides.students, -1, dtype=np.intp)
    tutor_of[edges.i[found.used]] = edges.j[found.used]
    return Assignment(
        tutor_of=tutor_of,
        placed=placed,
        worst=worst_coverage(tutor_of, class_of, classes),
        total=int(edges.score[found.used].sum()),
        rounds=rounds,
    )


def worst_coverage(tutor_of: Rows, class_of: Rows, classes: list[ClassNow]) -> Fraction | None:
    """The least share covered among classes with students, once the assignment is made."""
    won = np.bincount(class_of[tutor_of >= 0], minlength=len(classes))
    shares = [Fraction(c.covered + int(won[k]), c.students) for k, c in enumerate(classes) if c.students]
    return min(shares, default=None)


def _place(
    sides: Sides, pairs: Pairs, edges: Edges, bounds: Longs, enough: int | None = None
) -> tuple[Edges, NDArray[np.bool_]]:
    """As many pairs as possible within `bounds`, or `enough` of them, and the edges with those that were needed for it."""
    most = int(np.minimum(bounds, pairs.reachable(sides)).sum()) if enough is None else enough
    most = min(most, int(sides.seats.sum()))
    while True:
        used = largest(sides, edges, bounds)
        more = pairs.leading_to_a_seat(sides, edges, used, bounds) if int(used.sum()) < most else None
        if more is None:
            return edges, used
        edges = edges.with_(more, sides.tutors)


def _fair_floors(
    sides: Sides, pairs: Pairs, edges: Edges, classes: list[ClassNow], everyone: Longs
) -> tuple[Edges, Longs]:
    """How many students of each class must be placed for the worst class to be covered as well as can be."""
    shares = sorted(
        {
            Fraction(c.covered + n, c.students)
            for k, c in enumerate(classes)
            if c.students
            for n in range(int(everyone[k]) + 1)
        }
    )

    def floors(share: Fraction) -> Longs:
        needed = [max(0, -(-share.numerator * c.students // share.denominator) - c.covered) for c in classes]
        return np.array(needed, dtype=np.int64)

    low, high, kept = 0, len(shares) - 1, np.zeros(sides.classes, dtype=np.int64)
    while low <= high:
        middle = (low + high) // 2
        tried = floors(shares[middle])
        wanted = int(tried.sum())
        possible = bool((tried <= everyone).all())
        if possible:
            edges, used = _place(sides, pairs, edges, tried, wanted)
            possible = int(used.sum()) == wanted
        if possible:
            kept, low = tried, middle + 1
        else:
            high = middle - 1
    return edges, kept


def _quality(sides: Sides, pairs: Pairs, edges: Edges, placed: int, floors: Longs) -> tuple[Best, Edges, int]:
    """The highest sum of scores, over all pairs: solved again with the pairs that would better it until there is none."""
    rounds = 0
    while True:
        found, rounds = best(sides, edges, placed, floors), rounds + 1
        more = pairs.bettering(sides, edges, found)
        if more is None:
            return found, edges, rounds
        edges = edges.with_(more, sides.tutors)
