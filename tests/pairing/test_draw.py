"""Drawing a tutor and taking a proposal back."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.classes.models import ClassLead, PrepClass, Student
from app.infra import settings
from app.infra.db import write
from app.infra.errors import NotYours
from app.infra.models import AuditEvent, Job
from app.pairing import services
from app.pairing.models import Proposal
from app.pairing.settings import EXPIRE_DAYS
from app.training.models import Validation
from tests import factories as make
from tests.conftest import NOW
from tests.pairing.story import accept, another_student, draw, mails, refused, scene, state, taken


def test_a_draw_holds_a_seat_writes_the_proposal_and_one_mail(session) -> None:
    s = scene()
    proposal_id = draw(s)
    proposal = session.get(Proposal, proposal_id)
    assert (proposal.state, proposal.message, proposal.lead_id) == ("sent", "Bonjour", s.lead_id)
    assert taken(session, s.tutor_id) == 1
    assert mails(session) == ["pairing.proposal"]
    event = session.scalars(select(AuditEvent).where(AuditEvent.code == "pairing.proposed")).one()
    assert (event.actor_id, event.object_id) == (s.lead_id, proposal_id)


def test_it_ends_at_the_end_of_the_eighth_day_in_paris_across_summer_time(session) -> None:
    s = scene()
    assert session.get(Proposal, draw(s)).expires_at == datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)
    late = datetime(2027, 3, 25, 23, 30, tzinfo=UTC)  # already 26 March in Paris; summer time starts on the 28th
    other = draw(s, late, student_id=another_student(s))
    assert session.get(Proposal, other).expires_at == datetime(2027, 4, 3, 21, 59, 59, tzinfo=UTC)


def test_how_long_a_proposal_lasts_is_a_setting(session) -> None:
    s = scene()
    write(lambda x: settings.change(x, EXPIRE_DAYS, 3, NOW, since=NOW, reason="essai", actor_id=None))
    assert session.get(Proposal, draw(s)).expires_at == datetime(2026, 11, 26, 22, 59, 59, tzinfo=UTC)


def test_a_lead_of_another_class_and_a_former_lead_find_nobody(session) -> None:
    s = scene()
    stranger = make.person()
    make.prep_class(stranger)
    with pytest.raises(NotYours):
        draw(s, lead_id=stranger.id)
    write(lambda x: x.execute(update(ClassLead).where(ClassLead.person_id == s.lead_id).values(until=NOW)))
    with pytest.raises(NotYours):
        draw(s)
    assert (taken(session, s.tutor_id), mails(session)) == (0, [])


def test_nobody_draws_themself(session) -> None:
    lead = make.pool_tutor()
    student = make.student(make.prep_class(lead))
    lead_id, student_id = lead.id, student.id
    assert refused(lambda x: services.send_proposal(x, lead_id, student_id, lead_id, "", NOW)) == "pairing.oneself"


def test_a_second_proposal_for_the_same_student_is_refused_and_its_seat_rolled_back(session) -> None:
    s = scene()
    other = make.pool_tutor().id
    draw(s)
    assert (
        refused(lambda x: services.send_proposal(x, s.lead_id, s.student_id, other, "", NOW)) == "pairing.student_taken"
    )
    assert taken(session, other) == 0
    assert mails(session) == ["pairing.proposal"]


def test_a_student_in_a_pair_is_not_drawn_for(session) -> None:
    s = scene()
    accept(s, draw(s))
    assert (
        refused(lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "", NOW))
        == "pairing.student_taken"
    )


def test_a_full_tutor_is_refused(session) -> None:
    s = scene(seats=1)
    draw(s)
    other = another_student(s)
    assert refused(lambda x: services.send_proposal(x, s.lead_id, other, s.tutor_id, "", NOW)) == "pool.no_seat"


def test_overdue_proposals_of_the_tutor_and_of_the_student_are_expired_first(session) -> None:
    """The hourly job is late: neither the tutor's only seat nor the student stays blocked."""
    s = scene(seats=1)
    stale = draw(s)
    late = NOW + timedelta(days=9)
    other_student, other_tutor = another_student(s), make.pool_tutor().id
    assert draw(s, late, student_id=other_student)  # the same tutor, for someone else
    assert state(session, stale) == "expired"
    stale = draw(s, late, tutor_id=other_tutor)
    later = late + timedelta(days=9)
    write(lambda x: x.execute(update(Validation).values(valid_until=later + timedelta(days=1))))
    fresh = draw(s, later, tutor_id=make.pool_tutor().id)  # the same student, to someone else
    assert (state(session, stale), state(session, fresh)) == ("expired", "sent")
    assert taken(session, other_tutor) == 0
    assert mails(session, "pairing.expired") == ["pairing.expired"] * 2


def test_a_class_that_closed_or_a_student_who_left_is_not_drawn_for(session) -> None:
    s = scene()
    write(lambda x: x.execute(update(PrepClass).values(closed_at=NOW)))
    assert (
        refused(lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "", NOW))
        == "pairing.class_closed"
    )
    write(lambda x: x.execute(update(Student).values(left_at=NOW)))
    with pytest.raises(NotYours):
        draw(s)


@pytest.mark.parametrize(
    ("reason", "apart"), [("not_suited", True), ("no_contact", True), ("finished", False), ("other", False)]
)
def test_a_pair_that_went_badly_keeps_the_same_two_apart(session, reason, apart) -> None:
    s = scene()
    pair_id = accept(s, draw(s))
    write(lambda x: services.end_pair(x, pair_id, "lead", reason, "", NOW, actor_id=s.lead_id))
    if apart:
        assert (
            refused(lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "", NOW))
            == "pairing.kept_apart"
        )
        assert draw(s, student_id=another_student(s))  # others are not concerned
    else:
        assert draw(s)


def test_a_withdrawal_frees_the_seat_and_tells_the_tutor_once(session) -> None:
    s = scene()
    proposal_id = draw(s)
    write(lambda x: services.withdraw_proposal(x, s.lead_id, proposal_id, NOW))
    assert (state(session, proposal_id), taken(session, s.tutor_id)) == ("withdrawn", 0)
    assert refused(lambda x: services.withdraw_proposal(x, s.lead_id, proposal_id, NOW)) == "pairing.too_late"
    assert taken(session, s.tutor_id) == 0
    assert mails(session, "pairing.withdrawn") == ["pairing.withdrawn"]
    assert draw(s)  # the student and the seat are free again


def test_an_answered_proposal_is_not_withdrawn(session) -> None:
    s = scene()
    proposal_id = draw(s)
    accept(s, proposal_id)
    assert refused(lambda x: services.withdraw_proposal(x, s.lead_id, proposal_id, NOW)) == "pairing.too_late"
    assert (state(session, proposal_id), taken(session, s.tutor_id)) == ("accepted", 1)


def test_a_lead_of_another_class_withdraws_nothing(session) -> None:
    s = scene()
    proposal_id = draw(s)
    stranger = make.person()
    make.prep_class(stranger)
    stranger_id = stranger.id
    with pytest.raises(NotYours):
        write(lambda x: services.withdraw_proposal(x, stranger_id, proposal_id, NOW))
    assert state(session, proposal_id) == "sent"


def test_the_outbox_holds_ids_only(session) -> None:
    s = scene()
    draw(s, message="Inès aime les notes")
    payloads = session.scalars(select(Job.payload)).all()
    assert payloads == [{"mail": "pairing.proposal", "proposal_id": session.scalars(select(Proposal.id)).one()}]
