"""Supply against demand: whom the free seats could not serve, even given out as well as can be.

Counting seats exam by exam would count a tutor of three exams three times. So every student who has nobody is put beside every
tutor who helps with their exam, or passed it, and may be drawn for them (the hard conditions of the ranking: place, hours,
conflicts); a largest assignment within the seats then leaves out as few as possible. How many it leaves is exact. Who they
are could differ where exams share tutors, but one more tutor for any of them serves one more student: had it not, the
assignment would not have been a largest one.

`certain` is how many of an exam are left even when it is served before all others: no other exam is to blame for those.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.pairing.rules.candidates import candidates
from app.pairing.rules.facts import Need
from app.pairing.rules.flow import Edges, Longs, Rows, Sides, largest
from app.pairing.rules.judge import judge
from app.pairing.rules.plan import Facts
from app.pairing.rules.table import Flags, Table, read
from app.pool.rules.offer import Pool

LARGEST = 20_000_000  # pairs looked at one by one; above, each student's best are
BLOCK = 2_000_000


@dataclass(frozen=True)
class Shortage:
    """The needs that a largest assignment leaves, by student; and by exam how many are left whatever is done.

    `exact` is False when there were too many pairs to look at them all: some of those left might then be served.
    """

    left: tuple[Need, ...]
    certain: Mapping[int, int]
    exact: bool = True


@dataclass(frozen=True)
class Seats:
    """Free seats of tutors who may be drawn: in all, by exam, by region. A tutor of several exams is in each of them.

    `several` are the seats counted under more than one exam; `in_person` those of tutors who may come, by region.
    """

    tutors: int
    free: int
    several: int
    far: int  # of those who may help at a distance
    by_exam: Mapping[int, int]
    by_region: Mapping[str, int]
    in_person: Mapping[str, int]


def helps(pool: Pool, k: int) -> set[int]:
    """The exams that the tutor at row `k` helps with, the one passed included."""
    passed = pool["passed"][k]
    return {*pool["exams"][k], *((passed.exam_id,) if passed is not None else ())}


def shortage(facts: Facts) -> Shortage:
    """Whom the free seats of the pool leave without a tutor of their exam. The facts are those of a plan."""
    table = read(facts.needs, facts.pool, facts.lives, facts.terms)
    exams = np.array([need.exam_id for need in facts.needs], dtype=np.int64)
    helping = _helping(facts.pool, table, {int(one) for one in exams})
    exact = sum(len(helping[int(one)]) for one in exams) <= LARGEST
    edges = (
        _possible(table, exams, helping)
        if exact
        else candidates(table, exams.tolist(), {exam: some.tolist() for exam, some in helping.items()})
    )
    seats = table.seats.astype(np.int64)
    left = ~_placed(edges, len(exams), seats)
    certain = {}
    for exam in np.unique(exams[left]).tolist():
        alone = exams[edges.i] == exam
        few = Edges(edges.i[alone], edges.j[alone], edges.score[alone])
        certain[exam] = int((exams == exam).sum() - _placed(few, len(exams), seats).sum())
    return Shortage(tuple(facts.needs[i] for i in np.nonzero(left)[0].tolist()), certain, exact)


def free_seats(facts: Facts) -> Seats:
    """The seats of the pool that may be drawn now."""
    table = read((), facts.pool, {}, facts.terms)
    by_exam: dict[int, int] = {}
    by_region: dict[str, int] = {}
    in_person: dict[str, int] = {}
    tutors = free = several = far = 0
    pool = facts.pool
    for k in np.nonzero(table.drawable)[0].tolist():
        seats, region, known = int(table.seats[k]), pool["region"][k], helps(pool, k)
        tutors, free, several = tutors + 1, free + seats, several + (seats if len(known) > 1 else 0)
        far += seats if pool["remote"][k] else 0
        by_region[region] = by_region.get(region, 0) + seats
        if pool["presence"][k]:
            in_person[region] = in_person.get(region, 0) + seats
        for exam in known:
            by_exam[exam] = by_exam.get(exam, 0) + seats
    return Seats(tutors, free, several, far, by_exam, by_region, in_person)


def _helping(pool: Pool, table: Table, exams: set[int]) -> dict[int, Rows]:
    """The columns of the tutors who may be drawn and help with each exam."""
    found: dict[int, list[int]] = {exam: [] for exam in exams}
    for k in np.nonzero(table.drawable)[0].tolist():
        for exam in helps(pool, k) & exams:
            found[exam].append(k)
    return {exam: np.array(columns, dtype=np.intp) for exam, columns in found.items()}


def _possible(table: Table, exams: Longs, helping: Mapping[int, Rows]) -> Edges:
    """Every pair of a student and a tutor of their exam that no hard condition bars, by student."""
    none = np.zeros(0, dtype=np.intp)
    found_i, found_j = [none], [none]
    for exam, tutors in helping.items():
        students = np.nonzero(exams == exam)[0]
        step = max(1, BLOCK // max(1, len(tutors)))
        for start in range(0, len(students), step):
            some = students[start : start + step]
            allowed, _scores = judge(table, some[:, None], tutors[None, :])
            i, j = np.nonzero(allowed)
            found_i.append(some[i])
            found_j.append(tutors[j])
    i, j = np.concatenate(found_i), np.concatenate(found_j)
    return Edges(i, j, np.zeros(len(i), dtype=np.int64))


def _placed(edges: Edges, students: int, seats: Longs) -> Flags:
    """Which students one largest assignment over these pairs places."""
    placed = np.zeros(students, dtype=np.bool_)
    if len(edges.i):
        sides = Sides(np.zeros(students, dtype=np.intp), seats, 1)
        placed[edges.i[largest(sides, edges, np.array([students], dtype=np.int64))]] = True
    return placed
