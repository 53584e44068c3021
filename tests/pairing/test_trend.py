"""The trend as a rule: cases one can count on one's fingers, and any facts at all counted again day by day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.infra.clock import PARIS
from app.pairing.rules.coverage import Coverage
from app.pairing.rules.trend import Stay, Trend, changes, instants, together, trends

START = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
NOW = START + timedelta(days=40, hours=3)


def on(days: float) -> datetime:
    return START + timedelta(days=days)


def one(*stays: Stay, first: datetime = START, now: datetime = NOW) -> Trend:
    at = instants(first, now)
    return together(trends(stays, at).values(), at)


def naive(stays: list[Stay], at: datetime) -> Coverage:
    """Counted at one instant, one student after another."""

    def holds(span) -> bool:
        return span[0] <= at and (span[1] is None or at < span[1])

    there = [stay for stay in stays if holds(stay.there)]
    paired = [stay for stay in there if any(map(holds, stay.pairs))]
    proposed = [stay for stay in there if stay not in paired and any(map(holds, stay.asked))]
    return Coverage(len(paired), len(proposed), len(there) - len(paired) - len(proposed))


def test_each_day_is_seen_at_its_last_second_in_paris_and_today_now() -> None:
    at = instants(datetime(2026, 10, 24, 22, 30, tzinfo=UTC), datetime(2026, 10, 27, 9, 0, tzinfo=UTC))
    assert [one.astimezone(PARIS).isoformat() for one in at[:-1]] == [
        "2026-10-25T23:59:59+01:00",  # half past midnight in Paris is the 25th already; clocks went back that night
        "2026-10-26T23:59:59+01:00",
    ]
    assert at[-1] == datetime(2026, 10, 27, 9, 0, tzinfo=UTC)


def test_a_class_left_open_for_years_is_shown_from_two_years_back() -> None:
    at = instants(NOW - timedelta(days=3000), NOW)
    assert len(at) == 731
    found = together(trends([Stay(1, (NOW - timedelta(days=3000), None))], at).values(), at)
    assert found[0] == Coverage(0, 0, 1)


def test_a_student_is_alone_then_asked_for_then_paired_then_alone_again() -> None:
    found = one(Stay(1, (on(0), None), pairs=((on(10), on(20)),), asked=((on(7), on(10)),)))
    assert [found.on((START + timedelta(days=n)).date()) for n in (0, 8, 10, 19, 20)] == [
        Coverage(0, 0, 1),
        Coverage(0, 1, 0),
        Coverage(1, 0, 0),
        Coverage(1, 0, 0),
        Coverage(0, 0, 1),
    ]
    assert found.on(date(2026, 8, 31)) is None


def test_who_left_or_has_not_come_is_not_counted_whatever_they_have() -> None:
    found = one(Stay(1, (on(5), on(9)), pairs=((on(0), None),)), first=on(0))
    assert [found[n].total for n in (4, 5, 8, 9)] == [0, 1, 1, 0]
    assert found[5] == Coverage(1, 0, 0)


def test_an_instant_on_the_edge_belongs_to_what_begins() -> None:
    now = on(3)
    assert one(Stay(1, (now, None)), first=on(0), now=now)[-1] == Coverage(0, 0, 1)
    assert one(Stay(1, (on(0), now)), now=now)[-1] == Coverage()
    assert one(Stay(1, (on(0), None), asked=((on(1), now),)), now=now)[-1] == Coverage(0, 0, 1)


def test_what_was_gained_and_the_weeks() -> None:
    found = one(*(Stay(1, (on(0), None), pairs=((on(n), None),)) for n in (2, 30, 39)))
    assert found.gained(28) == 2
    assert found.gained(400) is None
    weeks = found.weekly()
    assert [c.paired for _at, c in weeks] == [3, 2, 1, 1, 1, 1]
    assert weeks[0][0] == NOW
    assert len(found.before(on(10))) == 10


def test_changes_count_what_opened_and_what_ended_since() -> None:
    stays = [
        Stay(1, (on(0), None), pairs=((on(5), on(30)), (on(31), None))),
        Stay(2, (on(0), None), pairs=((on(5), None),)),
    ]
    assert changes(stays, on(20), NOW) == {1: 2}
    assert changes(stays, on(0), on(10)) == {1: 1, 2: 1}


moments = st.integers(0, 60 * 24).map(lambda hours: START + timedelta(hours=hours))
spans = st.tuples(moments, st.one_of(st.none(), moments))  # some end before they begin: nothing then
stays = st.builds(
    Stay,
    st.integers(1, 4),
    spans,
    st.lists(spans, max_size=3).map(tuple),
    st.lists(spans, max_size=4).map(tuple),
)


@given(st.lists(stays, max_size=12), moments)
def test_any_facts_give_what_counting_again_day_by_day_gives(some: list[Stay], now: datetime) -> None:
    at = instants(START, now)
    by_class = trends(some, at)
    assert set(by_class) == {stay.class_id for stay in some}
    whole = together(by_class.values(), at)
    for k, moment in enumerate(at):
        assert whole[k] == naive(some, moment)
        for class_id, found in by_class.items():
            assert found[k] == naive([stay for stay in some if stay.class_id == class_id], moment)


@given(st.lists(stays, max_size=12), moments)
def test_the_order_of_the_facts_changes_nothing(some: list[Stay], now: datetime) -> None:
    at = instants(START, now)
    forth, back = (together(trends(these, at).values(), at) for these in (some, some[::-1]))
    assert list(forth) == list(back)
