"""An attempt as its page shows it: texts and positions, never an id, never the key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.content.models import Question
from app.content.queries import text_in
from app.training.models import Attempt, AttemptItem
from app.training.queries.attempts import Subject, subject_of
from app.training.queries.picture import Picture, picture
from app.training.rules import answers, grading

GAP = re.compile(r"\[\[[^\[\]]*\]\]")


@dataclass(frozen=True)
class Shown:
    """One question on a page. `choices` are options, items or right parts in the order shown; `lefts` the left parts.

    `fields` are what its controls hold, `words` the same to be read; `state` says whether it is answered (none, partial, full).
    """

    position: int
    kind: str
    lang: str
    situation: str
    text: str
    choices: tuple[str, ...]
    lefts: tuple[str, ...]
    fields: Mapping[str, list[str]]
    words: tuple[str, ...]
    state: str
    certainty: str = ""
    unit: str = ""
    image: Picture | None = None

    @property
    def gapped(self) -> tuple[str, ...]:
        """The text of a cloze question around its gaps, of which there is one fewer."""
        return tuple(GAP.split(self.text))

    def holds(self, suffix: str, value: int) -> bool:
        """Whether the control `suffix` holds `value`."""
        return str(value) in self.fields.get(suffix, ())


@dataclass(frozen=True)
class Quiz:
    """An open attempt, ready to be answered. `tab` is the browser tab that saved last."""

    id: int
    subject: Subject
    revision: int
    tab: str
    questions: tuple[Shown, ...]

    @property
    def answered(self) -> int:
        """How many questions are fully answered."""
        return sum(question.state == grading.FULL for question in self.questions)

    @property
    def unfinished(self) -> tuple[Shown, ...]:
        """Those without a full answer."""
        return tuple(question for question in self.questions if question.state != grading.FULL)


def quiz(attempt: Attempt, lang: str) -> Quiz:
    """What the page of `attempt` shows, in `lang` where the texts exist in it."""
    return Quiz(
        id=attempt.id,
        subject=subject_of(attempt, lang),
        revision=attempt.revision,
        tab=attempt.tab or "",
        questions=tuple(shown(item, item.answer, lang) for item in attempt.items),
    )


def shown(item: AttemptItem, answer: Mapping[str, Any] | None, lang: str) -> Shown:
    """A drawn question with `answer` in its controls."""
    question = item.question
    texts, said = text_in(question.texts, lang)
    return Shown(
        position=item.position,
        kind=question.type,
        lang=said,
        situation=texts.get("situation") or "",
        text=texts["text"],
        choices=tuple(label(question, texts, one) for one in item.shown),
        certainty=item.certainty or "",
        unit=texts.get("unit") or "",
        image=picture(question, texts),
        lefts=tuple(texts["pairs"][one]["left"] for one in question.body.get("pairs", ())),
        fields=answers.fields(question.type, question.body, item.shown, answer),
        words=in_words(question, texts, answer),
        state=grading.completeness(question.body, question.type, answer),
    )


def label(question: Question, texts: Mapping[str, Any], one: str) -> str:
    """The text of an option, an item or a right part."""
    if question.type == "ordering":
        return str(texts["items"][one])
    if question.type == "matching":
        return str(texts["pairs"][one]["right"])
    return str(texts["options"][one]["text"])


def in_words(question: Question, texts: Mapping[str, Any], answer: Mapping[str, Any] | None) -> tuple[str, ...]:
    """An answer as a person reads it, line by line."""
    if question.type == "ordering":
        ranks = grading.ranks(answer)
        lines = [f"{ranks[one]}. {label(question, texts, one)}" for one in sorted(ranks, key=ranks.__getitem__)]
    elif question.type == "matching":
        pairs = grading.pairs(answer)
        lefts = [left for left in question.body["pairs"] if left in pairs]
        lines = [f"{texts['pairs'][left]['left']} → {label(question, texts, pairs[left])}" for left in lefts]
    elif question.type == "cloze":
        lines = [text for _, text in sorted(grading.gaps(answer).items(), key=lambda gap: _rank(question, gap[0]))]
    elif question.type == "numeric":
        given = str(answer.get("number") or "") if answer else ""
        lines = [f"{given} {texts.get('unit') or ''}".strip()] if given else []
    else:
        lines = [label(question, texts, one) for one in grading.chosen(answer)]
    return tuple(lines)


def _rank(question: Question, gap: str) -> int:
    gaps: list[str] = question.body["gaps"]
    return gaps.index(gap) if gap in gaps else len(gaps)


def ids(question: Question) -> list[str]:
    """What is shown in some order: the options, the items or the right parts of a question."""
    body = question.body
    return list(body.get("options") or body.get("items") or body.get("pairs") or ())
