"""module.yaml through its form: untouched it says the same, and what is typed is written or said to be wrong."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules import about
from app.authoring.rules.changes import changes
from app.infra.orm import fold
from tests.content import packages

FILES = sorted((Path(__file__).parents[2] / "modules").glob("*/module*.yaml"))


def form_of(value: dict[str, Any]) -> dict[str, str]:
    """What the form of `value` would send untouched."""
    form = {name: str(value.get(name, "")) for name in (*about.TEXTS, *about.NUMBERS)}
    quiz = value.get("quiz") or {}
    form |= {f"quiz-{name}": str(quiz.get(name) or 0) for name in about.QUIZ}
    for number, one in enumerate(about.rows(value, "objectives", about.MOST_OBJECTIVES)):
        form |= {f"objective-{number}-{name}": str(one.get(name, "")) for name in ("id", "text")}
    for number, one in enumerate(about.rows(value, "sources", about.MOST_SOURCES)):
        form |= {f"source-{number}-{name}": str(one.get(name, "")) for name in about.SOURCE}
    return form


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_module_of_ours_saved_untouched_says_the_same(path: Path) -> None:
    text = path.read_text()
    value = about.read(text)
    assert value is not None
    lang = "en" if path.name.endswith(".en.yaml") else "fr"
    again = about.written(text, form_of(value), {}, lang)
    assert changes({path.name: text}, {path.name: again}) == []
    assert about.written(again, form_of(value), {}, lang) == again


def test_an_objective_is_added_renamed_and_taken_away() -> None:
    text = packages.files()["module.yaml"]
    value = about.read(text)
    assert value is not None
    form = form_of(value) | {
        "objective-0-text": "Reformuler, vraiment",
        "objective-1-text": "",
        "objective-2-id": "",
        "objective-2-text": "Écouter jusqu’au bout, sans couper",
    }
    folded = {said: fold(said) for said in about.objective_texts(form)}
    after = about.read(about.written(text, form, folded))
    assert after is not None
    assert [dict(one) for one in after["objectives"]] == [
        {"id": "reformuler", "text": "Reformuler, vraiment"},
        {"id": "ecouter-jusqu-au-bout-sans", "text": "Écouter jusqu’au bout, sans couper"},
    ]


def test_what_is_no_number_is_kept_for_the_check_to_say() -> None:
    text = packages.files()["module.yaml"]
    value = about.read(text)
    assert value is not None
    after = about.read(about.written(text, form_of(value) | {"minutes": "dix", "quiz-draw": "6.5"}, {}))
    assert after is not None
    assert (after["minutes"], after["quiz"]["draw"]) == ("dix", "6.5")


def test_a_source_without_a_reference_is_none() -> None:
    text = packages.files()["module.yaml"]
    value = about.read(text)
    assert value is not None
    after = about.read(about.written(text, form_of(value) | {"source-0-ref": " "}, {}))
    assert after is not None
    assert after["sources"] == []


@pytest.mark.parametrize("text", ["", "[]", "- a", "a: [", "a: 1\na: 2\n", "texte"])
def test_what_is_no_mapping_is_none(text: str) -> None:
    assert about.read(text) is None


@given(st.dictionaries(st.sampled_from(sorted(form_of(about.read(packages.files()["module.yaml"]) or {}))), st.text()))
def test_any_form_is_written_and_read_back(form: dict[str, str]) -> None:
    text = about.written(packages.files()["module.yaml"], form, {})
    value = about.read(text)
    assert value is not None
    assert value["slug"] == packages.SLUG
    assert value["version"] == "1"
