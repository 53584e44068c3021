"""A tutor's answers: the first one wins, a seat is kept or freed exactly, and validity is checked again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.classes.models import ClassLead
from app.infra.db import write
from app.infra.errors import NotYours
from app.pairing import services
from app.pairing.models import Pair, Proposal
from app.pool.models import TutorProfile
from app.training.models import Validation
from tests import factories as make
from tests.conftest import NOW
from tests.pairing.story import accept, draw, mails, pairs, refused, scene, state, taken


def accepting(s, proposal_id, now=NOW):
    return lambda x: services.accept_proposal(x, proposal_id, s.tutor_id, now)


def declining(s, proposal_id, now=NOW, reason="no_time"):
    return lambda x: services.decline_proposal(x, proposal_id, s.tutor_id, reason, "", now)


def test_accepting_opens_the_pair_keeps_the_seat_and_writes_to_everyone_once(session) -> None:
    s = scene()
    proposal_id = draw(s)
    pair = session.get(Pair, accept(s, proposal_id))
    assert (pair.student_id, pair.tutor_id, pair.ended_at) == (s.student_id, s.tutor_id, None)
    assert (state(session, proposal_id), taken(session, s.tutor_id)) == ("accepted", 1)
    assert sorted(mails(session)) == [
        "pairing.accepted_lead",
        "pairing.accepted_student",
        "pairing.accepted_tutor",
        "pairing.proposal",
    ]


def test_accepting_twice_is_refused_and_changes_nothing(session) -> None:
    s = scene()
    proposal_id = draw(s)
    accept(s, proposal_id)
    before = mails(session)
    assert refused(accepting(s, proposal_id)) == "pairing.already_accepted"
    assert (pairs(session), taken(session, s.tutor_id), mails(session)) == (1, 1, before)


def test_declining_frees_the_seat_keeps_the_reason_and_may_pause(session) -> None:
    s = scene()
    proposal_id = draw(s)
    until = date(2027, 1, 31)
    write(lambda x: services.decline_proposal(x, proposal_id, s.tutor_id, "too_far", "Trop loin de Lille", NOW, until))
    proposal = session.get(Proposal, proposal_id)
    assert (proposal.state, proposal.reason, proposal.comment) == ("declined", "too_far", "Trop loin de Lille")
    assert taken(session, s.tutor_id) == 0
    assert session.get(TutorProfile, s.tutor_id).paused_until == until
    assert mails(session, "pairing.declined") == ["pairing.declined"]


def test_not_now_frees_the_seat_without_a_reason(session) -> None:
    s = scene()
    proposal_id = draw(s)
    write(lambda x: services.not_now(x, proposal_id, s.tutor_id, "Après les oraux", NOW))
    proposal = session.get(Proposal, proposal_id)
    assert (proposal.state, proposal.reason, taken(session, s.tutor_id)) == ("not_now", None, 0)
    assert mails(session, "pairing.not_now") == ["pairing.not_now"]


def test_declining_without_a_known_reason_or_with_a_past_pause_changes_nothing(session) -> None:
    s = scene()
    proposal_id = draw(s)
    assert refused(declining(s, proposal_id, reason="mood")) == "pairing.no_reason"
    past = lambda x: services.not_now(x, proposal_id, s.tutor_id, "", NOW, NOW.date())  # noqa: E731
    assert refused(past) == "pool.past_pause"
    assert (state(session, proposal_id), taken(session, s.tutor_id)) == ("sent", 1)


def test_each_lead_of_the_class_is_told(session) -> None:
    s = scene()
    make.saved(ClassLead(class_id=s.class_id, person_id=make.person().id, since=NOW))
    proposal_id = draw(s)
    write(declining(s, proposal_id))
    assert mails(session, "pairing.declined") == ["pairing.declined"] * 2


@pytest.mark.parametrize(
    ("first", "code"),
    [
        ("decline", "pairing.already_declined"),
        ("not_now", "pairing.already_declined"),
        ("withdraw", "pairing.taken_back"),
        ("expire", "pairing.expired"),
        ("cancel", "pairing.no_longer"),
        ("end", "pairing.already_accepted"),
    ],
)
@pytest.mark.parametrize("answer", [accepting, declining])
def test_a_closed_proposal_says_why_it_takes_no_answer(session, first, code, answer) -> None:
    s = scene()
    proposal_id = draw(s)

    def close(x):
        match first:
            case "decline":
                services.decline_proposal(x, proposal_id, s.tutor_id, "other", "", NOW)
            case "not_now":
                services.not_now(x, proposal_id, s.tutor_id, "", NOW)
            case "withdraw":
                services.withdraw_proposal(x, s.lead_id, proposal_id, NOW)
            case "expire":
                services.expire_due(x, NOW + timedelta(days=9))
            case "cancel":
                services.student_leaves(x, s.lead_id, s.student_id, NOW)
            case "end":
                pair_id = services.accept_proposal(x, proposal_id, s.tutor_id, NOW)
                services.end_pair(x, pair_id, "tutor", "finished", "", NOW, actor_id=s.tutor_id)

    write(close)
    before = (state(session, proposal_id), mails(session))
    assert refused(answer(s, proposal_id)) == code
    assert (state(session, proposal_id), mails(session)) == before
    assert taken(session, s.tutor_id) == 0


def test_the_last_second_counts_and_the_next_does_not(session) -> None:
    s = scene()
    proposal_id = draw(s)
    ends = session.get(Proposal, proposal_id).expires_at
    assert refused(accepting(s, proposal_id, ends)) == "pairing.expired"
    assert accept(s, proposal_id, ends - timedelta(seconds=1))


def test_validity_is_checked_again_when_accepting(session) -> None:
    """The gate shut between the draw and the answer: no pair. The proposal waits for the job, or for a renewal."""
    s = scene()
    proposal_id = draw(s)
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW)))
    assert refused(accepting(s, proposal_id)) == "pairing.not_validated"
    assert (state(session, proposal_id), pairs(session), taken(session, s.tutor_id)) == ("sent", 0, 1)
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW + timedelta(days=1))))
    assert accept(s, proposal_id)


def test_a_suspended_account_accepts_nothing(session) -> None:
    s = scene()
    proposal_id = draw(s)
    write(lambda x: x.execute(update(Person).where(Person.id == s.tutor_id).values(suspended_at=NOW)))
    assert refused(accepting(s, proposal_id)) == "pairing.not_validated"


def test_a_pause_does_not_stop_answering_what_was_received(session) -> None:
    s = scene()
    proposal_id = draw(s)
    write(lambda x: x.execute(update(TutorProfile).values(paused_until=date(2027, 1, 1))))
    assert accept(s, proposal_id)


def test_another_tutor_answers_nothing(session) -> None:
    s = scene()
    proposal_id, other = draw(s), make.pool_tutor().id
    for act in (
        lambda x: services.accept_proposal(x, proposal_id, other, NOW),
        lambda x: services.decline_proposal(x, proposal_id, other, "other", "", NOW),
        lambda x: services.not_now(x, proposal_id, other, "", NOW),
    ):
        with pytest.raises(NotYours):
            write(act)
    assert state(session, proposal_id) == "sent"
    assert session.scalars(select(Pair.id)).all() == []
