"""Where to recruit next: the students whom no seat can serve, gathered into calls that one kind of tutor would answer.

A student who may be helped at a distance is served by a tutor of their exam wherever they live; one who asks for presence
alone, only by a tutor of their region. So there is one call by exam for the first, one by exam and region for the others.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.pairing.rules.facts import Need


@dataclass(frozen=True)
class Call:
    """Tutors of one exam to be found, in one region or, `region` None, anywhere; for how many students, and where those are."""

    exam_id: int
    region: str | None
    students: int
    regions: tuple[tuple[str, int], ...]  # the most first


def calls(left: Iterable[Need], seats: Mapping[int, int]) -> tuple[Call, ...]:
    """The calls to make, the one that serves most first; between two alike, the exam with fewest free seats.

    `left` are the needs that no seat can serve, `seats` the free seats by exam.
    """
    gathered: dict[tuple[int, str | None], Counter[str]] = {}
    for need in left:
        key = (need.exam_id, None if need.remote else need.region)
        gathered.setdefault(key, Counter())[need.region] += 1
    found = [
        Call(exam, region, counts.total(), tuple(sorted(counts.items(), key=lambda one: (-one[1], one[0]))))
        for (exam, region), counts in gathered.items()
    ]
    return tuple(sorted(found, key=lambda c: (-c.students, seats.get(c.exam_id, 0), c.exam_id, c.region or "")))
