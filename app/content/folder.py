"""Module packages in a folder or an archive. Texts and the files they show are read; nothing is ever imported or run."""

from collections.abc import Mapping
from pathlib import Path, PurePath

from app.content import media
from app.content.rules import Package, Problem, examine
from app.content.rules.located import load as load_yaml
from app.content.rules.package import MediaFile, Notes

TEXTS = {".md", ".yaml", ".yml"}
LARGEST = 300_000  # bytes; a lesson is two pages


def load(folder: Path) -> tuple[Package | None, list[Problem]]:
    """The package of a folder, and every problem found. None when one of them is an error."""
    files, problems = {}, []
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_dir():
            continue
        found = _too_large(path) if path.is_file() else Problem(path.name, 1, "unknown_file")
        if found is None:
            files[path.name] = path.read_bytes()
        else:
            problems.append(found)
    return load_files(folder.resolve().name, files, problems)


def _too_large(path: Path) -> Problem | None:
    """Why a file is not even opened."""
    if path.suffix in media.TYPES:
        return media.too_large(path.name, path.stat().st_size)
    too_large = path.suffix in TEXTS and path.stat().st_size > LARGEST
    return Problem(path.name, 1, "too_large", values={"kilobytes": LARGEST // 1000}) if too_large else None


def load_files(
    slug: str, files: Mapping[str, bytes], problems: list[Problem] | None = None
) -> tuple[Package | None, list[Problem]]:
    """The package that `files` make, in a folder called `slug`, and every problem found, those already known included. None
    when one of them is an error.
    """
    texts, shown, unreadable = sorted_out(files)
    problems = [*(problems or []), *unreadable]
    package, found = examine(slug, texts, shown)
    # A file that is there and cannot be read is not also missing.
    unread = {problem.file for problem in problems}
    problems += [p for p in found if not (p.code == "no_file" and p.file in unread)]
    failed = any(problem.level == "error" for problem in problems)
    return (None if failed else package), sorted(problems)


def sorted_out(files: Mapping[str, bytes]) -> tuple[dict[str, str], list[MediaFile], list[Problem]]:
    """The texts of a package by name, the files that its lessons may show, and what could not be read."""
    texts: dict[str, str] = {}
    shown: list[MediaFile] = []
    problems: list[Problem] = []
    for name, data in sorted(files.items()):
        if PurePath(name).suffix in media.TYPES:
            one = media.read_bytes(name, data)
            if isinstance(one, Problem):
                problems.append(one)
            else:
                shown.append(one)
        elif PurePath(name).suffix not in TEXTS:
            problems.append(Problem(name, 1, "unknown_file"))
        elif len(data) > LARGEST:
            problems.append(Problem(name, 1, "too_large", values={"kilobytes": LARGEST // 1000}))
        else:
            try:
                text = data.decode("utf-8-sig")  # some editors add a mark nobody sees
            except UnicodeDecodeError as error:
                problems.append(Problem(name, data[: error.start].count(b"\n") + 1, "not_utf8"))
            else:
                texts[name] = text.replace("\r\n", "\n").replace("\r", "\n")
    return texts, shown, problems


def slug_in(files: Mapping[str, bytes]) -> str:
    """The name that module.yaml gives to the module; "" when it cannot be read."""
    try:
        value = load_yaml(files.get("module.yaml", b"").decode("utf-8-sig"), Notes("module.yaml", []))
    except UnicodeDecodeError:
        return ""
    return str(value.get("slug", "")) if isinstance(value, Mapping) else ""


def packages_in(path: Path) -> list[Path]:
    """The package folders under `path`, or `path` itself when it is one; none when there is no such folder."""
    if (path / "module.yaml").is_file():
        return [path]
    if not path.is_dir():
        return []
    return sorted(p for p in path.iterdir() if p.is_dir() and not p.name.startswith("."))
