"""The look holds together: style sheets, templates, vendored files and the page that describes them agree."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from app.infra.assets import SOURCE, stylesheet

TEMPLATES = SOURCE.parent / "templates"
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
SHEETS = sorted((SOURCE / "css").glob("*.css"))
MADE_BY_PAGES = {"theme_switch.html"}  # included by the layout, never imported by a page
LOOK = Path(__file__).parents[2] / "docs" / "look.md"


def test_every_style_sheet_is_served_once() -> None:
    listed = (SOURCE / "css" / "order.txt").read_text().split()
    assert sorted(listed) == [sheet.name for sheet in SHEETS]


def test_the_served_style_sheet_opens_with_the_layers_and_the_tokens() -> None:
    first = stylesheet(SOURCE).split("@layer tokens {")[0]
    assert "@layer tokens, base, layout, components, pages;" in first


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=lambda s: s.name)
def test_colours_are_only_ever_tokens(sheet: Path) -> None:
    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgb\(|\bhsl\(", sheet.read_text()) == []


# dsfr.css alone takes its values from the State's own distribution, which is not here.
@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "dsfr.css"], ids=lambda s: s.name)
def test_every_token_used_is_defined(sheet: Path) -> None:
    defined = set(re.findall(r"(--[\w-]+):", (SOURCE / "css" / "tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)\)", sheet.read_text())) <= defined


def test_the_fallback_names_every_colour_that_changes_with_the_theme() -> None:
    tokens, fallback = (SOURCE / "css" / "tokens.css").read_text().split("@supports not")
    changing = set(re.findall(r"(--[\w-]+): [^;]*light-dark\(", tokens))
    assert changing
    assert changing <= set(re.findall(r"(--[\w-]+):", fallback))


def test_every_font_a_style_sheet_names_is_there_with_its_licence() -> None:
    named = re.findall(r"url\(\.\./([\w./-]+)\)", (SOURCE / "css" / "fonts.css").read_text())
    assert len(named) == 3
    assert [name for name in named if not (SOURCE / name).is_file()] == []
    assert len(list((SOURCE / "fonts").glob("OFL-*.txt"))) == 2


def test_the_vendored_script_is_the_one_its_readme_names() -> None:
    folder = SOURCE / "js" / "vendor"
    assert sha256((folder / "htmx.min.js").read_bytes()).hexdigest() in (folder / "README.md").read_text()


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda t: str(t.relative_to(TEMPLATES)))
def test_no_page_carries_a_style_or_a_handler(template: Path) -> None:
    if template.parent.name == "mail":
        pytest.skip("mail readers know no style sheet")
    assert re.findall(r"\sstyle=|<style|\son[a-z]+=\"", template.read_text()) == []


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda c: c.name)
def test_every_component_says_its_use(component: Path) -> None:
    assert component.read_text().startswith("{#")


@pytest.mark.parametrize("component", [c for c in COMPONENTS if c.name not in MADE_BY_PAGES], ids=lambda c: c.name)
def test_every_component_is_in_the_description_of_the_look(component: Path) -> None:
    assert f"| {component.name.removesuffix('.html')}" in LOOK.read_text()
