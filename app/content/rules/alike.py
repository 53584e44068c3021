"""What looks like something else in the same module: two ids a letter apart, two questions that ask the same, two answers
that are one.
"""

import re
from collections.abc import Iterable, Iterator

from app.content.rules.package import LESSON, WARNING, Package, Problem, QuestionText
from app.content.rules.questions import BANKS
from app.content.rules.scenarios import FILE as SCENARIOS
from app.infra.orm import fold

SHORTEST_KEY = 5  # letters; « a » and « b » are not mistaken for each other
# Share of their words that two questions have in common. In the modules shipped no two questions reach 0.3 (3,551 pairs, one in
# a hundred over 0.14); a copy that was reworded keeps more than this.
SAME_WORDS = 0.6
ENOUGH_WORDS = 5
WORD = re.compile(r"[^\W_]{3,}")
EMPTY = {  # short words that two questions may well share
    *("les", "des", "une", "que", "qui", "est", "sont", "dans", "pour", "par", "sur", "avec", "vous", "votre", "vos"),
    *("elle", "ils", "elles", "cette", "ces", "son", "ses", "the", "and", "you"),
}
LEADING = re.compile(r"^(?:les?|la|l|une?|des?|du|d|the|an?)\b\s*")


def check(package: Package) -> Iterator[Problem]:
    """Ids, questions and answers of a package that are nearly the same; each is said of the second of the two."""
    objectives = [
        (one["id"], "module.yaml", package.at.get(f"objective.{one['id']}", 1))
        for one in package.manifest["fr"]["objectives"]
    ]
    yield from _keys(objectives)
    yield from _keys((one.key, file_of(one), one.line) for one in package.questions)
    yield from _keys((one.key, SCENARIOS, one.line) for one in package.scenarios)
    yield from _questions([one for one in package.questions if one.type != "declare"])
    for one in package.questions:
        yield from _answers(one)


def file_of(question: QuestionText) -> str:
    """The file a question is read from."""
    return question.file if question.bank == LESSON else BANKS[question.bank][0]


def _keys(places: Iterable[tuple[str, str, int]]) -> Iterator[Problem]:
    """Two ids that share all their letters but one, hyphens apart, have one of these « shapes » in common."""
    seen: dict[str, str] = {}
    for key, file, line in places:
        bare = re.sub(r"[^a-z0-9]", "", fold(key))
        shapes = [bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))]
        others = [seen[shape] for shape in shapes if shape in seen and _confusable(bare, seen[shape])]
        if others:
            yield Problem(file, line, "keys_alike", WARNING, {"id": key, "other": others[0]})
        for shape in shapes:
            seen.setdefault(shape, key)


def _confusable(bare: str, other: str) -> bool:
    """Whether two ids are long enough to be mistaken, and not numbers of a series (« cas-1 », « cas-2 »)."""
    same = re.sub(r"[^a-z0-9]", "", fold(other))
    return min(len(bare), len(same)) >= SHORTEST_KEY and (
        bare == same or re.sub(r"\d", "", bare) != re.sub(r"\d", "", same)
    )


def _questions(asked: list[QuestionText]) -> Iterator[Problem]:
    known: list[tuple[QuestionText, set[str]]] = []
    for one in asked:
        words = _words(one)
        for other, theirs in known:
            shared = len(words & theirs) / max(1, len(words | theirs))
            if min(len(words), len(theirs)) >= ENOUGH_WORDS and shared >= SAME_WORDS:
                values = {"id": one.key, "other": other.key, "percent": round(100 * shared)}
                yield Problem(file_of(one), one.line, "questions_alike", WARNING, values)
                break
        known.append((one, words))


def _words(question: QuestionText) -> set[str]:
    said = question.texts["fr"]
    return set(WORD.findall(fold(f"{said.get('situation', '')} {said['text']}"))) - EMPTY


def _answers(question: QuestionText) -> Iterator[Problem]:
    said = question.texts["fr"]
    if "options" in said:
        texts = [(key, one["text"]) for key, one in said["options"].items()]
    elif question.type == "cloze" and "en" not in question.texts:  # with English, what is accepted is of both languages
        texts = []
        for key, accepted in question.body["accepted"].items():
            if question.body["levels"][key] == "accents" and len({*map(fold, accepted)}) < len(accepted):
                yield Problem(
                    file_of(question), question.line, "answers_alike", WARNING, {"id": question.key, "part": key}
                )
    else:
        return
    seen: dict[str, str] = {}
    for key, text in texts:
        bare = LEADING.sub("", " ".join(re.findall(r"[^\W_]+|[+<>=%€-]", fold(text))))
        if bare in seen:
            values = {"id": question.key, "part": key, "other": seen[bare]}
            yield Problem(file_of(question), question.line, "options_alike", WARNING, values)
        seen.setdefault(bare, key)
