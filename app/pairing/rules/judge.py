"""Judging pairs of a table: whether the draw is allowed, and the score out of 100."""

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.pairing.rules.table import Bits, Flags, Ints, Rows, Table
from app.pairing.rules.weights import ENOUGH_HOURS, share

Scores: TypeAlias = NDArray[np.int16]

BLOCK = 2_000_000  # pairs judged at once: what stays within a processor's cache and a small memory


def _count(bits: Bits) -> Ints:
    return np.bitwise_count(bits).astype(np.int32)


def _known(table: Table, i: Rows, j: Rows) -> Ints:
    """How many of the papers asked for the tutor helps with."""
    words = zip(table.papers, table.their_papers, strict=True)
    return np.asarray(sum(_count(asked[i] & theirs[j]) for asked, theirs in words))


def _divided(points: Ints, by: Ints) -> Ints:
    """Whole points, rounded down; 0 where there is nothing to divide by."""
    return points // np.maximum(by, 1)


def _listed(pairs: Rows, keys: Rows) -> Flags:
    """Whether each key is among `pairs`, which are sorted."""
    if not len(pairs):
        return np.zeros(keys.shape, dtype=np.bool_)
    at = np.minimum(np.searchsorted(pairs, keys), len(pairs) - 1)
    found: Flags = pairs[at] == keys
    return found


def judge(table: Table, i: Rows, j: Rows) -> tuple[Flags, Scores]:
    """For each pair of rows: whether no hard condition fails, and the score, equal to those of `ranking.assess`.

    `i` are rows of students and `j` of tutors, of any shapes that broadcast together. The conditions are those of the
    ranking; the seats too, but not how many pairs share them.
    """
    weights = table.weights
    here = table.region[i] == table.their_region[j]
    near = here & table.presence[i] & table.their_presence[j]
    far = table.remote[i] & table.their_remote[j]
    shared = _count(table.slots[i] & table.by_zone[table.zone[i], j])
    given = (table.slots[i] != 0) & table.their_hours[j]
    keys = i * table.shape[1] + j
    allowed = table.drawable[j] & (near | far)
    allowed &= ~(given & (shared == 0) & ~(table.flexible[i] & table.their_flexible[j]))
    allowed &= ~_listed(table.barred, keys)

    points = table.base[j] + table.by_exam[table.exam[i], j] + table.by_region[table.region[i], j]
    points = points + table.by_tongue[table.tongue[i], j]
    asked = _count(table.papers).sum(axis=0, dtype=np.int32)
    points += _divided(weights["papers"] * _known(table, i, j), asked[i])
    enough = np.minimum(ENOUGH_HOURS, _count(table.slots))
    points += _divided(weights["hours"] * np.minimum(shared, enough[i]), enough[i])
    half = np.where(table.presence[i], share(weights, "way", "way_remote"), weights["way"])
    points += np.where(near, weights["way"], np.where(far, half, 0)).astype(np.int32)
    wished = _count(table.moments)
    met = _count(table.moments[i] & table.their_moments[j]) * (here & table.their_presence[j])
    points += _divided(weights["moments"] * met, wished[i])
    points += weights["region"] * here.astype(np.int32)
    points += weights["school"] * ((table.school[i] != 0) & (table.school[i] == table.their_school[j])).astype(np.int32)
    points -= weights["declined"] * _listed(table.declined, keys).astype(np.int32)
    possible = table.possible[i]
    score = np.maximum(0, (200 * points + possible) // np.maximum(1, 2 * possible))
    return allowed, np.where(possible == 0, 0, score).astype(np.int16)


def judge_all(table: Table) -> tuple[Flags, Scores]:
    """The same for every student and every tutor: two arrays, students × tutors. Three bytes a pair."""
    students, tutors = table.shape
    allowed = np.zeros((students, tutors), dtype=np.bool_)
    scores = np.zeros((students, tutors), dtype=np.int16)
    columns = np.arange(tutors)[None, :]
    step = max(1, BLOCK // max(1, tutors))
    for start in range(0, students, step):
        rows = np.arange(start, min(start + step, students))
        allowed[rows], scores[rows] = judge(table, rows[:, None], columns)
    return allowed, scores
