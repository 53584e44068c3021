"""Grading: the rules of docs/content-format.md, on examples and on whatever hypothesis finds."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.training.rules.grading import FULL, NONE, PARTIAL, completeness, credit, passed, percent

IDS = ("a", "b", "c", "d", "e", "f")
ids = st.lists(st.sampled_from(IDS), min_size=3, max_size=6, unique=True)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    kind = draw(st.sampled_from(("single", "situation", "truefalse", "multiple", "ordering", "matching")))
    listed = draw(ids)
    if kind == "ordering":
        return kind, {"items": listed}
    if kind == "matching":
        return kind, {"pairs": listed}
    options = ["vrai", "faux"] if kind == "truefalse" else listed
    count = draw(st.integers(1, len(options))) if kind == "multiple" else 1
    return kind, {"options": options, "right": draw(st.permutations(options))[:count]}


def key(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    if kind == "ordering":
        return {"ranks": {one: rank for rank, one in enumerate(body["items"], 1)}}
    if kind == "matching":
        return {"pairs": {one: one for one in body["pairs"]}}
    return {"chosen": list(body["right"])}


some_ids = st.sampled_from((*IDS, "vrai", "faux", "inconnu", ""))
answers = st.fixed_dictionaries(
    {},
    optional={
        "chosen": st.lists(some_ids, max_size=8),
        "ranks": st.dictionaries(some_ids, st.integers(-2, 9), max_size=8),
        "pairs": st.dictionaries(some_ids, some_ids, max_size=8),
    },
)
garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text("ab1é²", max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("chosen", "ranks", "pairs", "a")), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(questions())
def test_the_key_is_worth_one_and_nothing_is_worth_nothing(question: tuple[str, dict[str, Any]]) -> None:
    kind, body = question
    assert credit(body, kind, key(kind, body)) == 1
    assert completeness(body, kind, key(kind, body)) == FULL
    for empty in (None, {}, {"chosen": []}, {"ranks": {}}, {"pairs": {}}):
        assert credit(body, kind, empty) == 0
        assert completeness(body, kind, empty) == NONE


@given(questions(), answers)
def test_an_answer_is_worth_between_nothing_and_one(
    question: tuple[str, dict[str, Any]], answer: dict[str, Any]
) -> None:
    kind, body = question
    assert 0 <= credit(body, kind, answer) <= 1
    if completeness(body, kind, answer) == NONE:
        assert credit(body, kind, answer) == 0


@given(questions(), garbage)
def test_nonsense_is_graded_without_an_error(question: tuple[str, dict[str, Any]], answer: Any) -> None:
    kind, body = question
    assert 0 <= credit(body, kind, answer) <= 1
    assert completeness(body, kind, answer) in (NONE, PARTIAL, FULL)


@given(questions(), answers, st.randoms(use_true_random=False))
def test_the_order_in_which_an_answer_is_written_changes_nothing(
    question: tuple[str, dict[str, Any]], answer: dict[str, Any], random: Any
) -> None:
    kind, body = question

    def stirred(value: Any) -> Any:
        listed = list(value.items()) if isinstance(value, dict) else list(value)
        random.shuffle(listed)
        return dict(listed) if isinstance(value, dict) else listed

    assert credit(body, kind, {name: stirred(value) for name, value in answer.items()}) == credit(body, kind, answer)
    twice = {**answer, "chosen": answer.get("chosen", []) * 2}
    assert credit(body, kind, twice) == credit(body, kind, answer)


@given(ids, st.sets(st.sampled_from(IDS)), st.data())
def test_one_more_right_option_never_costs_and_one_more_wrong_one_never_pays(
    options: list[str], given_: set[str], data: Any
) -> None:
    right = data.draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
    body = {"options": options, "right": right}
    chosen = sorted(given_ & set(options))
    now = credit(body, "multiple", {"chosen": chosen})
    for one in options:
        more = credit(body, "multiple", {"chosen": [*chosen, one]})
        if one not in chosen:
            assert more >= now if one in right else more <= now


@given(ids, st.data())
def test_one_more_right_pair_is_worth_its_share(pairs: list[str], data: Any) -> None:
    matched = data.draw(st.dictionaries(st.sampled_from(pairs), st.sampled_from(pairs)))
    body = {"pairs": pairs}
    for one in pairs:
        if matched.get(one) != one:
            better = credit(body, "matching", {"pairs": matched | {one: one}})
            assert better == credit(body, "matching", {"pairs": matched}) + Fraction(1, len(pairs))


@given(ids, st.data())
def test_one_more_rank_never_costs(items: list[str], data: Any) -> None:
    order = data.draw(st.permutations(items))
    ranks = {one: rank for rank, one in enumerate(order, 1)}
    kept = data.draw(st.sets(st.sampled_from(items)))
    fewer = {one: rank for one, rank in ranks.items() if one in kept}
    assert credit({"items": items}, "ordering", {"ranks": fewer}) <= credit(
        {"items": items}, "ordering", {"ranks": ranks}
    )


@given(ids, st.permutations(IDS))
def test_names_of_ids_mean_nothing(items: list[str], names: list[str]) -> None:
    renamed = dict(zip(IDS, names, strict=True))
    order = sorted(items)
    plain = credit({"items": items}, "ordering", {"ranks": {one: rank for rank, one in enumerate(order, 1)}})
    other = credit(
        {"items": [renamed[one] for one in items]},
        "ordering",
        {"ranks": {renamed[one]: rank for rank, one in enumerate(order, 1)}},
    )
    assert plain == other


@pytest.mark.parametrize(
    ("kind", "body", "answer", "worth"),
    [
        ("multiple", {"options": list("abcd"), "right": ["a", "c"]}, {"chosen": ["a"]}, Fraction(1, 2)),
        ("multiple", {"options": list("abcd"), "right": ["a", "c"]}, {"chosen": ["a", "c", "b"]}, Fraction(1, 2)),
        ("multiple", {"options": list("abcd"), "right": ["a", "c"]}, {"chosen": ["b", "d"]}, Fraction(0)),
        ("multiple", {"options": list("abcd"), "right": ["a", "c"]}, {"chosen": ["a", "inconnu"]}, Fraction(0)),
        ("single", {"options": list("abc"), "right": ["b"]}, {"chosen": ["b", "a"]}, Fraction(0)),
        ("ordering", {"items": list("abcd")}, {"ranks": {"a": 4, "b": 1, "c": 2, "d": 3}}, Fraction(2, 3)),
        ("ordering", {"items": list("abcd")}, {"ranks": {"a": 4, "b": 3, "c": 2, "d": 1}}, Fraction(0)),
        ("ordering", {"items": list("abc")}, {"ranks": {"a": 1, "b": 1, "c": 2}}, Fraction(1, 2)),
        ("matching", {"pairs": list("abc")}, {"pairs": {"a": "a", "b": "c", "c": "b"}}, Fraction(1, 3)),
        ("matching", {"pairs": list("abc")}, {"pairs": {"a": "a", "b": "a", "c": "a"}}, Fraction(1, 3)),
    ],
)
def test_worked_examples(kind: str, body: dict[str, Any], answer: dict[str, Any], worth: Fraction) -> None:
    assert credit(body, kind, answer) == worth


@pytest.mark.parametrize(
    ("kind", "body", "answer", "state"),
    [
        ("ordering", {"items": list("abc")}, {"ranks": {"a": 1}}, PARTIAL),
        ("ordering", {"items": list("abc")}, {"ranks": {"a": 1, "b": 1, "c": 2}}, PARTIAL),
        ("ordering", {"items": list("abc")}, {"ranks": {"a": 1, "b": 3, "c": 2}}, FULL),
        ("matching", {"pairs": list("abc")}, {"pairs": {"a": "b"}}, PARTIAL),
        ("single", {"options": list("abc"), "right": ["a"]}, {"chosen": ["c"]}, FULL),
    ],
)
def test_an_answer_is_complete_when_nothing_is_left_to_fill(
    kind: str, body: dict[str, Any], answer: dict[str, Any], state: str
) -> None:
    assert completeness(body, kind, answer) == state


def test_percent_is_rounded_down_so_that_nobody_passes_by_rounding() -> None:
    five_of_six = [Fraction(1)] * 5 + [Fraction(0)]
    assert percent(five_of_six) == 83
    almost = [Fraction(1)] * 3 + [Fraction(199, 1000)]
    assert percent(almost) == 79
    assert not passed(percent(almost), 80)
    assert passed(80, 80)
    assert percent([]) == 0


@given(st.lists(st.fractions(0, 1), min_size=1, max_size=10), st.integers(1, 100))
def test_passing_is_reaching_the_mark_exactly(points: list[Fraction], mark: int) -> None:
    assert passed(percent(points), mark) == (100 * sum(points) >= mark * len(points))


SHARES = {"options": ["a", "b", "c", "d"], "right": ["a", "b"], "credits": {"a": "0.75", "b": "1/4", "c": "-1/2"}}
ONE_SHARE = {"options": ["a", "b", "c"], "right": ["a"], "credits": {"b": "0.5"}}


@pytest.mark.parametrize(
    ("kind", "body", "chosen", "worth"),
    [
        ("single", ONE_SHARE, ["a"], Fraction(1)),
        ("single", ONE_SHARE, ["b"], Fraction(1, 2)),
        ("single", ONE_SHARE, ["c"], Fraction(0)),
        ("single", ONE_SHARE, ["b", "c"], Fraction(0)),
        ("situation", ONE_SHARE, ["b"], Fraction(1, 2)),
        ("multiple", SHARES, ["a", "b"], Fraction(1)),
        ("multiple", SHARES, ["a"], Fraction(3, 4)),
        ("multiple", SHARES, ["b"], Fraction(1, 4)),
        ("multiple", SHARES, ["a", "c"], Fraction(1, 4)),
        ("multiple", SHARES, ["b", "c"], Fraction(0)),
        ("multiple", SHARES, ["a", "d"], Fraction(1, 4)),
        ("multiple", SHARES, ["a", "b", "c"], Fraction(1, 2)),
        ("multiple", SHARES, ["a", "b", "c", "d"], Fraction(0)),
        ("multiple", {**SHARES, "credits": {"a": "0.33333", "b": "0.66666"}}, ["a", "b"], Fraction(1)),
    ],
)
def test_options_worth_a_share(kind: str, body: dict[str, Any], chosen: list[str], worth: Fraction) -> None:
    assert credit(body, kind, {"chosen": chosen}) == worth


@given(questions(), st.data())
def test_shares_never_leave_nought_to_one_and_right_is_always_everything(
    question: tuple[str, dict[str, Any]], data: st.DataObject
) -> None:
    kind, body = question
    if kind not in ("single", "situation", "multiple"):
        return
    written = st.sampled_from(["0", "0.5", "1/3", "-1/3", "1", "-1", "0.33333"])
    body = {**body, "credits": data.draw(st.dictionaries(st.sampled_from(body["options"]), written))}
    assert credit(body, kind, {"chosen": body["right"]}) == 1
    assert 0 <= credit(body, kind, {"chosen": data.draw(st.lists(st.sampled_from(IDS)))}) <= 1


@given(questions(), st.lists(st.sampled_from(IDS)))
def test_without_shares_nothing_changes(question: tuple[str, dict[str, Any]], given_: list[str]) -> None:
    kind, body = question
    if kind not in ("single", "situation", "multiple"):
        return
    right, chosen_ = set(body["right"]), set(given_)
    if kind == "multiple":
        expected = max(Fraction(0), Fraction(len(chosen_ & right) - len(chosen_ - right), len(right)))
    else:
        expected = Fraction(chosen_ == right)
    assert credit(body, kind, {"chosen": given_}) == expected
