"""What a question's figures say: nothing under thirty answers, then too hard, too easy or fine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules.figures import ENOUGH_ANSWERS, Item
from app.authoring.words import VERDICTS

answered = st.integers(0, 400).flatmap(
    lambda n: st.builds(Item, st.just(n), st.floats(0, n, allow_nan=False, allow_infinity=False))
)


@pytest.mark.parametrize(
    ("answers", "points", "verdict"),
    [
        (0, 0, "too_few"),
        (29, 0, "too_few"),  # nobody was right, and that is still too few to say
        (29, 29, "too_few"),
        (30, 0, "too_hard"),
        (100, 29, "too_hard"),
        (100, 30, "fine"),  # the bounds themselves are fine
        (100, 62.5, "fine"),
        (100, 95, "fine"),
        (100, 96, "too_easy"),
        (30, 30, "too_easy"),
    ],
)
def test_the_verdict_is(answers: int, points: float, verdict: str) -> None:
    item = Item(answers, points)
    assert item.verdict == verdict
    assert item.to_read_again is (verdict in ("too_hard", "too_easy"))


def test_facility_is_the_mean_of_the_points() -> None:
    assert Item(40, 30.0).facility == 0.75
    assert Item(30, 0.0).facility == 0  # a figure, not the absence of one
    assert Item(29, 29.0).facility is None


@given(answered)
def test_nothing_is_said_of_a_question_that_few_answered(item: Item) -> None:
    assert (item.facility is None) == (item.verdict == "too_few") == (item.answers < ENOUGH_ANSWERS)
    assert not (item.facility is None and item.to_read_again)


@given(answered.filter(lambda item: item.answers >= ENOUGH_ANSWERS), st.floats(0, 1))
def test_more_points_never_make_a_question_harder(item: Item, share: float) -> None:
    order = ["too_hard", "fine", "too_easy"]
    better = Item(item.answers, item.points + share * (item.answers - item.points))
    assert order.index(item.verdict) <= order.index(better.verdict)


def test_every_verdict_has_its_words() -> None:
    assert set(VERDICTS) == {"too_few", "too_hard", "too_easy", "fine"}
