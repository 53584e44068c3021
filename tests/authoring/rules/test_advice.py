"""What is said of a question or a module: each code at its bounds, in order of urgency, and rules that keep what they promise."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from app.authoring.rules.advice import Advice, Limits, advise, advise_module
from app.authoring.rules.items import Certainty, Estimate, ItemFigures, ItemSums, Thirds, describe, share
from app.authoring.rules.reliability import Agreement

SOUND = ItemFigures(200, Estimate(0.6, 0.5, 0.7), Estimate(0.3, 0.2, 0.4), (), Certainty(), None)


def codes(figures: ItemFigures) -> list[str]:
    return [one.code for one in advise(figures)]


def discriminating(value: float, low: float, high: float) -> ItemFigures:
    return replace(SOUND, discrimination=Estimate(value, low, high))


def chosen_by(counts: dict[str, Thirds], answered: Thirds) -> ItemFigures:
    """A sound question of key "a", whose options are chosen so."""
    found = describe(ItemSums(answered.total, answered=answered, options=counts), tuple(counts), ("a",))
    return replace(SOUND, options=found.options)


def dead_or_not(times: int, n: int, distractors: int = 1) -> list[str]:
    answered = Thirds(middle=n)
    alive = {f"d{i}": Thirds(middle=n // 5) for i in range(1, distractors)}
    return codes(chosen_by({"a": Thirds(middle=n // 2), "d0": Thirds(middle=times), **alive}, answered))


@pytest.mark.parametrize(
    ("n", "expected"),
    [(0, ["few"]), (29, ["few"]), (30, ["fine", "fragile"]), (99, ["fine", "fragile"]), (100, ["fine"])],
)
def test_little_is_said_of_few_answers(n: int, expected: list[str]) -> None:
    assert codes(replace(SOUND, n=n)) == expected
    assert advise(replace(SOUND, n=29))[0] == Advice("few", n=29)


@pytest.mark.parametrize(
    ("value", "low", "high", "code"),
    [
        (-0.3, -0.4, -0.01, "key"),
        (-0.3, -0.6, 0.0, "negative"),
        (-0.01, -0.1, 0.1, "negative"),
        (0.0, -0.1, 0.1, "weak"),
        (0.0999, 0, 0.2, "weak"),
        (0.10, 0, 0.2, "review"),
        (0.1999, 0, 0.3, "review"),
        (0.20, 0.1, 0.3, "fine"),
    ],
)
def test_discrimination_is_banded(value: float, low: float, high: float, code: str) -> None:
    found = advise(discriminating(value, low, high))
    assert found == (Advice(code, None, value, low, high) if code != "fine" else Advice("fine"),)


def test_without_discrimination_nothing_is_fine() -> None:
    assert codes(replace(SOUND, discrimination=None)) == ["undefined"]


@pytest.mark.parametrize(
    ("value", "code"), [(0.29, "too_hard"), (0.30, "fine"), (0.90, "fine"), (0.91, "too_easy"), (1.0, "too_easy")]
)
def test_facility_is_banded(value: float, code: str) -> None:
    assert codes(replace(SOUND, facility=Estimate(value, value, value))) == [code]


@pytest.mark.parametrize(
    ("times", "n", "distractors", "code"),
    [
        (0, 58, 1, "fine"),  # 0.95⁵⁸ = 5.1 %
        (0, 59, 1, "dead"),  # 0.95⁵⁹ = 4.8 %
        (0, 71, 2, "fine"),
        (0, 72, 2, "dead"),
        (3, 200, 2, "dead"),  # P(X ≤ 3) = 0.9 %
        (4, 200, 2, "fine"),  # P(X ≤ 4) = 2.6 %
        (4, 200, 1, "dead"),
        (10, 200, 1, "fine"),
    ],
)
def test_a_distractor_is_dead_only_when_that_is_sure(times: int, n: int, distractors: int, code: str) -> None:
    assert dead_or_not(times, n, distractors)[0] == code


def test_the_key_and_what_few_could_choose_are_never_dead() -> None:
    answered = Thirds(middle=200)
    assert codes(chosen_by({"a": Thirds()}, answered)) == ["fine"]
    assert codes(chosen_by({"a": Thirds(), "b": Thirds()}, Thirds())) == ["fine"]


@pytest.mark.parametrize("n", [30, 59, 100, 200, 1000])
@pytest.mark.parametrize("distractors", [1, 2, 3, 5])
def test_a_question_whose_distractors_all_work_is_rarely_called_dead(n: int, distractors: int) -> None:
    """Exactly: the chance that one distractor of 5 % is called dead, times how many there are."""
    dead = [times for times in range(n // 10) if "dead" in dead_or_not(times, n, distractors)]
    assert distractors * stats.binom.cdf(max(dead, default=-1), n, 0.05) <= 0.05


def test_a_distractor_attracts_the_best() -> None:
    answered = Thirds(60, 60, 60)
    figures = chosen_by({"a": Thirds(40, 40, 30), "b": Thirds(5, 10, 25), "c": Thirds(15, 10, 5)}, answered)
    (found,) = advise(figures)
    lift = figures.options[1].lift
    assert lift is not None
    assert found == Advice("attracts_best", "b", lift.value, lift.low, lift.high)
    assert found.value == pytest.approx(20 / 60)


def test_a_key_that_attracts_the_best_is_as_it_should() -> None:
    assert codes(chosen_by({"a": Thirds(5, 30, 55), "b": Thirds(55, 30, 5)}, Thirds(60, 60, 60))) == ["fine"]


@pytest.mark.parametrize("sizes", [(10, 10), (33, 33), (60, 40), (40, 60)])
@pytest.mark.parametrize("distractors", [1, 2, 3])
def test_a_distractor_equally_chosen_is_rarely_said_to_attract_the_best(
    sizes: tuple[int, int], distractors: int
) -> None:
    """Exactly, over all counts: as many of the low third as of the high third choose it in truth, whatever that share is."""
    low, high = sizes
    accused = np.array([[accusing(a, b, low, high, distractors) for b in range(high + 1)] for a in range(low + 1)])
    for rate in np.arange(0.05, 1, 0.05):
        below, above = stats.binom.pmf(range(low + 1), low, rate), stats.binom.pmf(range(high + 1), high, rate)
        assert distractors * (below @ accused @ above) <= 0.05


def accusing(below: int, above: int, low: int, high: int, distractors: int) -> bool:
    others = {f"d{i}": Thirds(low // 3, 20, high // 3) for i in range(1, distractors)}
    counts = {"a": Thirds(1, 60, 1), "d0": Thirds(below, 20, above), **others}
    found = advise(chosen_by(counts, Thirds(low, 100, high)))
    return any(one.code == "attracts_best" and one.option == "d0" for one in found)


@pytest.mark.parametrize(
    ("wrong", "sure", "expected"),
    [
        (9, 9, ["fine"]),  # too few to say
        (5, 10, ["sure_wrong"]),  # P(X ≥ 5 | 10, 0.2) = 3.3 %
        (4, 10, ["fine"]),  # 12 %
        (20, 100, ["fine"]),
        (27, 100, ["fine"]),  # 5.6 %
        (28, 100, ["sure_wrong"]),  # 3.4 %
    ],
)
def test_the_sure_may_be_wrong(wrong: int, sure: int, expected: list[str]) -> None:
    figures = replace(SOUND, certainty=Certainty(sure=sure, sure_wrong=wrong), sure_wrong=share(wrong, sure))
    assert codes(figures) == expected
    if expected == ["sure_wrong"]:
        (found,) = advise(figures)
        assert (found.value, found.n) == (wrong / sure, sure)


def test_the_most_urgent_comes_first() -> None:
    answered = Thirds(60, 60, 60)
    bad = chosen_by({"a": Thirds(20, 5, 1), "b": Thirds(40, 55, 58), "c": Thirds(0, 0, 1)}, answered)
    bad = replace(
        bad,
        n=90,
        facility=Estimate(0.1, 0, 0.2),
        discrimination=Estimate(-0.4, -0.5, -0.3),
        certainty=Certainty(sure=40, sure_wrong=30),
        sure_wrong=share(30, 40),
    )
    assert codes(bad) == ["key", "attracts_best", "dead", "too_hard", "sure_wrong", "fragile"]


ORDER = ["few", "key", "negative", "attracts_best", "dead", "too_hard", "too_easy", "undefined", "weak", "review"]
ORDER += ["sure_wrong", "fine", "fragile"]


@given(st.integers(0, 300), st.data())
def test_whatever_the_answers_something_is_said_in_order(n: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, n))
    r, rr = n * 0.5, n * 0.3
    xr = data.draw(st.floats(0, min(right, rr)))
    third = Thirds(n // 3, n // 3, n - 2 * (n // 3))
    options = {"a": Thirds(middle=min(right, third.middle)), "b": Thirds(0, 0, data.draw(st.integers(0, third.high)))}
    sums = ItemSums(n, right, right, r, rr, xr, third, options, Certainty(sure=right, sure_wrong=right // 2))
    found = [one.code for one in advise(describe(sums, ("a", "b", "c"), ("a",)))]
    assert found
    assert [ORDER.index(code) for code in found] == sorted(ORDER.index(code) for code in found)
    assert ("fine" in found) <= (set(found) <= {"fine", "fragile"})
    assert ("few" in found) == (n < 30)


def test_limits_are_arguments() -> None:
    strict = Limits(few=500, keep=0.4, too_easy=0.5)
    assert advise(SOUND, strict) == (Advice("few", n=200),)
    assert [one.code for one in advise(SOUND, replace(strict, few=30))] == ["too_easy", "review"]


AGREED = Agreement(200, 0.5, 0.8, 0.5, 0.7)


@pytest.mark.parametrize(
    ("n", "alpha", "p0", "expected"),
    [
        (29, -1, 0.1, [Advice("few", n=29)]),
        (30, 0.7, 0.75, [Advice("fine"), Advice("fragile", n=30)]),
        (100, None, 0.75, [Advice("fine")]),
        (100, 0.7, 0.7499, [Advice("unsteady", value=0.7499)]),
        (100, 0.5, 0.9, [Advice("short", value=0.5, n=14)]),
        (100, 0.0, 0.5, [Advice("incoherent", value=0.0), Advice("unsteady", value=0.5)]),
    ],
)
def test_a_module_is_advised(n: int, alpha: float | None, p0: float, expected: list[Advice]) -> None:
    assert list(advise_module(n, alpha, replace(AGREED, p0=p0), 6)) == expected


def test_more_is_asked_of_the_validation_test() -> None:
    asked = Limits(agree=0.85)
    assert [one.code for one in advise_module(100, 0.8, AGREED, 25, asked)] == ["unsteady"]
    assert [one.code for one in advise_module(100, 0.8, None, 25, asked)] == ["fine"]
