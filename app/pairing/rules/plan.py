"""A plan: who would be proposed to whom, for a class or for the country, once what people decided is kept to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from app.pairing.rules.assignment import ClassNow, assign
from app.pairing.rules.candidates import candidates
from app.pairing.rules.facts import Candidate, Need, Terms
from app.pairing.rules.flow import Longs
from app.pairing.rules.judge import Scores, judge_all
from app.pairing.rules.lived import Life, past_of
from app.pairing.rules.pairs import Every, Listed
from app.pairing.rules.ranking import assess
from app.pairing.rules.table import Flags, read
from app.pool.rules.offer import Pool

OTHERS = 3  # of the next best shown for each student


@dataclass(frozen=True)
class Choices:
    """What a lead has decided: pairs kept or refused as (student, tutor), students and tutors left out."""

    kept: tuple[tuple[int, int], ...] = ()
    refused: tuple[tuple[int, int], ...] = ()
    left_out: tuple[int, ...] = ()
    absent: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.kept or self.refused or self.left_out or self.absent)


@dataclass(frozen=True)
class Matched:
    """A pair of the plan, with its reasons, and who else could be proposed to that student, best first."""

    need: Need
    candidate: Candidate
    kept: bool = False
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Unmatched:
    """A student without a tutor in the plan. `why`: "left_out", "nobody" (no tutor is possible), "seats" (too few)."""

    need: Need
    why: str
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Figures:
    """What a plan reaches. `worst_class` is the share covered in the worst class; None without students."""

    placed: int
    students: int
    total: int
    least: int | None
    worst_class: Fraction | None

    @property
    def mean(self) -> float | None:
        """The mean score of the pairs; None without pairs."""
        return self.total / self.placed if self.placed else None


@dataclass(frozen=True)
class Plan:
    """The pairs in the order of the students, those without, and the figures."""

    matched: tuple[Matched, ...]
    unmatched: tuple[Unmatched, ...]
    figures: Figures


@dataclass(frozen=True)
class Facts:
    """All that a plan is made from: kept as they are, they give the same plan again."""

    needs: Sequence[Need]
    pool: Pool
    lives: Mapping[int, Life]
    terms: Terms
    classes: Mapping[int, ClassNow] = field(default_factory=dict)  # by class id
    helping: Mapping[int, Sequence[int]] | None = None  # rows of the pool by exam; None: every pair is looked at


def plan(facts: Facts, choices: Choices = Choices(), *, others: int = OTHERS) -> Plan:
    """The best plan that keeps to the choices. Pairs kept that cannot be (a full tutor, a bar) are left to the rule.

    `others` is how many of the next best to show for each student. Where `facts.helping` is given, some pairs of each
    student are looked at instead of all, no others are shown, and of the choices only the pairs kept are kept to.
    """
    table = read(facts.needs, facts.pool, facts.lives, facts.terms)
    seats = table.seats.astype(np.int64)
    kept = _kept(facts, choices, seats)
    everyone = _Everyone(facts, *judge_all(table)) if facts.helping is None else None
    if everyone:
        pairs: Every | Listed = everyone.pairs(choices, kept)
        possible = np.asarray(everyone.allowed.any(axis=1))
    else:
        pairs = Listed(candidates(table, [need.exam_id for need in facts.needs], facts.helping or {}))
        possible = pairs.possible(len(facts.needs))
    order = {class_id: k for k, class_id in enumerate(facts.classes)}
    class_of = np.array([order.get(need.class_id, 0) for need in facts.needs], dtype=np.intp)
    classes = list(facts.classes.values())
    for i in kept if classes else ():
        now = classes[class_of[i]]
        classes[class_of[i]] = ClassNow(now.students, now.covered + 1)
    found = assign(pairs, seats, class_of, classes)
    tutor_of = found.tutor_of.copy()
    tutor_of[list(kept.keys())] = list(kept.values())
    matched, unmatched = [], []
    for i, need in enumerate(facts.needs):
        j = int(tutor_of[i])
        next_best = everyone.others(i, j, others) if everyone else ()
        if j >= 0:
            matched.append(Matched(need, _candidate(facts, i, j), i in kept, next_best))
        else:
            why = "left_out" if need.student_id in choices.left_out else "seats" if possible[i] else "nobody"
            unmatched.append(Unmatched(need, why, next_best))
    points = [m.candidate.score for m in matched]
    return Plan(
        tuple(matched),
        tuple(unmatched),
        Figures(len(matched), len(facts.needs), sum(points), min(points, default=None), found.worst),
    )


def _kept(facts: Facts, choices: Choices, seats: Longs) -> dict[int, int]:
    """The pairs kept that can be, row by row; each takes its seat off `seats`."""
    rows, columns = _rows(facts), _columns(facts)
    kept: dict[int, int] = {}
    for student_id, tutor_id in reversed(choices.kept):  # the last decision first: it takes the last seat
        i, j = rows.get(student_id), columns.get(tutor_id)
        if i is None or j is None or i in kept or seats[j] <= 0 or not _candidate(facts, i, j).proposable:
            continue
        kept[i] = j
        seats[j] -= 1
    return kept


def _rows(facts: Facts) -> dict[int, int]:
    return {need.student_id: i for i, need in enumerate(facts.needs)}


def _columns(facts: Facts) -> dict[int, int]:
    return {tutor_id: j for j, tutor_id in enumerate(facts.pool["tutor_id"])}


def _candidate(facts: Facts, i: int, j: int) -> Candidate:
    need, offer = facts.needs[i], facts.pool.offer(j)
    return assess(need, offer, past_of(facts.lives.get(offer.tutor_id, Life()), need, facts.terms), facts.terms)


@dataclass(frozen=True)
class _Everyone:
    """Every student with every tutor, judged."""

    facts: Facts
    allowed: Flags
    scores: Scores

    def pairs(self, choices: Choices, kept: Mapping[int, int]) -> Every:
        """The pairs that the choices leave to the rule."""
        open_to, rows, columns = self.allowed.copy(), _rows(self.facts), _columns(self.facts)
        open_to[list(kept)] = False
        open_to[[rows[one] for one in choices.left_out if one in rows]] = False
        open_to[:, [columns[one] for one in choices.absent if one in columns]] = False
        for student_id, tutor_id in choices.refused:
            if student_id in rows and tutor_id in columns:
                open_to[rows[student_id], columns[tutor_id]] = False
        return Every(open_to, self.scores)

    def others(self, i: int, taken: int, count: int) -> tuple[Candidate, ...]:
        """The next best possible tutors of a student, whoever else the plan gives them to."""
        if not count:
            return ()
        possible = np.nonzero(self.allowed[i])[0]
        if len(possible) > count + 1:
            possible = possible[np.argpartition(-self.scores[i, possible], count)[: count + 1]]
        best = sorted((int(j) for j in possible if j != taken), key=lambda j: (-int(self.scores[i, j]), j))
        return tuple(_candidate(self.facts, i, j) for j in best[:count])


def pairs_of(found: Plan) -> Iterable[tuple[int, int, int]]:
    """Student, tutor and score of each pair."""
    return ((m.need.student_id, m.candidate.offer.tutor_id, m.candidate.score) for m in found.matched)
