"""The small package under several names, on disk or read, and ways to publish it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from app.authoring.services import publish
from app.content.folder import load
from app.content.rules import Package
from app.infra.db import write
from tests.conftest import NOW
from tests.content import packages

Change = Callable[[str], str]


def version(number: int, change: str = "substance") -> Change:
    """What makes module.yaml its version `number`."""
    return lambda text: text.replace("version: 1", f"version: {number}").replace(
        "change: substance", f"change: {change}"
    )


def written(at: Path, slug: str = packages.SLUG, **changes: Change) -> Path:
    """The package in `at`/`slug`, each file of `changes` (« module », « quiz ») passed through a function."""
    texts = packages.files()
    texts["module.yaml"] = texts["module.yaml"].replace(f"slug: {packages.SLUG}", f"slug: {slug}")
    for name, change in changes.items():
        texts[f"{name}.yaml"] = change(texts[f"{name}.yaml"])
    folder = at / slug
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def read(at: Path, slug: str = packages.SLUG, **changes: Change) -> Package:
    """The same, read."""
    package, problems = load(written(at, slug, **changes))
    assert package is not None, problems
    return package


def published(package: Package, at: datetime = NOW, actor_id: int | None = None) -> bool:
    """Publish it from the folder. Returns whether it was new."""
    return write(partial(publish, package=package, source="folder", now=at, actor_id=actor_id))
