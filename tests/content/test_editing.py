"""Changing one entry of a bank leaves every other byte as it was."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.rules import editing, located
from app.content.rules.package import Notes

MODULES = Path(__file__).parents[2] / "modules"
BANKS = sorted(path for name in ("quiz", "test", "scenarios") for path in MODULES.glob(f"*/{name}*.yaml"))
TEXTS = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cs",)),
        st.sampled_from(list(":#-?{}[]&*!|>%@`,'\"\\ \n\t«»’…\u00a0\u202f\u2028\x85\r")),
    ),
    min_size=1,
).filter(lambda text: editing.BREAKS.sub("\n", text).strip())
BANK = """# What this bank is for.

- id: un
  text: « Un », dit-elle.   # a remark
  options: [{id: a, text: A}]

# About the second.
- id: deux
  text: >-
    Deux
    lignes
- {id: trois, text: Trois}
"""


def plain(value: Any) -> Any:
    """As ordinary lists and mappings."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def read(text: str) -> Any:
    notes = Notes("", [])
    found = located.load(text, notes)
    assert notes.problems == []
    return plain(found)


@pytest.mark.parametrize("path", BANKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_entry_of_our_banks_is_read_back_as_written(path: Path) -> None:
    text = path.read_text()
    rows = editing.rows(text)
    assert read(editing.written(rows)) == plain(rows)
    for row in (rows[0], rows[len(rows) // 2], rows[-1]):
        again = editing.replaced(text, row["id"], row)
        assert read(again) == read(text)
        assert editing.replaced(again, row["id"], row) == again, "written twice, the same bytes"


@given(st.dictionaries(st.sampled_from(["text", "situation", "feedback", "notion"]), TEXTS, min_size=1))
def test_any_text_comes_back(values: dict[str, str]) -> None:
    row = {"id": "x", **values}
    wanted = {key: editing.BREAKS.sub("\n", value).strip() for key, value in row.items()}
    assert read(editing.written([row])) == [wanted]
    assert editing.row(editing.added(BANK, row), "x") == wanted


def test_replacing_leaves_the_rest_as_it_was() -> None:
    new = editing.replaced(BANK, "deux", {"id": "deux", "text": "Autre : chose"})
    assert new == BANK.replace("  text: >-\n    Deux\n    lignes\n", "  text: 'Autre : chose'\n")


def test_replacing_keeps_the_blank_line_before_what_follows() -> None:
    new = editing.replaced(BANK, "un", {"id": "un", "text": "Un"})
    assert new.startswith("# What this bank is for.\n\n- id: un\n  text: Un\n\n# About the second.\n- id: deux\n")


def test_an_entry_goes_with_its_comments() -> None:
    new = editing.removed(BANK, "deux")
    assert "About the second" not in new
    assert [row["id"] for row in editing.rows(new)] == ["un", "trois"]


def test_the_last_entry_leaves_an_empty_list() -> None:
    text = editing.removed("- id: seul\n  text: Seul\n", "seul")
    assert editing.rows(text) == []
    assert [row["id"] for row in editing.rows(editing.added(text, {"id": "neuf", "text": "N"}))] == ["neuf"]


@pytest.mark.parametrize("text", ["", "[]\n", "# Rien encore.\n"])
def test_an_empty_bank_takes_a_first_entry(text: str) -> None:
    assert [row["id"] for row in editing.rows(editing.added(text, {"id": "neuf", "text": "N"}))] == ["neuf"]


def test_an_entry_is_added_after_another_or_last() -> None:
    row = {"id": "neuf", "text": "Neuf"}
    assert [one["id"] for one in editing.rows(editing.added(BANK, row, "un"))] == ["un", "neuf", "deux", "trois"]
    assert [one["id"] for one in editing.rows(editing.added(BANK, row))] == ["un", "deux", "trois", "neuf"]
    assert "# About the second.\n- id: deux" in editing.added(BANK, row, "un")


@pytest.mark.parametrize(
    ("key", "places", "order"),
    [
        ("un", 1, ["deux", "un", "trois"]),
        ("un", 9, ["deux", "trois", "un"]),
        ("trois", -1, ["un", "trois", "deux"]),
        ("trois", -9, ["trois", "un", "deux"]),
        ("deux", 0, ["un", "deux", "trois"]),
    ],
)
def test_an_entry_moves_with_its_comments(key: str, places: int, order: list[str]) -> None:
    new = editing.moved(BANK, key, places)
    assert [row["id"] for row in editing.rows(new)] == order
    assert "# About the second.\n- id: deux" in new
    assert new.startswith("# What this bank is for.")
    assert sorted(new) == sorted(BANK), "nothing but the order has changed"


@pytest.mark.parametrize(
    "text",
    ["- un\n", "id: un\n", "[{id: un}]\n", "  - id: un\n", "- id: [un]\n", "- id: &x un\n- *x\n", "- id: un\n id: x"],
)
def test_what_is_no_list_of_entries_is_said(text: str) -> None:
    with pytest.raises(editing.Unreadable):
        editing.replaced(text, "un", {"id": "un"})


def test_an_unknown_entry_is_said() -> None:
    for act in (
        lambda: editing.replaced(BANK, "quatre", {"id": "quatre"}),
        lambda: editing.removed(BANK, "quatre"),
        lambda: editing.moved(BANK, "quatre", 1),
        lambda: editing.row(BANK, "quatre"),
        lambda: editing.added(BANK, {"id": "cinq"}, "quatre"),
    ):
        with pytest.raises(editing.Unknown):
            act()
