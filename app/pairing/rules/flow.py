"""Flows between students and tutors, solved by OR-Tools: the largest that fits, and the best of those.

The network is source → class → student → tutor → sink. A student is placed once, a tutor as often as they have seats, a
class as often as its bound says. Nodes are numbered in that order.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow, min_cost_flow

Rows: TypeAlias = NDArray[np.intp]
Longs: TypeAlias = NDArray[np.int64]


@dataclass(frozen=True)
class Sides:
    """Who is to be placed: the class of each student (a number from 0), the seats of each tutor."""

    class_of: Rows
    seats: Longs
    classes: int

    @property
    def students(self) -> int:
        """How many students."""
        return len(self.class_of)

    @property
    def tutors(self) -> int:
        """How many tutors."""
        return len(self.seats)

    @property
    def first_student(self) -> int:
        """The node of student 0; class c is node 1 + c, the source node 0."""
        return 1 + self.classes

    @property
    def first_tutor(self) -> int:
        """The node of tutor 0."""
        return self.first_student + self.students

    @property
    def sink(self) -> int:
        """The last node."""
        return self.first_tutor + self.tutors


@dataclass(frozen=True)
class Edges:
    """Pairs that may be made: rows of students, of tutors, and the score of each."""

    i: Rows
    j: Rows
    score: Longs

    def with_(self, more: "Edges", tutors: int) -> "Edges":
        """These and more, each once, in order of student then tutor."""
        keys = np.concatenate([self.i * tutors + self.j, more.i * tutors + more.j])
        _unique, first = np.unique(keys, return_index=True)
        i, j = np.concatenate([self.i, more.i]), np.concatenate([self.j, more.j])
        return Edges(i[first], j[first], np.concatenate([self.score, more.score])[first])


def _arcs(sides: Sides, edges: Edges) -> tuple[Rows, Rows, Longs]:
    """Tails, heads and capacities of the arcs after the classes': class → student, student → tutor, tutor → sink."""
    students = sides.first_student + np.arange(sides.students)
    tutors = sides.first_tutor + np.arange(sides.tutors)
    tails = np.concatenate([1 + sides.class_of, sides.first_student + edges.i, tutors])
    heads = np.concatenate([students, sides.first_tutor + edges.j, np.full(sides.tutors, sides.sink)])
    ones = np.ones(sides.students + len(edges.i), dtype=np.int64)
    return tails, heads, np.concatenate([ones, sides.seats])


def largest(sides: Sides, edges: Edges, bounds: Longs) -> NDArray[np.bool_]:
    """Which edges make as many pairs as possible, at most `bounds[c]` of each class."""
    classes = 1 + np.arange(sides.classes)
    tails, heads, room = _arcs(sides, edges)
    network = max_flow.SimpleMaxFlow()
    network.add_arcs_with_capacity(np.zeros(sides.classes, dtype=np.intp), classes, bounds)
    arcs = network.add_arcs_with_capacity(tails, heads, room)
    _must(network.solve(0, sides.sink) == network.OPTIMAL)
    return _used(sides, edges, np.asarray(network.flows(arcs)))


@dataclass(frozen=True)
class Best:
    """The best flow: which edges it uses, and the prices of students and of tutors that prove it (see `_prices`)."""

    used: NDArray[np.bool_]
    prices: Callable[[], tuple[Longs, Longs]]


def best(sides: Sides, edges: Edges, count: int, floors: Longs) -> Best:
    """The `count` pairs with the highest total score that place `floors[c]` students of each class at least.

    A class's first `floors[c]` students earn a bonus above any sum of scores, so that floors come before quality. Such a
    flow must exist: see `largest`.
    """
    bonus = 1 + 100 * max(1, sides.students)
    classes = 1 + np.arange(sides.classes)
    sources = np.zeros(sides.classes, dtype=np.intp)
    sizes = np.bincount(sides.class_of, minlength=sides.classes)
    tails, heads, room = _arcs(sides, edges)
    tails, heads = np.concatenate([sources, sources, tails]), np.concatenate([classes, classes, heads])
    room = np.concatenate([floors, sizes, room]).astype(np.int64)
    free = np.zeros(sides.classes + sides.students, dtype=np.int64)
    cost = np.concatenate(
        [np.full(sides.classes, -bonus), free, -edges.score, np.zeros(sides.tutors, dtype=np.int64)]
    ).astype(np.int64)
    network = min_cost_flow.SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(tails, heads, room, cost)
    network.set_nodes_supplies(np.array([0, sides.sink]), np.array([count, -count]))
    _must(network.solve() == network.OPTIMAL)
    flow = np.asarray(network.flows(arcs))

    def prices() -> tuple[Longs, Longs]:
        found = _prices(sides, tails, heads, cost, flow, room)
        return found[sides.first_student : sides.first_tutor], found[sides.first_tutor : sides.sink]

    return Best(_used(sides, edges, flow[2 * sides.classes :]), prices)


def _used(sides: Sides, edges: Edges, flow: Longs) -> NDArray[np.bool_]:
    return flow[sides.students : sides.students + len(edges.i)] > 0


def _prices(sides: Sides, tails: Rows, heads: Rows, cost: Longs, flow: Longs, room: Longs) -> Longs:
    """The least cost from each node to the sink in what the flow leaves open (Bellman-Ford), or above `far` without a way.

    As the flow is the best, no open arc shortens one. Seen from the sink, a tutor with a free seat costs nothing: so a pair
    left out does not look better only because nothing led to its tutor.
    """
    nodes = sides.sink + 1
    far = 2 * nodes * int(np.abs(cost).max(initial=1))
    onward, back = flow < room, flow > 0
    tail = np.concatenate([tails[onward], heads[back]])
    head = np.concatenate([heads[onward], tails[back]])
    step = np.concatenate([cost[onward], -cost[back]])
    by_tail = np.argsort(tail, kind="stable")
    tail, head, step = tail[by_tail], head[by_tail], step[by_tail]
    reached, starts = np.unique(tail, return_index=True)
    prices = np.full(nodes, far, dtype=np.int64)
    prices[sides.sink] = 0
    for _ in range(nodes + 1):
        nearest = np.minimum.reduceat(prices[head] + step, starts) if len(starts) else prices[:0]
        shorter = nearest < prices[reached]
        if not shorter.any():
            return prices
        prices[reached[shorter]] = nearest[shorter]
    raise AssertionError("a flow of least cost leaves no cycle that lowers it")


def _must(solved: bool) -> None:
    """The networks built here always have a solution: anything else is a fault of ours, never an answer."""
    if not solved:
        raise AssertionError("the solver found no flow in a network that has one")
