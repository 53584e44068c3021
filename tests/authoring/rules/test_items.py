"""A question's figures: equal to NumPy's and SciPy's from the raw answers, and to examples worked by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.authoring.rules import items
from app.authoring.rules.items import Certainty, Cuts, Estimate, ItemSums, Thirds, cuts, describe
from tests import proofs
from tests.authoring.rules import matrices

MATRICES, SEED = proofs.size(250, 2500), 20261123  # of each of four kinds
EXACT = 1e-9


def near(found: Estimate, value: float, low: float, high: float) -> bool:
    pairs = zip((found.value, found.low, found.high), (value, low, high), strict=True)
    return all(math.isclose(one, other, rel_tol=0, abs_tol=EXACT) for one, other in pairs)


@pytest.mark.proof
@pytest.mark.parametrize("complete", [True, False], ids=["complete", "incomplete"])
@pytest.mark.parametrize("partial", [True, False], ids=["partial", "dichotomous"])
def test_figures_equal_an_independent_computation(complete: bool, partial: bool) -> None:
    rng = np.random.default_rng([SEED, complete, partial])
    correlated = 0
    for _ in range(MATRICES):
        answers = matrices.points_only(matrices.random_matrix(rng, complete=complete, partial=partial))
        question = int(rng.integers(answers.x.shape[1]))
        asked = answers.drawn[:, question]
        found = describe(matrices.item_sums(answers, question, at=Cuts(-1, 2)))
        assert found.n == asked.sum()
        check_facility(found.facility, answers.x[asked, question])
        correlated += check_discrimination(found.discrimination, answers, question)
    assert correlated > MATRICES * 0.8, "most matrices must have something to compare"
    kind = f"{'complete' if complete else 'incomplete'}, {'partial credit' if partial else 'right or wrong'}"
    proofs.record(f"figures of questions equal NumPy's and SciPy's ({kind})", MATRICES, SEED, "equal to 1e-9")


def check_facility(found: Estimate | None, x: matrices.Floats) -> None:
    if not len(x):
        assert found is None
    elif set(x) <= {0.0, 1.0}:
        wilson = stats.binomtest(int(x.sum()), len(x)).proportion_ci(0.95, "wilson")
        assert found is not None
        assert near(found, x.mean(), wilson.low, wilson.high)
    elif len(x) > 1:
        low, high = (
            stats.norm.interval(0.95, x.mean(), x.std(ddof=1) / math.sqrt(len(x))) if x.std() else [x.mean()] * 2
        )
        assert found is not None
        # The square root of a variance that is nothing but rounding is 1e-8.
        assert found.value == pytest.approx(x.mean(), abs=EXACT)
        assert (found.low, found.high) == pytest.approx((max(0, low), min(1, high)), abs=EXACT if x.std() else 1e-7)


def check_discrimination(found: Estimate | None, answers: matrices.Answers, question: int) -> bool:
    """Against the raw vectors, written out again: everyone's other points, one person at a time."""
    x, r = [], []
    for row in answers.x:
        if not np.isnan(row[question]):
            others = [p for i, p in enumerate(row) if i != question and not np.isnan(p)]
            x.append(row[question])
            r.append(sum(others) / len(others))
    if not x or np.ptp(x) < 1e-12 or np.ptp(r) < 1e-12:
        assert found is None
        return False
    assert found is not None
    rho = np.corrcoef(x, r)[0, 1]
    if len(x) < 4 or abs(rho) > 1 - 1e-9:
        assert found.value == pytest.approx(rho, abs=EXACT)
        return False
    interval = stats.pearsonr(x, r).confidence_interval(0.95)
    assert near(found, rho, interval.low, interval.high)
    return True


def test_an_example_by_hand() -> None:
    """x = 1, 1, 0, 0 and r = 1, 0.5, 0.5, 0: covariance 1/8, variances 1/4 and 1/8, so ρ = (1/8) / √(1/32) = 1/√2."""
    found = describe(ItemSums(n=4, sum_x=2, sum_xx=2, sum_r=2, sum_rr=1.5, sum_xr=1.5))
    assert found.facility is not None
    assert found.facility.value == 0.5
    assert found.discrimination is not None
    assert found.discrimination.value == pytest.approx(1 / math.sqrt(2))
    assert found.discrimination.low == pytest.approx(math.tanh(math.atanh(1 / math.sqrt(2)) - 1.959963984540054))


def test_wilsons_interval_of_eight_out_of_ten() -> None:
    """A textbook value: 49 % to 94 %."""
    found = items.share(8, 10)
    assert (round(found.low, 3), round(found.high, 3)) == (0.490, 0.943)


def test_newcombes_example() -> None:
    """Newcombe 1998, table II, (a) 56/70 − 48/80: 0.2000, from 0.0524 to 0.3339 by method 10."""
    found = items.difference(56, 70, 48, 80)
    assert (round(found.value, 4), round(found.low, 4), round(found.high, 4)) == (0.2, 0.0524, 0.3339)


