"""The facts of a plan kept and read again: the same plan, no name, and a digest that notices any change."""

import zlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.pairing.rules.archive import digest, pack, unpack
from app.pairing.rules.assignment import ClassNow
from app.pairing.rules.facts import Terms
from app.pairing.rules.plan import Facts, pairs_of, plan
from app.pool.rules.offer import Pool
from tests.pairing.facts import NEED, OFFER, TERMS, needs, offers
from tests.pairing.test_table import LIVES


@given(data=st.data())
def test_the_same_facts_and_the_same_plan(data) -> None:
    asked = [replace(n, student_id=i) for i, n in enumerate(data.draw(st.lists(needs, min_size=1, max_size=4)), 1)]
    pool = data.draw(st.lists(offers, max_size=4, unique_by=lambda o: o.tutor_id))
    lives = {o.tutor_id: data.draw(LIVES) for o in pool}
    facts = Facts(asked, Pool.of(pool), lives, TERMS, {5: ClassNow(len(asked) + 1, 1)})
    packed, mark = pack(facts)
    again = unpack(packed)
    assert (again.needs, again.lives, again.terms, again.classes) == (asked, lives, TERMS, facts.classes)
    assert again.pool.offers() == [replace(o, first_name="", last_initial="", words="") for o in pool]
    assert list(pairs_of(plan(again))) == list(pairs_of(plan(facts)))
    assert pack(again)[1] == digest(packed) == mark


def test_no_name_and_no_words_are_kept() -> None:
    packed, _mark = pack(Facts([NEED], Pool.of([replace(OFFER, words="Zorglub")]), {}, TERMS))
    text = zlib.decompress(packed).decode()
    assert "Claire" not in text
    assert "Zorglub" not in text


def test_another_fact_is_another_digest() -> None:
    facts = Facts([NEED], Pool.of([OFFER]), {}, TERMS)
    marks = {
        pack(one)[1]
        for one in (
            facts,
            replace(facts, needs=[replace(NEED, flexible=True)]),
            replace(facts, pool=Pool.of([replace(OFFER, seats=1)])),
            replace(facts, terms=Terms(TERMS.today, TERMS.week, ahead_days=31)),
            replace(facts, classes={1: ClassNow(1, 0)}),
        )
    }
    assert len(marks) == 5
