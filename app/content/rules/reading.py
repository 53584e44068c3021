"""From files to a package. Everything wrong is said, not only the first thing."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from app.content.rules import fields, lessons, manifest, questions
from app.content.rules.english import with_english
from app.content.rules.located import Map
from app.content.rules.manifest import Manifest
from app.content.rules.package import ERROR, Notes, Package, Problem

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
    top = manifest.read(folder, files, problems)
    sure = bool(top.objectives) and not any(p.code == "objective_incomplete" for p in problems)
    english = manifest.read_english(top, files, problems)
    found = lessons.read(files, problems)
    bank = questions.read(files, set(top.objectives) if sure else None, problems)
    bank = with_english(bank, _ids(files), files, problems)
    for name in sorted(set(files) - FILES):
        if not lessons.FILE.fullmatch(name):
            problems.append(Problem(name, 1, "unknown_file"))
    if any(p.level == ERROR for p in problems):
        return None, sorted(problems)
    package = Package(
        slug=top.slug,
        change=top.change,
        **top.numbers,
        manifest=_manifest(top, english),
        lessons=tuple(found),
        questions=tuple(bank),
        digest=digest(files),
        at=top.at,
    )
    return package, sorted(problems)


def _ids(files: Mapping[str, str]) -> set[str]:
    """Every id quiz.yaml gives, that of a question with a problem included: its English is not at fault."""
    rows = fields.rows(files, Notes("quiz.yaml", []))
    return {key for row in rows if isinstance(row, Map) and (key := fields.identifier(row.get("id")))}


def _manifest(top: Manifest, english: dict[str, Any] | None) -> dict[str, Any]:
    objectives = [{"id": key, "text": text} for key, text in top.objectives.items()]
    french = {"title": top.title, "why": top.why, "objectives": objectives}
    found: dict[str, Any] = {"fr": french, "sources": top.sources}
    return found | {"en": english} if english is not None else found
