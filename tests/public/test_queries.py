"""Public figures: counted live, of this year, and never about so few people that someone could be recognised."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from app.classes.models import PrepClass
from app.infra.db import db, write
from app.pairing.models import Proposal
from app.public.queries import SHOWN_FROM, by_region, figures, shown
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted

LATER = NOW.replace(year=2027)


@pytest.mark.parametrize(
    ("counts", "kept"),
    [
        ([], []),
        ([9], [None]),
        ([10], [10]),
        ([0, 0], [None, None]),
        ([40, 25, 12], [40, 25, 12]),
        ([40, 12, 5], [40, None, None]),  # 12 goes too: the total less the others would give 5
        ([40, 3, 5], [40, None, None]),  # two are hidden: nothing can be subtracted
        ([40, 12, 0], [40, 12, None]),  # nobody is in the last
        ([5, 0], [None, None]),
    ],
)
def test_a_small_part_is_hidden_and_cannot_be_found_by_subtraction(counts: list[int], kept: list[int | None]) -> None:
    assert shown(counts) == kept


@given(st.lists(st.integers(0, 60), max_size=6))
def test_whoever_knows_the_total_never_learns_a_small_part(counts: list[int]) -> None:
    kept = shown(counts)
    hidden = [count for count, seen in zip(counts, kept, strict=True) if seen is None and count]
    assert all(seen is None or seen >= SHOWN_FROM for seen in kept)
    if any(0 < count < SHOWN_FROM for count in hidden) and any(count >= SHOWN_FROM for count in counts):
        assert len(hidden) >= 2


def students(of: PrepClass, count: int, exam_id: int) -> list[int]:
    return [make.student(of, exam_id=exam_id).id for _ in range(count)]


def propose(student_ids: list[int], state: str, lead_id: int, tutor_id: int, expires: object = LATER) -> None:
    def act(session: Session) -> None:
        for student_id in student_ids:
            session.add(
                Proposal(
                    student_id=student_id,
                    tutor_id=tutor_id,
                    lead_id=lead_id,
                    state=state,
                    sent_at=NOW,
                    expires_at=expires,
                )
            )

    write(act)


def test_the_country_is_counted_from_the_rows_of_this_year(session: Session) -> None:
    lead, tutor, exam = make.person(), make.person("tutor"), make.exam()
    ids = (lead.id, tutor.id, exam.id)
    prep = make.prep_class(lead)
    there = students(prep, 36, ids[2])
    students(make.prep_class(lead, year=2025), 20, ids[2])
    students(make.prep_class(lead, closed_at=NOW), 20, ids[2])
    propose(there[:11], "accepted", ids[0], ids[1])
    propose(there[11:23], "sent", ids[0], ids[1])
    propose(there[23:25], "sent", ids[0], ids[1], expires=NOW)  # past their date: these wait again
    propose(there[25:26], "declined", ids[0], ids[1])
    for _ in range(12):
        make.pool_tutor()
    make.pool_tutor(until=NOW)  # ends now: no longer validated
    found = figures(session, NOW, [])
    assert (found.paired, found.proposed, found.uncovered, found.tutors, found.minutes) == (11, 12, 13, 12, None)


def test_an_empty_country_shows_nothing(session: Session) -> None:
    found = figures(session, NOW, ["role-et-limites"])
    assert set(vars(found).values()) == {None}
    assert by_region(session, NOW) == []


def test_a_region_shows_its_figures_only_when_none_is_small(session: Session) -> None:
    lead, tutor, exam = make.person(), make.person("tutor"), make.exam()
    ids = (lead.id, tutor.id, exam.id)
    regions = {"Bretagne": ("53", 30, 12), "Corse": ("94", 25, 20), "Mayotte": ("06", 4, 1), "Normandie": ("28", 9, 9)}
    for name, (code, count, paired) in regions.items():
        make.region(code, name=name)
        there = students(make.prep_class(lead, region_code=code), count, ids[2])
        propose(there[:paired], "accepted", ids[0], ids[1])
    assert {r.name: (r.students, r.paired) for r in by_region(session, NOW)} == {
        "Bretagne": (30, 12),
        "Corse": (25, None),  # five are not paired
        "Mayotte": (None, None),
        "Normandie": (None, None),
    }


def test_figures_ask_a_fixed_number_of_queries(context: Flask) -> None:
    with counted(context) as queries:
        figures(db.session, NOW, [])
        by_region(db.session, NOW)
    assert queries.n == 4
