"""The facets as tags say what the rule of the hours says, in every zone."""

from datetime import date

import pytest

from app.pool.rules.facets import Wanted
from app.pool.rules.hours import CELLS, common
from app.pool.rules.tags import NOBODY, groups, numbered, regions, slots, tally, ways, zone_tag

ZONES = ("Europe/Paris", "Indian/Reunion", "America/Cayenne", "Pacific/Noumea", "Pacific/Marquesas", "Asia/Kolkata")
WEEKS = (date(2026, 11, 23), date(2026, 7, 6))


@pytest.mark.parametrize("week", WEEKS)
@pytest.mark.parametrize("theirs", ZONES)
def test_an_hour_in_common_is_found_by_tags_as_by_the_rule(theirs, week) -> None:
    for mine in ZONES:
        for slot in range(CELLS):
            found = ways(slot, mine, theirs, week)
            for held in ({cell} for cell in range(CELLS)):
                said = any(set(way) <= {f"{zone_tag(theirs)}s{c}" for c in held} for way in found)
                assert said == bool(common((slot,), mine, held, theirs, week)), (mine, slot, held)


def test_two_neighbouring_half_hours_make_one_together() -> None:
    """Where a zone is half an hour off, a meeting may begin in one cell and end in the next."""
    for slot in range(CELLS):
        for way in ways(slot, "Europe/Paris", "Pacific/Marquesas", WEEKS[0]):
            cells = [int(tag.rpartition("s")[2]) for tag in way]
            assert common((slot,), "Europe/Paris", cells, "Pacific/Marquesas", WEEKS[0]) == (slot,)


def test_what_is_wanted_becomes_groups_and_figures_come_back_from_tags() -> None:
    wanted = Wanted(exam=7, region="32", remote=True, slot=0, free=True)
    assert groups(wanted, ["Europe/Paris"], WEEKS[0]) == {
        "exam": (("e7",),),
        "region": (("r32",),),
        "remote": (("remote",),),
        "slot": (("zeuropepariss0",),),
    }
    assert groups(Wanted(slot=0), [], WEEKS[0])["slot"] == NOBODY
    held = tally(["r32 remote presence e7 e9 p3 zeuropepariss0 zeuropeparism1", "r2A remote e7 zindianreunionm2"])
    assert numbered(held, "e") == {7: 2, 9: 1}
    assert numbered(held, "p") == {3: 1}
    assert regions(held) == {"32": 1, "2A": 1}
    assert slots(held, "Europe/Paris", ["Europe/Paris"], WEEKS[0]) == {0: 1}
    there = slots(held, "Indian/Reunion", ["Europe/Paris", "Indian/Reunion"], WEEKS[0])
    assert there[1] == 2  # a morning in Paris is an afternoon in La Réunion
