"""Pairs to solve over when there are too many: each allowed, judged right, spread over tutors, and enough to place everyone."""

from dataclasses import replace

import numpy as np
import pytest

from app.pairing.rules.assignment import assign
from app.pairing.rules.candidates import KEPT, candidates
from app.pairing.rules.judge import judge_all
from app.pairing.rules.pairs import Every, Listed
from app.pairing.rules.table import read
from app.pool.rules.offer import Pool
from tests.pairing.facts import NEED, OFFER, TERMS

REGIONS = ("32", "04", "11")


@pytest.fixture(scope="module")
def crowd():
    needs = [replace(NEED, student_id=i, exam_id=i % 4, region=REGIONS[i % 3], presence=i % 5 == 0) for i in range(300)]
    offers = [
        replace(
            OFFER, tutor_id=t, region=REGIONS[t % 3], exams=frozenset({t % 4}), passed=None, seats=1, slots=(5, t % 21)
        )
        for t in range(1, 361)
    ]
    table = read(needs, Pool.of(offers), {}, TERMS)
    helping = {exam: [t for t in range(360) if (t + 1) % 4 == exam] for exam in range(4)}
    return needs, table, helping


def test_every_pair_listed_is_allowed_and_judged_right(crowd) -> None:
    needs, table, helping = crowd
    edges = candidates(table, [n.exam_id for n in needs], helping)
    allowed, scores = judge_all(table)
    assert allowed[edges.i, edges.j].all()
    assert (scores[edges.i, edges.j] == edges.score).all()
    assert np.bincount(edges.i).max() <= KEPT
    assert len(np.unique(edges.i * 360 + edges.j)) == len(edges.i)
    assert len(np.unique(edges.j)) == 360  # nobody is left unnamed


def test_what_is_lost_is_little(crowd) -> None:
    needs, table, helping = crowd
    nobody, seats = np.zeros(len(needs), dtype=np.intp), table.seats.astype(np.int64)
    listed = assign(Listed(candidates(table, [n.exam_id for n in needs], helping)), seats, nobody, [])
    every = assign(Every(*judge_all(table)), seats, nobody, [])
    assert listed.placed == every.placed == 300
    assert listed.total >= 0.98 * every.total


def test_an_exam_nobody_helps_with_has_no_pair(crowd) -> None:
    needs, table, _helping = crowd
    edges = candidates(table, [n.exam_id for n in needs], {0: [3, 7]})
    assert {needs[i].exam_id for i in edges.i} == {0}
    assert len(candidates(table, [n.exam_id for n in needs], {}).i) == 0
