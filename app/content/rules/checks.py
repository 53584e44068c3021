"""What may be wrong with a package that reads well: its size, its balance, what a guesser could use."""

import re
from collections import Counter

from app.content.rules.package import ERROR, NOTE, WARNING, Package, Problem, QuestionText

SMALLEST_BANK = 12
MINUTES = (6, 9)
LESSONS = (3, 5)
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
    found = [*_sizes(package), *_objectives(package), *_patterns(package)]
    return sorted(found)


def _sizes(package: Package) -> list[Problem]:
    found = []
    if len(package.questions) < SMALLEST_BANK:
        values = {"found": len(package.questions), "low": SMALLEST_BANK}
        found.append(Problem("quiz.yaml", 1, "small_bank", ERROR, values))
    if package.draw > len(package.questions):
        found.append(
            Problem("module.yaml", 1, "draw_too_large", ERROR, {"draw": package.draw, "bank": len(package.questions)})
        )
    if not MINUTES[0] <= package.minutes <= MINUTES[1]:
        found.append(Problem("module.yaml", 1, "minutes_out", WARNING, {"low": MINUTES[0], "high": MINUTES[1]}))
    counted = reading_minutes(package)
    if abs(counted - package.minutes) > TOLERANCE:
        differ = {"announced": package.minutes, "counted": round(counted, 1)}
        found.append(Problem("module.yaml", 1, "minutes_differ", WARNING, differ))
    if not LESSONS[0] <= len(package.lessons) <= LESSONS[1]:
        found.append(Problem("module.yaml", 1, "lesson_count", WARNING, {"low": LESSONS[0], "high": LESSONS[1]}))
    if not package.manifest.get("sources"):
        found.append(Problem("module.yaml", 1, "no_sources", WARNING))
    if "en" not in package.manifest:
        found.append(Problem("module.yaml", 1, "french_only", NOTE))
    return found


def _objectives(package: Package) -> list[Problem]:
    ids = [o["id"] for o in package.manifest["fr"]["objectives"]]
    counts = Counter(question.objective for question in package.questions)
    found = [Problem("quiz.yaml", 1, "objective_uncovered", ERROR, {"id": one}) for one in ids if not counts[one]]
    if package.draw < len(ids):
        found.append(Problem("module.yaml", 1, "draw_too_small", ERROR, {"draw": package.draw, "objectives": len(ids)}))
    return found


def _one_right(package: Package) -> list[QuestionText]:
    return [q for q in package.questions if q.type in ("single", "situation")]


def _patterns(package: Package) -> list[Problem]:
    """What lets someone who knows nothing guess: the longest option, or the place of the right one."""
    asked = _one_right(package)
    if len(asked) < ENOUGH_TO_JUDGE:
        return []
    found = []
    longest = [q for q in asked if _right_is_longest(q)]
    if len(longest) / len(asked) > LONGEST_RIGHT_SHARE:
        values = {"found": len(longest), "of": len(asked)}
        found.append(Problem("quiz.yaml", longest[0].line, "longest_right", WARNING, values))
    places = Counter(q.body["options"].index(q.body["right"][0]) for q in asked)
    place, times = places.most_common(1)[0]
    if times / len(asked) > POSITION_SHARE:
        values = {"place": place + 1, "found": times, "of": len(asked)}
        found.append(Problem("quiz.yaml", asked[0].line, "same_place", WARNING, values))
    return found


def _right_is_longest(question: QuestionText) -> bool:
    lengths = {one: len(text["text"]) for one, text in question.texts["fr"]["options"].items()}
    right = question.body["right"][0]
    return all(lengths[right] > length for one, length in lengths.items() if one != right)
