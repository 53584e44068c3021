"""No module comes before itself: circles of any length are found, and shown."""

from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.rules.prerequisites import circle

NAMES = st.sampled_from("abcdefg")
GRAPHS = st.dictionaries(NAMES, st.lists(NAMES, max_size=4))


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, ()),
        ({"a": ["b"]}, ()),
        ({"a": ["b"], "b": ["c"]}, ()),
        ({"a": ["a"]}, ("a", "a")),
        ({"a": ["b"], "b": ["a"]}, ("a", "b", "a")),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, ("a", "b", "c", "a")),
        ({"a": ["b", "c"], "b": ["c"], "c": ["a"]}, ("a", "c", "a")),
        ({"a": ["b"], "b": ["c"], "c": ["b"]}, ()),  # a circle elsewhere is another module's
        ({"b": ["a"]}, ()),
        ({"a": ["absent"]}, ()),
    ],
)
def test_the_way_back_is_shown(graph: dict[str, list[str]], found: tuple[str, ...]) -> None:
    assert circle(graph, "a") == found


@given(GRAPHS)
def test_there_is_a_circle_when_there_is_no_order(graph: dict[str, list[str]]) -> None:
    ways = [circle(graph, one) for one in graph]
    try:
        list(TopologicalSorter(graph).static_order())
    except CycleError:
        assert any(ways)
    else:
        assert not any(ways)


@given(GRAPHS, NAMES)
def test_a_way_is_made_of_what_is_asked(graph: dict[str, list[str]], start: str) -> None:
    way = circle(graph, start)
    assert not way or way[0] == way[-1] == start
    assert all(after in graph[before] for before, after in pairwise(way))
