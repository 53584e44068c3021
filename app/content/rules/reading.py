"""From files to a package. Everything wrong is said, not only the first thing."""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from app.content.rules import fields, lessons, manifest, questions, scenarios
from app.content.rules.english import scenarios_with_english, with_english
from app.content.rules.located import Map
from app.content.rules.manifest import Manifest
from app.content.rules.package import ERROR, QUIZ, TEST, MediaFile, Notes, Package, Problem, QuestionText

TEST_FILE = questions.BANKS[TEST][0]
FILES = {
    *("module.yaml", "quiz.yaml", TEST_FILE, scenarios.FILE),
    *("module.en.yaml", "quiz.en.yaml", "test.en.yaml", "scenarios.en.yaml"),
}


def digest(files: Mapping[str, str], media: Sequence[MediaFile] = ()) -> str:
    """The package's hash: the same files, the same hash, whatever their order."""
    total = sha256()
    for name in sorted(files):
        total.update(f"{name}\0{files[name]}\0".encode())
    for one in sorted(media, key=lambda one: one.name):
        total.update(f"{one.name}\0{one.digest}\0".encode())
    return total.hexdigest()


def read_package(
    folder: str, files: Mapping[str, str], media: Sequence[MediaFile] = ()
) -> tuple[Package | None, list[Problem]]:
    """The package of a folder's texts by file name; None when a problem is an error. Problems are in order."""
    problems: list[Problem] = []
    top = manifest.read(folder, files, problems)
    sure = bool(top.objectives) and not any(p.code == "objective_incomplete" for p in problems)
    objectives = set(top.objectives) if sure else None
    english = manifest.read_english(top, files, problems)
    found, asked = lessons.read(files, {one.name: one.type for one in media}, problems)
    played = scenarios.read(files, objectives, problems)
    notes = Notes("scenarios.en.yaml", problems)
    played = scenarios_with_english(played, _ids(scenarios.FILE, files), notes, files)
    types = {one.name: one.type for one in media}
    banks = [*_bank(QUIZ, files, objectives, problems, types), *_bank(TEST, files, objectives, problems, types), *asked]
    _once(banks, problems)
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
        questions=tuple(banks),
        scenarios=tuple(played),
        media=tuple(media),
        digest=digest(files, media),
        files=dict(files),
        at=top.at,
    )
    return package, sorted(problems)


def _bank(
    bank: str,
    files: Mapping[str, str],
    objectives: set[str] | None,
    problems: list[Problem],
    media: Mapping[str, str],
) -> list[QuestionText]:
    file = questions.BANKS[bank][0]
    optional = bank == TEST and file not in files
    french = [] if optional else questions.read(bank, files, objectives, problems, media)
    notes = Notes(file.replace(".yaml", ".en.yaml"), problems)
    return with_english(french, _ids(file, files), notes, files)


def _ids(file: str, files: Mapping[str, str]) -> set[str]:
    """Every id a file gives, that of an entry with a problem included: its English is not at fault."""
    if file not in files:
        return set()
    rows = fields.rows(files, Notes(file, []))
    return {key for row in rows if isinstance(row, Map) and (key := fields.identifier(row.get("id")))}


def _once(banks: list[QuestionText], problems: list[Problem]) -> None:
    """An id names one question of the module, whatever its bank."""
    first: dict[str, str] = {}
    for question in banks:
        if first.setdefault(question.key, question.bank) != question.bank:
            file = question.file or questions.BANKS[question.bank][0]
            problems.append(Problem(file, question.line, "id_elsewhere", values={"id": question.key}))


def _manifest(top: Manifest, english: dict[str, Any] | None) -> dict[str, Any]:
    objectives = [{"id": key, "text": text} for key, text in top.objectives.items()]
    french = {"title": top.title, "why": top.why, "objectives": objectives}
    found: dict[str, Any] = {"fr": french, "sources": top.sources}
    found |= {"requires": top.requires} if top.requires else {}
    return found | {"en": english} if english is not None else found
