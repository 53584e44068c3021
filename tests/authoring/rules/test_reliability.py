"""Alpha on complete and incomplete tables, and the agreement of two attempts: against raw answers, by hand, and by playing twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from app.authoring.rules.items import Cuts, ItemSums
from app.authoring.rules.reliability import PairSums, TotalSums, agreement, alpha, needed, questions_for
from tests import proofs
from tests.authoring.rules import matrices

MATRICES, SEED = proofs.size(500, 5000), 20261123  # of each of two kinds
EXACT = 1e-9


def alpha_of(x: matrices.Floats, drawn: int) -> float | None:
    answers = matrices.points_only(x)
    items = [matrices.item_sums(answers, question, at=Cuts(-1, 2)) for question in range(x.shape[1])]
    return alpha(items, matrices.pair_sums(x), drawn)


@pytest.mark.proof
@pytest.mark.parametrize("partial", [True, False], ids=["partial", "dichotomous"])
def test_alpha_of_a_complete_table_is_the_classical_one(partial: bool) -> None:
    rng = np.random.default_rng([SEED, partial])
    compared = 0
    for _ in range(MATRICES):
        x = matrices.random_matrix(rng, complete=True, partial=partial)
        questions = x.shape[1]
        found = alpha_of(x, questions)
        total = x.sum(axis=1).var(ddof=1) if len(x) > 1 else 0
        if total * 1e6 < 1:
            assert found is None
            continue
        classical = questions / (questions - 1) * (1 - x.var(axis=0, ddof=1).sum() / total)
        assert found == pytest.approx(classical, abs=EXACT, rel=EXACT)
        compared += 1
    assert compared > MATRICES * 0.9
    kind = "partial credit" if partial else "right or wrong"
    proofs.record(f"alpha of complete tables equals the classical one ({kind})", compared, SEED, "equal to 1e-9")


@pytest.mark.proof
@pytest.mark.parametrize("partial", [True, False], ids=["partial", "dichotomous"])
def test_alpha_of_an_incomplete_table_is_that_of_pooled_covariances(partial: bool) -> None:
    rng = np.random.default_rng([SEED, 7, partial])
    compared = 0
    for _ in range(MATRICES):
        x = matrices.random_matrix(rng, complete=False, partial=partial)
        drawn = int((~np.isnan(x[0])).sum())
        found, expected = alpha_of(x, drawn), pooled(x, drawn)
        assert (found is None) == (expected is None)
        if found is not None:
            assert found == pytest.approx(expected, abs=EXACT, rel=EXACT)
            compared += 1
    assert compared > MATRICES * 0.8
    kind = "partial credit" if partial else "right or wrong"
    proofs.record(f"alpha of incomplete tables equals pooled covariances ({kind})", compared, SEED, "equal to 1e-9")


def pooled(x: matrices.Floats, drawn: int) -> float | None:
    """Weighted means of NumPy's covariances, from the raw answers."""
    covariances, pair_weights, variances, weights = [], [], [], []
    for one in range(x.shape[1]):
        mine = x[~np.isnan(x[:, one]), one]
        if len(mine) > 1:
            variances.append(np.var(mine, ddof=1))
            weights.append(len(mine) - 1)
        for other in range(one + 1, x.shape[1]):
            both = ~np.isnan(x[:, one]) & ~np.isnan(x[:, other])
            if both.sum() > 1:
                covariances.append(np.cov(x[both, one], x[both, other])[0, 1])
                pair_weights.append(both.sum() - 1)
    if not covariances:
        return None
    v, c = np.average(variances, weights=weights), np.average(covariances, weights=pair_weights)
    whole = v + (drawn - 1) * c
    return None if whole < 1e-10 else float(drawn * c / whole)


def test_alpha_by_hand() -> None:
    """Three people, two questions: (1, 1), (1, 0), (0, 0). Variances 1/3 each, covariance 1/6: 2·(1/6) / (1/3 + 1/6) = 2/3."""
    assert alpha_of(np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 0.0]]), 2) == pytest.approx(2 / 3)


@pytest.mark.parametrize(
    "x",
    [np.ones((20, 4)), np.zeros((20, 4)), np.ones((1, 4)), np.ones((20, 1)), np.empty((0, 4))],
    ids=["all right", "all wrong", "one person", "one question", "nobody"],
)
def test_alpha_of_what_never_varies_is_not_a_number(x: matrices.Floats) -> None:
    assert alpha_of(x, x.shape[1]) is None


