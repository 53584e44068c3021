"""What a tutor has lived: which refusals count, for whom, and for how long."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.pairing.rules.facts import Past
from app.pairing.rules.lived import Asked, Held, Life, past_of
from tests.pairing.facts import NEED, TERMS, TODAY

HERE = replace(NEED, class_id=5)
ASKED = Asked(
    student_id=2,
    class_id=5,
    exam_id=1,
    region="32",
    state="declined",
    reason="other",
    sent_on=TODAY - timedelta(days=12),
    answered_on=TODAY - timedelta(days=10),
)


def lived(*asked: Asked, **rest) -> Past:
    return past_of(Life(asked=asked, **rest), HERE, TERMS)


@pytest.mark.parametrize("reason", ["no_time", "already_helping"])
@pytest.mark.parametrize(("days", "counts"), [(0, True), (59, True), (60, False), (61, False)])
def test_no_time_counts_for_a_while(reason, days, counts) -> None:
    on = TODAY - timedelta(days=days)
    assert lived(replace(ASKED, reason=reason, answered_on=on)).busy == (on if counts else None)


def test_the_last_refusal_for_want_of_time_is_the_one_said() -> None:
    early, late = TODAY - timedelta(days=40), TODAY - timedelta(days=5)
    asked = [replace(ASKED, reason="no_time", answered_on=on) for on in (late, early)]
    assert lived(*asked).busy == late


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": "other_exam"}, "not_exam"),
        ({"reason": "too_far"}, "too_far"),
    ],
)
def test_a_refusal_counts_for_its_exam_or_its_region(change, field) -> None:
    assert getattr(lived(replace(ASKED, **change)), field)
    assert not getattr(lived(replace(ASKED, **change, exam_id=2, region="04")), field)
    assert not getattr(lived(replace(ASKED, **change, state="not_now")), field)


def test_turning_this_very_student_down_is_kept_for_ever() -> None:
    on = TODAY - timedelta(days=300)
    assert lived(replace(ASKED, student_id=1, answered_on=on)).turned_down == on
    assert lived(ASKED).turned_down is None


def test_proposals_that_wait_here_and_elsewhere() -> None:
    waiting = replace(ASKED, state="sent", answered_on=None)
    past = lived(waiting, replace(waiting, class_id=6), replace(waiting, class_id=6), replace(waiting, overdue=True))
    assert (past.asked_here, past.asked_elsewhere, past.unanswered) == (1, 2, 1)


def test_pairs_and_conflicts() -> None:
    past = lived(held=(Held(1, True, "not_suited"), Held(2, True, "finished"), Held(3, False, None)))
    assert (past.apart, past.helped, past.open_pairs, past.conflict) == (True, 1, 1, False)
    assert lived(conflicts=frozenset({1})).conflict
    assert not lived(conflicts=frozenset({2})).conflict


def test_a_life_without_anything_is_a_past_without_anything() -> None:
    assert past_of(Life(), HERE, TERMS) == Past()
