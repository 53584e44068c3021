"""Widening: each count equals the recount by hand, and is what the lead then gets."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.pairing.rules.facts import OBSTACLES, Past
from app.pairing.rules.ranking import assess, rank
from app.pairing.rules.widening import WIDENINGS, added, widen
from tests.pairing.facts import NEED, OFFER, TERMS, TODAY, needs, offers, pasts


def test_the_counts_of_a_case_done_by_hand() -> None:
    need = replace(NEED, remote=False, slots=(5, 8))
    pool = [
        replace(OFFER, tutor_id=1),  # allowed already
        replace(OFFER, tutor_id=2, region="04"),  # only remote
        replace(OFFER, tutor_id=3, presence=False),  # only remote
        replace(OFFER, tutor_id=4, region="04", slots=(0,)),  # remote and hours: no single thing
        replace(OFFER, tutor_id=5, slots=(0,)),  # hours
        replace(OFFER, tutor_id=6, available_from=TODAY + timedelta(days=90)),  # later
        replace(OFFER, tutor_id=7, region="04", seats_taken=2),  # remote, but full
        replace(OFFER, tutor_id=8, paused_until=TODAY + timedelta(days=9)),  # no widening ends a pause
        replace(OFFER, tutor_id=9, region="04"),  # remote, but in conflict
    ]
    assert added(need, pool, {9: Past(conflict=True)}, TERMS) == {"remote": 2, "hours": 1, "later": 1}


def test_nothing_to_widen_says_nothing() -> None:
    assert added(NEED, [OFFER], {}, TERMS) == {}


@given(need=needs, data=st.data())
def test_a_count_is_exactly_who_is_shown_once_widened(need, data) -> None:
    pool = data.draw(st.lists(offers, max_size=12, unique_by=lambda o: o.tutor_id))
    lived = {o.tutor_id: data.draw(pasts) for o in pool}
    before = {c.offer.tutor_id for c in rank(need, pool, lived, TERMS).shown}
    counts = added(need, pool, lived, TERMS)
    for name in WIDENINGS:
        wider, longer = widen(need, TERMS, [name])
        after = {c.offer.tutor_id for c in rank(wider, pool, lived, longer).shown}
        assert after >= before  # widening loses nobody
        assert counts.get(name, 0) == len(after - before)


@given(need=needs, offer=offers, past=pasts)
def test_each_count_is_who_is_barred_by_that_alone(need, offer, past) -> None:
    """Recounted from the conditions that fail, without making the widening."""
    failing = assess(need, offer, past, TERMS).failing
    assert list(failing) == [code for code in OBSTACLES if code in failing]
    counts = added(need, [offer], {offer.tutor_id: past}, TERMS)
    assert ("hours" in counts) is (failing == ("hours",))
    assert ("later" in counts) is (failing == ("later",))
    assert ("remote" in counts) is (failing == ("elsewhere",) and offer.remote)
    near = offer.presence and offer.region == need.region
    assert ("presence" in counts) is (failing == ("elsewhere",) and near)
