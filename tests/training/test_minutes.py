"""The time counted: what the rule says, on examples and on anything."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.rules.minutes import whole, worked

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ACTS = st.lists(st.tuples(st.integers(0, 100_000), st.sampled_from("abc")), max_size=30)


def at(*acts: tuple[int, str]) -> list[tuple[datetime, str]]:
    return [(START + timedelta(seconds=seconds), what) for seconds, what in acts]


@pytest.mark.parametrize(
    ("acts", "seconds", "parts"),
    [
        ([], 0, {}),
        ([(0, "a")], 60, {"a": 60}),  # alone: a minute
        ([(0, "a"), (599, "b")], 599, {"a": 0, "b": 599}),  # less than ten minutes apart: what is between counts
        ([(0, "a"), (600, "b")], 120, {"a": 60, "b": 60}),  # ten minutes: two acts alone
        ([(0, "a"), (300, "a"), (5000, "b")], 360, {"a": 300, "b": 60}),
        ([(0, "a"), (20, "b")], 60, {"a": 40, "b": 20}),  # two at once are not less than one
        ([(0, "a"), (500, "b"), (900, "a")], 900, {"a": 400, "b": 500}),
    ],
)
def test_worked_examples(acts: list[tuple[int, str]], seconds: int, parts: dict[str, int]) -> None:
    found = worked(at(*acts))
    assert found.total == timedelta(seconds=seconds)
    assert {what: time.total_seconds() for what, time in found.parts.items()} == parts


@given(ACTS)
def test_the_parts_make_the_whole(acts: list[tuple[int, str]]) -> None:
    found = worked(at(*acts))
    assert sum(found.parts.values(), timedelta()) == found.total
    assert all(time >= timedelta() for time in found.parts.values())


@given(ACTS, st.randoms())
def test_the_order_in_which_acts_are_given_does_not_change_the_total(
    acts: list[tuple[int, str]], random: object
) -> None:
    shuffled = list(acts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert worked(at(*shuffled)).total == worked(at(*acts)).total


@given(ACTS, st.tuples(st.integers(0, 100_000), st.sampled_from("abc")))
def test_one_more_act_never_takes_time_away(acts: list[tuple[int, str]], more: tuple[int, str]) -> None:
    assert worked(at(*acts, more)).total >= worked(at(*acts)).total


@given(ACTS)
def test_never_more_than_what_passed_and_a_minute_for_each_act(acts: list[tuple[int, str]]) -> None:
    found = worked(at(*acts))
    passed = max((s for s, _ in acts), default=0) - min((s for s, _ in acts), default=0)
    assert found.total <= timedelta(seconds=passed) + timedelta(minutes=1) * len(acts)
    assert found.total <= timedelta(minutes=10) * len(acts)


def test_minutes_are_rounded_to_the_nearest() -> None:
    assert [whole(timedelta(seconds=n)) for n in (0, 29, 31, 60, 100)] == [0, 0, 1, 1, 2]
