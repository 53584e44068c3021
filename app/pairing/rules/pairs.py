"""Where the pairs of an assignment come from: every pair there is, looked at when needed, or a list of them."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from app.pairing.rules.flow import Best, Edges, Longs, Rows, Sides
from app.pairing.rules.judge import Scores
from app.pairing.rules.table import Flags

NEAREST = 40  # pairs of each student to start from
ADDED = 8  # pairs of each student added at a time
SPREAD = 1000  # how finely equal scores are shared out


class Pairs(Protocol):
    """What the assignment asks of the pairs."""

    def first(self, sides: Sides) -> Edges:
        """The pairs to start from."""

    def reachable(self, sides: Sides) -> Longs:
        """How many students of each class have a possible tutor with a seat."""

    def leading_to_a_seat(self, sides: Sides, edges: Edges, used: NDArray[np.bool_], bounds: Longs) -> Edges | None:
        """Pairs by which one more student could be placed than `used` places; None when there is no such path."""

    def bettering(self, sides: Sides, edges: Edges, found: Best) -> Edges | None:
        """Pairs not among `edges` that its prices say would better the flow; None when none would."""


@dataclass(frozen=True)
class Listed:
    """A list of pairs, all of them solved over."""

    edges: Edges

    def first(self, sides: Sides) -> Edges:
        """All of them, in order, but those whose tutor has no seat."""
        kept = sides.seats[self.edges.j] > 0
        few = Edges(self.edges.i[kept], self.edges.j[kept], self.edges.score[kept])
        return few.with_(Edges(few.i[:0], few.j[:0], few.score[:0]), sides.tutors)

    def reachable(self, sides: Sides) -> Longs:
        """How many students of each class have a pair whose tutor has a seat."""
        students = np.unique(self.edges.i[sides.seats[self.edges.j] > 0])
        return np.bincount(sides.class_of[students], minlength=sides.classes).astype(np.int64)

    def possible(self, students: int) -> Flags:
        """Whether each student has a pair."""
        found = np.zeros(students, dtype=np.bool_)
        found[self.edges.i] = True
        return found

    def leading_to_a_seat(self, sides: Sides, edges: Edges, used: NDArray[np.bool_], bounds: Longs) -> Edges | None:
        """None: the solver has seen them all."""

    def bettering(self, sides: Sides, edges: Edges, found: Best) -> Edges | None:
        """None: the solver has seen them all."""


@dataclass(frozen=True)
class Every:
    """Every student with every tutor: whether the pair is allowed and its score, as students × tutors."""

    allowed: Flags
    scores: Scores
    nearest: int = NEAREST

    def _edges(self, i: Rows, j: Rows) -> Edges:
        return Edges(i.astype(np.intp), j.astype(np.intp), self.scores[i, j].astype(np.int64))

    def first(self, sides: Sides) -> Edges:
        """Each student's best pairs. Equal scores are shared out among tutors, so that all do not name the same few."""
        if sides.tutors <= self.nearest:
            return self._edges(*np.nonzero(self.allowed & (sides.seats > 0)))
        turn = np.arange(sides.tutors, dtype=np.int32) * 389 % SPREAD
        kept_i, kept_j = [], []
        for i in range(sides.students):
            keyed = self.scores[i] * np.int32(SPREAD) + (turn + 577 * i) % SPREAD
            keyed[~self.allowed[i] | (sides.seats == 0)] = -1
            top = np.sort(np.argpartition(keyed, -self.nearest)[-self.nearest :])
            top = top[keyed[top] >= 0]
            kept_i.append(np.full(len(top), i))
            kept_j.append(top)
        none = np.zeros(0, dtype=np.intp)
        return self._edges(np.concatenate([none, *kept_i]), np.concatenate([none, *kept_j]))

    def reachable(self, sides: Sides) -> Longs:
        """How many students of each class have a possible tutor with a seat."""
        some = (self.allowed & (sides.seats > 0)).any(axis=1)
        return np.bincount(sides.class_of[some], minlength=sides.classes).astype(np.int64)

    def leading_to_a_seat(self, sides: Sides, edges: Edges, used: NDArray[np.bool_], bounds: Longs) -> Edges | None:
        """The pairs of a search, breadth first, from every student who could still be placed, if it meets a free seat."""
        tutor_of = np.full(sides.students, -1, dtype=np.intp)
        tutor_of[edges.i[used]] = edges.j[used]
        room = sides.seats - np.bincount(edges.j[used], minlength=sides.tutors)
        won = np.bincount(sides.class_of[tutor_of >= 0], minlength=sides.classes)
        classes = won < bounds
        seen = np.zeros(sides.students, dtype=np.bool_)
        came_from = np.full(sides.tutors, -1, dtype=np.intp)
        frontier = np.nonzero((tutor_of < 0) & classes[sides.class_of])[0]
        while len(frontier):
            seen[frontier] = True
            fresh = self.allowed[frontier] & (came_from < 0) & (sides.seats > 0)
            reached = np.nonzero(fresh.any(axis=0))[0]
            came_from[reached] = frontier[fresh[:, reached].argmax(axis=0)]
            # A tutor met lets go of whoever they hold; a student let go lends their class's place to another of the class.
            met = np.zeros(sides.tutors, dtype=np.bool_)
            met[reached] = True
            held = (tutor_of >= 0) & ~seen & met[np.maximum(tutor_of, 0)]
            lent = np.zeros(sides.classes, dtype=np.bool_)
            lent[sides.class_of[held]] = True
            frontier = np.nonzero(~seen & (held | ((tutor_of < 0) & (lent & ~classes)[sides.class_of])))[0]
            classes |= lent
        tutors = np.nonzero(came_from >= 0)[0]
        return self._edges(came_from[tutors], tutors) if (room[tutors] > 0).any() else None

    def bettering(self, sides: Sides, edges: Edges, found: Best) -> Edges | None:
        """The best few of each student whose score is above the prices of its two ends; None when none is."""
        students, tutors = found.prices()
        gain = self.scores + students[:, None] - tutors[None, :]
        gain[~self.allowed] = 0
        gain[:, sides.seats == 0] = 0
        gain[edges.i, edges.j] = 0
        rows = np.nonzero((gain > 0).any(axis=1))[0]
        if not len(rows):
            return None
        few = min(ADDED, sides.tutors)
        top = np.argpartition(gain[rows], -few, axis=1)[:, -few:]
        i, j = np.repeat(rows, few), top.ravel()
        kept = gain[i, j] > 0
        return self._edges(i[kept], j[kept])
