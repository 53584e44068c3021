"""The names of lesson files: numbers that follow, keys that stay."""

import pytest

from app.authoring.rules import naming

TEXTS = {
    "module.yaml": "",
    "01-un.md": "# Un\n",
    "02-deux.md": "# Deux\n",
    "02-deux.en.md": "# Two\n",
    "03-trois.md": "Sans titre\n",
}


def test_lessons_are_read_in_order_with_their_languages() -> None:
    found = naming.lessons(TEXTS)
    assert [(one.key, one.titles) for one in found] == [
        ("un", {"fr": "Un"}),
        ("deux", {"en": "Two", "fr": "Deux"}),
        ("trois", {"fr": ""}),
    ]
    assert set(found[1].names) == {"02-deux.md", "02-deux.en.md"}


@pytest.mark.parametrize(
    ("key", "places", "order"),
    [
        ("un", 1, ["deux", "un", "trois"]),
        ("un", 5, ["deux", "trois", "un"]),
        ("trois", -1, ["un", "trois", "deux"]),
        ("deux", 0, ["un", "deux", "trois"]),
    ],
)
def test_a_lesson_moves_in_every_language(key: str, places: int, order: list[str]) -> None:
    names = naming.moved(TEXTS, key, places)
    after = {names.get(name, name): text for name, text in TEXTS.items()}
    assert [one.key for one in naming.lessons(after)] == order
    assert [one.position for one in naming.lessons(after)] == [1, 2, 3]
    assert sorted(after.values()) == sorted(TEXTS.values())


def test_a_lesson_that_is_not_there_moves_nothing() -> None:
    assert naming.moved(TEXTS, "quatre", 1) == {}


def test_a_gap_is_closed() -> None:
    texts = {name: text for name, text in TEXTS.items() if "deux" not in name}
    assert naming.closed_up(texts) == {"01-un.md": "01-un.md", "03-trois.md": "02-trois.md"}


@pytest.mark.parametrize(
    ("title", "taken", "key"),
    [
        ("l'ecoute, d'abord !", [], "l-ecoute-d-abord"),
        ("", [], "sans-titre"),
        ("???", ["sans-titre"], "sans-titre-2"),
        ("un", ["un", "un-2"], "un-3"),
        ("x" * 80, [], "x" * 50),
    ],
)
def test_a_key_is_made_of_the_title(title: str, taken: list[str], key: str) -> None:
    assert naming.key_for(title, taken) == key
    assert naming.file_of(3, key) == f"03-{key}.md"
