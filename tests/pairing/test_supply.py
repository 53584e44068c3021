"""Supply against demand: one seat serves once, whatever the exams; checked by trying every assignment, then on real rows."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import numpy as np
import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.classes.models import PrepClass, Student
from app.infra.db import db, write
from app.pairing.queries import Coverage
from app.pairing.queries.supply import campaign, coming, supply
from app.pairing.rules import supply as rule
from app.pairing.rules.facts import Need
from app.pairing.rules.plan import Facts
from app.pairing.rules.recruiting import Call, calls
from app.pairing.rules.supply import free_seats, shortage
from app.pool.rules.offer import Offer, Passed, Pool
from app.recruitment.models import Arrival
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pairing.facts import NEED, OFFER, TERMS
from tests.pairing.story import another_student, draw, scene


def need(n: int, exam: int, **changes) -> Need:
    return replace(NEED, student_id=n, exam_id=exam, slots=(), lead_ids=frozenset(), **changes)


def offer(n: int, *exams: int, seats: int = 1, passed: int | None = None, **changes) -> Offer:
    known = Passed(passed, "", "", 2024) if passed else None
    values = {"slots": (), "families": frozenset(), "passed": known} | changes
    return replace(OFFER, tutor_id=n, exams=frozenset(exams), seats=seats, **values)


def facts(needs: list[Need], offers: list[Offer]) -> Facts:
    return Facts(needs, Pool.of(offers), {}, TERMS)


def left(needs: list[Need], offers: list[Offer]) -> list[int]:
    return [one.student_id for one in shortage(facts(needs, offers)).left]


def test_a_tutor_of_three_exams_has_one_seat_not_three() -> None:
    needs, offers = [need(1, 1), need(2, 2), need(3, 3)], [offer(7, 1, 2, 3)]
    found, seats = shortage(facts(needs, offers)), free_seats(facts(needs, offers))
    assert len(found.left) == 2
    assert (seats.free, seats.several) == (1, 1)
    assert seats.by_exam == {1: 1, 2: 1, 3: 1}  # each line counts it: their sum would not be true
    assert set(found.certain.values()) == {0}  # any one of the three could be served


def test_seats_are_given_so_that_as_few_as_possible_are_left() -> None:
    """The one who helps with both exams must serve the exam nobody else helps with."""
    assert left([need(1, 1), need(2, 2)], [offer(7, 1, 2), offer(8, 1)]) == []


def test_the_exam_passed_counts_as_one_helped_with_and_a_family_does_not() -> None:
    assert left([need(1, 1)], [offer(7, passed=1)]) == []
    assert left([need(1, 1)], [offer(7, 2, families=frozenset({"administration"}))]) == [1]


def test_what_bars_a_draw_bars_a_seat() -> None:
    alone = need(1, 1, remote=False)
    assert left([alone], [offer(7, 1, region="03")]) == [1]
    assert left([alone], [offer(7, 1, presence=False)]) == [1]
    assert left([replace(alone, slots=(0,))], [offer(7, 1, slots=(5,))]) == [1]
    assert left([alone], [offer(7, 1, paused_until=TERMS.today + timedelta(days=3))]) == [1]
    assert left([replace(alone, lead_ids=frozenset({7}))], [offer(7, 1)]) == [1]
    assert left([alone], [offer(7, 1, seats_taken=1)]) == [1]
    assert left([alone], [offer(7, 1)]) == []


def test_certain_is_what_is_left_even_when_an_exam_is_served_first() -> None:
    needs = [*(need(n, 1) for n in range(3)), need(9, 2)]
    found = shortage(facts(needs, [offer(7, 1, 2, seats=2)]))
    assert len(found.left) == 2
    assert found.certain[1] == 1  # three ask, two seats


def test_nobody_and_nothing_are_possible() -> None:
    assert shortage(facts([], [])).left == ()
    assert left([need(1, 1)], []) == [1]
    assert free_seats(facts([], [])).free == 0


def by_hand(needs: list[Need], offers: list[Offer]) -> int:
    """The fewest left by any assignment, tried one after another."""
    best = 0
    for tutors in product(range(-1, len(offers)), repeat=len(needs)):
        fits = all(j < 0 or one.exam_id in offers[j].exams for one, j in zip(needs, tutors, strict=True))
        if fits and all(tutors.count(j) <= o.seats for j, o in enumerate(offers)):
            best = max(best, sum(j >= 0 for j in tutors))
    return len(needs) - best


def test_as_few_are_left_as_by_any_assignment_tried() -> None:
    chance = np.random.default_rng(20261128)
    for _ in range(150):
        needs = [need(n, int(chance.integers(1, 4))) for n in range(chance.integers(1, 6))]
        offers = [
            offer(100 + j, *(e for e in (1, 2, 3) if chance.random() < 0.4), seats=int(chance.integers(0, 3)))
            for j in range(chance.integers(1, 5))
        ]
        found = shortage(facts(needs, offers))
        assert len(found.left) == by_hand(needs, offers)
        for exam, count in found.certain.items():
            assert count == by_hand([one for one in needs if one.exam_id == exam], offers)


def test_too_many_pairs_are_thinned_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule, "LARGEST", 1)
    found = shortage(facts([need(1, 1), need(2, 1)], [offer(7, 1), offer(8, 1)]))
    assert (found.exact, found.left) == (False, ())


def test_calls_gather_those_whom_one_kind_of_tutor_would_serve() -> None:
    here = {"remote": False, "region": "03"}
    found = calls(
        [need(1, 1), need(2, 1, region="03"), need(3, 1), need(4, 1, **here), need(5, 2, **here), need(6, 2, **here)],
        {1: 5, 2: 0},
    )
    assert found == (
        Call(1, None, 3, (("32", 2), ("03", 1))),
        Call(2, "03", 2, (("03", 2),)),
        Call(1, "03", 1, (("03", 1),)),
    )
    assert [campaign("ira", call) for call in found] == ["ira", "ira-03", "ira-03"]


def test_one_more_tutor_answering_a_call_serves_one_more() -> None:
    """Whoever is left, recruiting for them works: the promise of the list."""
    chance = np.random.default_rng(7)
    for _ in range(100):
        needs = [need(n, int(chance.integers(1, 4))) for n in range(6)]
        offers = [offer(100 + j, *(e for e in (1, 2, 3) if chance.random() < 0.5)) for j in range(3)]
        before = shortage(facts(needs, offers)).left
        for one in before:
            assert len(left(needs, [*offers, offer(900, one.exam_id)])) == len(before) - 1


def test_the_table_is_read_from_the_rows(session: Session) -> None:
    s = scene(seats=1)  # one student of the exam, one tutor
    other = another_student(s)
    school = make.institution(short_name="INSP")
    make.eligible(make.person("tutor"), exam_id=s.exam_id, institution_id=school.id)
    found = supply(session, NOW)
    assert (found.demand, found.left, found.seats.free) == (2, 1, 1)
    line = next(one for one in found.exams if one.id == s.exam_id)
    assert (line.demand, line.seats, line.left, line.certain) == (2, 1, 1, 1)
    assert [one.exam_id for one in found.calls] == [s.exam_id]
    assert [(one.name, one.declared, one.validated) for one in found.schools[s.exam_id]] == [("INSP", 1, 0)]
    draw(s)  # who waits for an answer is no demand any more, and holds the seat
    assert [(x.demand, x.seats, x.left) for x in supply(session, NOW).exams if x.id == s.exam_id] == [(1, 0, 1)]
    write(lambda x: x.execute(update(Student).where(Student.id == other).values(left_at=NOW)))
    assert supply(session, NOW).calls == ()


def test_what_a_call_brought_is_counted_by_its_campaign(session: Session) -> None:
    s = scene(valid=False)
    exam = db.session.get_one(Student, s.student_id).exam
    make.saved(Arrival(person_id=make.person("tutor").id, institution_id=None, campaign=exam.code, at=NOW))
    make.saved(Arrival(person_id=make.pool_tutor().id, institution_id=None, campaign=exam.code, at=NOW))
    assert supply(session, NOW).came == {exam.code: (2, 1)}


def test_as_many_queries_for_forty_students_as_for_two(session: Session, app: Flask) -> None:
    s = scene()
    another_student(s)
    with counted(app) as few:
        supply(session, NOW)
    for _ in range(38):
        another_student(s)
        make.pool_tutor(exams=[])
    with counted(app) as many:
        supply(session, NOW)
    assert many.n == few.n <= 32


def test_a_closed_class_asks_for_nobody(session: Session) -> None:
    s = scene(seats=0)
    write(lambda x: x.execute(update(PrepClass).where(PrepClass.id == s.class_id).values(closed_at=NOW)))
    assert (supply(session, NOW).demand, Coverage().total) == (0, 0)


def test_only_who_has_little_left_is_said_to_be_coming(session: Session) -> None:
    person = make.person("tutor")
    make.eligible(person)
    assert coming(session, NOW) == {}
