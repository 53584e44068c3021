"""What lets someone who knows nothing find the answers of a bank: length, place, number, truth, words that give a choice away.

A pattern is said once, on the first question that shows it, and only where there are enough questions to call it one.
After T. Haladyna, S. Downing and M. Rodriguez, « A review of multiple-choice item-writing guidelines », Applied Measurement in
Education, 15(3), 2002: vary the place of the key, keep lengths alike, avoid words such as « always » and « never ».
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import prod

from app.content.rules.package import WARNING, Package, Problem, QuestionText
from app.content.rules.questions import BANKS

LONGEST_RIGHT_SHARE = 0.5
POSITION_SHARE = 0.6
TRUTH_SHARE = 0.7
ENOUGH_TO_JUDGE = 6  # questions of one right option among several, before a pattern is called one
ENOUGH_ALIKE = 4  # true or false, or several right options: a bank holds fewer of them
BY_CHANCE = 0.05  # words that are never right: how likely it would be if they were put anywhere
ABSOLUTE = re.compile(
    r"\b(?:toujours|jamais|aucune?|systématiquement|forcément|absolument|obligatoirement|uniquement|exclusivement"
    r"|en toutes? circonstances?|sans exception)\b",
    re.IGNORECASE,
)


def check(package: Package, bank: str) -> Iterator[Problem]:
    """The patterns of one bank."""
    file, asked = BANKS[bank][0], package.of(bank)
    choices = [one for one in asked if one.type in ("single", "situation")]
    if len(choices) >= ENOUGH_TO_JUDGE:
        yield from _longest(file, choices)
        yield from _place(file, choices)
    yield from _truth(file, [one for one in asked if one.type == "truefalse"])
    yield from _number(file, [one for one in asked if one.type == "multiple"])
    yield from _absolute(file, asked)


def _longest(file: str, asked: Sequence[QuestionText]) -> Iterator[Problem]:
    longest = [one for one in asked if _right_is_longest(one)]
    if len(longest) / len(asked) > LONGEST_RIGHT_SHARE:
        yield _found(file, longest, "longest_right", of=len(asked))


def _right_is_longest(question: QuestionText) -> bool:
    lengths = {one: len(text["text"]) for one, text in question.texts["fr"]["options"].items()}
    right = question.body["right"][0]
    return all(lengths[right] > length for one, length in lengths.items() if one != right)


def _place(file: str, asked: Sequence[QuestionText]) -> Iterator[Problem]:
    places = {one.key: one.body["options"].index(one.body["right"][0]) for one in asked}
    place, times = Counter(places.values()).most_common(1)[0]
    if times / len(asked) > POSITION_SHARE:
        there = [one for one in asked if places[one.key] == place]
        yield _found(file, there, "same_place", of=len(asked), place=place + 1)


def _truth(file: str, asked: Sequence[QuestionText]) -> Iterator[Problem]:
    for truth in ("vrai", "faux"):
        such = [one for one in asked if one.body["right"] == [truth]]
        if len(asked) >= ENOUGH_ALIKE and len(such) / len(asked) > TRUTH_SHARE:
            yield _found(file, such, f"always_{truth}", of=len(asked))


def _number(file: str, asked: Sequence[QuestionText]) -> Iterator[Problem]:
    numbers = {len(one.body["right"]) for one in asked}
    if len(asked) >= ENOUGH_ALIKE and len(numbers) == 1:
        yield _found(file, asked, "same_number", of=len(asked), number=numbers.pop())


def _absolute(file: str, asked: Sequence[QuestionText]) -> Iterator[Problem]:
    """A statement is one chance in two to be false, an option as many chances to be wrong as its question has wrong ones."""
    holders: list[QuestionText] = []
    chances: list[float] = []
    for one in asked:
        said = one.texts["fr"]
        if one.type == "truefalse":
            holds, right, wrong = ABSOLUTE.search(said["text"]) is not None, one.body["right"] == ["vrai"], 0.5
            found = [right] if holds else []
        elif "right" in one.body:
            texts = said["options"]
            found = [key in one.body["right"] for key, option in texts.items() if ABSOLUTE.search(option["text"])]
            wrong = 1 - len(one.body["right"]) / len(texts)
        else:
            continue
        if any(found):
            return
        holders += [one] * bool(found)
        chances += [wrong] * len(found)
    if holders and prod(chances) < BY_CHANCE:
        yield _found(file, holders, "absolute_wrong", options=len(chances))


def _found(file: str, such: Sequence[QuestionText], code: str, **values: object) -> Problem:
    return Problem(file, such[0].line, code, WARNING, {"found": len(such), **values})
