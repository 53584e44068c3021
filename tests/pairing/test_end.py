"""How pairs end, and what a departure or a closed class ends with them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.classes.models import PrepClass, Student
from app.infra.db import write
from app.infra.errors import NotYours
from app.pairing import services
from app.pairing.models import Pair
from app.pairing.rules.codes import END_REASONS
from tests import factories as make
from tests.conftest import NOW
from tests.pairing.story import accept, another_student, draw, mails, refused, scene, state, taken


def ending(pair_id, by, actor_id=None, reason="finished", comment=""):
    return lambda x: services.end_pair(x, pair_id, by, reason, comment, NOW, actor_id=actor_id)


@pytest.mark.parametrize("by", ["tutor", "lead", "admin"])
def test_ending_frees_the_seat_ends_the_proposal_and_tells_all(session, by) -> None:
    s = scene()
    proposal_id = draw(s)
    pair_id = accept(s, proposal_id)
    actor = {"tutor": s.tutor_id, "lead": s.lead_id, "admin": None}[by]
    write(ending(pair_id, by, actor, comment="Merci"))
    pair = session.get(Pair, pair_id)
    assert (pair.ended_at, pair.ended_by, pair.end_reason, pair.end_comment) == (NOW, by, "finished", "Merci")
    assert (state(session, proposal_id), taken(session, s.tutor_id)) == ("ended", 0)
    for who in ("tutor", "student", "lead"):
        assert mails(session, f"pairing.ended_{who}") == [f"pairing.ended_{who}"]
    assert draw(s)  # the student may be drawn for again


def test_a_pair_ends_once(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    write(ending(pair_id, "tutor", s.tutor_id))
    before = mails(session)
    assert refused(ending(pair_id, "lead", s.lead_id)) == "pairing.pair_ended"
    assert (taken(session, s.tutor_id), mails(session)) == (0, before)


def test_every_end_reason_is_known_and_others_are_refused(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    assert refused(ending(pair_id, "tutor", s.tutor_id, reason="mood")) == "pairing.no_end_reason"
    assert "mood" not in END_REASONS


def test_only_its_tutor_its_leads_or_an_admin_end_a_pair(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    stranger = make.pool_tutor()
    make.prep_class(stranger)
    stranger_id = stranger.id
    for by, actor in (
        ("tutor", stranger_id),
        ("lead", stranger_id),
        ("tutor", None),
        ("lead", None),
        ("student", s.tutor_id),
    ):
        with pytest.raises(NotYours):
            write(ending(pair_id, by, actor))
    with pytest.raises(NotYours):
        write(ending(pair_id + 1, "admin"))
    assert session.get(Pair, pair_id).ended_at is None


def test_a_student_who_leaves_ends_their_pair_and_frees_the_seat(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    write(lambda x: services.student_leaves(x, s.lead_id, s.student_id, NOW))
    assert session.get(Pair, pair_id).end_reason == "student_left"
    assert (session.get(Student, s.student_id).left_at, taken(session, s.tutor_id)) == (NOW, 0)
    with pytest.raises(NotYours):
        write(lambda x: services.student_leaves(x, s.lead_id, s.student_id, NOW))


def test_a_student_who_leaves_cancels_their_proposal_and_the_tutor_is_told(session) -> None:
    s = scene()
    proposal_id = draw(s)
    write(lambda x: services.student_leaves(x, s.lead_id, s.student_id, NOW))
    assert (state(session, proposal_id), taken(session, s.tutor_id)) == ("cancelled", 0)
    assert mails(session, "pairing.cancelled") == ["pairing.cancelled"]


def test_a_lead_of_another_class_makes_nobody_leave(session) -> None:
    s = scene()
    stranger_id = make.person().id
    with pytest.raises(NotYours):
        write(lambda x: services.student_leaves(x, stranger_id, s.student_id, NOW))
    assert session.get(Student, s.student_id).left_at is None


def test_a_class_that_closes_releases_everyone_and_only_its_own(session) -> None:
    s, elsewhere = scene(), scene()
    pair_id = accept(s, draw(s))
    waiting = draw(s, student_id=another_student(s))
    untouched = accept(elsewhere, draw(elsewhere))
    write(lambda x: services.close_class(x, s.class_id, None, NOW))
    assert session.get(PrepClass, s.class_id).closed_at == NOW
    assert session.get(Pair, pair_id).end_reason == "class_closed"
    assert (state(session, waiting), taken(session, s.tutor_id)) == ("cancelled", 0)
    assert (session.get(Pair, untouched).ended_at, taken(session, elsewhere.tutor_id)) == (None, 1)
    assert refused(lambda x: services.close_class(x, s.class_id, None, NOW)) == "pairing.class_closed"


def test_a_tutor_who_leaves_the_programme_releases_everyone(session) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    waiting = draw(s, student_id=another_student(s))
    write(lambda x: services.tutor_leaves(x, s.tutor_id, s.tutor_id, NOW + timedelta(days=1)))
    assert session.get(Pair, pair_id).end_reason == "tutor_left"
    assert (state(session, waiting), taken(session, s.tutor_id)) == ("cancelled", 0)
    assert mails(session, "pairing.cancelled_lead") == ["pairing.cancelled_lead"]
    assert session.scalars(select(Pair.id).where(Pair.ended_at.is_(None))).all() == []
