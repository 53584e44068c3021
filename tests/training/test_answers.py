"""Answers as positions: what the page sends is what the database keeps, and nonsense names nothing."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.training.rules import answers

IDS = ("a", "b", "c", "d")


@st.composite
def answered(draw: st.DrawFn) -> tuple[str, dict[str, Any], list[str], dict[str, Any]]:
    kind = draw(st.sampled_from(("single", "multiple", "ordering", "matching")))
    shown = list(draw(st.permutations(IDS)))
    if kind == "ordering":
        given_ = draw(st.dictionaries(st.sampled_from(IDS), st.integers(1, 4), min_size=1))
        return kind, {"items": list(IDS)}, shown, {"ranks": given_}
    if kind == "matching":
        return (
            kind,
            {"pairs": list(IDS)},
            shown,
            {"pairs": draw(st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS), min_size=1))},
        )
    chosen = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=1 if kind == "single" else 4, unique=True))
    return kind, {"options": list(IDS), "right": ["a"]}, shown, {"chosen": chosen}


@given(answered())
def test_what_the_controls_hold_gives_the_answer_back(
    case: tuple[str, dict[str, Any], list[str], dict[str, Any]],
) -> None:
    kind, body, shown, answer = case
    fields = answers.fields(kind, body, shown, answer)
    assert answers.read(kind, body, shown, fields) == answer
    assert all(value.isdecimal() for values in fields.values() for value in values)


texts = st.text("0123456789²٣-é ", max_size=5) | st.sampled_from(("0", "3", "99", "²", "-1"))
nonsense = st.dictionaries(st.sampled_from(("", "0", "1", "9", "x")), st.lists(texts, max_size=4))


@given(answered(), nonsense)
def test_nonsense_in_the_controls_names_nothing(case: Any, fields: dict[str, list[str]]) -> None:
    kind, body, shown, _ = case
    found = answers.read(kind, body, shown, fields)
    for values in (found or {}).values():
        listed = values if isinstance(values, list) else list(values)
        assert set(listed) <= set(IDS)


def test_a_radio_button_gives_one_answer_even_if_two_are_forged() -> None:
    body = {"options": list(IDS), "right": ["a"]}
    assert answers.read("single", body, IDS, {"": ["2", "0"]}) == {"chosen": ["c"]}
