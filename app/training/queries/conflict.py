"""Two answers to the same question, from two tabs: what is kept and what this page holds, for the person to choose."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.content.queries import text_in
from app.training.models import Attempt
from app.training.queries.quiz import in_words
from app.training.rules.answers import Save, read


@dataclass(frozen=True)
class Line:
    """One question answered differently."""

    position: int
    text: str
    lang: str
    kept: tuple[str, ...]
    yours: tuple[str, ...]


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
                kept, yours = (in_words(question, texts, answer) for answer in (item.answer, mine))
                lines.append(Line(item.position, texts["text"], said, kept, yours))
    return Conflict(
        attempt_id=attempt.id,
        slug=attempt.module.slug if attempt.module is not None else "",
        revision=attempt.revision,
        lines=tuple(lines),
        controls=tuple(_controls(save)),
    )


def _controls(save: Save) -> Iterator[tuple[str, str]]:
    for position, fields in sorted(save.answers.items()):
        yield "shown", str(position)
        for suffix, values in fields.items():
            for value in values:
                yield f"q{position}-{suffix}" if suffix else f"q{position}", value
