"""Everything that may be wrong with a package: what reading it says, its size and balance here, and what its neighbours see
(guessing, look-alikes, links, images, reading level).
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from app.content.rules import alike, blocks, guessing, links, readability, shown
from app.content.rules.minutes import reading_minutes
from app.content.rules.package import (
    AFTER,
    BEFORE,
    ERROR,
    NOTE,
    QUIZ,
    TEST,
    WARNING,
    LessonSource,
    MediaFile,
    Package,
    Problem,
    ScenarioText,
)
from app.content.rules.reading import read_package
from app.content.rules.scenarios import FILE as SCENARIOS

SMALLEST_BANK = 12
MINUTES = (6, 16)
LESSONS = (3, 5)
DRAW = (5, 8)
TOLERANCE = 1.5  # minutes between what is announced and what is counted


def examine(
    folder: str, files: Mapping[str, str], media: Sequence[MediaFile] = ()
) -> tuple[Package | None, list[Problem]]:
    """The package of a folder's texts, and everything wrong with it, in order: what the command line prints, and what the studio
    lists. None when a problem is an error. Texts are judged even when something else forbids reading the whole.
    """
    package, problems = read_package(folder, files, media)
    problems += said(folder, files, {one.name: one.type for one in media})
    problems = sorted([*problems, *(check(package) if package is not None else ())])
    failed = any(problem.level == ERROR for problem in problems)
    return (None if failed else package), problems


def said(folder: str, files: Mapping[str, str], media: Mapping[str, str]) -> list[Problem]:
    """What is wrong with what the texts say, each by itself: links, alternative texts, reading level, files never shown."""
    return [*links.check(folder, files), *shown.check(files, media), *readability.check(files)]


def check(package: Package) -> list[Problem]:
    """What is wrong with the whole of a package that could be read."""
    patterns = [problem for bank in (QUIZ, TEST) for problem in guessing.check(package, bank)]
    return sorted([*_sizes(package), *_objectives(package), *patterns, *alike.check(package), *_scenarios(package)])


def _sizes(package: Package) -> list[Problem]:
    found: list[Problem] = []
    bank, draw, minutes, counted = len(package.of(QUIZ)), package.draw, package.minutes, reading_minutes(package)

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
    counts = Counter(question.objective for question in package.of(QUIZ))
    tested = Counter(question.objective for question in package.of(TEST))
    found = [
        Problem("module.yaml", package.at.get(f"objective.{one}", 1), "objective_uncovered", ERROR, {"id": one})
        for one in ids
        if not counts[one]
    ]
    found += [
        Problem("test.yaml", 1, "objective_untested", WARNING, {"id": one}) for one in ids if tested and not tested[one]
    ]
    if package.draw < len(ids):
        values = {"draw": package.draw, "objectives": len(ids)}
        found.append(Problem("module.yaml", package.at.get("quiz.draw", 1), "draw_too_small", ERROR, values))
    return found


def _scenarios(package: Package) -> list[Problem]:
    """Two parallel scenarios, one at the very start of the lessons and one at the very end."""
    if not package.scenarios:
        found = [Problem("module.yaml", 1, "no_scenario", WARNING)]
    else:
        found = []
        if sorted(one.moment for one in package.scenarios) != [AFTER, BEFORE]:
            found.append(Problem(SCENARIOS, 1, "scenario_pair"))
        elif len({one.objective for one in package.scenarios}) > 1:
            found.append(Problem(SCENARIOS, package.scenarios[1].line, "scenario_objectives", WARNING))
    known = {one.key: one for one in package.scenarios}
    places = [(lesson, piece) for lesson in package.lessons for piece in _pieces(lesson) if piece.name == "scenario"]
    found += [
        Problem(lesson.file, 1, "scenario_unknown", values={"id": piece.title})
        for lesson, piece in places
        if piece.title not in known
    ]
    return found + [problem for one in package.scenarios for problem in _misplaced(one, package.lessons)]


def _misplaced(scenario: ScenarioText, lessons: tuple[LessonSource, ...]) -> list[Problem]:
    titles = [[piece.title if piece.name == "scenario" else "" for piece in _pieces(lesson)] for lesson in lessons]
    pieces = [title for lesson in titles for title in lesson]
    rightly = bool(pieces) and pieces[0 if scenario.moment == BEFORE else -1] == scenario.key
    if rightly and pieces.count(scenario.key) == 1:
        return []
    return [Problem(SCENARIOS, scenario.line, f"scenario_not_{scenario.moment}", values={"id": scenario.key})]


def _pieces(lesson: LessonSource) -> list[blocks.Piece]:
    return blocks.cut(lesson.texts["fr"].markdown) if "fr" in lesson.texts else []
