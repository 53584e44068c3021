"""The points of thousands of pairs at once: the same conditions and the same score as `ranking.assess`, as arrays.

Students and tutors are read once into columns; `judge.py` then says, for any pairs of rows, whether the draw is allowed and
the score. What depends on a tutor alone, or on a tutor and one of a few values (an exam, a region, a zone, a language), is
counted once. A test holds every score and every condition equal to `assess`.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.pairing.rules.codes import NOT_EXAM, TOO_FAR
from app.pairing.rules.criteria import answers_share
from app.pairing.rules.facts import MOTHER, Need, Past, Terms
from app.pairing.rules.lived import Life, past_of
from app.pairing.rules.ranking import waiting_days
from app.pairing.rules.weights import LONG_WAIT, WEIGHTS, Weights, share
from app.pool.rules.hours import CELLS, ENOUGH, overlaps
from app.pool.rules.offer import Pool
from app.reference.rules import MOMENTS

Ints: TypeAlias = NDArray[np.int32]
Bits: TypeAlias = NDArray[np.uint64]
Flags: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.intp]

WORD = 64  # bits


@dataclass(frozen=True)
class Table:
    """Students (rows) and tutors (columns) ready to be judged. Arrays over tutors are the last axis."""

    weights: Mapping[str, int]
    possible: Ints  # of each student: the points their need lets count
    # Of each student
    exam: Rows
    region: Rows
    zone: Rows
    tongue: Rows
    papers: Bits  # words × students
    slots: Bits
    moments: Bits
    remote: Flags
    presence: Flags
    flexible: Flags
    school: Ints
    # Of each tutor
    base: Ints  # points that do not depend on the student, penalties taken off
    drawable: Flags
    seats: Ints  # free
    their_region: Rows
    their_papers: Bits  # words × tutors
    their_moments: Bits
    their_remote: Flags
    their_presence: Flags
    their_flexible: Flags
    their_hours: Flags  # whether they gave any
    their_school: Ints
    # Of each value × each tutor
    by_exam: Ints  # points, and the penalty of who declined that exam
    by_region: Ints  # the penalty of who declined that region
    by_zone: Bits  # the tutor's cells as seen from that zone
    by_tongue: Ints  # points
    # Of some pairs, as row × tutors + column, sorted
    barred: Rows
    declined: Rows

    @property
    def shape(self) -> tuple[int, int]:
        """How many students, how many tutors."""
        return len(self.possible), len(self.base)


def _index(values: Iterable[Hashable]) -> dict[Any, int]:
    return {value: i for i, value in enumerate(dict.fromkeys(values))}


def _bits(sets: Sequence[Iterable[int]], places: Mapping[int, int]) -> Bits:
    """Sets of known values as bits, words first; values without a place are left out."""
    found = np.zeros((max(1, -(-len(places) // WORD)), len(sets)), dtype=np.uint64)
    for column, values in enumerate(sets):
        for value in values:
            place = places.get(value)
            if place is not None:
                found[place // WORD, column] |= np.uint64(1 << (place % WORD))
    return found


def _mask(values: Iterable[int]) -> int:
    return sum(1 << value for value in set(values))


def _moment_mask(values: Iterable[str]) -> int:
    return _mask(MOMENTS.index(value) for value in values)


def _seen(mine: str, pool: Pool, cells: Bits, terms: Terms) -> Bits:
    """Each tutor's cells as the cells of zone `mine` they share for an hour at least."""
    found = cells.copy()
    zones = np.array(pool["zone"])
    for zone in set(pool["zone"]) - {mine}:
        there = zones == zone
        kinds, of = np.unique(cells[there], return_inverse=True)
        reach = np.array(overlaps(mine, zone, terms.week))
        free = (kinds[:, None] >> np.arange(CELLS, dtype=np.uint64)) & np.uint64(1)
        shared = free.astype(np.int64) @ reach.T >= ENOUGH
        found[there] = (shared << np.arange(CELLS, dtype=np.uint64)).sum(axis=1, dtype=np.uint64)[of]
    return found


