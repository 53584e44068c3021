"""The national run: computed and kept, replayed, applied by a person, or set aside. Computing sends nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.accounts.models import Person
from app.classes.models import ClassLead, Student
from app.infra.db import db, write
from app.infra.errors import NotYours
from app.infra.jobs import Claim
from app.infra.models import AuditEvent, Job
from app.pairing import jobs, queries, services
from app.pairing.mails import WRITERS
from app.pairing.models import NationalRun, Proposal
from app.pairing.rules.plan import Choices, plan
from app.pool.models import TutorProfile
from app.reference.models import Exam
from tests import factories as make
from tests.conftest import NOW
from tests.pairing.story import Scene, another_student, draw, mails, refused, scene


@pytest.fixture
def s(session) -> Scene:
    return scene()


@pytest.fixture
def admin(session) -> int:
    return make.person("admin").id


def computed(admin_id: int, now=NOW) -> int:
    facts, _students = queries.facts(db.session, None, now)
    return write(lambda x: services.keep_run(x, admin_id, facts, plan(facts, others=0), now))


def run_of(session, run_id: int) -> NationalRun:
    session.expire_all()
    return queries.run(session, run_id)


def work(run_id: int) -> None:
    jobs.apply_run(db.session, Claim(1, "pairing.apply_run", {"run_id": run_id}, 1, "t", "n"), NOW)


def ids_of(payload: dict) -> dict:
    """What the writer of a mail is given."""
    return {name: value for name, value in payload.items() if name != "mail"}


def sent(session) -> int:
    return session.scalar(select(func.count(Proposal.id)).where(Proposal.state == "sent"))


def test_computing_keeps_the_pairs_and_sends_nothing(session, s, admin) -> None:
    another_student(s)
    elsewhere = scene()
    run = run_of(session, computed(admin))
    assert run.state == "computed"
    assert {student for student, _tutor, _score in run.pairs} >= {s.student_id, elsewhere.student_id}
    assert (run.summary["placed"], run.summary["students"], run.summary["worst_class"]) == (3, 3, [1, 1])
    assert sum(run.summary["tenths"]) == 3
    assert sorted(row[1:4] for row in run.summary["classes"]) == [[1, 0, 1], [2, 0, 2]]
    assert sent(session) == 0
    assert mails(session) == []
    assert "pairing.run_computed" in session.scalars(select(AuditEvent.code)).all()


def test_replaying_gives_the_same_even_once_everything_has_changed(session, s, admin) -> None:
    run_id = computed(admin)
    draw(s)
    write(lambda x: x.execute(update(TutorProfile).values(seats=0, seats_taken=0, slots=[])))
    assert queries.replay(session, run_id) == queries.Replay(intact=True, same_method=True, differ=0)


def test_facts_tampered_with_are_noticed(session, s, admin) -> None:
    run_id = computed(admin)
    write(lambda x: x.execute(update(NationalRun).values(digest="0" * 64)))
    session.expire_all()
    found = queries.replay(session, run_id)
    assert (found.intact, found.same) == (False, False)


def test_pairs_tampered_with_are_noticed(session, s, admin) -> None:
    run_id = computed(admin)
    write(lambda x: x.execute(update(NationalRun).values(pairs=[[s.student_id, s.tutor_id, 1]])))
    session.expire_all()
    assert queries.replay(session, run_id).differ == 2


def test_applying_sends_each_proposal_in_the_lead_s_name(session, s, admin) -> None:
    another_student(s)
    run_id = computed(admin)
    write(lambda x: services.apply_run(x, admin, run_id, NOW))
    assert sent(session) == 0  # the job sends
    assert session.scalar(select(func.count(Job.id)).where(Job.kind == "pairing.apply_run")) == 1
    work(run_id)
    assert sent(session) == 2
    assert set(session.scalars(select(Proposal.lead_id))) == {s.lead_id}
    run = run_of(session, run_id)
    assert (run.state, run.closed_by) == ("applied", admin)
    assert {student for student, outcome in run.sent if isinstance(outcome, int)} == {row[0] for row in run.pairs}
    work(run_id)  # again: nothing is sent twice
    assert sent(session) == 2
    assert len(mails(session, "pairing.proposal")) == 2


def test_each_lead_is_told_once_what_went_out_in_their_name(app, session, s, admin) -> None:
    another_student(s)
    elsewhere = scene()
    helper = make.person(first_name="Marc")
    write(lambda x: x.add(ClassLead(class_id=s.class_id, person_id=helper.id, since=NOW)))
    marc = helper.id
    run_id = computed(admin)
    write(lambda x: services.apply_run(x, admin, run_id, NOW))
    work(run_id)
    work(run_id)  # a job may run twice
    told = [job.payload for job in session.scalars(select(Job)) if job.payload.get("mail") == "pairing.run_applied"]
    assert sorted(one["person_id"] for one in told) == sorted([s.lead_id, marc, elsewhere.lead_id])
    write(lambda x: x.execute(update(ClassLead).where(ClassLead.person_id == marc).values(until=NOW)))
    written = {one["person_id"]: WRITERS["pairing.run_applied"](db.session, ids_of(one), NOW) for one in told}
    assert written[marc] is None  # leads the class no more
    assert any("2 propositions sont parties" in line for line in written[s.lead_id].lines)
    assert any("1 proposition est partie" in line for line in written[elsewhere.lead_id].lines)
    assert "restent sans" not in str(written)


def test_what_changed_since_is_left_aside_and_said(session, s, admin) -> None:
    other = another_student(s)
    gone, alone = scene(), make.student(make.prep_class(), exam_id=s.exam_id)
    run_id = computed(admin)
    assert len(run_of(session, run_id).pairs) == 4
    draw(s)  # somebody drew for the first

    write(lambda x: x.execute(update(Student).where(Student.id == gone.student_id).values(left_at=NOW)))
    write(lambda x: services.apply_run(x, admin, run_id, NOW))
    work(run_id)
    outcomes = dict(run_of(session, run_id).sent)
    assert outcomes[s.student_id] == "pairing.student_taken"
    assert outcomes[gone.student_id] == "pairing.class_closed"
    assert outcomes[alone.id] == "pairing.no_lead"
    assert isinstance(outcomes[other], int)
    held = dict(session.execute(select(TutorProfile.person_id, TutorProfile.seats_taken)).all())
    assert sum(held.values()) == sent(session) == 2  # a refusal holds no seat


def test_a_run_is_closed_once(session, s, admin) -> None:
    run_id = computed(admin)
    write(lambda x: services.set_run_aside(x, admin, run_id, NOW))
    for act in (services.apply_run, services.set_run_aside):
        assert refused(lambda x, act=act: act(x, admin, run_id, NOW)) == "pairing.run_closed"
    work(run_id)  # a job that should not be there
    assert sent(session) == 0


def test_an_old_run_is_not_applied(session, s, admin) -> None:
    run_id = computed(admin)
    later = NOW + timedelta(days=3, minutes=1)
    assert refused(lambda x: services.apply_run(x, admin, run_id, later)) == "pairing.run_stale"
    write(lambda x: services.set_run_aside(x, admin, run_id, later))


def test_no_such_run(session, admin) -> None:
    for act in (services.apply_run, services.set_run_aside):
        with pytest.raises(NotYours):
            write(lambda x, act=act: act(x, admin, 999, NOW))


def test_runs_are_forgotten_after_their_time(session, s, admin) -> None:
    computed(admin)
    assert write(lambda x: services.forget_runs(x, NOW + timedelta(days=399))) == 0
    assert write(lambda x: services.forget_runs(x, NOW + timedelta(days=401))) == 1
    assert queries.runs(session) == []


def test_a_plan_keeps_to_choices_and_the_last_decision_wins(session, s) -> None:
    other = another_student(s)
    facts, _students = queries.facts(session, [s.class_id], NOW)
    one_seat = replace(facts, pool=type(facts.pool)({**facts.pool.columns, "seats": [1] * len(facts.pool)}))

    found = plan(one_seat, Choices(kept=((s.student_id, s.tutor_id), (other, s.tutor_id))))
    assert [m.need.student_id for m in found.matched] == [other]
    assert found.matched[0].kept
    assert [u.why for u in found.unmatched] == ["seats"]


def test_the_command_keeps_a_run_for_an_administrator_only(app, session, s, admin) -> None:
    email = session.get(Person, admin).email
    found = app.test_cli_runner().invoke(args=["national-run", "--as", email])
    assert "1 of 1 students" in found.output, found.output
    assert len(queries.runs(session)) == 1
    lead = session.get(Person, s.lead_id).email
    assert app.test_cli_runner().invoke(args=["national-run", "--as", lead]).exit_code == 1
    draw(s)
    assert "nothing to compute" in app.test_cli_runner().invoke(args=["national-run", "--as", email]).output


def test_a_large_run_looks_at_the_tutors_of_each_exam(session, s, admin, monkeypatch) -> None:
    """Above the limit, tutors are read from the index of exams; here everyone helps, so the plan is the same."""
    for _more in range(3):
        another_student(s)
        make.pool_tutor(exams=[session.get(Exam, s.exam_id)], seats=1)
    whole, _students = queries.facts(session, None, NOW)
    monkeypatch.setattr("app.pairing.queries.whole.LARGEST", 1)
    facts, _students = queries.facts(session, None, NOW)
    assert facts.helping == {s.exam_id: [0, 1, 2, 3]}
    assert plan(facts).figures == plan(whole).figures
    run_id = write(lambda x: services.keep_run(x, admin, facts, plan(facts), NOW))
    assert queries.replay(session, run_id).same
