"""The best assignment: against every assignment tried by hand, against SciPy, and on cases where the aims pull apart."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from app.pairing.rules.assignment import Assignment, ClassNow, assign
from app.pairing.rules.flow import Edges
from app.pairing.rules.pairs import Every, Listed
from tests.proofs import record, size

SEED = 20261124
NONE = np.int16(-1)


def solved(scores, seats, class_of=None, classes=(), nearest: int = 2) -> Assignment:
    """Scores as rows of students, −1 where the pair is not allowed. So few nearest that others have to be looked for."""
    grid = np.array(scores, dtype=np.int16).reshape(len(scores), len(seats))
    groups = np.array(class_of if class_of is not None else [0] * len(scores), dtype=np.intp)
    pairs = Every(grid >= 0, np.maximum(grid, 0), nearest)
    return assign(pairs, np.array(seats, dtype=np.int64), groups, list(classes))


def aims(tutor_of, scores, class_of, classes):
    """The three aims of the rule, in order, reckoned from the assignment alone."""
    placed = [i for i, j in enumerate(tutor_of) if j >= 0]
    shares = [
        Fraction(c.covered + sum(class_of[i] == k for i in placed), c.students)
        for k, c in enumerate(classes)
        if c.students
    ]
    return len(placed), min(shares, default=Fraction(0)), sum(int(scores[i][tutor_of[i]]) for i in placed)


def by_brute_force(scores, seats, class_of, classes):
    """The best of every assignment there is."""
    found = (-1, Fraction(0), 0)
    options = [[-1, *(j for j, s in enumerate(row) if s >= 0 and seats[j])] for row in scores]
    for tutor_of in product(*options):
        if all(tutor_of.count(j) <= seat for j, seat in enumerate(seats)):
            found = max(found, aims(tutor_of, scores, class_of, classes))
    return found


@pytest.mark.proof
def test_equal_to_every_assignment_tried_on_small_instances() -> None:
    trials, chance = size(300, 2000), np.random.default_rng(SEED)
    for _ in range(trials):
        students, tutors, groups = chance.integers(1, 7), chance.integers(1, 6), chance.integers(1, 4)
        scores = chance.integers(0, chance.choice([3, 30, 101]), (students, tutors))
        scores[chance.random((students, tutors)) < chance.choice([0.2, 0.5, 0.8])] = -1
        seats = [int(s) for s in chance.integers(0, 3, tutors)]
        class_of = [int(c) for c in chance.integers(0, groups, students)]
        classes = []
        for k in range(groups):
            covered, others = int(chance.integers(0, 4)), int(chance.integers(0, 2))
            classes.append(ClassNow(covered + others + class_of.count(k), covered))
        expected = by_brute_force(scores.tolist(), seats, class_of, classes)
        found = solved(scores, seats, class_of, classes, nearest=int(chance.integers(1, 4)))
        tutor_of = [int(j) for j in found.tutor_of]
        assert aims(tutor_of, scores, class_of, classes) == expected
        assert (found.placed, found.worst or Fraction(0), found.total) == expected
        assert all(j < 0 or scores[i][j] >= 0 for i, j in enumerate(tutor_of))
        assert all(tutor_of.count(j) <= seat for j, seat in enumerate(seats))
    record("assignment equal to brute force: placed, worst class, quality", trials, SEED, "identical objective in each")


def instance(students: int, tutors: int, seats: int, chance):
    """A season: few exams, a score made of what pairs share, and about one pair in three allowed."""
    exam, other = chance.integers(0, 12, students), chance.integers(0, 12, tutors)
    same = (exam[:, None] == other[None, :]) * 40
    scores = np.minimum(100, same + chance.integers(0, 61, (students, tutors))).astype(np.int16)
    scores[chance.random((students, tutors)) < 0.65] = NONE
    room = np.zeros(tutors, dtype=np.int64)
    np.add.at(room, chance.integers(0, tutors, seats), 1)
    return scores, room


def by_scipy(scores, seats) -> tuple[int, int]:
    """How many are placed and the sum of scores, by SciPy's assignment: a column a seat, being placed worth over all."""
    columns = np.repeat(np.arange(len(seats)), seats)
    gain = np.where(scores[:, columns] >= 0, scores[:, columns] + 1_000_000.0, 0.0)
    rows, cols = linear_sum_assignment(gain, maximize=True)
    kept = gain[rows, cols] > 0
    return int(kept.sum()), int((gain[rows, cols][kept] - 1_000_000).sum())


