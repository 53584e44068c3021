"""What may be wrong with a package that reads well: its size, its balance, what a guesser could use."""

import re
from collections import Counter

from app.content.rules.package import ERROR, NOTE, WARNING, Package, Problem, QuestionText

SMALLEST_BANK = 12
MINUTES = (6, 9)
LESSONS = (3, 5)
DRAW = (5, 8)
WORDS_A_MINUTE = 190  # silent reading of informative French, on the slow side
SECONDS_A_QUESTION = 25
TOLERANCE = 1.5  # minutes between what is announced and what is counted
LONGEST_RIGHT_SHARE = 0.5
POSITION_SHARE = 0.6
ENOUGH_TO_JUDGE = 6  # questions, before a pattern is called one


def reading_minutes(package: Package) -> float:
    """Minutes to read the lessons and answer one draw, as counted from the words."""
    words = sum(
        len(re.findall(r"\w[\w’'-]*", lesson.texts["fr"].markdown))
        for lesson in package.lessons
        if "fr" in lesson.texts
    )
    return words / WORDS_A_MINUTE + package.draw * SECONDS_A_QUESTION / 60


def check(package: Package) -> list[Problem]:
    """Every problem of a package that could be read."""
    return sorted([*_sizes(package), *_objectives(package), *_patterns(package)])


def _sizes(package: Package) -> list[Problem]:
    found: list[Problem] = []
    bank, draw, minutes, counted = len(package.questions), package.draw, package.minutes, reading_minutes(package)

    def top(key: str, code: str, level: str, **values: object) -> None:
        found.append(Problem("module.yaml", package.at.get(key, 1), code, level, values))

    if bank < SMALLEST_BANK:
        found.append(Problem("quiz.yaml", 1, "small_bank", ERROR, {"found": bank, "low": SMALLEST_BANK}))
    if draw > bank:
        top("quiz.draw", "draw_too_large", ERROR, draw=draw, bank=bank)
    elif not DRAW[0] <= draw <= DRAW[1]:
        top("quiz.draw", "draw_out", WARNING, low=DRAW[0], high=DRAW[1])
    if not MINUTES[0] <= minutes <= MINUTES[1]:
        top("minutes", "minutes_out", WARNING, low=MINUTES[0], high=MINUTES[1])
    if abs(counted - minutes) > TOLERANCE:
        top("minutes", "minutes_differ", WARNING, announced=minutes, counted=round(counted, 1))
    if not LESSONS[0] <= len(package.lessons) <= LESSONS[1]:
        top("", "lesson_count", WARNING, low=LESSONS[0], high=LESSONS[1])
    if not package.manifest.get("sources"):
        top("sources", "no_sources", WARNING)
    if "en" not in package.manifest:
        top("", "french_only", NOTE)
    return found


def _objectives(package: Package) -> list[Problem]:
    ids = [o["id"] for o in package.manifest["fr"]["objectives"]]
    counts = Counter(question.objective for question in package.questions)
    found = [
        Problem("module.yaml", package.at.get(f"objective.{one}", 1), "objective_uncovered", ERROR, {"id": one})
        for one in ids
        if not counts[one]
    ]
    if package.draw < len(ids):
        values = {"draw": package.draw, "objectives": len(ids)}
        found.append(Problem("module.yaml", package.at.get("quiz.draw", 1), "draw_too_small", ERROR, values))
    return found


def _patterns(package: Package) -> list[Problem]:
    """What lets someone who knows nothing guess: the longest option, or the place of the right one."""
    asked = [q for q in package.questions if q.type in ("single", "situation")]
    if len(asked) < ENOUGH_TO_JUDGE:
        return []
    found = []
    longest = [q for q in asked if _right_is_longest(q)]
    if len(longest) / len(asked) > LONGEST_RIGHT_SHARE:
        values = {"found": len(longest), "of": len(asked)}
        found.append(Problem("quiz.yaml", longest[0].line, "longest_right", WARNING, values))
    place, times = Counter(map(_place, asked)).most_common(1)[0]
    if times / len(asked) > POSITION_SHARE:
        line = next(q.line for q in asked if _place(q) == place)
        values = {"place": place + 1, "found": times, "of": len(asked)}
        found.append(Problem("quiz.yaml", line, "same_place", WARNING, values))
    return found


def _place(question: QuestionText) -> int:
    options: list[str] = question.body["options"]
    return options.index(question.body["right"][0])


def _right_is_longest(question: QuestionText) -> bool:
    lengths = {one: len(text["text"]) for one, text in question.texts["fr"]["options"].items()}
    right = question.body["right"][0]
    return all(lengths[right] > length for one, length in lengths.items() if one != right)
