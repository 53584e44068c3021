"""The right and the wrong answers of an attempt, read from the database: what each control of its page is to hold."""

import json
from dataclasses import dataclass
from typing import Any

from tests.journeys.hands import Person
from tests.journeys.server import Server

DRAWN = """SELECT i.position, q.type, q.body, i.shown FROM attempt_item i JOIN question q ON q.id = i.question_id
           WHERE i.attempt_id = ? ORDER BY i.position"""


@dataclass(frozen=True)
class Answer:
    """The answer to one question: the kind of its controls, and what each holds."""

    kind: str
    controls: tuple[tuple[str, str], ...]  # name, value


def attempt_in(url: str) -> int:
    """The number of the attempt whose page this is."""
    return int(url.partition("/essais/")[2].partition("/")[0].partition("?")[0])


def answers(server: Server, attempt_id: int, *, right: bool = True) -> list[Answer]:
    """The answers to every question of an attempt, all right or all wrong."""
    drawn = server.rows(DRAWN, attempt_id)
    return [_answer(at, kind, json.loads(body), json.loads(shown), right) for at, kind, body, shown in drawn]


def _answer(at: int, kind: str, body: dict[str, Any], shown: list[str], right: bool) -> Answer:
    if kind in ("ordering", "matching"):
        if kind == "ordering":
            places = [body["items"].index(one) + 1 for one in shown]
            held = places if right else [len(places) + 1 - place for place in places]
        else:
            turned = body["pairs"] if right else [*body["pairs"][1:], body["pairs"][0]]
            held = [shown.index(one) for one in turned]
        return Answer("select", tuple((f"q{at}-{n}", str(value)) for n, value in enumerate(held)))
    if kind == "cloze":
        texts = [body["accepted"][gap][0] if right else "?" for gap in body["gaps"]]
        return Answer("text", tuple((f"q{at}-{n}", text) for n, text in enumerate(texts)))
    if kind == "numeric":
        return Answer("text", ((f"q{at}", body["answer"] if right else "987654"),))
    chosen = [str(n) for n, one in enumerate(shown) if (one in body["right"]) is right]
    if kind == "multiple":
        return Answer("checkbox", tuple((f"q{at}", value) for value in chosen))
    return Answer("radio", ((f"q{at}", chosen[0]),))


def give(person: Person, given: list[Answer]) -> None:
    """Answer, by keyboard, every question of the page."""
    how = {
        "select": person.select,
        "checkbox": person.tick,
        "radio": person.choose,
        "text": lambda name, value: person.write({name: value}),
    }
    for answer in given:
        for name, value in answer.controls:
            how[answer.kind](name, value)
