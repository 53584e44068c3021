"""A class's fair share: the rule, what it is reckoned from, and the draw that would go over it."""

from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.classes.models import ClassLead, PrepClass
from app.infra import settings
from app.infra.db import db, write
from app.pairing import queries, services
from app.pairing.queries import Allowance
from app.pairing.rules.share import Share, most_pending
from app.pairing.settings import SHARE_FLOOR, SHARE_PERCENT
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser
from tests.pairing.story import accept, another_student, draw, refused, scene
from tests.training.test_races import at_once


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (Share(100, 0, 50, 0, 50), 150),  # alone in the country: all of it, and half as much again
        (Share(100, 0, 100, 0, 25), 38),  # a quarter of the students: 25 seats, 37.5 rounded up
        (Share(90, 10, 90, 10, 15), 38),  # what waits counts as theirs
        (Share(10, 0, 1000, 0, 25), 3),  # a thin pool: the floor
        (Share(0, 0, 10, 0, 10), 3),
        (Share(0, 0, 0, 0, 0), 3),
        (Share(4, 0, 4, 0, 2), 3),
        (Share(5, 0, 4, 0, 2), 4),  # 2.5 × 1.5 = 3.75
    ],
)
def test_the_most_a_class_may_have_waiting(share, expected) -> None:
    assert most_pending(share, floor=3, percent=150) == expected


def test_it_is_reckoned_from_the_rows(session) -> None:
    s = scene()  # two seats
    other = scene(seats=1)
    another_student(s)
    draw(s)
    lost = make.student(session.get(PrepClass, s.class_id), exam_id=s.exam_id).id
    accept(s, draw(s, student_id=lost))
    make.pool_tutor(seats=9, paused_until=NOW.date() + timedelta(days=3))  # paused: not there to share
    # Seats free: 0 of s, 1 of the other; waiting 1; to place 1 here and 1 elsewhere; so (1 + 1) × 2 / 3 = 1.33.
    assert queries.allowance(session, s.class_id, NOW) == Allowance(1, 3)
    write(lambda x: settings.change(x, SHARE_FLOOR, 1, NOW, since=NOW, reason="", actor_id=None))
    assert queries.allowance(session, s.class_id, NOW) == Allowance(1, 2)  # 1.33 × 1.5 = 2
    assert queries.allowance(session, other.class_id, NOW) == Allowance(0, 1)  # 0.67 × 1.5 = 1
    assert queries.allowance(session, s.class_id, NOW + timedelta(days=9)).pending == 0  # overdue holds nothing


def test_no_draw_goes_over_it_and_the_sentence_gives_the_figures(session, browser: Browser) -> None:
    s = scene(seats=9)
    write(lambda x: settings.change(x, SHARE_FLOOR, 1, NOW, since=NOW, reason="", actor_id=None))
    write(lambda x: settings.change(x, SHARE_PERCENT, 100, NOW, since=NOW, reason="", actor_id=None))
    for _elsewhere in range(20):
        scene(seats=0)
    draw(s)  # its share is 9 × 2 / 22, so 1
    more = another_student(s)
    assert refused(lambda x: services.send_proposal(x, s.lead_id, more, s.tutor_id, "", NOW)) == "pairing.over_share"
    lead = browser.sign_in(db.session.get_one(Person, s.lead_id))
    page = lead.text(f"/etudiants/{more}/tuteurs/{s.tutor_id}").replace("\u00a0", " ")
    assert "Propositions de votre classe en attente : 1, sur 1 possible" in page
    lead.post(f"/etudiants/{more}/tuteurs/{s.tutor_id}", {"message": ""})
    assert "en attente : 1, sur 1, sa part du vivier" in lead.text(f"/classes/{s.class_id}").replace("\u00a0", " ")


def test_a_national_run_is_not_held_by_it(session) -> None:
    s = scene(seats=9)
    write(lambda x: settings.change(x, SHARE_FLOOR, 1, NOW, since=NOW, reason="", actor_id=None))
    write(lambda x: settings.change(x, SHARE_PERCENT, 100, NOW, since=NOW, reason="", actor_id=None))
    for _elsewhere in range(20):
        scene(seats=0)
    draw(s)
    more = another_student(s)
    assert write(lambda x: services.send_proposal(x, s.lead_id, more, s.tutor_id, "", NOW, shared=False))


def test_a_tutor_who_leads_the_class_is_not_drawn_for_it(session) -> None:
    s = scene()
    write(lambda x: x.add(ClassLead(class_id=s.class_id, person_id=s.tutor_id, since=NOW)))
    assert (
        refused(lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "", NOW)) == "pairing.oneself"
    )


def test_many_leads_at_once_do_not_go_over_it(real_app) -> None:
    with real_app.app_context():
        s = scene(seats=9)
        students = [another_student(s) for _more in range(11)]
        for _elsewhere in range(40):
            scene(seats=0)
    found = at_once(
        real_app,
        lambda n: write(lambda x: services.send_proposal(x, s.lead_id, students[n], s.tutor_id, "", NOW)),
        len(students),
    )
    with real_app.app_context():
        allowed = queries.allowance(db.session, s.class_id, NOW)
    assert allowed.pending == allowed.most == sum(isinstance(one, int) for one in found)
    assert found.count("pairing.over_share") == len(students) - allowed.most
