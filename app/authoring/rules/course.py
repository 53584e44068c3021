"""How far people go in a module: lessons, quiz opened, sent, passed; and where the most stop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

ENOUGH_PEOPLE = 10  # below, no figure is shown: it could point at someone
ENOUGH_TO_SAY = 30  # people arriving at a step, before a stop is called one
MANY = 0.10  # of those who arrive, who do not go on: under it, nothing is said
START, QUIZ, SENT, PASSED = "start", "quiz", "sent", "passed"


@dataclass(frozen=True)
class Course:
    """People, each counted once, since the module exists. `started`: read a lesson or opened the quiz. `read`: by lesson key.
    `opened`, `sent`, `passed`: the quiz, at whatever attempt; `passed_first`: at the first sent. `percents`: how many first
    results of each value, 0 to 100. `played`: those who played both scenarios, by (best before, best after).
    """

    started: int = 0
    read: Mapping[str, int] = field(default_factory=dict)
    opened: int = 0
    sent: int = 0
    passed: int = 0
    passed_first: int = 0
    percents: Mapping[int, int] = field(default_factory=dict)
    played: Mapping[tuple[bool, bool], int] = field(default_factory=dict)

    @property
    def shown(self) -> bool:
        """Whether the figures are about enough people who started."""
        return self.started >= ENOUGH_PEOPLE

    @property
    def results_shown(self) -> bool:
        """Whether those of the quiz are about enough people who sent it."""
        return self.sent >= ENOUGH_PEOPLE

    @property
    def first_pass_percent(self) -> int | None:
        """Of those who sent the quiz, how many passed at once (0 to 100); None while too few have."""
        return round(100 * self.passed_first / self.sent) if self.results_shown else None

    @property
    def median_percent(self) -> int | None:
        """The middle result of first attempts (0 to 100), halfway between the two middle ones; None while too few sent one."""
        if not self.results_shown:
            return None
        ranks = sorted(self.percents.items())
        low, high = (_at(ranks, rank) for rank in ((self.sent - 1) // 2, self.sent // 2))
        return round((low + high) / 2)

    def results(self, width: int = 10) -> list[tuple[int, int]]:
        """First results by bands of `width` points, as (the band's lower end, people); 100 is in the last."""
        found = dict.fromkeys(range(0, 100, width), 0)
        for percent, people in self.percents.items():
            found[min(percent, 99) // width * width] += people
        return list(found.items())


@dataclass(frozen=True)
class Step:
    """A step and how many people reached it: a lesson's key, or one of START, QUIZ, SENT, PASSED."""

    name: str
    people: int


@dataclass(frozen=True)
class Stop:
    """Between two steps: how many people stop there, and their share of those who had come so far."""

    after: str
    before: str
    people: int
    share: float


def steps(course: Course, lessons: Sequence[str]) -> list[Step]:
    """The steps of a module whose lessons are these, in order."""
    reading = [Step(key, course.read.get(key, 0)) for key in lessons]
    return [
        Step(START, course.started),
        *reading,
        Step(QUIZ, course.opened),
        Step(SENT, course.sent),
        Step(PASSED, course.passed),
    ]


def stop(listed: Sequence[Step]) -> Stop | None:
    """Where the most people stop between two lessons or on the way to sending the quiz; None when no step loses many, or too
    few came. Failing the quiz is not stopping: what follows SENT is left out.
    """
    ways = [
        Stop(here.name, there.name, here.people - there.people, (here.people - there.people) / here.people)
        for here, there in pairwise(listed)
        if there.name != PASSED and here.people >= ENOUGH_TO_SAY
    ]
    worst = max(ways, key=lambda one: one.people, default=None)
    return worst if worst is not None and worst.share >= MANY else None


def _at(ranks: Sequence[tuple[int, int]], rank: int) -> int:
    below = 0
    for percent, people in ranks:
        below += people
        if rank < below:
            return percent
    return ranks[-1][0]


def kept(course: Course) -> dict[str, object]:
    """The figures as they are stored: JSON has no keys but texts."""
    return {
        "started": course.started,
        "read": dict(course.read),
        "opened": course.opened,
        "sent": course.sent,
        "passed": course.passed,
        "passed_first": course.passed_first,
        "percents": {str(percent): people for percent, people in course.percents.items()},
        "played": [[before, after, people] for (before, after), people in course.played.items()],
    }


def read(stored: Mapping[str, object]) -> Course:
    """The figures that were stored: read(kept(x)) = x."""
    values = dict(stored)
    percents, played = values.pop("percents", {}), values.pop("played", [])
    return Course(
        **values,  # type: ignore[arg-type]
        percents={int(percent): people for percent, people in percents.items()},  # type: ignore[attr-defined]
        played={(before, after): people for before, after, people in played},  # type: ignore[attr-defined]
    )
