"""What other weights would change, seen on some students: whom the ranking names first, and with what score."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from app.pairing.rules.judge import Scores, judge_all
from app.pairing.rules.plan import Facts
from app.pairing.rules.table import Flags, Rows, read

FIRST = 3  # of the ranking compared


@dataclass(frozen=True)
class Effect:
    """Over `students` who have a possible tutor: how many see another person first, or another among the first three, and
    the mean score of the first, before and after.
    """

    students: int
    other_first: int
    other_three: int
    mean_before: float
    mean_after: float


def effect(facts: Facts, weights: Mapping[str, int]) -> Effect:
    """The effect of `weights` on the students of `facts`, beside the weights in force. Ties go to the lower id."""
    allowed, before = judge_all(read(facts.needs, facts.pool, facts.lives, facts.terms))
    then = replace(facts.terms, weights=weights)
    _allowed, after = judge_all(read(facts.needs, facts.pool, facts.lives, then))
    some = allowed.any(axis=1) if allowed.size else np.zeros(len(facts.needs), dtype=np.bool_)
    if not some.any():
        return Effect(0, 0, 0, 0.0, 0.0)
    old, new = _first(allowed[some], before[some]), _first(allowed[some], after[some])
    lines = np.arange(int(some.sum()))
    return Effect(
        students=len(lines),
        other_first=int((old[:, 0] != new[:, 0]).sum()),
        other_three=sum(set(a) != set(b) for a, b in zip(old.tolist(), new.tolist(), strict=True)),
        mean_before=float(before[some][lines, old[:, 0]].mean()),
        mean_after=float(after[some][lines, new[:, 0]].mean()),
    )


def _first(allowed: Flags, scores: Scores) -> Rows:
    """The columns of the best few of each row, best first; −1 where there are fewer."""
    ranked = np.where(allowed, scores.astype(np.int32), -1)
    order = np.argsort(-ranked, axis=1, kind="stable")[:, :FIRST]
    return np.where(np.take_along_axis(ranked, order, axis=1) >= 0, order, -1)
