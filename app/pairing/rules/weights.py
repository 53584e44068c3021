"""What each criterion of the ranking is worth: the one table, which admins may change.

`WEIGHTS` are the points out of which a criterion counts, 100 together; a criterion about which the student's need says
nothing is left out. `PENALTIES` are points taken off. `SHARES` are the percents of a weight given for half an answer.
Where each comes from is in docs/matching.md.
"""

from collections.abc import Mapping

Weights = Mapping[str, int]

WEIGHTS: Weights = {
    "exam": 28,  # the same exam passed; helping with it, or one of its family, counts in part
    "papers": 18,  # share of the papers asked for
    "hours": 18,  # up to three hours of the week in common
    "way": 10,  # presence in the same region when wished, else remote
    "moments": 4,  # share of the moments at which meeting would help most; only when presence is wished
    "region": 3,  # lives in the student's region, even to help from a distance
    "school": 3,  # comes from the institution that hosts the class
    "language": 4,  # only when the student writes in another language than French
    "load": 4,  # no student at present
    "answers": 3,  # answers quickly, once there are enough proposals to say so
    "experience": 3,  # has helped a student to the end
    "waiting": 2,  # has been waiting for a student
}
PENALTIES: Weights = {
    "declined": 15,  # has already turned this student down
    "busy": 12,  # declined lately for want of time, or because they already help someone
    "not_exam": 10,  # declined this exam: it is not one they help with
    "too_far": 10,  # declined this region: it is too far
    "asked": 5,  # another proposal awaits an answer
    "later": 5,  # available in some days only
}
DEFAULTS: Weights = {**WEIGHTS, **PENALTIES}
HIGHEST = 100  # points: no weight may be above, so that a score of thousands of pairs holds in 32 bits

SHARES: Weights = {
    "exam_helped": 75,
    "exam_family": 40,
    "way_remote": 60,  # presence was wished, only remote is possible
    "answers_unknown": 50,  # neither quick nor silent
}
ENOUGH_HOURS = 3
ENOUGH_PROPOSALS = 3  # below, nothing is said of how a person answers
LONG_WAIT = 60  # days that give all the points of "waiting"
WORTH_SAYING = 14  # days of waiting from which it is said


def share(weights: Weights, code: str, of: str) -> int:
    """The points of a half answer: `SHARES[of]` percent of the weight `code`, rounded down."""
    return weights[code] * SHARES[of] // 100


def percent(earned: int, possible: int) -> int:
    """A score from 0 to 100: the points out of those possible, halves rounded up; 0 when nothing is possible."""
    return max(0, (200 * earned + possible) // (2 * possible)) if possible else 0
