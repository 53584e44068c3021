"""Drawing a quiz from its bank, and the order in which options are shown. Chance comes in as a `ticket`: the same
ticket draws the same quiz.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True)
class Candidate:
    """A question that may be drawn, and how many times this person has already met it."""

    id: int
    objective: str
    seen: int = 0


def lot(ticket: int, *parts: object) -> bytes:
    """The rank that fate gives to something under `ticket`."""
    return sha256(":".join(str(part) for part in (ticket, *parts)).encode()).digest()


def draw(bank: Iterable[Candidate], k: int, ticket: int) -> list[int]:
    """The ids of `k` questions (fewer if the bank is smaller), in the order to ask them.

    Every objective is asked when `k` allows it; then the questions least met come first, and objectives are balanced.
    """
    left = sorted(bank, key=lambda question: lot(ticket, "question", question.id))
    taken: list[Candidate] = []
    asked: Counter[str] = Counter()
    while left and len(taken) < k:
        best = min(left, key=lambda question: (asked[question.objective] > 0, question.seen, asked[question.objective]))
        left.remove(best)
        taken.append(best)
        asked[best.objective] += 1
    return [question.id for question in sorted(taken, key=lambda question: lot(ticket, "order", question.id))]


def shown(kind: str, ids: Sequence[str], question_id: int, ticket: int) -> list[str]:
    """The order in which the options, items or right parts of a question are shown. « Vrai » stays before « Faux »."""
    if kind == "truefalse":
        return list(ids)
    return sorted(ids, key=lambda one: lot(ticket, "option", question_id, one))
