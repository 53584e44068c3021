"""Real threads on a real database: whatever races, never more than two pairs on two seats, and each mail once.

Small by default; PROVE=full runs the sizes the project promises and writes them in docs/proofs.md.
"""

import threading
from collections import Counter
from collections.abc import Callable
from random import Random
from time import sleep
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, true

from app.classes.models import PrepClass
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.models import Job
from app.pairing import services
from app.pairing.models import Pair, Proposal
from app.pool.models import TutorProfile
from app.pool.queries import tutors as pool
from tests import factories as make
from tests import proofs
from tests.conftest import NOW
from tests.pairing.story import mails, scene

pytestmark = pytest.mark.proof
SEED = 20261123
THREADS = 32
DRAWS = proofs.size(60, 200)
CLICKS = proofs.size(60, 200)
ROUNDS = proofs.size(6, 40)
JITTER = 0.02  # seconds: about what an act takes
Act = Callable[[], Any]


def at_once(app: Flask, acts: list[Act], turn: int = 0, jitter: float = 0.0) -> Counter[str]:
    """Run every act, 32 at a time, all released together. Returns how many ended how: "ok" or a refusal's code.

    `turn` changes the order, and each act waits up to `jitter` seconds first, so that either of two rivals may win.
    """
    outcomes: list[str] = []
    chance = Random(SEED + turn)  # noqa: S311  an order that can be played again, not a secret
    waiting = [(act, chance.uniform(0, jitter)) for act in acts]
    chance.shuffle(waiting)
    gate = threading.Barrier(min(THREADS, len(acts)))

    def work() -> None:
        gate.wait()
        while True:
            try:
                act, wait = waiting.pop()
            except IndexError:
                return
            sleep(wait)
            with app.app_context():
                try:
                    act()
                    outcomes.append("ok")
                except DomainError as refusal:
                    outcomes.append(refusal.code)
                except Exception as other:  # noqa: BLE001  whatever it is, it is counted and makes the test fail
                    outcomes.append(repr(other))

    threads = [threading.Thread(target=work) for _ in range(gate.parties)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == len(acts)
    return Counter(outcomes)


def writing(act: Callable[[Any], Any]) -> Act:
    return lambda: write(act)


def truth(tutor_id: int) -> tuple[int, int, int]:
    """Proposals that hold a seat, pairs, and what the counter says."""
    held = db.session.scalar(select(func.count(Proposal.id)).where(Proposal.state.in_(("sent", "accepted"))))
    counted = db.session.scalar(select(TutorProfile.seats_taken).where(TutorProfile.person_id == tutor_id))
    return held or 0, db.session.scalar(select(func.count(Pair.id))) or 0, counted or 0


def many_draws(app: Flask, number: int) -> tuple[int, list[Act]]:
    """`number` leads, each with a class and a student, who all draw the same tutor of two seats."""
    with app.app_context():
        s = scene(seats=2)
        leads = [make.person() for _ in range(8)]
        classes = [make.prep_class(lead) for lead in leads]
        pairs = [(lead.id, led.id) for lead, led in zip(leads, classes, strict=True)]
        acts = []
        for n in range(number):
            lead_id, class_id = pairs[n % len(pairs)]
            student_id = make.student(db.session.get_one(PrepClass, class_id), exam_id=s.exam_id).id
            acts.append(
                writing(lambda x, le=lead_id, st=student_id: services.send_proposal(x, le, st, s.tutor_id, "", NOW))
            )
    return s.tutor_id, acts


def test_two_hundred_draws_then_two_hundred_acceptances_make_two_pairs(real_app: Flask, engine_name: str) -> None:
    """Both doors: draws at once on two seats, then clicks at once on what was sent."""
    tutor_id, acts = many_draws(real_app, DRAWS)
    drawn = at_once(real_app, acts)
    with real_app.app_context():
        assert drawn == {"ok": 2, "pool.no_seat": DRAWS - 2}
        assert truth(tutor_id) == (2, 0, 2)
        sent = db.session.scalars(select(Proposal.id).where(Proposal.state == "sent").order_by(Proposal.id)).all()
        assert mails(db.session) == ["pairing.proposal"] * 2
    proofs.record("draws at once on a two-seat tutor", DRAWS, SEED, "2 proposals, 2 seats", engine_name)

    clicks = [writing(lambda x, p=sent[n % 2]: services.accept_proposal(x, p, tutor_id, NOW)) for n in range(CLICKS)]
    accepted = at_once(real_app, clicks)
    with real_app.app_context():
        assert accepted == {"ok": 2, "pairing.already_accepted": CLICKS - 2}
        assert truth(tutor_id) == (2, 2, 2)
        told = Counter(mails(db.session))
        assert told == {
            "pairing.proposal": 2,
            "pairing.accepted_tutor": 2,
            "pairing.accepted_student": 2,
            "pairing.accepted_lead": 2,
        }
        keys = db.session.scalars(select(Job.key)).all()
        assert len(keys) == len(set(keys)) == 8
        assert services.seat_gaps(db.session) == []
    proofs.record("acceptances at once of two proposals", CLICKS, SEED, "2 pairs, 2 seats, each mail once", engine_name)


def test_canary_without_the_guard_in_the_where_the_race_is_lost(real_app: Flask, monkeypatch) -> None:
    """The seat's condition taken out of the UPDATE: everyone gets a seat, and the test above would be red."""
    monkeypatch.setattr(pool, "seat_free", true)
    tutor_id, acts = many_draws(real_app, 12)
    drawn = at_once(real_app, acts)
    with real_app.app_context():
        held, _pairs, counted = truth(tutor_id)
        assert drawn["ok"] == held == counted == 12
        assert held > 2


def test_many_leads_draw_for_one_student_and_one_proposal_is_made(real_app: Flask, engine_name: str) -> None:
    """The partial unique index decides, and the losers' seats are rolled back."""
    with real_app.app_context():
        s = scene()
        tutors = [make.pool_tutor(seats=2).id for _ in range(8)]
    number = proofs.size(32, 200)
    acts = []
    for n in range(number):
        tutor_id = tutors[n % len(tutors)]
        acts.append(writing(lambda x, t=tutor_id: services.send_proposal(x, s.lead_id, s.student_id, t, "", NOW)))
    drawn = at_once(real_app, acts)
    with real_app.app_context():
        assert drawn == {"ok": 1, "pairing.student_taken": number - 1}
        assert db.session.scalar(select(func.sum(TutorProfile.seats_taken))) == 1
        assert services.seat_gaps(db.session) == []
    proofs.record("draws at once for one student", number, SEED, "1 proposal, 1 seat", engine_name)


def crossing(app: Flask, engine_name: str, name: str, rivals: Callable[[Any, int], list[Act]]) -> Counter[str]:
    """ROUNDS times: one proposal, then acts that fight for it. Exactly one wins, and seats follow."""
    winners: Counter[str] = Counter()
    for turn in range(ROUNDS):
        with app.app_context():
            s = scene(seats=1)
            lead_id, student_id, tutor_id = s.lead_id, s.student_id, s.tutor_id
            proposal_id = write(
                lambda x, le=lead_id, st=student_id, t=tutor_id: services.send_proposal(x, le, st, t, "", NOW)
            )
        outcome = at_once(app, rivals(s, proposal_id), turn, JITTER)
        with app.app_context():
            final = db.session.scalars(select(Proposal.state).where(Proposal.id == proposal_id)).one()
            pairs = db.session.scalar(select(func.count(Pair.id)).where(Pair.proposal_id == proposal_id))
            counted = db.session.scalar(select(TutorProfile.seats_taken).where(TutorProfile.person_id == tutor_id))
            assert (pairs, counted) == ((1, 1) if final == "accepted" else (0, 0)), (final, outcome)
            assert not [code for code in outcome if code != "ok" and not code.startswith("pairing.")], outcome
            assert services.seat_gaps(db.session) == []
            winners[final] += 1
    proofs.record(name, ROUNDS, SEED, ", ".join(f"{n} {what}" for what, n in sorted(winners.items())), engine_name)
    return winners


def test_withdrawing_against_accepting(real_app: Flask, engine_name: str) -> None:
    def rivals(s, proposal_id) -> list[Act]:
        accept = writing(lambda x: services.accept_proposal(x, proposal_id, s.tutor_id, NOW))
        withdraw = writing(lambda x: services.withdraw_proposal(x, s.lead_id, proposal_id, NOW))
        return [accept, withdraw, accept, withdraw]

    winners = crossing(real_app, engine_name, "withdrawal against acceptance", rivals)
    assert set(winners) <= {"accepted", "withdrawn"}


def test_expiring_against_accepting(real_app: Flask, engine_name: str) -> None:
    """Clocks differ by a second around the deadline: the answer comes in time, the sweep a moment later."""

    def rivals(s, proposal_id) -> list[Act]:
        with real_app.app_context():
            ends = db.session.get_one(Proposal, proposal_id).expires_at
        accept = writing(lambda x: services.accept_proposal(x, proposal_id, s.tutor_id, NOW))
        expire = writing(lambda x: services.expire_due(x, ends))
        return [accept, expire, accept, expire]

    winners = crossing(real_app, engine_name, "expiry against acceptance", rivals)
    assert set(winners) <= {"accepted", "expired"}


def test_a_student_leaving_against_accepting(real_app: Flask, engine_name: str) -> None:
    """Whoever is first, nothing stays open for a student who has left."""
    for turn in range(ROUNDS):
        with real_app.app_context():
            s = scene(seats=1)
            proposal_id = write(lambda x, s=s: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "", NOW))
        at_once(
            real_app,
            [
                writing(lambda x, s=s, p=proposal_id: services.accept_proposal(x, p, s.tutor_id, NOW)),
                writing(lambda x, s=s: services.student_leaves(x, s.lead_id, s.student_id, NOW)),
            ],
            turn,
            JITTER,
        )
        with real_app.app_context():
            final = db.session.scalars(select(Proposal.state).where(Proposal.id == proposal_id)).one()
            assert final in ("cancelled", "ended")
            assert services.seat_gaps(db.session) == []
    proofs.record("departure against acceptance", ROUNDS, SEED, "nothing left open", engine_name)


