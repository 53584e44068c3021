"""Drawing: k questions, every objective, the least met first, the same for the same ticket."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from app.training.rules.drawing import Candidate, draw, shown

banks = st.lists(st.tuples(st.sampled_from("wxyz"), st.integers(0, 2)), min_size=1, max_size=18).map(
    lambda rows: [Candidate(n, objective, seen) for n, (objective, seen) in enumerate(rows, 1)]
)
tickets = st.integers(0, 2**63 - 1)


@given(banks, st.integers(1, 8), tickets)
def test_a_draw_has_k_different_questions_of_the_bank(bank: list[Candidate], k: int, ticket: int) -> None:
    drawn = draw(bank, k, ticket)
    assert len(drawn) == len(set(drawn)) == min(k, len(bank))
    assert set(drawn) <= {question.id for question in bank}
    assert draw(list(reversed(bank)), k, ticket) == drawn


@given(banks, st.integers(4, 8), tickets)
def test_every_objective_is_asked(bank: list[Candidate], k: int, ticket: int) -> None:
    asked = {question.objective for question in bank if question.id in draw(bank, k, ticket)}
    assert asked == {question.objective for question in bank}


@given(banks, st.integers(1, 8), tickets)
def test_a_question_met_is_drawn_only_for_want_of_a_fresher_one(bank: list[Candidate], k: int, ticket: int) -> None:
    drawn = set(draw(bank, k, ticket))
    taken = [question for question in bank if question.id in drawn]
    by_objective = Counter(question.objective for question in taken)
    for met in taken:
        fresher = [q for q in bank if q.id not in drawn and q.seen < met.seen]
        if fresher:  # then it is there for its objective alone, and none of that objective is fresher
            assert by_objective[met.objective] == 1 or all(q.objective != met.objective for q in fresher)
            assert all(q.objective != met.objective for q in fresher)


def test_a_retry_meets_the_questions_not_yet_seen() -> None:
    bank = [Candidate(n, "wx"[n % 2]) for n in range(12)]
    first = set(draw(bank, 6, 1))
    second = set(draw([Candidate(q.id, q.objective, int(q.id in first)) for q in bank], 6, 2))
    assert first.isdisjoint(second)


def test_two_tickets_give_two_quizzes_and_every_question_has_its_chance() -> None:
    bank = [Candidate(n, "wxyz"[n % 4]) for n in range(16)]
    times = Counter(one for ticket in range(400) for one in draw(bank, 6, ticket))
    assert len({tuple(draw(bank, 6, ticket)) for ticket in range(400)}) > 390
    assert min(times.values()) > 100  # 150 expected
    assert max(times.values()) < 200


@given(st.permutations("abcd"), st.integers(1, 99), tickets)
def test_options_are_shown_in_an_order_that_owes_nothing_to_the_key(
    ids: list[str], question_id: int, ticket: int
) -> None:
    assert sorted(shown("single", ids, question_id, ticket)) == sorted(ids)
    assert shown("ordering", ids, question_id, ticket) == shown("ordering", sorted(ids), question_id, ticket)


def test_true_stays_before_false() -> None:
    assert all(shown("truefalse", ["vrai", "faux"], 3, ticket) == ["vrai", "faux"] for ticket in range(20))


def test_each_option_comes_first_as_often_as_another() -> None:
    first = Counter(shown("single", ["a", "b", "c"], question, 1)[0] for question in range(600))
    assert all(150 < first[one] < 250 for one in "abc")