def _exam_points(exam_id: int, family: str, pool: Pool, weights: Weights) -> list[int]:
    whole, helped = weights["exam"], share(weights, "exam", "exam_helped")
    near = share(weights, "exam", "exam_family")
    return [
        whole
        if passed is not None and passed.exam_id == exam_id
        else helped
        if exam_id in exams
        else near
        if family and (family in families or (passed is not None and passed.family == family))
        else 0
        for passed, exams, families in zip(pool["passed"], pool["exams"], pool["families"], strict=True)
    ]


def _base(pool: Pool, lives: Mapping[int, Life], terms: Terms) -> list[int]:
    """What a tutor's own life is worth, to whichever student."""
    weights, nothing = terms.weights, Past()
    # Of a life, only what concerns no student, exam or region in particular.
    nobody = Need(0, 0, "", {}, "", "", remote=False, presence=False, slots=())
    pasts = {who: past_of(life, nobody, terms) for who, life in lives.items()}
    points = []
    for who, since, later in zip(pool["tutor_id"], pool["validated_at"], pool["available_from"], strict=True):
        past = pasts.get(who, nothing)
        waited = min(waiting_days(since, past, terms), LONG_WAIT)
        given = 0 if past.open_pairs else weights["load"]
        given += answers_share(past, terms) * weights["answers"] // 100
        given += weights["experience"] if past.helped else 0
        given += weights["waiting"] * waited // LONG_WAIT
        given -= weights["busy"] if past.busy is not None else 0
        given -= weights["asked"] if past.asked_here or past.asked_elsewhere else 0
        points.append(given - (weights["later"] if later is not None and later > terms.today else 0))
    return points


def _drawable(pool: Pool, terms: Terms) -> list[bool]:
    soon = terms.today + timedelta(days=terms.ahead_days)
    when = zip(pool["seats"], pool["seats_taken"], pool["paused_until"], pool["available_from"], strict=True)
    season = zip(pool["confirmed"], pool["staying"], pool["until"], strict=True)
    return [
        seats > taken
        and (paused is None or paused <= terms.today)
        and (later is None or later <= soon)
        and confirmed
        and staying
        and (until is None or until >= terms.today)
        for (seats, taken, paused, later), (confirmed, staying, until) in zip(when, season, strict=True)
    ]


def _possible(need: Need, weights: Mapping[str, int]) -> int:
    left_out = {
        "papers": not need.papers,
        "hours": not need.slots,
        "moments": not (need.presence and need.moments),
        "school": not need.school_id,
        "language": need.language == MOTHER,
    }
    return sum(weights[code] for code in WEIGHTS if not left_out.get(code))