def test_questions_never_drawn_together_have_no_alpha() -> None:
    x = np.array([[1.0, np.nan], [0.0, np.nan], [np.nan, 1.0], [np.nan, 0.0]])
    assert alpha_of(x, 2) is None
    assert alpha([ItemSums(2, 1.0, 1.0)], [PairSums(1, 1.0, 1.0, 1.0)], 2) is None


def test_questions_that_contradict_each_other_have_a_negative_alpha() -> None:
    found = alpha_of(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), 2)
    assert found is not None
    assert found < 0


def test_random_draws_do_not_move_alpha() -> None:
    """Where everybody answers everything and where each answers six of twelve, the same alpha is estimated."""
    rng = np.random.default_rng(SEED)
    level = rng.normal(0, 1.2, (20_000, 1)) - rng.normal(0, 0.7, 12)
    x = (rng.random(level.shape) < 1 / (1 + np.exp(-level))).astype(float)
    seen = np.where(matrices.draws(rng, 20_000, 12, 6), x, np.nan)
    assert alpha_of(seen, 6) == pytest.approx(alpha_of(x, 6), abs=0.02)


def test_a_longer_draw_is_steadier() -> None:
    assert questions_for(0.5, 6) == 14  # 6 × 0.7 × 0.5 / (0.5 × 0.3)
    assert questions_for(0.7, 6) == 6
    assert questions_for(0.9, 6) == 2
    assert (questions_for(1.0, 6), questions_for(0.0, 6), questions_for(-0.2, 6)) == (6, None, None)


@given(st.floats(0.05, 0.95), st.integers(2, 30))
def test_the_length_given_is_the_least_that_suffices(found: float, drawn: int) -> None:
    def lengthened(questions: int) -> float:
        times = questions / drawn
        return times * found / (1 + (times - 1) * found)

    length = questions_for(found, drawn)
    assert length is not None
    assert lengthened(length) >= 0.7 - EXACT
    assert length == 1 or lengthened(length - 1) < 0.7 + EXACT


@pytest.mark.parametrize(
    ("percent", "drawn", "least"), [(80, 6, 5), (80, 5, 4), (70, 10, 7), (0, 6, 0), (100, 6, 6), (1, 6, 1)]
)
def test_what_is_needed_to_pass(percent: int, drawn: int, least: int) -> None:
    assert needed(percent, drawn) == least


def totals(*listed: float) -> TotalSums:
    return TotalSums(len(listed), float(sum(listed)), float(sum(t * t for t in listed)))


def test_agreement_by_hand() -> None:
    """Totals 0, 1, 2 as often: KR-21 = 2·(1 − 1/(2 × 2/3)) = 1/2, so π is uniform. Passing needs both: P(X = 2) = 1/3 and
    P(X = Y = 2) = E[π⁴] = 1/5. p₀ = 1 − 2/3 + 2/5 = 11/15, kappa = (1/5 − 1/9) / (1/3 − 1/9) = 2/5.
    """
    found = agreement(totals(0, 1, 2), 2, 2)
    assert found is not None
    assert (found.n, found.kr21, found.passing) == (3, pytest.approx(0.5), pytest.approx(1 / 3))
    assert (found.p0, found.kappa) == (pytest.approx(11 / 15), pytest.approx(2 / 5))


def test_people_who_know_all_or_nothing_are_always_decided_alike() -> None:
    found = agreement(totals(0, 0, 5, 5), 5, 4)
    assert found is not None
    assert (found.kr21, found.p0, found.kappa, found.passing) == pytest.approx((1, 1, 1, 0.5))


@pytest.mark.parametrize(("t", "passing"), [(5, 1.0), (0, 0.0)], ids=["all right", "all wrong"])
def test_when_all_are_alike_agreement_is_whole_and_kappa_unknown(t: int, passing: float) -> None:
    found = agreement(totals(*[t] * 40), 5, 4)
    assert found is not None
    assert (found.p0, found.kappa, found.passing) == (1, None, passing)


def test_when_chance_explains_all_there_is_kappa_is_zero() -> None:
    """Everybody has two out of four: a coin each time."""
    found = agreement(totals(2, 2, 2, 2), 4, 3)
    assert found is not None
    assert (found.passing, found.p0, found.kappa) == pytest.approx((5 / 16, 1 - 2 * 5 / 16 * 11 / 16, 0))


