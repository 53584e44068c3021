"""Where a problem is mended: the question's form, the lesson at its line, the module's form, else the file as it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.authoring.rules import entries, naming
from app.content.rules import Problem, editing
from app.content.rules.package import ERROR, NOTE, WARNING

MODULE = {"module.yaml": "fr", "module.en.yaml": "en"}
BANKS = {entries.file_of(bank, lang): (bank, lang) for bank in entries.BANKS for lang in ("fr", "en")}
# Said of a whole bank at its first line, where only its first question stands.
WHOLE = {"small_bank", "objective_untested", "scenario_pair", "no_file", "not_a_list"}
SERIOUSNESS = (ERROR, WARNING, NOTE)


@dataclass(frozen=True)
class Point:
    """A problem, the page where it is mended and that page's values ("" when there is none), and the text it is about."""

    problem: Problem
    page: str = ""
    values: Mapping[str, str | int] = field(default_factory=dict)
    about: str = ""


@dataclass(frozen=True)
class Group:
    """The problems of one file, the most serious first. `kind` is module, lesson, a bank, or file; `title` a lesson's."""

    file: str
    kind: str
    title: str
    lang: str
    points: tuple[Point, ...]

    def count(self, level: str) -> int:
        """How many of its problems are of this level."""
        return sum(one.problem.level == level for one in self.points)


def groups(texts: Mapping[str, str], problems: list[Problem]) -> list[Group]:
    """The problems of a draft's texts by file, in the order one works: the module, its lessons, its banks, the rest."""
    lessons = {name: (one.key, lang) for one in naming.lessons(texts) for lang, name in one.files.items()}
    ranks = {name: rank for rank, name in enumerate([*MODULE, *sorted(lessons), *BANKS])}
    files = sorted({one.file for one in problems}, key=lambda name: (ranks.get(name, len(ranks)), name))
    return [_group(name, texts, lessons, [one for one in problems if one.file == name]) for name in files]


def _group(
    name: str, texts: Mapping[str, str], lessons: Mapping[str, tuple[str, str]], problems: list[Problem]
) -> Group:
    keyed = _entries(texts, name) if name in BANKS else []
    points = [_point(one, texts, lessons, keyed) for one in problems]
    points.sort(key=lambda one: (SERIOUSNESS.index(one.problem.level), one.problem.line))
    if name in MODULE:
        return Group(name, "module", "", MODULE[name], tuple(points))
    if name in lessons:
        return Group(name, "lesson", naming.title_of(texts[name]) or lessons[name][0], lessons[name][1], tuple(points))
    bank, lang = BANKS.get(name, ("file", "fr"))
    return Group(name, bank, "", lang, tuple(points))


def _entries(texts: Mapping[str, str], name: str) -> list[editing.Entry]:
    try:
        return editing.entries(texts.get(name, ""))
    except editing.Unreadable:
        return []


def _point(
    problem: Problem, texts: Mapping[str, str], lessons: Mapping[str, tuple[str, str]], keyed: list[editing.Entry]
) -> Point:
    name, line = problem.file, problem.line
    about = _line(texts.get(name, ""), line)
    if name in lessons:
        key, lang = lessons[name]
        return Point(problem, "lesson", {"key": key, **_said_in(lang), "ligne": line}, about.lstrip("# "))
    if name in BANKS and (problem.code in WHOLE or name not in texts):
        return Point(problem, "bank", {"bank": BANKS[name][0]})
    if name not in texts:
        return Point(problem, "" if name in MODULE else "draft" if name.endswith(".md") else "media")
    if name in MODULE:
        return Point(problem, "about_module", _said_in(MODULE[name]), "" if line == 1 else about)
    at = next((one for one in keyed if one.start < line <= one.end), None)
    if at is not None:
        return _asked(problem, texts, at.key) or Point(problem, "text", {"name": name, "ligne": line}, about)
    return Point(problem, "text", {"name": name, "ligne": line}, about)


def _said_in(lang: str) -> dict[str, str | int]:
    return {} if lang == "fr" else {"langue": lang}


def _line(text: str, line: int) -> str:
    lines = text.splitlines()
    return lines[line - 1].strip() if 0 < line <= len(lines) else ""


def _asked(problem: Problem, texts: Mapping[str, str], key: str) -> Point | None:
    """The form of the entry `key`, if there is one: English is reached through its French, which has to be there."""
    bank, lang = BANKS[problem.file]
    try:
        french = entries.row(texts, bank, key)
        row = french if lang == "fr" else entries.row(texts, bank, key, lang)
    except editing.Unreadable:
        return None
    if french is None or row is None:
        return None
    said = str(row.get("situation") or row.get("text") or key)
    return Point(problem, "entry", {"bank": bank, "key": key, **_said_in(lang)}, " ".join(said.split()))
