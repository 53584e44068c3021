"""Pairs to solve over when there are too many to look at them all: some tutors of each student's exam, the best kept.

The tutors who help with an exam come from the database's index. Students are taken exam by exam and region by region: each
small group looks at the tutors of its region and at a share of the others that moves on from group to group, so that all
tutors are named by somebody. What is solved is then the optimum over these pairs, not over all.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from app.pairing.rules.flow import Edges, Rows
from app.pairing.rules.judge import judge
from app.pairing.rules.table import Table

TOGETHER = 64  # students of one group
ELSEWHERE = 600  # tutors of the exam in other regions that a group looks at
KEPT = 30  # pairs kept of each student
SPREAD = 1000


def candidates(table: Table, exams: Sequence[int], helping: Mapping[int, Sequence[int]]) -> Edges:
    """Each student's best pairs. `exams` of each student's row, `helping` the columns of tutors by exam."""
    found = list(_groups(table, exams, helping))
    if not found:
        none = np.zeros(0, dtype=np.intp)
        return Edges(none, none, none.astype(np.int64))
    i, j, score = (np.concatenate(parts) for parts in zip(*found, strict=True))
    order = np.lexsort((j, i))
    return Edges(i[order], j[order], score[order].astype(np.int64))


def _groups(
    table: Table, exams: Sequence[int], helping: Mapping[int, Sequence[int]]
) -> Iterator[tuple[Rows, Rows, Rows]]:
    by_exam = np.array(exams, dtype=np.int64)
    for exam in np.unique(by_exam).tolist():
        tutors = np.array(helping.get(exam, ()), dtype=np.intp)
        tutors = tutors[table.drawable[tutors]]
        students = np.nonzero(by_exam == exam)[0]
        if not len(tutors):
            continue
        where, turn = table.their_region[tutors], 0
        for region in np.unique(table.region[students]).tolist():
            here, others = tutors[where == region], tutors[where != region]
            near = students[table.region[students] == region]
            for start in range(0, len(near), TOGETHER):
                group = near[start : start + TOGETHER]
                few = others[(turn + np.arange(min(ELSEWHERE, len(others)))) % max(1, len(others))]
                turn += ELSEWHERE
                yield _best(table, group, np.concatenate([here, few]))


def _best(table: Table, group: Rows, tutors: Rows) -> tuple[Rows, Rows, Rows]:
    """The best pairs of each student of a group, equal scores shared out among tutors."""
    allowed, scores = judge(table, group[:, None], tutors[None, :])
    turn = (np.arange(len(tutors))[None, :] * 389 + group[:, None] * 577) % SPREAD
    keyed = np.where(allowed, scores.astype(np.int32) * SPREAD + turn, -1)
    kept = min(KEPT, len(tutors))
    top = np.argpartition(keyed, -kept, axis=1)[:, -kept:]
    lines = np.repeat(np.arange(len(group)), kept)
    columns = top.ravel()
    good = keyed[lines, columns] >= 0
    lines, columns = lines[good], columns[good]
    return group[lines], tutors[columns], scores[lines, columns].astype(np.intp)
