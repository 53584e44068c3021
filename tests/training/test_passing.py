"""Who passes, from their real level: equal to SciPy's binomial, and the reason the default rules were chosen."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from app.training.rules.passing import curve, false_pass, needed_for, once, too_easy, within

rules = st.integers(1, 60).flatmap(lambda draw: st.tuples(st.just(draw), st.integers(0, draw + 1)))


@given(st.integers(0, 100), rules)
def test_one_try_is_the_upper_tail_of_the_binomial_law(percent: int, rule: tuple[int, int]) -> None:
    draw, needed = rule
    assert abs(float(once(Fraction(percent, 100), draw, needed)) - binom.sf(needed - 1, draw, percent / 100)) < 1e-9


@given(st.integers(0, 100), rules, st.integers(0, 10))
def test_several_tries_are_as_many_independent_chances(percent: int, rule: tuple[int, int], tries: int) -> None:
    draw, needed = rule
    expected = 1 - binom.cdf(needed - 1, draw, percent / 100) ** tries
    assert abs(float(within(Fraction(percent, 100), draw, needed, tries)) - expected) < 1e-9


@given(rules, st.integers(1, 10))
def test_the_curve_climbs_with_the_level_and_with_the_tries(rule: tuple[int, int], tries: int) -> None:
    points = curve(*rule, tries)
    assert [p.level for p in points] == list(range(0, 101, 5))
    assert all(a.once <= b.once and a.within <= b.within for a, b in pairwise(points))
    assert all(0 <= p.once <= p.within <= 1 for p in points)


def test_the_default_rules_let_through_one_weak_person_in_a_hundred() -> None:
    assert round(float(once(Fraction(60, 100), 25, 21)), 3) == 0.009
    assert round(false_pass(25, 21, 3), 3) == 0.028
    assert float(within(Fraction(90, 100), 25, 21, 3)) > 0.999
    assert not too_easy(25, 21, 3)


def test_a_quiz_of_five_would_let_through_a_third_and_nearly_all_in_ten_tries() -> None:
    assert round(float(once(Fraction(60, 100), 5, 4)), 2) == 0.34
    assert false_pass(5, 4, 10) > 0.98
    assert too_easy(5, 4, 1)


@pytest.mark.parametrize(("percent", "draw", "needed"), [(80, 5, 4), (80, 6, 5), (100, 7, 7), (1, 40, 1), (67, 6, 5)])
def test_the_right_answers_that_reach_a_percent(percent: int, draw: int, needed: int) -> None:
    assert needed_for(percent, draw) == needed
