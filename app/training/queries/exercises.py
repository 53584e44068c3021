"""The questions of a lesson as its page shows them: with what the person answered, and only then what that deserves."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, and_, cast, func, select
from sqlalchemy.orm import Session

from app.content.models import Question
from app.content.queries import text_in
from app.training.models import ExerciseAnswer
from app.training.queries.picture import picture
from app.training.queries.quiz import Shown, ids, in_words, label
from app.training.queries.results import PARTIAL, RIGHT, WRONG, Given, given_of, key_of
from app.training.rules import answers, exercises, grading

BANK = "lesson"


@dataclass(frozen=True)
class Said:
    """One opinion, the share of people who hold it (percent), and whether it is this person's."""

    text: str
    percent: int
    mine: bool


@dataclass(frozen=True)
class Exercise:
    """A question of opinion or of practice. `shown` is what its form holds; `answered` says whether what follows means
    something. `state` (right, partial, wrong), `given`, `notion`, `feedback` and `key` are those of practice; `others` and
    `after` those of opinion, `others` being empty while too few people have answered.
    """

    id: int
    key: str
    title: str
    opinion: bool
    shown: Shown
    answered: bool
    state: str = ""
    given: tuple[Given, ...] = ()
    notion: str = ""
    feedback: str = ""
    right: tuple[Given, ...] = ()
    others: tuple[Said, ...] = ()
    after: str = ""


def exercises_of(
    session: Session, person_id: int, module_id: int, version_id: int, keys: Sequence[str], lang: str
) -> dict[str, Exercise]:
    """The exercises `keys` of a version, by key, numbered in that order. Two queries at most, none without keys."""
    if not keys:
        return {}
    mine = and_(
        ExerciseAnswer.person_id == person_id,
        ExerciseAnswer.module_id == module_id,
        ExerciseAnswer.key == Question.key,
    )
    rows = session.execute(
        select(Question, ExerciseAnswer)
        .outerjoin(ExerciseAnswer, mine)
        .where(Question.version_id == version_id, Question.bank == BANK, Question.key.in_(keys))
    ).all()
    told = [question.key for question, saved in rows if saved is not None and question.type == exercises.OPINION]
    counts = _opinions(session, module_id, told) if told else {}
    found = {}
    for question, saved in rows:
        answer, tries = (saved.answer, saved.tries) if saved is not None else (None, 0)
        number = keys.index(question.key) + 1
        found[question.key] = exercise(
            question, answer, tries, number, person_id, lang, opinions=counts.get(question.key, {})
        )
    return found


def _opinions(session: Session, module_id: int, keys: Sequence[str]) -> Mapping[str, Counter[str]]:
    """By question of opinion, how many chose each option."""
    given = cast(ExerciseAnswer.answer, Text)
    rows = session.execute(
        select(ExerciseAnswer.key, given, func.count(ExerciseAnswer.id))
        .where(ExerciseAnswer.module_id == module_id, ExerciseAnswer.key.in_(keys))
        .group_by(ExerciseAnswer.key, given)
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, answer, people in rows:
        for option in grading.chosen(json.loads(answer)):
            found[key][option] += people
    return found


def exercise(
    question: Question,
    answer: Mapping[str, Any] | None,
    tries: int,
    number: int,
    person_id: int,
    lang: str,
    *,
    opinions: Mapping[str, int] | None = None,
) -> Exercise:
    """A question with what was answered to it, in `tries` goes. `opinions` counts what everybody chose."""
    texts, said = text_in(question.texts, lang)
    opinion = question.type == exercises.OPINION
    order = exercises.order(person_id, question.key, question.type, ids(question))
    title = texts.get("title") or ""
    shown = Shown(
        position=number,
        kind=question.type,
        lang=said,
        situation=texts.get("situation") or "",
        text=title if opinion else texts["text"],
        choices=tuple(label(question, texts, one) for one in order),
        unit=texts.get("unit") or "",
        image=picture(question, texts),
        lefts=tuple(texts["pairs"][one]["left"] for one in question.body.get("pairs", ())),
        fields=answers.fields(question.type, question.body, order, answer),
        words=in_words(question, texts, answer),
        state=grading.completeness(question.body, question.type, answer),
    )
    plain = Exercise(question.id, question.key, title, opinion, shown, answered=answer is not None)
    if answer is None:
        return plain
    told = _opinion if opinion else _practice
    return Exercise(**{**vars(plain), **told(question, texts, answer, tries, opinions or {})})


def _opinion(
    question: Question, texts: Mapping[str, Any], answer: Mapping[str, Any], _tries: int, opinions: Mapping[str, int]
) -> dict[str, Any]:
    shares = exercises.percents(opinions, question.body["options"]) or {}
    mine = grading.chosen(answer)
    others = tuple(Said(label(question, texts, one), share, one in mine) for one, share in shares.items())
    return {"others": others, "after": texts["after"]}


def _practice(
    question: Question, texts: Mapping[str, Any], answer: Mapping[str, Any], tries: int, _opinions: Mapping[str, int]
) -> dict[str, Any]:
    points = grading.credit(question.body, question.type, answer)
    state = RIGHT if points == 1 else PARTIAL if points > 0 else WRONG
    shown = exercises.reveals(tries, right=state == RIGHT)
    return {
        "state": state,
        "given": given_of(question, texts, answer),
        "notion": (texts.get("notion") or "") if state != RIGHT else "",
        "feedback": (texts.get("feedback") or "") if shown else "",
        "right": key_of(question, texts) if shown and state != RIGHT else (),
    }
