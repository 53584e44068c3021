"""What an attempt obtained, each answer explained: before the module is passed, why, and the notion to read again,
never the key; once passed, the key too.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.models import Module, ModuleVersion, Question
from app.content.queries import text_in
from app.training.models import Attempt, AttemptItem
from app.training.queries.attempts import Subject, subject_of
from app.training.queries.picture import Picture, picture
from app.training.queries.quiz import GAP, in_words, label
from app.training.rules import grading

RIGHT, PARTIAL, WRONG, UNANSWERED = "right", "partial", "wrong", "unanswered"


@dataclass(frozen=True)
class Given:
    """One thing answered, or of the key, with its feedback if there is one. `left` when it was matched with something."""

    text: str
    feedback: str = ""
    left: str = ""


@dataclass(frozen=True)
class Explained:
    """One question once sent. `key` and `feedback` are empty until the module is passed; `objective` is what to read again."""

    position: int
    kind: str
    lang: str
    situation: str
    text: str
    state: str
    given: tuple[Given, ...]
    notion: str
    objective: str
    feedback: str
    key: tuple[Given, ...]
    certainty: str = ""
    reported: bool = False
    image: Picture | None = None

    @property
    def sure_and_wrong(self) -> bool:
        """Whether the person was sure of an answer that is not right: what most needs to be read again."""
        return self.certainty == "sure" and self.state in (PARTIAL, WRONG)


@dataclass(frozen=True)
class Share:
    """What the test obtained in one module: right answers out of those asked."""

    slug: str
    title: str
    asked: int
    right: int


@dataclass(frozen=True)
class Result:
    """An attempt that was sent. `revealed`: the module is passed, so the key is shown."""

    id: int
    subject: Subject
    percent: int
    passed: bool
    submitted_at: datetime
    revealed: bool
    answers: tuple[Explained, ...]

    @property
    def total(self) -> int:
        """How many questions were asked."""
        return len(self.answers)

    @property
    def right(self) -> int:
        """How many answers were fully right."""
        return sum(answer.state == RIGHT for answer in self.answers)

    @property
    def to_read_again(self) -> tuple[str, ...]:
        """The objectives of what was not fully right, each once."""
        return tuple(dict.fromkeys(a.objective for a in self.answers if a.state != RIGHT and a.objective))


def result(attempt: Attempt, lang: str, *, revealed: bool, reported: Collection[int] = ()) -> Result:
    """The result of a sent `attempt`. `reported` are the questions that the person has reported, by id."""
    subject = subject_of(attempt, lang)
    return Result(
        id=attempt.id,
        subject=subject,
        percent=attempt.percent or 0,
        passed=attempt.passed,
        submitted_at=attempt.submitted_at or attempt.started_at,
        revealed=revealed,
        answers=tuple(
            replace(
                _explained(item, lang, subject.objectives, revealed=revealed), reported=item.question_id in reported
            )
            for item in attempt.items
        ),
    )


def by_module(session: Session, attempt: Attempt, lang: str) -> tuple[Share, ...]:
    """What a test obtained in each module it drew from, the weakest first. One query."""
    asked = {item.question_id: item for item in attempt.items}
    rows = session.execute(
        select(Question.id, Module.slug, ModuleVersion.manifest)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .join(Module, Module.id == ModuleVersion.module_id)
        .where(Question.id.in_(asked))
    )
    found: dict[str, Share] = {}
    for question_id, slug, manifest in rows:
        before = found.get(slug) or Share(slug, text_in(manifest, lang)[0]["title"], 0, 0)
        right = _state(asked[question_id]) == RIGHT
        found[slug] = replace(before, asked=before.asked + 1, right=before.right + right)
    return tuple(sorted(found.values(), key=lambda one: (one.right / one.asked, one.slug)))


def _explained(item: AttemptItem, lang: str, objectives: Mapping[str, str], *, revealed: bool) -> Explained:
    question = item.question
    texts, said = text_in(question.texts, lang)
    return Explained(
        position=item.position,
        kind=question.type,
        lang=said,
        situation=texts.get("situation") or "",
        text=GAP.sub("…", texts["text"]),
        certainty=item.certainty or "",
        image=picture(question, texts),
        state=_state(item),
        given=given_of(question, texts, item.answer),
        notion=texts.get("notion") or "",
        objective=objectives.get(question.objective, ""),
        feedback=(texts.get("feedback") or "") if revealed else "",
        key=key_of(question, texts) if revealed else (),
    )


def _state(item: AttemptItem) -> str:
    if grading.completeness(item.question.body, item.question.type, item.answer) == grading.NONE:
        return UNANSWERED
    points = item.points or 0
    if points >= 1:
        return RIGHT
    return PARTIAL if points > 0 else WRONG


def given_of(question: Question, texts: Mapping[str, Any], answer: Mapping[str, Any] | None) -> tuple[Given, ...]:
    """What the person answered: the feedback of the options chosen, and of those alone."""
    if question.type == "ordering":
        ranks = grading.ranks(answer)
        return _options(question, texts, sorted(ranks, key=ranks.__getitem__))
    if question.type == "matching":
        pairs = grading.pairs(answer)
        return _matched(question, texts, {left: pairs[left] for left in question.body["pairs"] if left in pairs})
    if question.type in ("cloze", "numeric"):
        return tuple(Given(line) for line in in_words(question, texts, answer))
    return _options(question, texts, [one for one in question.body["options"] if one in grading.chosen(answer)])


def key_of(question: Question, texts: Mapping[str, Any]) -> tuple[Given, ...]:
    """What was expected."""
    if question.type == "ordering":
        return _options(question, texts, question.body["items"])
    if question.type == "matching":
        return _matched(question, texts, {one: one for one in question.body["pairs"]})
    if question.type == "cloze":
        return tuple(Given(question.body["accepted"][gap][0]) for gap in question.body["gaps"])
    if question.type == "numeric":
        return (Given(_number(question, texts)),)
    return _options(question, texts, question.body["right"])


def _number(question: Question, texts: Mapping[str, Any]) -> str:
    """« 4 heures », or « 4 ± 0.5 heures »."""
    body = question.body
    around = f" ± {body['tolerance']}" if Fraction(body["tolerance"]) else ""
    return f"{body['answer']}{around} {texts.get('unit') or ''}".strip()


def _options(question: Question, texts: Mapping[str, Any], ids: list[str]) -> tuple[Given, ...]:
    options = texts.get("options") or {}
    return tuple(Given(label(question, texts, one), options.get(one, {}).get("feedback") or "") for one in ids)


def _matched(question: Question, texts: Mapping[str, Any], pairs: Mapping[str, str]) -> tuple[Given, ...]:
    return tuple(
        Given(label(question, texts, right), left=texts["pairs"][left]["left"]) for left, right in pairs.items()
    )
