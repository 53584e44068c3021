"""From files to a package. Everything wrong is said, not only the first thing."""

import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from app.content.rules import blocks, located, questions
from app.content.rules.located import Map, Row
from app.content.rules.package import LessonSource, LessonText, Package, Problem, QuestionText

LANGUAGES = ("fr", "en")
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
LESSON_FILE = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.(en))?\.md")
TOP_KEYS = {"slug", "position", "version", "change", "title", "minutes", "why", "quiz", "objectives", "sources"}
QUIZ_KEYS = {"draw", "pass_percent", "delay_minutes", "max_attempts"}
CHECKED = re.compile(r"\d{4}-\d{2}-\d{2}|known|to-confirm")
FILES = {"module.yaml", "module.en.yaml", "quiz.yaml", "quiz.en.yaml"}


def digest(files: Mapping[str, str]) -> str:
    """The package's hash: the same files, the same hash, whatever their order."""
    total = sha256()
    for name in sorted(files):
        total.update(f"{name}\0{files[name]}\0".encode())
    return total.hexdigest()


def read_package(folder: str, files: Mapping[str, str]) -> tuple[Package | None, list[Problem]]:
    """The package of a folder's texts by file name; None when a problem is an error. Problems are in order."""
    problems: list[Problem] = []
    top = _top(folder, files, problems)
    english = _map("module.en.yaml", files, problems) if "module.en.yaml" in files else Map(1)
    lessons = _lessons(files, problems)
    bank = _questions(files, {o["id"] for o in top.get("objectives", []) if isinstance(o, Map) and "id" in o}, problems)
    for name in sorted(set(files) - FILES):
        if not LESSON_FILE.fullmatch(name):
            problems.append(Problem(name, 1, "unknown_file"))
    if any(p.level == "error" for p in problems):
        return None, sorted(problems)
    quiz = top["quiz"]
    package = Package(
        slug=top["slug"],
        position=top["position"],
        version=top["version"],
        change=top["change"],
        minutes=top["minutes"],
        draw=quiz["draw"],
        pass_percent=quiz["pass_percent"],
        delay_minutes=quiz.get("delay_minutes", 0),
        max_attempts=quiz.get("max_attempts", 0),
        manifest=_manifest(top, english),
        lessons=tuple(lessons),
        questions=tuple(bank),
        digest=digest(files),
    )
    return package, sorted(problems)


def _manifest(top: Map, english: Map) -> dict[str, Any]:
    objectives = [{"id": o["id"], "text": o["text"]} for o in top["objectives"]]
    found: dict[str, Any] = {
        "fr": {"title": top["title"], "why": top["why"], "objectives": objectives},
        "sources": [dict(source) for source in top.get("sources") or []],
    }
    if english.get("title"):
        said = {o["id"]: o["text"] for o in english.get("objectives") or []}
        found["en"] = {
            "title": english["title"],
            "why": english.get("why", top["why"]),
            "objectives": [{"id": o["id"], "text": said.get(o["id"], o["text"])} for o in objectives],
        }
    return found


def _map(file: str, files: Mapping[str, str], problems: list[Problem]) -> Map:
    """The mapping of a YAML file; empty, with a problem, when it is not one."""
    if file not in files:
        problems.append(Problem(file, 1, "no_file"))
        return Map(1)
    before = len(problems)
    value = located.load(file, files[file], problems)
    if isinstance(value, Map):
        return value
    if len(problems) == before:
        problems.append(Problem(file, 1, "not_a_map"))
    return Map(1)


def _top(folder: str, files: Mapping[str, str], problems: list[Problem]) -> Map:
    file = "module.yaml"
    top = _map(file, files, problems)
    if not top:
        return top

    def wrong(key: str, code: str, **values: Any) -> None:
        problems.append(Problem(file, top.at.get(key, top.line), code, values={"key": key, **values}))

    for key in sorted(TOP_KEYS - top.keys()):
        wrong(key, "key_missing")
    for key in sorted(top.keys() - TOP_KEYS):
        wrong(key, "key_unknown")
    slug = top.get("slug")
    if slug is not None and (not isinstance(slug, str) or not SLUG.fullmatch(slug)):
        wrong("slug", "bad_slug")
    elif slug is not None and slug != folder:
        wrong("slug", "slug_not_folder", folder=folder)
    for key, low, high in (("position", 1, 99), ("version", 1, 10_000), ("minutes", 1, 60)):
        _number(top, key, low, high, wrong)
    if "change" in top and top["change"] not in ("wording", "substance"):
        wrong("change", "bad_change")
    for key in ("title", "why"):
        if key in top and not (isinstance(top[key], str) and top[key]):
            wrong(key, "empty_text")
    _quiz_rules(top, file, problems, wrong)
    _objectives(top, file, problems, wrong)
    _sources(top, file, problems, wrong)
    return top