def read(needs: Sequence[Need], pool: Pool, lives: Mapping[int, Life], terms: Terms) -> Table:
    """Students and tutors as columns. `lives` by tutor; who is absent has lived nothing yet."""
    weights = terms.weights
    exams, regions = _index((n.exam_id, n.family) for n in needs), _index(n.region for n in needs)
    zones, tongues = _index(n.zone for n in needs), _index(n.language for n in needs)
    papers = _index(paper for n in needs for paper in n.papers)
    by_exam = np.array([_exam_points(exam, family, pool, weights) for exam, family in exams], dtype=np.int32)
    by_exam = by_exam.reshape(len(exams), len(pool))
    by_region = np.zeros((len(regions), len(pool)), dtype=np.int32)
    their_regions = {**regions}
    for region in pool["region"]:
        their_regions.setdefault(region, len(their_regions))
    barred, declined = _particular(needs, pool, lives, terms, by_exam, by_region, exams, regions)
    tongue = [
        [0 if code == MOTHER else weights["language"] * (code in spoken) for spoken in pool["languages"]]
        for code in tongues
    ]

    def ints(values: Iterable[int]) -> Ints:
        return np.fromiter(values, dtype=np.int32)

    def flags(values: Iterable[bool]) -> Flags:
        return np.fromiter(values, dtype=np.bool_)

    def rows(values: Iterable[int]) -> Rows:
        return np.fromiter(values, dtype=np.intp)

    def bits(values: Iterable[int]) -> Bits:
        return np.fromiter(values, dtype=np.uint64)

    cells = bits(map(_mask, pool["slots"]))
    return Table(
        weights=weights,
        possible=ints(_possible(n, weights) for n in needs),
        exam=rows(exams[n.exam_id, n.family] for n in needs),
        region=rows(regions[n.region] for n in needs),
        zone=rows(zones[n.zone] for n in needs),
        tongue=rows(tongues[n.language] for n in needs),
        papers=_bits([n.papers for n in needs], papers),
        slots=bits(_mask(n.slots) for n in needs),
        moments=bits(_moment_mask(n.moments) if n.presence else 0 for n in needs),
        remote=flags(n.remote for n in needs),
        presence=flags(n.presence for n in needs),
        flexible=flags(n.flexible for n in needs),
        school=ints(n.school_id for n in needs),
        base=ints(_base(pool, lives, terms)),
        drawable=flags(_drawable(pool, terms)),
        seats=ints(max(0, seats - taken) for seats, taken in zip(pool["seats"], pool["seats_taken"], strict=True)),
        their_region=rows(their_regions[region] for region in pool["region"]),
        their_papers=_bits(pool["papers"], papers),
        their_moments=bits(map(_moment_mask, pool["moments"])),
        their_remote=flags(pool["remote"]),
        their_presence=flags(pool["presence"]),
        their_flexible=flags(pool["flexible"]),
        their_hours=cells != 0,
        their_school=ints(pool["school_id"]),
        by_exam=by_exam,
        by_region=by_region,
        by_zone=np.stack([_seen(zone, pool, cells, terms) for zone in zones]) if zones else np.zeros((0, 0), np.uint64),
        by_tongue=np.array(tongue, dtype=np.int32).reshape(len(tongues), len(pool)),
        barred=barred,
        declined=declined,
    )


def _particular(
    needs: Sequence[Need],
    pool: Pool,
    lives: Mapping[int, Life],
    terms: Terms,
    by_exam: Ints,
    by_region: Ints,
    exams: Mapping[tuple[int, str], int],
    regions: Mapping[str, int],
) -> tuple[Rows, Rows]:
    """What is between one tutor and one student, exam or region: bars and refusals as pairs, penalties in the arrays."""
    row_of = {need.student_id: i for i, need in enumerate(needs)}
    column_of = {tutor_id: j for j, tutor_id in enumerate(pool["tutor_id"])}
    barred: set[int] = set()
    declined: set[int] = set()
    for i, need in enumerate(needs):
        barred.update(i * len(pool) + column_of[lead] for lead in need.lead_ids if lead in column_of)
    for tutor_id, life in lives.items():
        if tutor_id not in column_of:
            continue
        j = column_of[tutor_id]
        mine = {one.student_id for one in life.asked} | {one.student_id for one in life.held} | life.conflicts
        for student_id in mine & row_of.keys():
            i = row_of[student_id]
            past = past_of(life, needs[i], terms)
            if past.apart or past.conflict:
                barred.add(i * len(pool) + j)
            if past.turned_down is not None:
                declined.add(i * len(pool) + j)
        refused = {one.exam_id for one in life.declined(NOT_EXAM)}
        for (exam, _family), row in exams.items():
            by_exam[row, j] -= terms.weights["not_exam"] * (exam in refused)
        for region in {one.region for one in life.declined(TOO_FAR)} & regions.keys():
            by_region[regions[region], j] -= terms.weights["too_far"]
    return np.array(sorted(barred), dtype=np.intp), np.array(sorted(declined), dtype=np.intp)
