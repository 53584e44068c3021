"""What other weights would change, counted on cases done by hand."""

from dataclasses import replace

from app.pairing.rules.effect import Effect, effect
from app.pairing.rules.plan import Facts
from app.pairing.rules.weights import DEFAULTS
from app.pool.rules.offer import Pool
from tests.pairing.facts import NEED, OFFER, TERMS

HOURS = dict.fromkeys(DEFAULTS, 0) | {"hours": 10}
EXAM = dict.fromkeys(DEFAULTS, 0) | {"exam": 10}
KNOWS = replace(OFFER, tutor_id=1, slots=(5,))  # the exam, one hour
FREE = replace(OFFER, tutor_id=2, passed=None, exams=frozenset(), families=frozenset())  # every hour, no exam


def facts(*offers, weights=EXAM, needs=(NEED,)) -> Facts:
    return Facts(list(needs), Pool.of(offers), {}, replace(TERMS, weights=weights))


def test_another_person_comes_first() -> None:
    assert effect(facts(KNOWS, FREE), HOURS) == Effect(1, 1, 0, 100.0, 100.0)


def test_the_same_weights_change_nothing() -> None:
    assert effect(facts(KNOWS, FREE), EXAM) == Effect(1, 0, 0, 100.0, 100.0)


def test_another_person_enters_the_first_three() -> None:
    others = [replace(KNOWS, tutor_id=n) for n in (3, 4, 5)]
    assert effect(facts(FREE, *others), HOURS) == Effect(1, 1, 1, 100.0, 100.0)


def test_who_may_not_be_drawn_counts_for_nothing() -> None:
    assert effect(facts(KNOWS, replace(FREE, seats_taken=2)), HOURS) == Effect(1, 0, 0, 100.0, 30.0)


def test_a_student_without_a_possible_tutor_is_not_counted() -> None:
    alone = replace(NEED, student_id=2, remote=False, region="04")
    assert effect(facts(KNOWS, needs=(NEED, alone)), EXAM).students == 1
    assert effect(facts(needs=(NEED,)), EXAM) == Effect(0, 0, 0, 0.0, 0.0)
    assert effect(facts(KNOWS, needs=()), EXAM).students == 0
