"""Leads and tutors who act at random for a minute, 64 at once: no seat too many, no proposal in two states, none kept for ever.

An observer reads while they act. A day passes each second, so that proposals expire under the hands of those who answer.
`test_one_after_another.py` does the same one act after another, against a model that knows what each may do.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import and_, func, or_, select

from app.accounts.models import Person
from app.infra.db import db, write
from app.infra.errors import DomainError
from app.infra.models import AuditEvent
from app.pairing import services
from app.pairing.models import HOLDING, Pair, Proposal
from app.pool import services as pool
from app.pool.models import TutorProfile
from tests import factories as make
from tests import proofs
from tests.conftest import NOW

pytestmark = pytest.mark.proof
SEED = 20261124
ACTORS, SECONDS = 64, proofs.size(6, 60)
SERVED = 12  # requests in flight at once, as servers' threads would: the others queue
LEADS, PUPILS, TUTORS = 8, 6, 24
ENDINGS = ("declined", "not_now", "withdrawn", "expired", "cancelled")


@dataclass
class Hall:
    """Who is there, when it began, and what came of each act."""

    leads: dict[int, list[int]]  # lead → their students
    tutors: list[int]
    began: float = 0.0
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    door: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(SERVED))

    def now(self) -> datetime:
        """A day passes each second."""
        return NOW + timedelta(days=time.monotonic() - self.began)


def peopled(app: Flask) -> Hall:
    with app.app_context():
        leads = {}
        for _lead in range(LEADS):
            lead = make.person()
            led = make.prep_class(lead)
            leads[lead.id] = [make.student(led).id for _pupil in range(PUPILS)]
        tutors = [make.pool_tutor(seats=1 + n % 2).id for n in range(TUTORS)]
    return Hall(leads, tutors)


def one_act(hall: Hall, chance: Random) -> str:
    """Draw an act, do it; what came of it."""
    now, kind = (
        hall.now(),
        chance.choice(("draw",) * 6 + ("answer",) * 6 + ("withdraw", "pause", "expire", "end", "remind")),
    )
    lead, tutor = chance.choice(list(hall.leads)), chance.choice(hall.tutors)
    sent = db.session.scalars(select(Proposal.id).where(Proposal.state == "sent", Proposal.tutor_id == tutor)).all()
    db.session.rollback()
    if kind == "draw":
        student, relays = chance.choice(hall.leads[lead]), chance.choice((0, 0, 2))
        write(lambda s: services.send_proposal(s, lead, student, tutor, "", now, relays=relays))
    elif kind == "answer" and sent:
        one, how = chance.choice(sent), chance.choice(("accept", "accept", "decline", "not_now"))
        if how == "accept":
            write(lambda s: services.accept_proposal(s, one, tutor, now))
        elif how == "decline":
            write(lambda s: services.decline_proposal(s, one, tutor, "no_time", "", now))
        else:
            write(lambda s: services.not_now(s, one, tutor, "", now))
    elif kind == "withdraw":
        mine = select(Proposal.id).where(Proposal.state == "sent", Proposal.student_id.in_(hall.leads[lead]))
        waiting = db.session.scalars(mine).all()
        db.session.rollback()
        if waiting:
            one = chance.choice(waiting)
            write(lambda s: services.withdraw_proposal(s, lead, one, now))
    elif kind == "pause":
        act = chance.choice((pool.pause, pool.resume))
        write(lambda s: act(s, tutor, now))
    elif kind == "expire":
        write(lambda s: services.expire_due(s, now))
    elif kind == "remind":
        write(lambda s: services.remind_due(s, now))
    elif kind == "end":
        pairs = db.session.scalars(select(Pair.id).where(Pair.tutor_id == tutor, Pair.ended_at.is_(None))).all()
        db.session.rollback()
        if pairs:
            one = chance.choice(pairs)
            write(lambda s: services.end_pair(s, one, "tutor", "finished", "", now, actor_id=tutor))
    return kind


def act_until(app: Flask, hall: Hall, number: int) -> None:
    chance = Random(SEED + number)  # noqa: S311  to be played again
    with app.app_context():
        while time.monotonic() - hall.began < SECONDS:
            try:
                with hall.door:
                    hall.outcomes[one_act(hall, chance)] += 1
            except DomainError as refusal:
                hall.outcomes[refusal.code] += 1
            except Exception as other:  # noqa: BLE001  whatever it is, it is kept and makes the test fail
                hall.wrong.append(repr(other))
                return


def faults() -> list[str]:
    """What must never be read, in one statement each, whoever is acting."""
    found = [f"seats differ: {gap}" for gap in services.seat_gaps(db.session)]
    over = select(TutorProfile.person_id).where(
        or_(TutorProfile.seats_taken > TutorProfile.seats, TutorProfile.seats_taken < 0)
    )
    found += [f"too many seats: {who}" for who in db.session.scalars(over)]
    twice = (
        select(Proposal.student_id)
        .where(Proposal.state.in_(HOLDING))
        .group_by(Proposal.student_id)
        .having(func.count(Proposal.id) > 1)
    )
    found += [f"two at once: {student}" for student in db.session.scalars(twice)]
    lonely = select(Pair.id).join(Proposal, Proposal.id == Pair.proposal_id)
    open_but = and_(Pair.ended_at.is_(None), Proposal.state != "accepted")
    closed_but = and_(Pair.ended_at.is_not(None), Proposal.state != "ended")
    found += [
        f"pair and proposal differ: {pair}" for pair in db.session.scalars(lonely.where(or_(open_but, closed_but)))
    ]
    db.session.rollback()
    return found


def watch(app: Flask, hall: Hall, reads: list[int]) -> None:
    with app.app_context():
        while time.monotonic() - hall.began < SECONDS:
            hall.wrong += faults()
            reads.append(1)
            time.sleep(0.05)


def test_64_people_at_random_never_hold_a_seat_too_many(real_app: Flask, engine_name: str) -> None:
    hall, reads = peopled(real_app), []
    hall.began = time.monotonic()
    threads = [threading.Thread(target=act_until, args=(real_app, hall, n)) for n in range(ACTORS)]
    threads.append(threading.Thread(target=watch, args=(real_app, hall, reads)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with real_app.app_context():
        assert hall.wrong == []
        assert faults() == []
        ends = Counter(
            db.session.scalars(
                select(AuditEvent.object_id).where(
                    AuditEvent.object_type == "proposal",
                    AuditEvent.code.in_([f"pairing.{end}" for end in ENDINGS]),
                )
            )
        )
        accepted = Counter(db.session.scalars(select(Pair.proposal_id)))
        assert max((ends + accepted).values(), default=0) <= 1, "a proposal ended twice"
        done = hall.outcomes["draw"], accepted.total(), ends.total()
        assert all(done), done
        later = hall.now() + timedelta(days=99)
        while write(lambda s: services.expire_due(s, later)):
            pass
        for pair, tutor in db.session.execute(select(Pair.id, Pair.tutor_id).where(Pair.ended_at.is_(None))).all():
            write(lambda s, p=pair, t=tutor: services.end_pair(s, p, "tutor", "finished", "", later, actor_id=t))
        db.session.expire_all()
        assert set(db.session.scalars(select(TutorProfile.seats_taken))) == {0}, "a seat is still held"
        assert db.session.scalar(select(func.count(Person.id))) == LEADS + TUTORS
    acts = sum(hall.outcomes.values())
    told = f"{acts} acts ({done[0]} draws, {done[1]} pairs, {done[2]} ended otherwise), {len(reads)} readings, 0 faults"
    proofs.record(f"{ACTORS} people at random for {SECONDS} s", 1, SEED, told, engine_name)


def test_canary_a_seat_not_given_back_is_seen(real_app: Flask) -> None:
    """The observer goes red when an act forgets its seat."""
    hall = peopled(real_app)
    with real_app.app_context():
        (lead, students), tutor = next(iter(hall.leads.items())), hall.tutors[0]
        one: Any = write(lambda s: services.send_proposal(s, lead, students[0], tutor, "", NOW))
        assert faults() == []
        write(lambda s: s.execute(Proposal.__table__.update().where(Proposal.id == one).values(state="withdrawn")))
        assert len(faults()) == 1