def test_a_student_leaving_against_a_draw(real_app: Flask, engine_name: str) -> None:
    """The draw holds the student as they are until it commits: no proposal is sent for someone who has left."""
    for turn in range(ROUNDS):
        with real_app.app_context():
            s = scene(seats=1)
        at_once(
            real_app,
            [
                writing(lambda x, s=s: services.send_proposal(x, s.lead_id, s.student_id, s.tutor_id, "", NOW)),
                writing(lambda x, s=s: services.student_leaves(x, s.lead_id, s.student_id, NOW)),
            ],
            turn,
            JITTER,
        )
        with real_app.app_context():
            still = db.session.scalar(
                select(func.count(Proposal.id)).where(Proposal.student_id == s.student_id, Proposal.state == "sent")
            )
            assert still == 0
            assert services.seat_gaps(db.session) == []
    proofs.record("departure against draw", ROUNDS, SEED, "no proposal for who has left", engine_name)


def test_two_sweeps_at_once_expire_each_proposal_once(real_app: Flask, engine_name: str) -> None:
    with real_app.app_context():
        s = scene(seats=9)
        for n in range(6):
            student_id = (
                s.student_id
                if n == 0
                else make.student(db.session.get_one(PrepClass, s.class_id), exam_id=s.exam_id).id
            )
            write(lambda x, i=student_id: services.send_proposal(x, s.lead_id, i, s.tutor_id, "", NOW))
        ends = db.session.scalars(select(func.max(Proposal.expires_at))).one()
    at_once(real_app, [writing(lambda x: services.expire_due(x, ends)) for _ in range(8)])
    with real_app.app_context():
        assert truth(s.tutor_id) == (0, 0, 0)
        assert mails(db.session, "pairing.expired") == ["pairing.expired"] * 6
    proofs.record("sweeps at once over six overdue proposals", 8, SEED, "each expired once, seats 0", engine_name)


def test_ending_a_pair_twice_at_once_frees_one_seat(real_app: Flask, engine_name: str) -> None:
    with real_app.app_context():
        s = scene(seats=2)
        ids = [s.student_id, make.student(db.session.get_one(PrepClass, s.class_id), exam_id=s.exam_id).id]
        sent = [write(lambda x, i=i: services.send_proposal(x, s.lead_id, i, s.tutor_id, "", NOW)) for i in ids]
        pair_ids = [write(lambda x, p=p: services.accept_proposal(x, p, s.tutor_id, NOW)) for p in sent]
    end = []
    for by, who in (("tutor", s.tutor_id), ("lead", s.lead_id)) * 8:
        end.append(writing(lambda x, b=by, w=who: services.end_pair(x, pair_ids[0], b, "other", "", NOW, actor_id=w)))
    outcome = at_once(real_app, end)
    with real_app.app_context():
        assert outcome == {"ok": 1, "pairing.pair_ended": 15}
        assert truth(s.tutor_id) == (1, 2, 1)
    proofs.record("ends at once of one pair", 16, SEED, "1 end, 1 seat freed", engine_name)