@pytest.mark.proof
@pytest.mark.parametrize("scarce", [False, True], ids=["enough seats", "fewer seats than students"])
def test_equal_to_scipy_on_a_season(scarce) -> None:
    students, tutors = size(170, 1700), size(300, 3000)
    chance = np.random.default_rng(SEED)
    scores, seats = instance(students, tutors, int(students * (0.7 if scarce else 2)), chance)
    found = solved(scores, seats, nearest=40)
    assert (found.placed, found.total) == by_scipy(scores, seats)
    record(
        f"assignment of {students} × {tutors} equal to SciPy's", 1, SEED, f"{found.placed} placed, {found.total} points"
    )


@pytest.mark.parametrize("nearest", [1, 2, 5, 40])
def test_what_starts_from_few_pairs_loses_nothing(nearest) -> None:
    """All students like the same few tutors best, and there are fewer seats than students."""
    chance = np.random.default_rng(SEED)
    scores = np.tile(chance.integers(0, 101, 80).astype(np.int16), (100, 1))
    scores[chance.random(scores.shape) < 0.9] = NONE
    seats = np.ones(80, dtype=np.int64)
    found = solved(scores, seats, nearest=nearest)
    assert (found.placed, found.total) == by_scipy(scores, seats)


# --- the order of the aims ---


def test_one_more_student_comes_before_any_quality() -> None:
    found = solved([[100, 1], [100, -1]], [1, 1])
    assert found.tutor_of.tolist() == [1, 0]
    assert (found.placed, found.total) == (2, 101)


def test_the_worst_class_comes_before_quality() -> None:
    """One seat, a better match in the class already well covered: the seat goes to the other."""
    found = solved([[100], [1]], [1], [0, 1], [ClassNow(10, 9), ClassNow(10, 0)])
    assert found.tutor_of.tolist() == [-1, 0]
    assert found.worst == Fraction(1, 10)


def test_the_number_placed_comes_before_the_worst_class() -> None:
    """Placing the worst class's student would leave out one more elsewhere: a largest set still has room for theirs."""
    found = solved([[5, -1], [5, 5], [5, 5]], [1, 1], [0, 1, 1], [ClassNow(1, 0), ClassNow(2, 0)])
    assert found.placed == 2
    assert found.worst == Fraction(1, 2)
    assert found.tutor_of[0] == 0


def test_a_class_nobody_can_help_does_not_stop_the_others() -> None:
    found = solved([[-1], [3], [9]], [1], [0, 1, 1], [ClassNow(1, 0), ClassNow(2, 0)])
    assert (found.tutor_of.tolist(), found.worst) == ([-1, -1, 0], Fraction(0))


def test_what_a_class_has_already_counts() -> None:
    found = solved([[1], [1]], [1], [0, 1], [ClassNow(2, 1), ClassNow(3, 1)])
    assert found.tutor_of.tolist() == [-1, 0]
    assert found.worst == Fraction(1, 2)


def test_without_classes_only_number_and_quality_count() -> None:
    found = solved([[100], [1]], [1], [0, 1])
    assert (found.tutor_of.tolist(), found.worst) == ([0, -1], None)


@pytest.mark.parametrize(
    ("scores", "seats"),
    [([], []), ([], [1, 2]), ([[-1]], [1]), ([[5]], [0]), ([[-1, -1], [-1, -1]], [1, 1])],
)
def test_nobody_to_place(scores, seats) -> None:
    found = solved(scores, seats, [0] * len(scores), [ClassNow(4, 1)])
    assert (found.placed, found.total, found.worst) == (0, 0, Fraction(1, 4))
    assert (found.tutor_of == -1).all()


def test_a_class_with_no_student_is_not_the_worst() -> None:
    found = solved([[5]], [1], [1], [ClassNow(0, 0), ClassNow(1, 0)])
    assert found.worst == 1


def test_the_same_twice() -> None:
    chance = np.random.default_rng(SEED)
    scores, seats = instance(60, 80, 50, chance)
    classes = [ClassNow(30, 0), ClassNow(30, 0)]
    one, two = (solved(scores, seats, [i % 2 for i in range(60)], classes) for _ in range(2))
    assert (one.tutor_of == two.tutor_of).all()


def test_listed_pairs_give_the_same() -> None:
    chance = np.random.default_rng(SEED)
    scores, seats = instance(60, 80, 50, chance)
    i, j = np.nonzero(scores >= 0)
    classes, class_of = [ClassNow(20, 3), ClassNow(30, 0), ClassNow(17, 0)], np.arange(60) % 3
    listed = assign(Listed(Edges(i, j, scores[i, j].astype(np.int64))), seats, class_of, classes)
    every = solved(scores, seats, class_of, classes)
    assert (listed.placed, listed.worst, listed.total) == (every.placed, every.worst, every.total)
