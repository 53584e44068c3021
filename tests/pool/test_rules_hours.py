"""Hours in common across time zones, in winter and in summer, around the end of the week."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pool.rules import hours

WINTER, SUMMER = date(2026, 11, 23), date(2026, 7, 6)
MORNING, AFTERNOON, EVENING = 0, 1, 2
MONDAY, TUESDAY, SATURDAY, SUNDAY = 0, 1, 5, 6
ZONES = (
    "Europe/Paris",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Cayenne",
    "Indian/Reunion",
    "Indian/Mayotte",
    "America/Miquelon",
    "Pacific/Wallis",
    "Pacific/Tahiti",
    "Pacific/Noumea",
)
cells = st.sets(st.integers(0, 20))


def cell(day: int, part: int) -> int:
    return day * 3 + part


def shared(mine: set[int], my_zone: str, theirs: set[int], their_zone: str, week: date = WINTER) -> tuple[int, ...]:
    return hours.common(mine, my_zone, theirs, their_zone, week)


def test_the_reference_week_starts_on_its_monday() -> None:
    assert hours.monday(date(2026, 11, 29)) == hours.monday(date(2026, 11, 23)) == date(2026, 11, 23)


def test_in_one_zone_only_the_same_cells_are_shared() -> None:
    assert shared({5, 8, 15}, "Europe/Paris", {8, 15, 20}, "Europe/Paris") == (8, 15)


def test_every_pair_of_cells_of_one_zone_agrees_with_the_interval_rule() -> None:
    """The shortcut for one zone gives what comparing intervals gives."""
    table = hours.overlaps("Europe/Paris", "Europe/Paris", WINTER)
    for mine, theirs in product(range(21), range(21)):
        assert (table[mine][theirs] >= hours.ENOUGH) is (mine == theirs)


@pytest.mark.parametrize(
    ("mine", "my_zone", "theirs", "their_zone", "week", "together"),
    [
        # La Réunion is 3 h ahead of Paris in winter, 2 h in summer. 18–22 there is 15–19 or 16–20 in Paris.
        ((TUESDAY, EVENING), "Indian/Reunion", (TUESDAY, AFTERNOON), "Europe/Paris", WINTER, True),
        (
            (TUESDAY, EVENING),
            "Indian/Reunion",
            (TUESDAY, EVENING),
            "Europe/Paris",
            WINTER,
            True,
        ),  # just one hour: 18–19
        ((TUESDAY, EVENING), "Indian/Reunion", (TUESDAY, EVENING), "Europe/Paris", SUMMER, True),
        ((TUESDAY, MORNING), "Indian/Reunion", (TUESDAY, MORNING), "Europe/Paris", WINTER, True),  # 8–9 in Paris
        ((TUESDAY, MORNING), "Indian/Reunion", (MONDAY, EVENING), "Europe/Paris", WINTER, False),
        # Guyane is 4 h behind Paris in winter: its 8–12 is 12–16 in Paris.
        ((TUESDAY, MORNING), "America/Cayenne", (TUESDAY, AFTERNOON), "Europe/Paris", WINTER, True),
        ((TUESDAY, MORNING), "America/Cayenne", (TUESDAY, MORNING), "Europe/Paris", WINTER, False),
        ((TUESDAY, EVENING), "America/Cayenne", (TUESDAY, EVENING), "Europe/Paris", WINTER, False),  # 22–2 in Paris
        # Antilles: 5 h behind in winter, 6 h in summer. 8–12 there is 13–17 then 14–18 in Paris.
        ((SATURDAY, MORNING), "America/Guadeloupe", (SATURDAY, AFTERNOON), "Europe/Paris", WINTER, True),
        ((SATURDAY, AFTERNOON), "America/Martinique", (SATURDAY, EVENING), "Europe/Paris", WINTER, True),
        ((SATURDAY, AFTERNOON), "America/Martinique", (SATURDAY, AFTERNOON), "Europe/Paris", WINTER, True),  # 17–18
        ((SATURDAY, AFTERNOON), "America/Martinique", (SATURDAY, AFTERNOON), "Europe/Paris", SUMMER, False),
        # Nouvelle-Calédonie: 10 h ahead in winter. 18–22 there is 8–12 in Paris the same day.
        ((TUESDAY, EVENING), "Pacific/Noumea", (TUESDAY, MORNING), "Europe/Paris", WINTER, True),
        ((TUESDAY, MORNING), "Pacific/Noumea", (MONDAY, EVENING), "Europe/Paris", WINTER, False),  # 22–2
        ((TUESDAY, MORNING), "Pacific/Noumea", (MONDAY, EVENING), "Europe/Paris", SUMMER, False),  # 23–3
        ((TUESDAY, AFTERNOON), "Pacific/Noumea", (TUESDAY, MORNING), "Europe/Paris", WINTER, False),  # 2–8
        # Around the end of the week: Monday evening in Tahiti is Tuesday morning in Nouméa; Sunday's wraps to Monday's.
        ((SUNDAY, EVENING), "Pacific/Tahiti", (MONDAY, AFTERNOON), "Pacific/Noumea", WINTER, True),
        ((MONDAY, AFTERNOON), "Pacific/Noumea", (SUNDAY, EVENING), "Pacific/Tahiti", WINTER, True),
        ((SUNDAY, EVENING), "Pacific/Tahiti", (MONDAY, MORNING), "Europe/Paris", WINTER, True),  # 5–9 on Monday: 8–9
    ],
)
def test_zones(mine, my_zone, theirs, their_zone, week, together) -> None:
    found = shared({cell(*mine)}, my_zone, {cell(*theirs)}, their_zone, week)
    assert bool(found) is together


def test_less_than_an_hour_is_not_in_common(monkeypatch) -> None:
    """Canary: the threshold decides. Réunion's morning shares one hour of Paris's; asked for more, it is refused."""
    mine, theirs = {cell(TUESDAY, MORNING)}, {cell(TUESDAY, MORNING)}
    assert shared(mine, "Indian/Reunion", theirs, "Europe/Paris")
    monkeypatch.setattr(hours, "ENOUGH", 61)
    assert not shared(mine, "Indian/Reunion", theirs, "Europe/Paris")


def test_two_cells_that_follow_each_other_add_up(monkeypatch) -> None:
    """Réunion's evening is 15–19 in Paris: three hours of an afternoon, then one of an evening."""
    mine, afternoon, evening = {cell(TUESDAY, EVENING)}, cell(TUESDAY, AFTERNOON), cell(TUESDAY, EVENING)
    monkeypatch.setattr(hours, "ENOUGH", 240)
    assert not shared(mine, "Indian/Reunion", {afternoon}, "Europe/Paris")
    assert shared(mine, "Indian/Reunion", {afternoon, evening}, "Europe/Paris")


@given(mine=cells, theirs=cells, zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)))
def test_what_is_shared_is_mine_and_nobody_free_shares_nothing(mine, theirs, zones) -> None:
    found = shared(mine, zones[0], theirs, zones[1])
    assert set(found) <= mine
    assert list(found) == sorted(found)
    assert shared(mine, zones[0], set(), zones[1]) == ()


@given(mine=cells, theirs=cells, more=cells, zones=st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)))
def test_more_hours_never_share_less(mine, theirs, more, zones) -> None:
    assert set(shared(mine, zones[0], theirs, zones[1])) <= set(shared(mine, zones[0], theirs | more, zones[1]))


@given(a=st.sampled_from(ZONES), b=st.sampled_from(ZONES), week=st.dates(date(2025, 1, 6), date(2028, 1, 1)))
def test_the_table_is_symmetrical(a, b, week) -> None:
    week = hours.monday(week)
    forth, back = hours.overlaps(a, b, week), hours.overlaps(b, a, week)
    assert all(forth[i][j] == back[j][i] for i, j in product(range(21), range(21)))
