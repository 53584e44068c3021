"""A question through its form: what is shown comes back as it was, and what is left empty is no part of it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.queries.bank import english_faults, faults
from app.authoring.rules import entries, shape
from app.content.rules import editing

MODULES = Path(__file__).parents[2] / "modules"
TEXTS = {folder.name: {path.name: path.read_text() for path in folder.glob("*.yaml")} for folder in MODULES.iterdir()}
PLACES = [
    (slug, bank, str(row["id"]))
    for slug, texts in sorted(TEXTS.items())
    for bank in entries.BANKS
    for row in entries.rows(texts, bank)
]


def sent(bank: str, row: dict[str, Any], lang: str = "fr", french: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the form of `row` would give back untouched."""
    kind = shape.kind_of(bank, french or row)
    shown = shape.slots(kind, row)
    form = {**shape.texts(kind, row), "objective": row.get("objective", ""), "when": row.get("when", "")}
    for number, slot in enumerate(shown):
        form[f"part-{number}-id"] = slot.id
        form |= {f"part-{number}-{name}": said for name, said in slot.values.items()}
    right = [str(number) for number, slot in enumerate(shown) if slot.right]
    return shape.read(bank, kind, form, right, lang)


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: True if key in ("correct", "best") else plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("slug", "bank", "key"), PLACES[::5], ids=str)
def test_an_entry_of_ours_comes_back_as_it_was(slug: str, bank: str, key: str) -> None:
    row = plain(entries.row(TEXTS[slug], bank, key))
    assert {"id": key, **sent(bank, row)} == row


@pytest.mark.parametrize(("slug", "bank", "key"), [p for p in PLACES if "quiz.en.yaml" in TEXTS[p[0]]][::9], ids=str)
def test_a_translation_of_ours_comes_back_as_it_was(slug: str, bank: str, key: str) -> None:
    french, english = plain(entries.row(TEXTS[slug], bank, key)), entries.row(TEXTS[slug], bank, key, "en")
    assert english is not None
    row = {"id": key, **sent(bank, plain(english), "en", french)}
    assert row == plain(english)
    assert english_faults(bank, french, row, {}) == []


def test_every_entry_of_ours_is_without_a_fault() -> None:
    for slug, bank, key in PLACES[::3]:
        row = entries.row(TEXTS[slug], bank, key)
        assert row is not None
        assert faults(bank, row, {str(row["objective"])}, {}) == [], (slug, key)


@pytest.mark.parametrize("kind", [*shape.KINDS, shape.SCENARIO])
def test_an_empty_form_gives_an_entry_that_says_what_it_lacks(kind: str) -> None:
    bank = "scenario" if kind == shape.SCENARIO else "quiz"
    row = {"id": "neuve", **sent(bank, shape.blank(bank, kind, "objectif"))}
    assert faults(bank, row, {"objectif"}, {})
    assert editing.row(editing.added("", row), "neuve")["id"] == "neuve"


@pytest.mark.parametrize("kind", sorted(shape.PART))
def test_there_is_always_room_for_one_more_up_to_the_most(kind: str) -> None:
    part, most = shape.PART[kind], shape.MOST[kind]
    for length in range(most + 1):
        row = {part: [{"id": f"p{n}", "text": "x"} for n in range(length)]}
        shown = shape.slots(kind, row)
        assert [one.id for one in shown[:length]] == [f"p{n}" for n in range(length)]
        assert len(shown) == min(most, max(shape.SLOTS[kind], length + 1))


def test_a_new_option_takes_the_first_free_letter() -> None:
    form = {
        "text": "?",
        "part-0-id": "a",
        "part-0-text": "A",
        "part-1-text": "Neuve",
        "part-2-id": "b",
        "part-2-text": "B",
    }
    row = shape.read("quiz", "single", form, ["1"])
    assert [(one["id"], one.get("correct")) for one in row["options"]] == [("a", None), ("b", True), ("b", None)]


def test_the_answers_of_a_gap_are_one_a_line() -> None:
    form = {"text": "Un [[mot]].", "part-0-id": "mot", "part-0-answers": " un \r\n\r\ndeux\n", "part-0-level": "case"}
    row = shape.read("quiz", "cloze", form, [])
    assert row["gaps"] == [{"id": "mot", "answers": ["un", "deux"], "level": "case"}]


@given(
    st.dictionaries(
        st.from_regex(r"(part-\d{1,2}-(id|text|feedback|left|right|answers)|text|when|objective)"), st.text()
    )
)
def test_any_form_gives_an_entry_that_can_be_written(form: dict[str, str]) -> None:
    for kind in (*shape.KINDS, shape.SCENARIO):
        bank = "scenario" if kind == shape.SCENARIO else "quiz"
        row = {"id": "x", **shape.read(bank, kind, form, ["0", "x"])}
        assert isinstance(faults(bank, row, None, {}), list)
