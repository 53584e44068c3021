"""What a module package holds once read, and what a problem with one is."""

from dataclasses import dataclass, field
from typing import Any

ERROR, WARNING, NOTE = "error", "warning", "note"

ONE_RIGHT = ("single", "truefalse", "situation")
WITH_OPTIONS = (*ONE_RIGHT, "multiple")
TYPES = (*WITH_OPTIONS, "ordering", "matching")


@dataclass(frozen=True, order=True)
class Problem:
    """Something to mend: where, how serious, and a code with the values of its sentence."""

    file: str
    line: int
    code: str
    level: str = ERROR
    values: dict[str, Any] = field(default_factory=dict, compare=False)


class Notes:
    """Where the problems of one file are noted; `always` are values that every sentence about it may use."""

    def __init__(self, file: str, problems: list[Problem], **always: Any) -> None:
        self.file, self.problems, self.always = file, problems, always

    def wrong(self, line: int, code: str, level: str = ERROR, **values: Any) -> None:
        """Note a problem at `line`."""
        self.problems.append(Problem(self.file, line, code, level, {**self.always, **values}))

    def about(self, **always: Any) -> "Notes":
        """The same file's notes, about one thing in it."""
        return Notes(self.file, self.problems, **{**self.always, **always})


@dataclass(frozen=True)
class LessonText:
    """A lesson in one language."""

    title: str
    markdown: str


@dataclass(frozen=True)
class LessonSource:
    """A lesson: its permanent key, its place, its texts by language, its file."""

    key: str
    position: int
    texts: dict[str, LessonText]
    file: str


@dataclass(frozen=True)
class QuestionText:
    """A question: language-free `body`, texts by language, and the line where it begins.

    body: {"options": [ids], "right": [ids]} · ordering {"items": [ids in the right order]} · matching {"pairs": [ids]}.
    texts[lang]: "text", "situation", "notion", "feedback" where the type has them, and "options": {id: {"text",
    "feedback"}}, "items": {id: text} or "pairs": {id: {"left", "right"}}.
    """

    key: str
    type: str
    objective: str
    body: dict[str, Any]
    texts: dict[str, dict[str, Any]]
    line: int


@dataclass(frozen=True)
class Package:
    """A module package. `manifest` is by language: title, why and objectives; sources are common.

    `at` is the line of each key of module.yaml ("quiz.draw" and "objective.<id>" included), for what is checked later.
    """

    slug: str
    position: int
    version: int
    change: str
    minutes: int
    draw: int
    pass_percent: int
    delay_minutes: int
    max_attempts: int
    manifest: dict[str, Any]
    lessons: tuple[LessonSource, ...]
    questions: tuple[QuestionText, ...]
    digest: str
    at: dict[str, int] = field(default_factory=dict, compare=False)
