"""The most typical text, the option added to a question, and where it is now."""

from typing import Any

import pytest

from app.authoring.rules import harvest, shape


def options(*keys: str) -> dict[str, Any]:
    return {"id": "q", "text": "?", "options": [{"id": key, "text": key, "feedback": "."} for key in keys]}


@pytest.mark.parametrize(
    ("texts", "at"),
    [
        ([], None),
        (["Un seul texte."], 0),
        (["", ""], 0),
        (["Le même texte.", "Le même texte."], 0),
        (["Parler beaucoup.", "Donner vite conseil", "Donner conseil vite, parler"], 2),
        (["Écouter déjà", "ecouter deja souvent", "Rien à voir"], 0),
        (["le de la un", "Conseiller vite", "Conseiller trop vite"], 1),
    ],
)
def test_the_typical_text_shares_most_with_the_others(texts: list[str], at: int | None) -> None:
    assert harvest.typical(texts) == at


@pytest.mark.parametrize(
    ("kind", "count", "room"),
    [
        ("single", 3, True),
        ("single", 4, False),
        ("situation", 3, True),
        ("situation", 4, False),
        ("multiple", 5, True),
        ("multiple", 6, False),
        ("truefalse", 1, False),
        ("ordering", 0, False),
        ("", 0, False),
    ],
)
def test_only_questions_with_free_options_and_room_take_one_more(kind: str, count: int, room: bool) -> None:
    assert harvest.takes_more(kind, options(*"abcdef"[:count])) is room


def test_the_new_option_has_a_free_letter_no_feedback_and_is_wrong() -> None:
    before = options("a", "c", "autre")
    row, key = harvest.with_option(before, "Conseiller d’abord")
    assert key == "b"
    assert row["options"][-1] == {"id": "b", "text": "Conseiller d’abord", "feedback": ""}
    assert before == options("a", "c", "autre"), "what was given is left as it was"
    slot = shape.slots("single", row)[3]
    assert (slot.id, slot.values["text"], slot.right) == ("b", "Conseiller d’abord", False)


@pytest.mark.parametrize("broken", [{}, {"options": None}, {"options": "a"}, {"options": ["a", None]}])
def test_options_that_do_not_read_are_none(broken: dict[str, Any]) -> None:
    assert harvest.options_of(broken) == []
    assert harvest.with_option(broken, "x")[1] == "a"


def test_a_wrong_option_is_there_and_not_right() -> None:
    row = options("a", "b")
    row["options"][0]["correct"] = True
    row["options"].append({"id": "c", "correct": "true"})
    assert [harvest.is_wrong_option(row, key) for key in "abcd"] == [False, True, False, False]


def test_a_path_says_its_question_and_option() -> None:
    assert harvest.parts_of(harvest.path_of("premiere-note", "d")) == ("premiere-note", "d")


def test_where_an_option_is_now() -> None:
    path = harvest.path_of("q", "d")
    assert harvest.place(path, {"q": ["a", "d"]}, {"q": ["d"]}) == harvest.PUBLISHED
    assert harvest.place(path, {"q": ["a"]}, {"q": ["d"]}) == harvest.DRAFT
    assert harvest.place(path, {"q": ["a"]}, {"r": ["d"]}) == harvest.GONE