def _number(where: Map, key: str, low: int, high: int, wrong: Any) -> None:
    value = where.get(key)
    if key in where and (not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high):
        wrong(key, "bad_number", low=low, high=high)


def _quiz_rules(top: Map, file: str, problems: list[Problem], wrong: Any) -> None:
    quiz = top.get("quiz")
    if "quiz" not in top:
        return
    if not isinstance(quiz, Map):
        wrong("quiz", "not_a_map")
        return

    def inside(key: str, code: str, **values: Any) -> None:
        problems.append(Problem(file, quiz.at.get(key, quiz.line), code, values={"key": f"quiz.{key}", **values}))

    for key in ("draw", "pass_percent"):
        if key not in quiz:
            inside(key, "key_missing")
    for key in sorted(quiz.keys() - QUIZ_KEYS):
        inside(key, "key_unknown")
    bounds = (("draw", 1, 40), ("pass_percent", 1, 100), ("delay_minutes", 0, 100_000), ("max_attempts", 0, 100))
    for key, low, high in bounds:
        _number(quiz, key, low, high, inside)


def _objectives(top: Map, file: str, problems: list[Problem], wrong: Any) -> None:
    rows = top.get("objectives")
    if "objectives" not in top:
        return
    if not isinstance(rows, Row) or not rows:
        wrong("objectives", "no_objective")
        return
    seen: set[str] = set()
    for row, line in zip(rows, rows.at, strict=True):
        if not isinstance(row, Map) or not row.get("id") or not row.get("text"):
            problems.append(Problem(file, line, "objective_incomplete"))
            continue
        if row["id"] in seen:
            problems.append(Problem(file, line, "id_twice", values={"id": row["id"]}))
        seen.add(row["id"])


def _sources(top: Map, file: str, problems: list[Problem], wrong: Any) -> None:
    rows = top.get("sources")
    if "sources" in top and not isinstance(rows, Row):
        wrong("sources", "no_source")
        return
    for row, line in zip(rows or [], rows.at if rows else [], strict=True):
        if not isinstance(row, Map) or not row.get("ref"):
            problems.append(Problem(file, line, "source_no_ref"))
        elif not CHECKED.fullmatch(str(row.get("checked", ""))):
            problems.append(Problem(file, line, "source_not_checked"))
        elif row["checked"] == "to-confirm":
            problems.append(Problem(file, line, "source_to_confirm", "note", {"ref": row["ref"]}))


def _lessons(files: Mapping[str, str], problems: list[Problem]) -> list[LessonSource]:
    texts: dict[str, dict[str, LessonText]] = {}
    places: dict[str, tuple[int, str]] = {}
    for name in sorted(files):
        match = LESSON_FILE.fullmatch(name)
        if match is None:
            continue
        number, key, lang = int(match[1]), match[2], match[3] or "fr"
        lesson = _lesson(name, files[name], problems)
        if lesson is not None:
            texts.setdefault(key, {})[lang] = lesson
        if lang == "fr":
            places[key] = number, name
    for key, found in texts.items():
        if "fr" not in found and key not in places:
            problems.append(Problem(f"{key}.en.md", 1, "english_alone"))
    if not places:
        problems.append(Problem("module.yaml", 1, "no_lesson"))
    ordered = sorted(places.items(), key=lambda item: item[1])
    return [LessonSource(key, n, texts.get(key, {}), file) for n, (key, (_, file)) in enumerate(ordered, 1)]


def _lesson(file: str, text: str, problems: list[Problem]) -> LessonText | None:
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is None or not lines[first].startswith("# "):
        problems.append(Problem(file, (first or 0) + 1, "no_title"))
        return None
    body = "\n".join(lines[first + 1 :])
    problems += [Problem(file, line + first + 1, code, values=values) for line, code, values in blocks.faults(body)]
    return LessonText(lines[first][2:].strip(), body.strip("\n"))


def _questions(files: Mapping[str, str], objectives: set[str], problems: list[Problem]) -> list[QuestionText]:
    bank = questions.read("quiz.yaml", files, objectives, problems)
    return questions.with_english(bank, "quiz.en.yaml", files, problems)
