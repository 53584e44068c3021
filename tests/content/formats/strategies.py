"""Questions that try their format: texts full of what formats give a meaning to."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import strategies as st

from app.content.formats import html
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
    Image,
    Item,
    Number,
    Pair,
)

_HOSTILE = (
    "{", "}", "~", "=", "#", "####", ":", "::", "%50%", "%", "->", "\\", "\\n", "\\*", "*", "//", "[html]", "[plain]", "[[", "]]",
    "_____", "$CATEGORY: x", "]]>", "<![CDATA[", "<b>", "</p>", "<br>", "<", ">", "&", "&amp;", "&#125;", "&nbsp;", '"', "'",
    "{1:SA:=x}", "{1:MULTICHOICE:=x~y}", "@@PLUGINFILE@@/x.png", "<?xml", "<!--", "-->", "é", "œ", "\xa0", "\u202f", "\u2028",
    "\x85", "😀", "👩‍🏫", "שלום", "\u202e", "ـ", "- ", "T", "TRUE", "1..5", " ", " ", "\n", "\n\n", "mot",
)  # fmt: skip

_raw = st.lists(st.sampled_from(_HOSTILE) | st.text(max_size=3), max_size=8).map("".join)
anything = st.text(max_size=20) | _raw
maybe = _raw.map(html.tidy).filter(lambda text: "[[" not in text)  # what looks like a gap has its own tests
texts = maybe.filter(bool)
lines = texts.map(html.line)
names = st.just("") | lines.filter(lambda text: html.tagless(text) == text)
keys = st.just("") | st.text("az09:.]é -", max_size=8).map(html.line)
worths = st.sampled_from([Fraction(n, d) for d in (1, 2, 3, 4, 6, 7, 9, 10) for n in range(-d, d + 1)])
decimals = (
    st.decimals(-(10**9), 10**9, places=3).map(lambda one: format(one, "f").rstrip("0").rstrip(".")).filter("-0".__ne__)
)
tolerances = decimals.map(lambda text: text.removeprefix("-"))
images = st.builds(
    Image, lines.filter(lambda text: "/" not in text), st.binary(min_size=1, max_size=40), maybe.map(html.line)
)


def choices(full: bool) -> st.SearchStrategy[tuple[Choice, ...]]:
    """Two options or more, one at least worth everything when `full`."""
    some = st.lists(st.builds(Choice, texts, worths, maybe), min_size=1, max_size=4)
    best = (
        st.builds(Choice, texts, st.just(Fraction(1)), maybe)
        if full
        else st.builds(Choice, texts, st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(1)]), maybe)
    )
    return st.tuples(some, best, st.integers(0, 4)).map(lambda one: (*one[0][: one[2]], one[1], *one[0][one[2] :]))


def _accepted(answers: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Choice, ...]]:
    best = st.builds(Choice, answers, st.just(Fraction(1)), maybe)
    others = st.lists(st.builds(Choice, answers, worths, maybe), max_size=2)
    return st.tuples(best, others).map(lambda one: (one[0], *one[1]))


@st.composite
def clozes(draw: st.DrawFn, most: int, *, moodle: bool) -> dict[str, object]:
    """The text and gaps of a cloze question, its gaps in order."""
    count = draw(st.integers(1, most))
    around = [draw(maybe) for _one in range(count + 1)]
    if not moodle and not (around[0] or around[1]):
        around[0] = "mot"
    text = "".join(f"{part} [[{n}]] " for n, part in enumerate(around[:-1], 1)) + around[-1]
    case = st.booleans() if moodle else st.just(False)
    said = lines if moodle else lines.filter(lambda text: "->" not in text)
    gaps = tuple(Gap(draw(_accepted(said)), draw(case)) for _one in range(count))
    return {"text": html.tidy(text), "gaps": gaps, "wrong": draw(maybe) if count == 1 else ""}


def _items(kind: str, **fields: st.SearchStrategy[object]) -> st.SearchStrategy[Item]:
    common = {
        "name": names,
        "key": keys,
        "text": texts,
        "feedback": maybe,
        "tags": st.lists(keys.filter(bool), max_size=3, unique=True),
    }
    return st.fixed_dictionaries({**common, **fields}).map(
        lambda made: Item(
            kind, **{one: tuple(value) if isinstance(value, list) else value for one, value in made.items()}
        )  # type: ignore[arg-type]
    )


_truth = st.tuples(st.booleans(), maybe, maybe).map(
    lambda one: (Choice("true", Fraction(one[0]), one[1]), Choice("false", Fraction(not one[0]), one[2]))
)
_numbers = st.lists(st.builds(Number, decimals, tolerances, worths, maybe), max_size=2).flatmap(
    lambda others: st.builds(Number, decimals, tolerances, st.just(Fraction(1)), maybe).map(
        lambda best: (best, *others)
    )
)
_pairs = st.lists(st.builds(Pair, texts, lines), min_size=2, max_size=4)


@st.composite
def _cloze_items(draw: st.DrawFn, most: int, *, moodle: bool) -> Item:
    made = draw(clozes(most, moodle=moodle))
    bare = draw(_items(CLOZE))
    return replace(bare, **made)


gift_items = st.one_of(
    _items(SINGLE, choices=choices(full=True)),
    _items(MULTIPLE, choices=choices(full=False)),
    _items(TRUE_FALSE, choices=_truth),
    _items(MATCHING, pairs=_pairs),
    _items(NUMERIC, numbers=_numbers, wrong=maybe),
    _cloze_items(1, moodle=False),
)
_told = {"right": maybe, "partial": maybe, "wrong": maybe, "image": st.none() | images}
moodle_items = st.one_of(
    _items(SINGLE, choices=choices(full=True), **_told),
    _items(MULTIPLE, choices=choices(full=False), **_told),
    _items(TRUE_FALSE, choices=_truth, image=st.none() | images),
    _items(MATCHING, pairs=_pairs, **_told),
    _items(ORDERING, order=st.lists(texts, min_size=2, max_size=4), **_told),
    _items(NUMERIC, numbers=_numbers, wrong=maybe, unit=lines | st.just("")),
    _cloze_items(3, moodle=True),
)
