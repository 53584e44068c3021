"""The sums gathered by reading attempts equal those of the raw matrix, and come back from where they are kept."""

import json
from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from app.authoring.rules.gathering import Answer, Gathered, gather, kept, read
from app.authoring.rules.items import Certainty, Thirds
from tests.authoring.rules.matrices import Answers, item_sums, pair_sums, random_matrix

OPTIONS = ("a", "b", "c")
SEED = 20261123


def attempts_of(answers: Answers, certain: Sequence[str] = ("",)) -> list[list[Answer]]:
    """The matrix as the attempts it came from."""
    found = []
    for person in range(answers.x.shape[0]):
        asked = np.flatnonzero(answers.drawn[person])
        found.append(
            [
                Answer(
                    f"q{question:02}",
                    float(answers.x[person, question]),
                    () if answers.chosen[person, question] < 0 else (OPTIONS[answers.chosen[person, question]],),
                    certain[(person + question) % len(certain)],
                )
                for question in asked
            ]
        )
    return found


def gathered(attempts: Iterable[Sequence[Answer]]) -> Gathered:
    listed = list(attempts)
    return gather(lambda: iter(listed))


@pytest.mark.parametrize("number", range(40))
def test_sums_equal_those_of_the_matrix(number: int) -> None:
    rng = np.random.default_rng([SEED, number])
    x = random_matrix(rng, complete=number % 2 == 0, partial=number % 4 < 2)
    answers = Answers(x, rng.integers(-1, 3, x.shape))
    found = gathered(attempts_of(answers))
    alone = answers.drawn.sum(axis=1) < 2
    assert not alone.any(), "an attempt of one question has no rest"
    for question in range(x.shape[1]):
        key, wanted = f"q{question:02}", item_sums(answers, question, OPTIONS)
        if not wanted.n:
            assert key not in found.items
            continue
        mine = found.items[key]
        for name in ("n", "sum_x", "sum_xx", "sum_r", "sum_rr", "sum_xr"):
            assert getattr(mine, name) == pytest.approx(getattr(wanted, name), abs=1e-9)
        assert mine.answered == wanted.answered
        assert {o: t for o, t in wanted.options.items() if t.total} == dict(mine.options)
    assert sorted((p.n, round(p.sum_xy, 9)) for p in found.pairs.values()) == sorted(
        (p.n, round(p.sum_xy, 9)) for p in pair_sums(x)
    )
    totals = np.nansum(x, axis=1)
    assert (found.totals.n, found.totals.sum_t) == (len(totals), pytest.approx(totals.sum(), abs=1e-9))
    assert found.totals.sum_tt == pytest.approx((totals**2).sum(), abs=1e-9)


def test_what_is_kept_comes_back() -> None:
    rng = np.random.default_rng(SEED)
    x = random_matrix(rng, complete=False, partial=True)
    found = gathered(attempts_of(Answers(x, rng.integers(-1, 3, x.shape)), ("sure", "think", "", "guess")))
    assert read(json.loads(json.dumps(kept(found)))) == found


def test_certainty_is_counted_and_what_is_wrong_of_it() -> None:
    attempt = [
        Answer("a", 1.0, (), "sure"),
        Answer("b", 0.4, (), "sure"),
        Answer("c", 0.5, (), "guess"),
        Answer("d", 0, (), "?"),
    ]
    found = gathered([attempt])
    assert found.items["a"].certainty == Certainty(sure=1)
    assert found.items["b"].certainty == Certainty(sure=1, sure_wrong=1)
    assert found.items["c"].certainty == Certainty(guess=1)
    assert found.items["d"].certainty == Certainty()


def test_an_attempt_of_one_question_tells_nothing_of_it() -> None:
    found = gathered([[Answer("a", 1.0, ("x",))]])
    assert (dict(found.items), dict(found.pairs), found.attempts) == ({}, {}, 1)


def test_nothing_gives_nothing() -> None:
    found = gathered([])
    assert found == Gathered()
    assert read({}) == Gathered()
    assert read(kept(found)) == Gathered()


def test_several_options_may_be_chosen_at_once() -> None:
    attempt = [Answer("a", 0.5, ("x", "y")), Answer("b", 1.0, ())]
    found = gathered([attempt] * 3)
    assert found.items["a"].answered.total == 3
    assert {option: thirds.total for option, thirds in found.items["a"].options.items()} == {"x": 3, "y": 3}
    assert found.items["b"].answered == Thirds()
