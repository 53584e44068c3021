"""Any story of draws, answers, pauses and days, one act after another: each ends as a small model says it must."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from app.infra.db import db, write
from app.infra.errors import DomainError
from app.pairing import services
from app.pairing.models import Proposal
from app.pool import services as pool
from tests import factories as make
from tests import proofs
from tests.conftest import NOW
from tests.pairing.test_many_hands import faults

PUPILS, TUTORS = st.integers(0, 1), st.integers(0, 1)


def told(act: Any) -> Any:
    """What an act returns, or the code of its refusal."""
    try:
        return write(act)
    except DomainError as refusal:
        return refusal.code


class Story(RuleBasedStateMachine):
    """Two students of one class, a tutor of one seat and one of two. The model: who waits, who is paired, who is apart."""

    @initialize()
    def begin(self) -> None:
        self.now: datetime = NOW
        lead = make.person()
        led = make.prep_class(lead)
        self.lead = lead.id
        self.students = [make.student(led).id for _n in range(2)]
        self.tutors = [make.pool_tutor(seats=n).id for n in (1, 2)]
        self.sent: dict[int, tuple[int, int]] = {}  # student → proposal, tutor
        self.paired: dict[int, tuple[int, int]] = {}  # student → pair, tutor
        self.paused: dict[int, bool] = dict.fromkeys(self.tutors, False)
        self.conflicts: set[tuple[int, int]] = set()
        self.apart: set[tuple[int, int]] = set()

    def taken(self, tutor: int) -> int:
        return sum(who == tutor for _id, who in (*self.sent.values(), *self.paired.values()))

    @rule(pupil=PUPILS, which=TUTORS)
    def draw(self, pupil: int, which: int) -> None:
        student, tutor = self.students[pupil], self.tutors[which]
        found = told(lambda s: services.send_proposal(s, self.lead, student, tutor, "", self.now))
        if (student, tutor) in self.apart:
            assert found == "pairing.kept_apart"
        elif (student, tutor) in self.conflicts:
            assert found == "pairing.conflict"
        elif self.paused[tutor] or self.taken(tutor) >= which + 1:
            assert found == "pool.no_seat"
        elif student in self.sent or student in self.paired:
            assert found == "pairing.student_taken"
        else:
            assert isinstance(found, int)
            self.sent[student] = (found, tutor)

    @rule(pupil=PUPILS, how=st.sampled_from(("accept", "decline", "knows", "not_now", "withdraw")))
    def close(self, pupil: int, how: str) -> None:
        student = self.students[pupil]
        if student not in self.sent:
            return
        one, tutor = self.sent.pop(student)
        acts = {
            "accept": lambda s: services.accept_proposal(s, one, tutor, self.now),
            "decline": lambda s: services.decline_proposal(s, one, tutor, "other", "", self.now),
            "knows": lambda s: services.decline_proposal(s, one, tutor, "knows_student", "", self.now),
            "not_now": lambda s: services.not_now(s, one, tutor, "", self.now),
            "withdraw": lambda s: services.withdraw_proposal(s, self.lead, one, self.now),
        }
        found = told(acts[how])
        assert not isinstance(found, str), found
        if how == "accept":
            self.paired[student] = (found, tutor)
        if how == "knows":
            self.conflicts.add((student, tutor))
        for again in acts.values():  # once closed, no act changes it, whoever tries
            assert str(told(again)).startswith("pairing.")

    @rule(pupil=PUPILS, reason=st.sampled_from(("finished", "not_suited")))
    def end(self, pupil: int, reason: str) -> None:
        student = self.students[pupil]
        if student not in self.paired:
            return
        pair, tutor = self.paired.pop(student)
        told(lambda s: services.end_pair(s, pair, "tutor", reason, "", self.now, actor_id=tutor))
        if reason == "not_suited":
            self.apart.add((student, tutor))

    @rule(which=TUTORS)
    def pause_or_resume(self, which: int) -> None:
        tutor = self.tutors[which]
        act = pool.resume if self.paused[tutor] else pool.pause
        write(lambda s: act(s, tutor, self.now))
        self.paused[tutor] = not self.paused[tutor]

    @rule()
    def nine_days_pass(self) -> None:
        self.now += timedelta(days=9)  # a proposal lasts eight
        write(lambda s: services.expire_due(s, self.now))
        mine = [one for one, _tutor in self.sent.values()]
        assert set(db.session.scalars(select(Proposal.state).where(Proposal.id.in_(mine)))) <= {"expired"}
        db.session.rollback()
        self.sent.clear()
        for tutor in self.tutors:
            write(lambda s, t=tutor: pool.resume(s, t, self.now))
            self.paused[tutor] = False

    @invariant()
    def nothing_is_wrong(self) -> None:
        assert faults() == []


def test_any_story_ends_as_the_model_says(real_app: Flask, engine_name: str) -> None:
    trials = proofs.size(15, 150)
    with real_app.app_context():
        run_state_machine_as_test(
            Story, settings=settings(max_examples=trials, stateful_step_count=25, deadline=None, print_blob=False)
        )
        db.session.rollback()
    proofs.record("stories of up to 25 acts against a model", trials, "hypothesis", "0 differ", engine_name)
