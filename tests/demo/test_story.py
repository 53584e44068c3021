"""The story: what it promises is there, it happened in the past, and it is told once."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.classes.models import PrepClass, Student
from app.content.folder import packages_in
from app.content.queries import path_modules
from app.demo import story
from app.demo.accounts import present
from app.infra.db import db
from app.pairing.models import STATES, Pair, Proposal
from app.pairing.queries import national_coverage
from app.pairing.queries.promotion import season
from app.pairing.queries.supply import supply
from app.pairing.services import seat_gaps
from app.pool.models import TutorProfile
from app.recruitment.models import Testimonial as Quote
from app.training.models import Attempt, Certificate, LessonRead, Validation
from app.training.queries.facts import gate_facts
from app.training.queries.validations import valid_at
from app.training.rules.gate import assess
from config import PUBLIC_CONTENT
from tests import factories as make
from tests.conftest import NOW
from tests.demo.walk import instants, rows

pytestmark = pytest.mark.xdist_group("demo")
NAMED = Counter(training=1, in_pool=1)  # Malik, who is learning, and Claire, who is ready
LOOKING_AHEAD = {"proposal.expires_at", "validation.valid_until"}


def tutors(session: Session) -> list[int]:
    return list(session.scalars(select(RoleGrant.person_id).where(RoleGrant.role == "tutor")))


def stages(session: Session) -> Counter[str]:
    """How far each tutor has gone, by what the gate says and what the rows hold."""
    people = tutors(session)
    facts = gate_facts(session, people, NOW)
    readers = set(session.scalars(select(LessonRead.person_id)))
    offering = set(session.scalars(select(TutorProfile.person_id)))
    found: Counter[str] = Counter()
    for person_id in people:
        missing = {one.code for one in assess(facts[person_id], NOW).missing}
        if "address" in missing:
            found["signed_up"] += 1
        elif "eligibility_absent" in missing:
            found["confirmed"] += 1
        elif "charter_unsigned" in missing:
            found["eligible"] += 1
        elif "module_todo" in missing:
            found["training" if person_id in readers else "charter"] += 1
        elif missing:
            found["lapsed" if missing == {"eligibility_lapsed"} else str(missing)] += 1
        else:
            found["in_pool" if person_id in offering else "validated"] += 1
    return found


def test_setup_says_what_the_database_then_holds(told: tuple[Flask, str], session: Session) -> None:
    promised = re.search(r"démonstration : (\d+) classes, (\d+) étudiants, (\d+) tuteurs", told[1])
    assert promised, told[1]
    counts = [session.scalar(select(func.count()).select_from(kind)) for kind in (PrepClass, Student)]
    assert [int(n) for n in promised.groups()] == [*counts, len(tutors(session))] == [11, 119, 160]


def test_tutors_stand_at_every_stage_of_the_journey(session: Session) -> None:
    assert stages(session) == Counter(dict(story.CROWD)) + NAMED


def test_every_shipped_module_is_published_and_has_been_tried(session: Session) -> None:
    tried = set(session.scalars(select(Attempt.module_id)))
    required = {module.id for module in path_modules(session) if module.id in tried}
    assert len(path_modules(session)) == len(packages_in(PUBLIC_CONTENT))
    assert len(required) == 5


def test_quizzes_were_passed_failed_and_left_open(session: Session) -> None:
    counts = Counter((state, passed) for state, passed in session.execute(select(Attempt.state, Attempt.passed)))
    assert counts["submitted", True] > 400
    assert counts["submitted", False] > 100
    assert counts["open", False] > 0
    percents = set(session.scalars(select(Attempt.percent).where(Attempt.state == "submitted")))
    assert len(percents) > 10


def test_proposals_are_in_every_state_an_autumn_brings(session: Session) -> None:
    counts = Counter(session.scalars(select(Proposal.state)))
    assert set(counts) == set(STATES) - {"cancelled"}  # nobody erases their account in the story
    reminded = session.scalars(select(Proposal.reminded_at).where(Proposal.state == "sent")).all()
    assert {at is None for at in reminded} == {True, False}


def test_pairs_are_open_for_most_and_ended_for_some(session: Session) -> None:
    counts = Counter(session.scalars(select(Proposal.state)))
    pairs = session.scalars(select(Pair)).all()
    assert Counter("ended" if pair.ended_at else "accepted" for pair in pairs) == {
        state: counts[state] for state in ("accepted", "ended")
    }
    assert counts["accepted"] >= 40
    assert {pair.end_reason for pair in pairs} == {None, "exam_passed", "tutor_unavailable", "finished"}


def test_classes_are_unequally_covered(session: Session) -> None:
    percents = [row.coverage.percent or 0 for row in national_coverage(session, NOW).classes]
    assert len(percents) == 11
    assert percents[0] < 30
    assert percents[-1] > 60


def test_coverage_moved_all_autumn_and_still_moves(session: Session) -> None:
    found = season(session, 2026, NOW)
    weeks = [now.paired for _at, now in found.country.trend.weekly()]
    assert len(set(weeks)) >= 7
    assert found.country.trend.gained(28) != 0
    assert found.country.forecast.said
    assert {one.code for one in found.regions} >= {"32", "44", "03", "04"}, "overseas too"


def test_somebody_is_to_be_recruited_and_somebody_is_coming(session: Session) -> None:
    found = supply(session, NOW)
    assert 0 < found.left < found.demand
    assert found.calls
    assert sum(one.coming for one in found.exams) > 0


def test_testimonials_are_there_and_shown(session: Session) -> None:
    quotes = session.scalars(select(Quote)).all()
    assert len(quotes) == len(story.TESTIMONIALS)
    assert all(quote.published_at and not quote.withdrawn_at for quote in quotes)


def test_no_seat_is_counted_wrong(session: Session) -> None:
    assert seat_gaps(session) == []


def test_every_validation_is_what_the_gate_says(session: Session) -> None:
    people = list(session.scalars(select(Person.id)))
    validations = {row.person_id: row for row in session.scalars(select(Validation))}
    facts = gate_facts(session, people, NOW)
    certified = set(session.scalars(select(Certificate.person_id)))
    for person_id in people:
        verdict, row = assess(facts[person_id], NOW), validations.get(person_id)
        assert valid_at(row, NOW) is verdict.valid, person_id
        assert (person_id in certified) is verdict.valid, person_id
        if verdict.valid:
            assert row is not None
            assert row.valid_until == verdict.valid_until
    assert len(certified) == 90


def test_nobody_was_asked_before_being_validated(session: Session) -> None:
    sent = select(Proposal.sent_at, Validation.valid_from).join(Validation, Validation.person_id == Proposal.tutor_id)
    dates = session.execute(sent).all()
    assert len(dates) == session.scalar(select(func.count(Proposal.id)))
    assert all(valid_from <= sent_at for sent_at, valid_from in dates)


def test_all_of_it_has_already_happened(session: Session) -> None:
    assert {name for name, at in instants(session) if at > NOW} == LOOKING_AHEAD


def test_the_story_fills_an_autumn(session: Session) -> None:
    days = {at.date() for name, at in instants(session) if name == "audit_event.at"}
    assert NOW.date() - min(days) > timedelta(days=90)
    assert len(days) > 60


def test_told_twice_it_adds_nothing(session: Session) -> None:
    before = rows(session)
    assert story.tell_once(db.session, NOW + timedelta(days=1)) == "démonstration : déjà là, rien n’a changé"
    assert rows(session) == before
    assert present(session)


def test_a_database_that_holds_someone_is_left_as_it_is(real_app: Flask) -> None:
    with real_app.app_context():
        make.person("admin")
        before = rows(db.session)
        assert "rien n’a changé" in story.tell_once(db.session, NOW)
        assert rows(db.session) == before
        assert not present(db.session)
