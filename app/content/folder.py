"""Module packages on disk. Texts and the files they show are read; nothing is ever imported or run."""

from pathlib import Path

from app.content import media
from app.content.rules import Package, Problem, examine
from app.content.rules.package import MediaFile

TEXTS = {".md", ".yaml", ".yml"}
LARGEST = 300_000  # bytes; a lesson is two pages


def files_of(folder: Path) -> tuple[dict[str, str], list[Problem]]:
    """The texts of a package by file name, and what could not be read."""
    texts, problems = {}, []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_dir() or path.suffix in media.TYPES:
            continue
        if path.suffix not in TEXTS or not path.is_file():
            problems.append(Problem(path.name, 1, "unknown_file"))
        elif path.stat().st_size > LARGEST:
            problems.append(Problem(path.name, 1, "too_large", values={"kilobytes": LARGEST // 1000}))
        else:
            try:
                texts[path.name] = path.read_text(encoding="utf-8-sig")  # some editors add a mark nobody sees
            except UnicodeDecodeError as error:
                line = path.read_bytes()[: error.start].count(b"\n") + 1
                problems.append(Problem(path.name, line, "not_utf8"))
    return texts, problems


def media_of(folder: Path) -> tuple[list[MediaFile], list[Problem]]:
    """The files that the lessons of a package may show, and what is wrong with some."""
    found, problems = [], []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.suffix not in media.TYPES or not path.is_file():
            continue
        one = media.read(path)
        if isinstance(one, Problem):
            problems.append(one)
        else:
            found.append(one)
    return found, problems


def load(folder: Path) -> tuple[Package | None, list[Problem]]:
    """The package of a folder, and every problem found. None when one of them is an error."""
    texts, problems = files_of(folder)
    shown, unreadable = media_of(folder)
    problems += unreadable
    package, found = examine(folder.resolve().name, texts, shown)
    # A file that is there and cannot be read is not also missing.
    unread = {problem.file for problem in problems}
    problems += [p for p in found if not (p.code == "no_file" and p.file in unread)]
    failed = any(problem.level == "error" for problem in problems)
    return (None if failed else package), sorted(problems)


def packages_in(path: Path) -> list[Path]:
    """The package folders under `path`, or `path` itself when it is one; none when there is no such folder."""
    if (path / "module.yaml").is_file():
        return [path]
    if not path.is_dir():
        return []
    return sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
