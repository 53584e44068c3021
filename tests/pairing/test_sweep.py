"""What time does: reminders, expiry, validations lost, and the nightly comparison of seats."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.infra import batches
from app.infra import jobs as queue
from app.infra.db import db, write
from app.infra.models import AuditEvent
from app.pairing import jobs, services
from app.pairing.models import Proposal
from app.pool.models import TutorProfile
from app.training.models import Validation
from tests.conftest import NOW
from tests.pairing.story import accept, another_student, draw, mails, scene, state, taken

CLAIM = queue.Claim(id=1, kind="x", payload={}, attempts=1, lease_token="t", name="x")


def test_expiry_waits_for_the_end_then_frees_the_seat_and_tells_the_lead_once(session) -> None:
    s = scene()
    proposal_id = draw(s)
    ends = session.get(Proposal, proposal_id).expires_at
    assert write(lambda x: services.expire_due(x, ends - timedelta(seconds=1))) == 0
    assert write(lambda x: services.expire_due(x, ends)) == 1
    assert (state(session, proposal_id), taken(session, s.tutor_id)) == ("expired", 0)
    assert write(lambda x: services.expire_due(x, ends + timedelta(days=9))) == 0
    assert (taken(session, s.tutor_id), mails(session, "pairing.expired")) == (0, ["pairing.expired"])


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        (datetime(2026, 11, 26, 22, 59, tzinfo=UTC), 0),  # still the third day in Paris
        (datetime(2026, 11, 26, 23, 1, tzinfo=UTC), 1),  # the fourth has begun
        (datetime(2026, 12, 1, 22, 59, 58, tzinfo=UTC), 1),  # the job was late: it is still true
        (datetime(2026, 12, 2, 9, 0, tzinfo=UTC), 0),  # past its date: too late to remind
    ],
)
def test_one_reminder_from_the_fourth_day(session, at, reminded) -> None:
    s = scene()
    draw(s)
    assert write(lambda x: services.remind_due(x, at)) == reminded
    assert write(lambda x: services.remind_due(x, at)) == 0
    assert len(mails(session, "pairing.reminder")) == reminded


@pytest.mark.parametrize("act", ["accept", "decline", "withdraw"])
def test_nobody_who_has_acted_is_reminded(session, act) -> None:
    s = scene()
    proposal_id = draw(s)
    if act == "accept":
        accept(s, proposal_id)
    elif act == "decline":
        write(lambda x: services.decline_proposal(x, proposal_id, s.tutor_id, "other", "", NOW))
    else:
        write(lambda x: services.withdraw_proposal(x, s.lead_id, proposal_id, NOW))
    assert write(lambda x: services.remind_due(x, NOW + timedelta(days=5))) == 0


def test_work_is_done_by_batches_and_all_of_it(session, monkeypatch) -> None:
    monkeypatch.setattr(batches, "PAUSE", 0)
    s = scene(seats=9)
    for student_id in [s.student_id, *(another_student(s) for _ in range(4))]:
        draw(s, student_id=student_id)
    late = NOW + timedelta(days=9)
    assert write(lambda x: services.expire_due(x, late, limit=2)) == 2
    assert taken(session, s.tutor_id) == 3
    assert batches.by_batches(lambda x: services.expire_due(x, late, limit=2)) == 3
    assert taken(session, s.tutor_id) == 0


def test_losing_validation_cancels_what_is_sent_and_leaves_pairs(session) -> None:
    s, other = scene(), scene()
    pair_id = accept(s, draw(s))
    waiting, kept = draw(s, student_id=another_student(s)), draw(other)
    write(lambda x: x.execute(update(Validation).where(Validation.person_id == s.tutor_id).values(valid_until=NOW)))
    assert write(lambda x: services.cancel_for_lost_validation(x, NOW)) == 1
    assert write(lambda x: services.cancel_for_lost_validation(x, NOW)) == 0
    assert (state(session, waiting), state(session, kept), taken(session, s.tutor_id)) == ("cancelled", "sent", 1)
    assert mails(session, "pairing.cancelled_lead") == ["pairing.cancelled_lead"]
    for _ in range(2):  # twice: told once
        assert write(lambda x: services.tell_lapsed_pairs(x, NOW)) == 1
    assert mails(session, "pairing.tutor_lapsed") == ["pairing.tutor_lapsed"]
    assert pair_id


def test_seats_and_rows_agree_and_a_gap_is_noted_but_not_hidden(session) -> None:
    s = scene()
    accept(s, draw(s))
    draw(s, student_id=another_student(s))
    assert services.seat_gaps(session) == []
    write(lambda x: x.execute(update(TutorProfile).values(seats_taken=1)))
    (gap,) = write(lambda x: services.note_seat_gaps(x, NOW))
    assert (gap.tutor_id, gap.counted, gap.held) == (s.tutor_id, 1, 2)
    assert session.scalars(select(AuditEvent.object_id).where(AuditEvent.code == "pairing.seats_differ")).all() == [
        s.tutor_id
    ]
    assert taken(session, s.tutor_id) == 1


def test_the_two_jobs_run_twice_without_harm(session, monkeypatch) -> None:
    monkeypatch.setattr(batches, "PAUSE", 0)
    s = scene()
    expiring = draw(s)
    write(lambda x: x.execute(update(Proposal).values(expires_at=NOW)))
    for _ in range(2):
        jobs.hourly(db.session, CLAIM, NOW)
        jobs.nightly(db.session, CLAIM, NOW)
    assert (state(session, expiring), taken(session, s.tutor_id)) == ("expired", 0)
    assert mails(session, "pairing.expired") == ["pairing.expired"]


def test_each_period_has_its_handler() -> None:
    queued = {"pairing.apply_run", "pairing.relay"}  # by an act, not by the clock
    assert {period.kind for period in jobs.PERIODS} | queued == set(jobs.HANDLERS)


def test_who_was_just_seen_is_reminded_a_day_later(session) -> None:
    s = scene()
    draw(s)
    due = NOW + timedelta(days=4)
    write(
        lambda x: x.execute(
            update(Person).where(Person.id == s.tutor_id).values(last_seen_at=due - timedelta(hours=23))
        )
    )
    assert write(lambda x: services.remind_due(x, due)) == 0
    assert write(lambda x: services.remind_due(x, due + timedelta(hours=2))) == 1
    assert write(lambda x: services.remind_due(x, due + timedelta(hours=3))) == 0


def test_who_has_just_answered_another_is_reminded_a_day_later(session) -> None:
    s = scene()
    other = draw(s, student_id=another_student(s))
    draw(s)
    due = NOW + timedelta(days=4)
    write(lambda x: services.decline_proposal(x, other, s.tutor_id, "other", "", due - timedelta(hours=1)))
    assert write(lambda x: services.remind_due(x, due)) == 0
    assert write(lambda x: services.remind_due(x, due + timedelta(days=1))) == 1


def test_what_the_sweep_itself_ended_is_no_act_of_the_tutor_s(session) -> None:
    s = scene()
    first = draw(s, student_id=another_student(s))
    draw(s, now=NOW + timedelta(days=5))
    later = NOW + timedelta(days=9)
    write(lambda x: services.expire_due(x, later))
    assert state(session, first) == "expired"
    assert write(lambda x: services.remind_due(x, later)) == 1