def test_partial_credit_by_hand() -> None:
    """x = 0.5 and 1: mean 0.75, s² = 0.125, so ± 1.96 × 0.25, cut at 1."""
    found = items.facility(ItemSums(n=2, sum_x=1.5, sum_xx=1.25))
    assert found is not None
    assert near(found, 0.75, 0.75 - 1.959963984540054 * 0.25, 1.0)


@pytest.mark.parametrize(
    ("x", "facility"),
    [([1.0] * 40, 1.0), ([0.0] * 40, 0.0), ([1.0], 1.0), ([1 / 3] * 40, 1 / 3)],
    ids=["all right", "all wrong", "one person", "all the same partial credit"],
)
def test_what_never_varies_has_no_discrimination(x: list[float], facility: float) -> None:
    r = np.linspace(0, 1, len(x))
    one = np.array(x)
    sums = ItemSums(len(x), one.sum(), (one**2).sum(), r.sum(), (r**2).sum(), (one * r).sum())
    found = describe(sums)
    assert found.discrimination is None
    assert found.facility is not None
    assert found.facility.value == pytest.approx(facility)
    assert 0 <= found.facility.low <= facility + EXACT
    assert facility - EXACT <= found.facility.high <= 1


def test_a_rest_that_never_varies_has_no_discrimination() -> None:
    assert describe(ItemSums(40, 20.0, 20.0, 40 / 3, 40 / 9, 20 / 3)).discrimination is None


def test_nobody_answered() -> None:
    found = describe(ItemSums(), ("a", "b"), ("a",))
    assert (found.n, found.facility, found.discrimination, found.sure_wrong) == (0, None, None, None)
    assert [(one.option, one.right, one.share, one.lift) for one in found.options] == [
        ("a", True, None, None),
        ("b", False, None, None),
    ]


def test_rounding_of_a_million_answers_is_not_taken_for_a_spread() -> None:
    """Added one by one, as a database may: a constant third, then the same with one answer that differs."""
    n, third = 1_000_000, 1 / 3
    total = squares = 0.0
    for _ in range(n):
        total += third
        squares += third * third
    assert describe(ItemSums(n, n / 2, n / 2, total, squares, total / 2)).discrimination is None
    varied = ItemSums(n, 1.0, 1.0, n / 2, n / 3, 0.6)  # one person was right
    assert describe(varied).discrimination is not None


def test_a_question_that_three_people_answered_is_not_bounded() -> None:
    found = items.discrimination(ItemSums(3, 1.0, 1.0, 1.5, 1.25, 1.0))
    assert found is not None
    assert (found.low, found.high) == (-1.0, 1.0)


def test_a_perfect_correlation_has_no_infinite_interval() -> None:
    assert items.discrimination(ItemSums(10, 5.0, 5.0, 5.0, 5.0, 5.0)) == Estimate(1.0, 1.0, 1.0)
    assert items.discrimination(ItemSums(10, 5.0, 5.0, 5.0, 5.0, 0.0)) == Estimate(-1.0, -1.0, -1.0)


def test_options_are_counted_by_third() -> None:
    sums = ItemSums(
        n=100,
        sum_x=60.0,
        sum_xx=60.0,
        answered=Thirds(30, 30, 40),
        options={"a": Thirds(10, 20, 30), "b": Thirds(20, 10, 10)},
        certainty=Certainty(sure=20, sure_wrong=5),
    )
    right, wrong, nobody = describe(sums, ("a", "b", "c"), ("a",)).options
    assert (right.right, wrong.right, nobody.right) == (True, False, False)
    assert right.share == items.share(60, 100)
    assert wrong.lift == items.difference(10, 40, 20, 30)
    assert nobody.chosen == Thirds()
    assert nobody.share == items.share(0, 100)
    assert describe(sums).sure_wrong == items.share(5, 20)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({}, Cuts(-1.0, 2.0)),
        ({0.4: 12}, Cuts(-1.0, 2.0)),
        ({0.4: 12, 0.6: 0}, Cuts(-1.0, 2.0)),
        ({0.4: 1, 0.6: 99}, Cuts(0.4, 0.6)),
        ({0.0: 10, 0.2: 10, 0.4: 10, 0.6: 10, 0.8: 10, 1.0: 10}, Cuts(0.2, 0.8)),
        ({0.0: 1, 0.2: 2, 0.4: 5, 0.6: 12, 0.8: 30, 1.0: 50}, Cuts(0.6, 1.0)),  # 20 and 50 % are the nearest there are
        ({0.0: 34, 0.5: 1, 1.0: 65}, Cuts(0.0, 1.0)),
    ],
)
def test_thirds_are_cut(counts: dict[float, int], expected: Cuts) -> None:
    assert cuts(counts) == expected


@given(st.dictionaries(st.sampled_from([i / 20 for i in range(21)]), st.integers(1, 500), min_size=2))
def test_both_outer_thirds_hold_someone_and_never_overlap(counts: dict[float, int]) -> None:
    found = cuts(counts)
    assert found.low < found.high
    assert found.low in counts
    assert found.high in counts
    low = sum(n for value, n in counts.items() if value <= found.low)
    whole = sum(counts.values())
    others = [sum(n for value, n in counts.items() if value <= cut) for cut in sorted(counts)[:-1]]
    assert abs(3 * low - whole) == min(abs(3 * other - whole) for other in others)
