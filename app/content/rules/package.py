"""What a module package holds once read, and what a problem with one is."""

from dataclasses import dataclass, field
from typing import Any

ERROR, WARNING, NOTE = "error", "warning", "note"

ONE_RIGHT = ("single", "truefalse", "situation")
WITH_OPTIONS = (*ONE_RIGHT, "multiple")
TYPES = (*WITH_OPTIONS, "ordering", "matching", "cloze", "numeric")
QUIZ, TEST, LESSON = (
    "quiz",
    "test",
    "lesson",
)  # the banks: drawn by the module, by the validation test, asked in a lesson
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, order=True)
class Problem:
    """Something to mend: where, how serious, and a code with the values of its sentence."""

    file: str
    line: int
    code: str
    level: str = ERROR
    values: dict[str, Any] = field(default_factory=dict, compare=False)


class Notes:
    """Where the problems of one file are noted; `always` are values that every sentence about it may use.

    `after` lines come before the text that is read, when it is a part of the file.
    """

    def __init__(self, file: str, problems: list[Problem], *, after: int = 0, **always: Any) -> None:
        self.file, self.problems, self.after, self.always = file, problems, after, always

    def wrong(self, line: int, code: str, level: str = ERROR, **values: Any) -> None:
        """Note a problem at `line`."""
        self.problems.append(Problem(self.file, self.after + line, code, level, {**self.always, **values}))

    def about(self, **always: Any) -> "Notes":
        """The same file's notes, about one thing in it."""
        return Notes(self.file, self.problems, after=self.after, **{**self.always, **always})

    def below(self, line: int) -> "Notes":
        """The same file's notes, for a text that begins after `line`: its first line is the next."""
        return Notes(self.file, self.problems, after=self.after + line, **self.always)


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
    """A question: language-free `body`, texts by language, and the line where it begins, in its bank's file or, inside a
    lesson, in `file`.

    body: {"options": [ids], "right": [ids]} · ordering {"items": [ids in the right order]} · matching {"pairs": [ids]} ·
    cloze {"gaps": [ids], "accepted": {id: [texts, of every language]}, "levels": {id: level}} ·
    numeric {"answer", "tolerance"} as decimal texts · declare {"options": [ids]}, a question of opinion. With options of which
    some are worth a share: "credits": {id: a number as a text}. With an image: "image": its file, and a text "alt".
    texts[lang]: "text", "situation", "notion", "feedback", "unit", "after" where the type has them, and "options": {id:
    {"text", "feedback"}}, "items": {id: text} or "pairs": {id: {"left", "right"}}.
    """

    key: str
    type: str
    objective: str
    body: dict[str, Any]
    texts: dict[str, dict[str, Any]]
    line: int
    bank: str = QUIZ
    file: str = ""


@dataclass(frozen=True)
class ScenarioText:
    """One of a module's two scenarios: options in order, the best of them, texts by language.

    texts[lang]: "situation", "ask", "explain", "expert", "compare", and "options": {id: {"text", "feedback"}}.
    """

    key: str
    moment: str
    objective: str
    options: tuple[str, ...]
    best: str
    texts: dict[str, dict[str, Any]]
    line: int


@dataclass(frozen=True)
class MediaFile:
    """A file that lessons show. `digest` is its SHA-256."""

    name: str
    type: str
    digest: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class Package:
    """A module package. `manifest` is by language: title, why and objectives; sources are common.

    `questions` are of every bank: `bank` tells them apart.

    `files` are its texts by file name, as they were read.

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
    scenarios: tuple[ScenarioText, ...] = ()
    media: tuple[MediaFile, ...] = ()
    files: dict[str, str] = field(default_factory=dict, repr=False, compare=False)
    at: dict[str, int] = field(default_factory=dict, compare=False)

    def of(self, bank: str) -> tuple[QuestionText, ...]:
        """The questions of one bank."""
        return tuple(question for question in self.questions if question.bank == bank)
