"""Every module shipped in modules/ passes its checks and renders, whatever it says."""

import re
from pathlib import Path

import pytest

from app.content.folder import load, packages_in
from app.content.rendering import media_of, render_lesson
from app.content.rules.package import QUIZ
from app.training.settings import REQUIRED_MODULES

FOLDERS = packages_in(Path(__file__).parent.parent.parent / "modules")


def test_there_are_six_and_those_that_gate_are_among_them() -> None:
    slugs = {folder.name for folder in FOLDERS}
    assert len(slugs) >= 6
    assert set(REQUIRED_MODULES.default) <= slugs


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_shipped_module_has_neither_error_nor_warning(folder: Path) -> None:
    package, problems = load(folder)
    assert [p for p in problems if p.level != "note"] == []
    assert package is not None
    assert {"single", "multiple", "truefalse", "situation", "ordering", "matching"} <= {
        q.type for q in package.of(QUIZ)
    }


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_text_of_a_shipped_lesson_is_rendered(folder: Path) -> None:
    package, _ = load(folder)
    assert package is not None
    for lesson in package.lessons:
        for lang, text in lesson.texts.items():
            pieces = render_lesson(text.markdown, lang, media_of(package.media))
            html = "\n".join(piece.get("html", "") for piece in pieces)
            assert html.count('<div class="fr-callout">') == text.markdown.count("::: callout")
            assert html.count("<figure") == len(re.findall("^::: (?:figure|video)", text.markdown, re.MULTILINE))
            placed = [key for piece in pieces for name, key in piece.items() if name != "html"]
            assert len(placed) == len(re.findall("^::: (?:declare|practice|scenario)", text.markdown, re.MULTILINE))
            assert ":::" not in html
            assert "&lt;" not in html


def test_no_two_modules_share_a_place_on_the_path() -> None:
    places = [package.position for folder in FOLDERS if (package := load(folder)[0])]
    assert sorted(places) == sorted(set(places))
