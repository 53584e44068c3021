"""The policy of attempts: now, later, or no more."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.training.rules.policy import ALLOWED, NO_MORE, WAIT, Decision, Past, Policy, may_start

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def failed(minutes_ago: int) -> Past:
    return Past(NOW - timedelta(minutes=minutes_ago), passed=False)


def test_the_first_attempt_is_open() -> None:
    assert may_start([], Policy(10, 3), NOW) == Decision(ALLOWED, left=3)


def test_a_second_attempt_before_the_delay_waits_until_it_is_over() -> None:
    decision = may_start([failed(4)], Policy(10), NOW)
    assert (decision.state, decision.opens_at) == (WAIT, NOW + timedelta(minutes=6))
    assert may_start([failed(4)], Policy(10), NOW + timedelta(minutes=6)).state == ALLOWED


def test_the_delay_runs_from_the_last_attempt_whatever_their_order() -> None:
    assert may_start([failed(4), failed(90)], Policy(10), NOW).opens_at == NOW + timedelta(minutes=6)


def test_the_last_attempt_used_there_is_no_more() -> None:
    assert may_start([failed(90), failed(60)], Policy(0, 2), NOW) == Decision(NO_MORE, left=0)


def test_once_passed_one_may_practise_without_delay_or_limit() -> None:
    assert may_start([Past(NOW, passed=True), failed(1)], Policy(60, 2), NOW).state == ALLOWED


@given(st.lists(st.integers(0, 300)), st.integers(0, 120), st.integers(0, 5))
def test_whoever_has_not_passed_gets_exactly_one_answer(ago: list[int], delay: int, limit: int) -> None:
    decision = may_start([failed(minutes) for minutes in ago], Policy(delay, limit), NOW)
    assert (decision.state == NO_MORE) == (bool(limit) and len(ago) >= limit)
    assert (decision.state == WAIT) == (decision.opens_at is not None)
    if decision.opens_at:
        assert decision.opens_at > NOW
