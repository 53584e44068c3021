"""The arrays judge as `assess` does: every condition and every score, whatever the facts and the weights."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pairing.rules.facts import Need
from app.pairing.rules.judge import judge_all
from app.pairing.rules.lived import Asked, Held, Life, past_of
from app.pairing.rules.ranking import assess
from app.pairing.rules.table import read
from app.pairing.rules.weights import DEFAULTS
from app.pool.rules.offer import Offer, Pool
from tests.pairing.facts import NEED, OFFER, TERMS, TODAY, needs, offers

IDS = st.integers(1, 4)
ASKED = st.builds(
    Asked,
    student_id=IDS,
    class_id=st.integers(1, 3),
    exam_id=st.integers(1, 3),
    region=st.sampled_from(("32", "04")),
    state=st.sampled_from(("sent", "declined", "not_now", "expired", "accepted", "withdrawn")),
    reason=st.sampled_from(("", "no_time", "other_exam", "too_far", "already_helping", "other")),
    sent_on=st.dates(TODAY.replace(month=8), TODAY),
    answered_on=st.dates(TODAY.replace(month=8), TODAY),
    overdue=st.booleans(),
)
HELD = st.builds(Held, IDS, st.booleans(), st.sampled_from((None, "finished", "not_suited", "no_contact")))
LIVES = st.builds(
    Life,
    asked=st.lists(ASKED, max_size=4).map(tuple),
    held=st.lists(HELD, max_size=2).map(tuple),
    conflicts=st.frozensets(IDS, max_size=1),
)
WEIGHTS = st.fixed_dictionaries({code: st.integers(0, 100) for code in DEFAULTS})


def same(asked: list[Need], pool: list[Offer], lives: dict[int, Life], terms=TERMS) -> None:
    allowed, scores = judge_all(read(asked, Pool.of(pool), lives, terms))
    for i, need in enumerate(asked):
        for j, offer in enumerate(pool):
            found = assess(need, offer, past_of(lives.get(offer.tutor_id, Life()), need, terms), terms)
            assert (bool(allowed[i, j]), int(scores[i, j])) == (not found.failing, found.score)


@settings(max_examples=300)
@given(data=st.data(), weights=st.just(DEFAULTS) | WEIGHTS)
def test_the_arrays_judge_as_assess_does(data, weights) -> None:
    asked = [replace(n, student_id=i) for i, n in enumerate(data.draw(st.lists(needs, min_size=1, max_size=4)), 1)]
    pool = data.draw(st.lists(offers, max_size=5, unique_by=lambda o: o.tutor_id))
    lives = {o.tutor_id: data.draw(LIVES) for o in pool}
    same(asked, pool, lives, replace(TERMS, weights=weights))


def test_more_papers_than_a_word_holds() -> None:
    many = [replace(NEED, papers={p: str(p) for p in range(start, start + 3)}) for start in range(0, 150, 3)]
    pool = [replace(OFFER, tutor_id=t, papers=frozenset(range(t, 150, t))) for t in range(1, 6)]
    same(many, pool, {})


def test_nobody_on_a_side() -> None:
    for asked, pool in (([], [OFFER]), ([NEED], []), ([], [])):
        allowed, scores = judge_all(read(asked, Pool.of(pool), {}, TERMS))
        assert allowed.shape == scores.shape == (len(asked), len(pool))


def test_blocks_make_no_difference(monkeypatch) -> None:
    asked = [replace(NEED, student_id=i, exam_id=i % 3) for i in range(7)]
    pool = [replace(OFFER, tutor_id=i, slots=(i,)) for i in range(5)]
    whole = judge_all(read(asked, Pool.of(pool), {}, TERMS))
    monkeypatch.setattr("app.pairing.rules.judge.BLOCK", 1)
    assert all(
        np.array_equal(a, b) for a, b in zip(whole, judge_all(read(asked, Pool.of(pool), {}, TERMS)), strict=True)
    )
