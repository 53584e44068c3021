"""Facets: what matches, and figures that tell the truth."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.pool.rules.facets import Wanted, count, matching
from app.pool.rules.offer import Offer, Passed

WEEK = date(2026, 11, 23)
BASE = Offer(
    tutor_id=1,
    first_name="Claire",
    last_initial="M",
    region="32",
    region_name="Hauts-de-France",
    zone="Europe/Paris",
    remote=True,
    presence=False,
    seats=2,
    seats_taken=0,
    available_from=None,
    paused_until=None,
    languages=("fr",),
    slots=(5, 8),
    words="",
    validated_at=datetime(2026, 9, 1, tzinfo=UTC),
)

offers = st.lists(
    st.builds(
        lambda i, region, remote, seats, taken, slots, exams, papers, passed: replace(
            BASE,
            tutor_id=i,
            region=region,
            remote=remote,
            presence=not remote,
            seats=seats,
            seats_taken=taken,
            slots=tuple(slots),
            exams=frozenset(exams),
            papers=frozenset(papers),
            passed=Passed(passed, "IRA", "administration", 2024) if passed else None,
        ),
        st.integers(1, 10_000),
        st.sampled_from(("32", "04", "11")),
        st.booleans(),
        st.integers(0, 2),
        st.integers(0, 2),
        st.sets(st.integers(0, 20), max_size=6),
        st.sets(st.integers(1, 4), max_size=3),
        st.sets(st.integers(1, 4), max_size=3),
        st.sampled_from((None, 1, 2)),
    ),
    max_size=12,
)
wanteds = st.builds(
    Wanted,
    exam=st.sampled_from((None, 1, 2)),
    paper=st.sampled_from((None, 1, 2)),
    region=st.sampled_from((None, "32", "04")),
    remote=st.booleans(),
    presence=st.booleans(),
    slot=st.sampled_from((None, 5, 8)),
    free=st.booleans(),
)


def test_an_exam_counts_whether_passed_or_helped() -> None:
    helped, passed = replace(BASE, exams=frozenset({7})), replace(BASE, passed=Passed(7, "IRA", "", 2024))
    assert len(matching([helped, passed, BASE], Wanted(exam=7), WEEK)) == 2


def test_a_slot_is_compared_in_the_time_of_who_looks() -> None:
    reunion = replace(BASE, zone="Indian/Reunion", slots=(5,))  # Tuesday evening there: 15–19 in Paris
    assert matching([reunion], Wanted(slot=4), WEEK) == [reunion]
    assert matching([reunion], Wanted(slot=3), WEEK) == []


def test_monday_morning_is_a_choice_though_its_number_is_zero() -> None:
    assert matching([BASE], Wanted(slot=0), WEEK) == []
    assert len(matching([replace(BASE, slots=(0,))], Wanted(slot=0), WEEK)) == 1


def test_a_tutor_who_lowered_their_seats_below_what_is_taken_is_not_free() -> None:
    assert replace(BASE, seats=1, seats_taken=2).free == 0
    assert matching([replace(BASE, seats=1, seats_taken=2)], Wanted(free=True), WEEK) == []


@given(found=offers, wanted=wanteds)
def test_each_figure_is_what_choosing_it_would_leave(found, wanted) -> None:
    facets = count(found, wanted, WEEK)
    for name in ("exam", "paper", "region", "slot"):
        for value, figure in getattr(facets, name).items():
            assert figure == len(matching(found, replace(wanted, **{name: value}), WEEK))
    for name in ("remote", "presence", "free"):
        assert getattr(facets, name) == len(matching(found, replace(wanted, **{name: True}), WEEK))


@given(found=offers, wanted=wanteds)
def test_a_filter_only_removes(found, wanted) -> None:
    kept = matching(found, wanted, WEEK)
    assert [o for o in found if o in kept] == kept
    assert matching(found, Wanted(), WEEK) == found
