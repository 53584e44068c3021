"""From another platform's question to ours and back: what is kept comes back the same, what is not is named."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules.exchange import plan
from app.content import formats
from app.content.formats.conversion import Entry, entry, item_of
from app.content.formats.findings import Refused
from app.content.formats.items import (
    CLOZE,
    MATCHING,
    MULTIPLE,
    NUMERIC,
    ORDERING,
    SINGLE,
    TRUE_FALSE,
    Choice,
    Gap,
    Item,
    Number,
    Pair,
    Read,
    Trouble,
)
from app.content.rules import editing, questions
from app.content.rules.package import QuestionText
from app.content.words.formats import ERRORS, LOSSES, said

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
FOLDER = Path(formats.__file__).parent


def choices(*worth: Fraction | int, **said_: str) -> tuple[Choice, ...]:
    return tuple(Choice(f"Choix {n}", Fraction(one), said_.get(f"f{n}", f"Retour {n}.")) for n, one in enumerate(worth))


def question(made: Entry, image: bool = False) -> QuestionText:
    """The entry read by our own reader, which must find nothing wrong."""
    problems: list[object] = []
    row = {**made.row, "id": "q", "objective": "o", **({"image": "a.png"} if image else {})}
    if made.row["type"] not in (SINGLE, MULTIPLE, TRUE_FALSE):
        row = {"notion": "À revoir.", "feedback": "Bien.", **row}
    found = questions.read("quiz", {"quiz.yaml": editing.written([row])}, {"o"}, problems, {"a.png": "image/png"})
    assert not problems, problems
    return found[0]


CAT = Gap((Choice("chat", Fraction(1)), Choice("minou", Fraction(1))))
GOOD = {
    "one right": Item(SINGLE, "Quoi ?", choices=choices(1, 0, 0)),
    "one half right": Item(SINGLE, "Quoi ?", choices=choices(0, 1, HALF)),
    "three shares": Item(SINGLE, "Quoi ?", choices=choices(THIRD, HALF, 1, 0)),
    "several": Item(MULTIPLE, "Lesquels ?", choices=choices(HALF, HALF, -HALF, -HALF)),
    "several that cost nothing": Item(MULTIPLE, "Lesquels ?", choices=choices(HALF, HALF, 0, 0)),
    "several unequal": Item(MULTIPLE, "Lesquels ?", choices=choices(Fraction(3, 4), Fraction(1, 4), -1)),
    "thirds": Item(MULTIPLE, "Lesquels ?", choices=choices(THIRD, THIRD, THIRD, -1)),
    "true": Item(
        TRUE_FALSE, "Oui.", choices=(Choice("Vrai", Fraction(1), "Oui."), Choice("Faux", Fraction(0), "Non."))
    ),
    "false": Item(
        TRUE_FALSE, "Non.", choices=(Choice("Vrai", Fraction(0), "Non."), Choice("Faux", Fraction(1), "Oui."))
    ),
    "pairs": Item(
        MATCHING, "Qui ?", pairs=(Pair("a", "1"), Pair("b", "2"), Pair("c", "3")), feedback="Bien.", wrong="Relire."
    ),
    "an order": Item(ORDERING, "Dans quel ordre ?", order=("un", "deux", "trois"), feedback="Bien.", wrong="Relire."),
    "a gap": Item(
        CLOZE,
        "Le [[1]] et la [[2]].",
        gaps=(CAT, Gap((Choice("Loi", Fraction(1)),), case=True)),
        feedback="Bien.",
        wrong="Relire.",
    ),
    "a number": Item(
        NUMERIC, "Combien ?", numbers=(Number("3.5", "0.1"),), unit="h", feedback="Bien.", wrong="Relire."
    ),
    "an exact number": Item(NUMERIC, "Combien ?", numbers=(Number("3"),), feedback="Bien.", wrong="Relire."),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_has_a_place_comes_back_the_same(name: str) -> None:
    item = GOOD[name]
    made = entry(item)
    assert not made.losses
    back = item_of(question(made))
    assert replace(back, name="", key="") == item


LOST = {
    "a right answer under one": (Item(SINGLE, "?", choices=choices(HALF, 0, 0)), "scaled"),
    "a wrong answer that costs": (Item(SINGLE, "?", choices=choices(1, -HALF, 0)), "negative"),
    "right answers over one": (Item(MULTIPLE, "?", choices=choices(1, 1, 0)), "scaled"),
    "a general feedback besides": (Item(SINGLE, "?", choices=choices(1, 0, 0), feedback="Plus."), "feedback_left"),
    "a partial feedback": (Item(MULTIPLE, "?", choices=choices(HALF, HALF, 0), partial="Presque."), "feedback_left"),
    "two numbers": (Item(NUMERIC, "?", numbers=(Number("3"), Number("4", credit=HALF))), "other_number"),
    "a number's feedback": (Item(NUMERIC, "?", numbers=(Number("3", feedback="Oui."),)), "feedback_left"),
    "a half accepted word": (
        Item(CLOZE, "[[1]]", gaps=(Gap((Choice("chat", Fraction(1)), Choice("chien", HALF))),)), "gap_answer"),
    "an accepted word's feedback": (Item(CLOZE, "[[1]]", gaps=(Gap((Choice("chat", Fraction(1), "Oui."),)),)), "feedback_left"),
    "two feedbacks for one place": (Item(ORDERING, "?", order=("a", "b"), feedback="Un.", right="Deux."), "feedback_left"),
}  # fmt: skip


@pytest.mark.parametrize("name", LOST)
def test_what_has_no_place_is_named(name: str) -> None:
    item, code = LOST[name]
    assert code in {one.code for one in entry(item).losses}


REFUSED = {
    "two answers right at once": (Item(SINGLE, "?", choices=choices(1, 1, 0)), "several_right"),
    "none right": (Item(SINGLE, "?", choices=choices(0, 0, 0)), "no_right"),
    "none of several right": (Item(MULTIPLE, "?", choices=choices(0, -1)), "no_right"),
    "no number right": (Item(NUMERIC, "?", numbers=(Number("3", credit=Fraction(0)),)), "no_right"),
    "no word accepted": (Item(CLOZE, "[[1]]", gaps=(Gap((Choice("chat", HALF),)),)), "no_right"),
    "too many answers": (Item(SINGLE, "?", choices=choices(1, *([0] * 30))), "too_many_choices"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_one_of_ours_is_left_out_with_its_reason(name: str) -> None:
    item, code = REFUSED[name]
    with pytest.raises(Refused) as why:
        entry(item)
    assert why.value.code == code
    assert plan(Read((item,)), set(), (), "o").left_out[0].code == code


def test_outcomes_fill_the_options_that_say_nothing() -> None:
    item = Item(SINGLE, "?", choices=choices(1, 0, 0, f0="", f1=""), right="Oui.", wrong="Non.")
    assert [one.get("feedback") for one in entry(item).row["options"]] == ["Oui.", "Non.", "Retour 2."]


def test_missing_feedback_is_not_invented() -> None:
    row = entry(Item(SINGLE, "?", choices=choices(1, 0, 0, f0="", f1="", f2=""))).row
    assert not any("feedback" in one for one in row["options"])


def test_ids_are_made_different_and_objectives_are_named_by_tags() -> None:
    items = [
        Item(SINGLE, "?", key="Ma clé", choices=choices(1, 0, 0), tags=("relancer", "oral"), line=n) for n in range(3)
    ]
    found = plan(
        Read((*items, Item(SINGLE, "Quoi dire ?", choices=choices(1, 0, 0)))),
        {"ma-cle"},
        ("ecouter", "relancer"),
        "ecouter",
    )
    assert [one.key for one in found.entries] == ["ma-cle-2", "ma-cle-3", "ma-cle-4", "quoi-dire"]
    assert [one.row["objective"] for one in found.entries] == ["relancer"] * 3 + ["ecouter"]
    assert found.entries[0].row["tags"] == "relancer, oral"


WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Z"), exclude_characters="[]"), min_size=1, max_size=12)
SHARES = st.fractions(-1, 1, max_denominator=9)


@given(st.sampled_from([SINGLE, MULTIPLE]), st.lists(SHARES, min_size=3, max_size=4), WORDS)
def test_any_shares_become_an_entry_that_reads_or_are_refused(kind: str, shares: list[Fraction], word: str) -> None:
    item = Item(kind, word, choices=tuple(Choice(f"{word} {n}.{n}", one, "Retour.") for n, one in enumerate(shares)))
    try:
        made = entry(item)
    except Refused:
        return
    found = question(made)
    assert found.body["right"]
    back = item_of(found)
    kept = [one.credit for one in back.choices]
    if not made.losses:
        assert all(abs(one - other) <= Fraction(1, 500) for one, other in zip(kept, shares, strict=True)), (
            kept,
            shares,
        )


@given(st.lists(WORDS, min_size=3, max_size=5, unique_by=str.casefold), st.sampled_from([MATCHING, ORDERING]))
def test_any_words_come_back(words: list[str], kind: str) -> None:
    item = (
        Item(ORDERING, "?", order=tuple(f"{n} {one}" for n, one in enumerate(words)), feedback="F.", wrong="W.")
        if kind == ORDERING
        else Item(
            MATCHING,
            "?",
            pairs=tuple(Pair(f"{n} g", f"{n} {one}") for n, one in enumerate(words)),
            feedback="F.",
            wrong="W.",
        )
    )
    assert replace(item_of(question(entry(item))), name="", key="") == item


def codes() -> set[tuple[str, str]]:
    """Every code that the formats' own files give, with how serious it is."""
    found = set()
    for file in FOLDER.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        found |= {("error", code) for code in re.findall(r'Refused\(\s*"([a-z_]+)"', text)}
        found |= {("loss", code) for code in re.findall(r'\.loss\(\s*"([a-z_]+)"', text)}
        found |= {("loss", code) for code in re.findall(r'lost\["([a-z_]+)"', text)}
        found |= {("loss", code) for code in re.findall(r'^    "\w+": \("([a-z_]+)", "\w*"\),$', text, re.MULTILINE)}
    return found


def test_every_code_has_its_words(context: object) -> None:
    missing = {(level, code) for level, code in codes() if code not in (ERRORS if level == "error" else LOSSES)}
    assert not missing
    for level, code in codes():
        words = said(Trouble(1, code, "q", level, {"detail": "x" * 300}))
        assert "%(" not in words
        assert len(words) < 260
