"""Two answers to the same question, from two tabs: what is kept and what this page holds, for the person to choose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.training.models import Attempt, AttemptItem
from app.training.queries.quiz import label
from app.training.queries.texts import text_in
from app.training.rules import grading
from app.training.rules.answers import Save, read


@dataclass(frozen=True)
class Line:
    """One question answered differently."""

    position: int
    text: str
    lang: str
    kept: list[str]
    yours: list[str]


@dataclass(frozen=True)
class Conflict:
    """What differs, and what to send again to keep this page's answers: `revision` and `controls` (name, value)."""

    attempt_id: int
    slug: str
    revision: int
    lines: tuple[Line, ...]
    controls: tuple[tuple[str, str], ...]


def conflict(attempt: Attempt, save: Save, lang: str) -> Conflict:
    """What `save` would change in `attempt` as it is now."""
    lines = []
    for item in attempt.items:
        if item.position in save.answers:
            question = item.question
            mine = read(question.type, question.body, item.shown, save.answers[item.position])
            if mine != item.answer:
                texts, said = text_in(question.texts, lang)
                lines.append(
                    Line(
                        item.position, texts["text"], said, _words(item, texts, item.answer), _words(item, texts, mine)
                    )
                )
    return Conflict(
        attempt_id=attempt.id,
        slug=attempt.module.slug,
        revision=attempt.revision,
        lines=tuple(lines),
        controls=tuple(_controls(save)),
    )


def _words(item: AttemptItem, texts: Mapping[str, Any], answer: Mapping[str, Any] | None) -> list[str]:
    question = item.question
    if question.type == "ordering":
        ranks = grading.ranks(answer)
        return [f"{ranks[one]}. {label(question, texts, one)}" for one in sorted(ranks, key=ranks.__getitem__)]
    if question.type == "matching":
        pairs = grading.pairs(answer)
        lefts = [left for left in question.body["pairs"] if left in pairs]
        return [f"{texts['pairs'][left]['left']} → {label(question, texts, pairs[left])}" for left in lefts]
    return [label(question, texts, one) for one in grading.chosen(answer)]


def _controls(save: Save) -> Iterator[tuple[str, str]]:
    for position, fields in sorted(save.answers.items()):
        yield "shown", str(position)
        for suffix, values in fields.items():
            for value in values:
                yield f"q{position}-{suffix}" if suffix else f"q{position}", value
