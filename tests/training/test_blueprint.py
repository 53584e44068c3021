"""Drawing the validation test: even shares, every objective, what was least met first, never twice the same."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.training.rules.blueprint import draw_test, enough, shares
from app.training.rules.drawing import Candidate

tickets = st.integers(0, 2**63 - 1)


@st.composite
def banks(draw: st.DrawFn) -> dict[int, list[Candidate]]:
    found, number = {}, 0
    for module in range(1, draw(st.integers(1, 6)) + 1):
        size = draw(st.integers(1, 18))
        found[module] = [
            Candidate(number + n, f"{module}-{draw(st.integers(1, 4))}", draw(st.integers(0, 3)))
            for n in range(1, size + 1)
        ]
        number += size
    return found


@given(banks(), st.integers(1, 30), tickets)
def test_a_test_asks_different_questions_and_as_many_as_there_can_be(
    found: dict[int, list[Candidate]], k: int, ticket: int
) -> None:
    drawn = draw_test(found, k, ticket)
    every = {one.id for bank in found.values() for one in bank}
    assert len(drawn) == len(set(drawn)) == min(k, len(every))
    assert set(drawn) <= every
    assert drawn == draw_test(found, k, ticket), "the same ticket draws the same test"


@given(st.integers(1, 8), st.integers(1, 40), tickets)
def test_shares_are_as_equal_as_can_be(modules: int, k: int, ticket: int) -> None:
    given_out = shares(list(range(modules)), k, ticket)
    assert sum(given_out.values()) == k
    assert max(given_out.values()) - min(given_out.values()) <= 1


@given(tickets)
def test_with_room_each_module_gives_its_share_and_each_objective_is_asked(ticket: int) -> None:
    bank = {m: [Candidate(100 * m + n, f"{m}-{n % 4}") for n in range(16)] for m in range(1, 6)}
    drawn = draw_test(bank, 25, ticket)
    assert Counter(one // 100 for one in drawn) == dict.fromkeys(range(1, 6), 5)
    objective = {one.id: one.objective for every in bank.values() for one in every}
    assert len({objective[one] for one in drawn}) == 20


@given(tickets)
def test_three_tries_of_a_bank_three_times_the_draw_never_meet_the_same_question(ticket: int) -> None:
    seen: Counter[int] = Counter()
    for turn in range(3):
        bank = {m: [Candidate(100 * m + n, f"{m}", seen[100 * m + n]) for n in range(15)] for m in range(1, 6)}
        seen.update(draw_test(bank, 25, ticket + turn))
    assert set(seen.values()) == {1}
    assert len(seen) == 75


def test_a_bank_is_enough_at_three_draws() -> None:
    assert enough(75, 25)
    assert not enough(74, 25)
