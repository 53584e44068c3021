"""The SQL printed in docs/statistics.md gathers the sums that the rules expect."""

import json
import re
import sqlite3
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.authoring.rules.items import Cuts, ItemSums, Thirds, cuts
from app.authoring.rules.reliability import PairSums, TotalSums
from tests.authoring.rules import matrices
from tests.authoring.rules.tutors import OPTIONS, Bank, taken

DOCUMENT = Path(__file__).parents[3] / "docs" / "statistics.md"
STATEMENTS = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
VIEW, VALUES, SUMS, ANSWERED, CHOSEN, CERTAINTY, PAIRS, TOTALS = STATEMENTS


def database(answers: matrices.Answers) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE answer (attempt, question, points REAL, chosen TEXT, certainty TEXT)")
    for person, question in zip(*np.nonzero(answers.drawn), strict=True):
        option = answers.chosen[person, question]
        row = (
            int(person),
            int(question),
            float(answers.x[person, question]),
            json.dumps([OPTIONS[option]] if option >= 0 else []),
            (None, "sure", "think", "guess")[(person + question) % 4],
        )
        connection.execute("INSERT INTO answer VALUES (?, ?, ?, ?, ?)", row)
    connection.execute(VIEW)
    return connection


def gathered(connection: sqlite3.Connection) -> tuple[dict[int, ItemSums], Cuts]:
    at = cuts(dict(connection.execute(VALUES).fetchall()))
    bounds = {"low": at.low, "high": at.high}
    answered: dict[int, dict[str, int]] = defaultdict(dict)
    chosen: dict[int, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for question, third, count in connection.execute(ANSWERED, bounds):
        answered[question][third] = count
    for question, option, third, count in connection.execute(CHOSEN, bounds):
        chosen[question][option][third] = count
    found = {
        question: ItemSums(
            *sums,
            answered=Thirds(**answered[question]),
            options={option: Thirds(**thirds) for option, thirds in chosen[question].items()},
        )
        for question, *sums in connection.execute(SUMS)
    }
    return found, at


@pytest.mark.parametrize("seed", range(10))
def test_the_sql_of_the_document_gathers_the_sums(seed: int) -> None:
    answers = taken(np.random.default_rng(seed), Bank(questions=9, drawn=3 + seed % 3, answers=40))
    answers.chosen[::7] = -1  # some leave everything blank
    found, at = gathered(database(answers))
    assert at == matrices.cuts_of(answers)
    assert set(found) == set(range(9))
    for question, sums in found.items():
        expected = matrices.item_sums(answers, question, OPTIONS, at)
        for name in ("n", "sum_x", "sum_xx", "sum_r", "sum_rr", "sum_xr"):
            assert getattr(sums, name) == pytest.approx(getattr(expected, name), abs=1e-9)
        assert sums.answered == expected.answered
        assert {o: sums.options.get(o, Thirds()) for o in OPTIONS} == dict(expected.options)


def test_the_sql_of_pairs_and_totals() -> None:
    answers = taken(np.random.default_rng(5), Bank(questions=7, drawn=4, answers=30))
    connection = database(answers)
    pairs = [PairSums(*sums) for _one, _other, *sums in connection.execute(PAIRS)]
    assert sorted(map(repr, pairs)) == sorted(map(repr, matrices.pair_sums(answers.x)))
    assert TotalSums(*connection.execute(TOTALS).fetchone()) == matrices.total_sums(answers.x)


def test_the_sql_of_certainty() -> None:
    answers = taken(np.random.default_rng(6), Bank(questions=5, drawn=3, answers=20))
    wrong: dict[tuple[int, str], list[Any]] = {}
    for person, question in zip(*np.nonzero(answers.drawn), strict=True):
        said = (None, "sure", "think", "guess")[(person + question) % 4]
        if said:
            wrong.setdefault((int(question), said), []).append(answers.x[person, question] < 0.5)
    found = {(q, said): (n, missed) for q, said, n, missed in database(answers).execute(CERTAINTY)}
    assert found == {key: (len(listed), sum(listed)) for key, listed in wrong.items()}


def test_an_attempt_of_one_question_has_no_rest() -> None:
    alone = matrices.points_only(np.array([[1.0, np.nan], [np.nan, 0.0]]))
    connection = database(alone)
    assert gathered(connection) == ({}, Cuts(-1.0, 2.0))
    assert TotalSums(*connection.execute(TOTALS).fetchone()) == TotalSums(2, 1.0, 1.0)
