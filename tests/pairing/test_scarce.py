"""Fewer seats than students: what the usual ways of matching lose, and that ours loses nothing.

A place lost is a student left without a tutor although one more could have had one; points are compared where no place is lost.
Each way is given the same students, tutors and scores; the best there is comes from SciPy, which shares no code with ours. With
one score for both sides, deferred acceptance ends where the greedy way does, save for ties.
"""

from collections.abc import Callable

import numpy as np
import pytest

from tests.pairing.test_assignment import SEED, by_scipy, instance, solved
from tests.proofs import record, size

SHARE = 0.7  # seats for so many of the students
KEPT = 40  # candidates of each student that pruning keeps
Way = Callable[[np.ndarray, np.ndarray], tuple[int, int]]


def greedy(scores, seats) -> tuple[int, int]:
    """The best pair left, again and again: what a lead does who serves students by the best score first."""
    free, students, total = seats.copy(), set(), 0
    rows, columns = np.nonzero(scores >= 0)
    for k in np.argsort(-scores[rows, columns], kind="stable"):
        i, j = int(rows[k]), int(columns[k])
        if i not in students and free[j] > 0:
            students.add(i)
            free[j] -= 1
            total += int(scores[i, j])
    return len(students), total


def deferred(scores, seats) -> tuple[int, int]:
    """Deferred acceptance (Gale and Shapley, 1962): students ask in the order of their scores, tutors keep the best."""
    wishes = [[int(j) for j in np.argsort(-row, kind="stable") if row[j] >= 0 and seats[j] > 0] for row in scores]
    held: list[list[int]] = [[] for _seat in seats]
    asking = list(range(len(scores)))
    while asking:
        i = asking.pop()
        if not wishes[i]:
            continue
        j = wishes[i].pop(0)
        held[j].append(i)
        if len(held[j]) > seats[j]:
            worst = min(held[j], key=lambda one: (scores[one, j], -one))
            held[j].remove(worst)
            asking.append(worst)
    return sum(map(len, held)), sum(int(scores[i, j]) for j, kept in enumerate(held) for i in kept)


def pruned(scores, seats) -> tuple[int, int]:
    """The best assignment of what is left once each student keeps their best candidates only."""
    few = np.full_like(scores, -1)
    rows = np.arange(len(scores))[:, None]
    best = np.argsort(-scores, axis=1, kind="stable")[:, :KEPT]
    few[rows, best] = scores[rows, best]
    return by_scipy(few, seats)


def ours(scores, seats) -> tuple[int, int]:
    found = solved(scores, seats, nearest=KEPT)
    return found.placed, found.total


WAYS: dict[str, Way] = {"greedy": greedy, "deferred acceptance": deferred, f"best {KEPT} only": pruned, "ours": ours}


def alike(students: int, tutors: int, chance) -> tuple[np.ndarray, np.ndarray]:
    """A season in which everybody wants the same few: the score says mostly how sought-after the tutor is."""
    wanted = np.sort(chance.integers(0, 80, tutors))[::-1]
    scores = np.minimum(100, wanted[None, :] + chance.integers(0, 21, (students, tutors))).astype(np.int16)
    scores[chance.random((students, tutors)) < 0.5] = -1
    seats = np.zeros(tutors, dtype=np.int64)
    np.add.at(seats, chance.integers(0, tutors, int(students * SHARE)), 1)
    return scores, seats


def few_ways(students: int, tutors: int, chance) -> tuple[np.ndarray, np.ndarray]:
    """A season of narrow needs: each student has about four possible tutors."""
    scores, seats = instance(students, tutors, int(students * SHARE), chance)
    scores[chance.random(scores.shape) < 1 - 4 / (0.35 * tutors)] = -1
    return scores, seats


KINDS = {
    "mixed": lambda students, tutors, chance: instance(students, tutors, int(students * SHARE), chance),
    "all want the same": alike,
    "few possible": few_ways,
}


@pytest.mark.proof
@pytest.mark.parametrize("kind", KINDS)
def test_ours_loses_nothing_where_others_lose(kind) -> None:
    trials, students, tutors = size(2, 10), size(120, 600), size(210, 1050)
    lost = {name: [0, 0] for name in WAYS}
    best_placed = best_total = 0
    chance = np.random.default_rng(SEED)
    for _ in range(trials):
        scores, seats = KINDS[kind](students, tutors, chance)
        placed, total = by_scipy(scores, seats)
        best_placed, best_total = best_placed + placed, best_total + total
        for name, way in WAYS.items():
            its_placed, its_total = way(scores, seats)
            lost[name][0] += placed - its_placed
            lost[name][1] += total - its_total
    assert lost["ours"] == [0, 0]
    told = "; ".join(
        f"{name} {100 * students_lost / best_placed:.1f} % of places"
        if students_lost
        else f"{name} no place, {100 * points / best_total:.1f} % of points"
        for name, (students_lost, points) in lost.items()
    )
    record(f"{students} × {tutors}, seats for {SHARE:.0%} of students, {kind}: lost", trials, SEED, told)


def test_canary_the_greedy_way_is_seen_to_lose() -> None:
    """Two students, two tutors: the best pair first leaves the other student alone."""
    scores = np.array([[100, 1], [90, -1]], dtype=np.int16)
    seats = np.array([1, 1])
    assert greedy(scores, seats) == (1, 100)
    assert ours(scores, seats) == by_scipy(scores, seats) == (2, 91)