def test_nobody_or_one_question_has_no_agreement() -> None:
    assert agreement(TotalSums(), 6, 5) is None
    assert agreement(totals(1, 0), 1, 1) is None


def test_a_mark_out_of_reach_or_of_nothing() -> None:
    for pass_from, passing in ((0, 1), (7, 0)):
        found = agreement(totals(1, 3, 6, 5), 6, pass_from)
        assert found is not None
        assert (found.passing, found.p0, found.kappa) == (pytest.approx(passing), pytest.approx(1), None)


@pytest.mark.proof
def test_agreement_equals_an_integral_over_true_shares() -> None:
    """Both attempts integrated over the beta law by Gauss and Jacobi's quadrature, exact for polynomials, from raw totals."""
    rng = np.random.default_rng(SEED)
    compared = 0
    for _ in range(2 * MATRICES):
        x = matrices.random_matrix(rng, complete=True, partial=bool(rng.integers(2)))
        drawn, t = x.shape[1], x.sum(axis=1)
        pass_from = int(rng.integers(0, drawn + 1))
        found = agreement(matrices.total_sums(x), drawn, pass_from)
        assert found is not None
        assert -EXACT <= found.p0 <= 1 + EXACT
        if t.var() < 1e-9:
            continue
        kr21 = drawn / (drawn - 1) * (1 - t.mean() * (drawn - t.mean()) / (drawn * t.var()))
        assert found.kr21 == pytest.approx(kr21, abs=EXACT, rel=EXACT)
        if 0.01 < kr21 < 1 - 1e-9:
            a = t.mean() * (1 / kr21 - 1)
            b = drawn / kr21 - drawn - a
            places, weights = special.roots_jacobi(drawn + 5, b - 1, a - 1)
            shares = (places + 1) / 2
        elif kr21 < 0:  # one true share for all
            shares, weights = np.array([t.mean() / drawn]), np.ones(1)
        else:
            continue  # too peaked for the quadrature, at either end: the tests of the limits are beside this one
        once = stats.binom.sf(pass_from - 1, drawn, shares)
        p1, p11 = np.average(once, weights=weights), np.average(once**2, weights=weights)
        assert found.passing == pytest.approx(p1, abs=EXACT)
        assert found.p0 == pytest.approx(p11 + np.average((1 - once) ** 2, weights=weights), abs=EXACT)
        chance = p1**2 + (1 - p1) ** 2
        if p1 - p1**2 > 1e-6:
            assert found.kappa == pytest.approx((found.p0 - chance) / (1 - chance), abs=1e-7)
        compared += 1
    assert compared > 2 * MATRICES * 0.9
    proofs.record("agreement of two attempts equals an integral over true shares", compared, SEED, "equal to 1e-9")


def test_the_model_tends_to_chance_as_reliability_tends_to_none() -> None:
    """KR-21 a billionth, then nothing: the same figures, without a jump."""
    mean, drawn = 3.0, 5
    binomial = mean * (drawn - mean) / drawn
    barely = agreement(TotalSums(1, mean, binomial * (1 + 1e-8) + mean**2), drawn, 4)
    never = agreement(TotalSums(1, mean, binomial * (1 - 1e-8) + mean**2), drawn, 4)
    assert barely is not None
    assert never is not None
    assert barely.kr21 > 0 > never.kr21
    assert barely.p0 == pytest.approx(never.p0, abs=1e-6)


def test_it_foretells_what_a_second_draw_decides() -> None:
    """Played twice: 20,000 tutors, six of forty unequal questions each time, five needed. Within two points of a hundred."""
    rng = np.random.default_rng(SEED)
    level = rng.normal(1, 1, (20_000, 1)) - rng.normal(0, 0.7, 40)
    passed = []
    for _ in range(2):
        x = (rng.random(level.shape) < 1 / (1 + np.exp(-level))).astype(float)
        seen = np.where(matrices.draws(rng, 20_000, 40, 6), x, np.nan)
        passed.append(np.nansum(seen, axis=1) >= 5)
    found = agreement(matrices.total_sums(seen), 6, 5)
    assert found is not None
    assert found.p0 == pytest.approx((passed[0] == passed[1]).mean(), abs=0.02)
    assert found.kappa == pytest.approx(np.corrcoef(passed[0], passed[1])[0, 1], abs=0.04)
