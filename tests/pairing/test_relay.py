"""The relay: who does not take a proposal up is followed by the next, as often as the lead chose, once each."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.infra.db import db, write
from app.infra.jobs import Claim
from app.infra.models import Job
from app.pairing import jobs, queries, services
from app.pairing.models import Proposal
from app.pool.models import TutorProfile
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser
from tests.pairing.story import Scene, accept, another_student, draw, mails, refused, scene, taken
from tests.pairing.test_mails import written
from tests.training.test_races import at_once


@pytest.fixture
def s(session) -> Scene:
    return scene()


def sent(s: Scene, relays: int = 2) -> int:
    return write(
        lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "Bonjour", NOW, relays=relays)
    )


def decline(s: Scene, proposal_id: int, reason: str = "no_time") -> None:
    write(lambda x: services.decline_proposal(x, proposal_id, s.tutor_id, reason, "", NOW))


def queued() -> list[int]:
    return [j.payload["proposal_id"] for j in db.session.scalars(select(Job).where(Job.kind == "pairing.relay"))]


def work(proposal_id: int, now=NOW) -> None:
    db.session.expire_all()
    jobs.relay(db.session, Claim(1, "pairing.relay", {"proposal_id": proposal_id}, 1, "t", "n"), now)


def following(proposal_id: int) -> Proposal | None:
    return db.session.scalar(select(Proposal).where(Proposal.relay_of_id == proposal_id))


def test_a_refusal_asks_the_next_with_one_relay_less(s) -> None:
    paul = make.pool_tutor(first_name="Paul").id
    first = sent(s)
    decline(s, first)
    assert queued() == [first]
    work(first)
    second = following(first)
    assert (second.tutor_id, second.state, second.relays_left, second.message) == (paul, "sent", 1, "Bonjour")
    assert taken(db.session, paul) == 1
    assert len(mails(db.session, "pairing.relayed")) == 1
    assert len(mails(db.session, "pairing.proposal")) == 2


@pytest.mark.parametrize("how", ["not_now", "expired"])
def test_so_do_not_now_and_no_answer(s, how) -> None:
    make.pool_tutor()
    first = sent(s)
    if how == "not_now":
        write(lambda x: services.not_now(x, first, s.tutor_id, "", NOW))
    else:
        write(lambda x: services.expire_due(x, NOW + timedelta(days=9)))
    assert queued() == [first]
    work(first, NOW + timedelta(days=9))
    assert following(first) is not None


def test_nothing_is_passed_on_that_the_lead_did_not_choose_or_took_back(s) -> None:
    make.pool_tutor()
    decline(s, draw(s))
    kept = sent(s)
    write(lambda x: services.withdraw_proposal(x, s.lead_id, kept, NOW))
    assert queued() == []
    work(kept)
    assert following(kept) is None


def test_the_job_twice_asks_once(s) -> None:
    make.pool_tutor()
    make.pool_tutor()
    first = sent(s)
    decline(s, first)
    work(first)
    work(first)
    assert len(db.session.scalars(select(Proposal)).all()) == 2


def test_two_workers_at_once_ask_once(real_app) -> None:
    with real_app.app_context():
        s = scene()
        for _more in range(8):
            make.pool_tutor()
        first = sent(s)
        decline(s, first)
        to_pass = services.baton(db.session, first)
        others = [
            c.offer.tutor_id for c in queries.next_candidates(db.session, db.session.get(Proposal, first).student, NOW)
        ]
    found = at_once(real_app, lambda n: write(lambda x: services.pass_on(x, to_pass, others[n], NOW)), len(others))
    assert sum(isinstance(one, int) for one in found) == 1
    assert set(found) - {one for one in found if isinstance(one, int)} <= {"pairing.student_taken", "pairing.relayed"}
    with real_app.app_context():
        assert db.session.scalar(select(Proposal.tutor_id).where(Proposal.state == "sent")) in others
        assert sum(db.session.scalars(select(TutorProfile.seats_taken))) == 1


def test_relays_stop_at_the_last(s) -> None:
    make.pool_tutor()
    make.pool_tutor()
    first = sent(s, relays=1)
    decline(s, first)
    work(first)
    second = following(first)
    write(lambda x: services.decline_proposal(x, second.id, second.tutor_id, "other", "", NOW))
    assert queued() == [first]
    mail = written("pairing.declined")
    assert mail.action == "Lui proposer"  # the lead is offered the third
    assert "La personne suivante serait" in "\n".join(mail.lines)


def test_a_student_who_has_someone_meanwhile_stops_it(s) -> None:
    paul = make.pool_tutor()
    make.pool_tutor()
    first = sent(s)
    decline(s, first)
    accepted = write(lambda x: services.send_proposal(x, s.lead_id, s.student_id, paul.id, "", NOW))
    write(lambda x: services.accept_proposal(x, accepted, paul.id, NOW))
    work(first)
    assert following(first) is None
    assert mails(db.session, "pairing.relay_over") == []


def test_nobody_left_is_told_to_the_leads(s) -> None:
    first = sent(s)
    decline(s, first)
    work(first)
    assert following(first) is None
    assert len(mails(db.session, "pairing.relay_over")) == 1
    assert written("pairing.relay_over") is not None


def test_who_was_asked_already_is_not_asked_again(s) -> None:
    paul = make.pool_tutor()
    past = write(lambda x: services.send_proposal(x, s.lead_id, s.student_id, paul.id, "", NOW))
    write(lambda x: services.not_now(x, past, paul.id, "", NOW))
    first = sent(s)
    decline(s, first)
    work(first)
    assert following(first) is None


def test_a_seat_gone_meanwhile_leaves_the_next(s, monkeypatch) -> None:
    paul, nora = make.pool_tutor(exams=[]), make.pool_tutor(exams=[])
    first = sent(s)
    decline(s, first)
    ranked = queries.next_candidates(db.session, db.session.get(Proposal, first).student, NOW)
    monkeypatch.setattr("app.pairing.queries.next_candidates", lambda *_args: ranked)
    gone = ranked[0].offer.tutor_id
    write(lambda x: x.execute(update(TutorProfile).where(TutorProfile.person_id == gone).values(seats=0)))
    work(first)
    assert following(first).tutor_id == ({paul.id, nora.id} - {gone}).pop()


def test_the_lead_sees_it_and_stops_it(s, browser: Browser) -> None:
    make.pool_tutor()
    lead = browser.sign_in(db.session.get_one(Person, s.lead_id))
    lead.text(f"/etudiants/{s.student_id}/tuteurs")
    url = f"/etudiants/{s.student_id}/tuteurs/{s.tutor_id}"
    assert "Solliciter la suivante, jusqu’à 5 fois" in lead.text(url).replace("\u00a0", " ")
    assert lead.post(url, {"message": "", "relays": "9"}).status_code == 422
    lead.post(url, {"message": "", "relays": "3"})
    proposal = db.session.scalars(select(Proposal)).one()
    assert proposal.relays_left == 3
    page = lead.text(f"/etudiants/{s.student_id}/tuteurs").replace("\u00a0", " ")
    assert "jusqu’à 3 fois" in page
    assert f'action="/propositions/{proposal.id}/retirer"' in page
    lead.post(f"/propositions/{proposal.id}/sans-relais")
    db.session.expire_all()
    assert "Arrêter les relais" not in lead.text(f"/etudiants/{s.student_id}/tuteurs")
    decline(s, proposal.id)
    assert queued() == []
    assert refused(lambda x: services.stop_relays(x, s.lead_id, proposal.id, NOW)) == "pairing.too_late"


def test_another_lead_cannot_stop_it(s, browser: Browser) -> None:
    first, stranger = sent(s), scene()
    lead = browser.sign_in(db.session.get_one(Person, stranger.lead_id))
    lead.text(f"/classes/{stranger.class_id}")
    assert lead.post(f"/propositions/{first}/sans-relais").status_code == 404


def test_the_whole_class_chooses_relays_too(s, browser: Browser) -> None:
    another_student(s)
    make.pool_tutor()
    lead = browser.sign_in(db.session.get_one(Person, s.lead_id))
    lead.text(f"/classes/{s.class_id}/proposer")
    pairs = [f"{s.student_id}-{s.tutor_id}"]
    lead.post(f"/classes/{s.class_id}/proposer", {"paire": pairs, "message": "", "relays": "2"})
    assert db.session.scalars(select(Proposal.relays_left)).all() == [2]


def test_a_pair_accepted_passes_nothing_on(s) -> None:
    accept(s, sent(s))
    assert queued() == []
