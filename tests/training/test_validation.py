"""The validation: obtained with the last condition, lost with the first, and always what the facts say."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.content.models import Module
from app.infra.clock import PARIS
from app.infra.db import db, write
from app.infra.models import AuditEvent, Job
from app.recruitment.models import CharterSignature, Eligibility
from app.training import services
from app.training.models import Certificate, Validation
from app.training.queries.facts import gate_facts
from app.training.queries.validations import valid_at
from app.training.rules.gate import assess
from tests import factories as make
from tests.conftest import NOW
from tests.training import acts, content

pytestmark = pytest.mark.usefixtures("context")


def reassess(tutor: acts.Someone, now: datetime = NOW) -> Any:
    person_id = tutor.id
    return write(lambda s: services.reassess(s, person_id, now))


def change(tutor: acts.Someone, **values: Any) -> None:
    person_id = tutor.id

    def act(session: Any) -> None:
        for name, value in values.items():
            setattr(session.get_one(Person, person_id), name, value)

    write(act)


def mails() -> list[str]:
    return [job.payload["mail"] for job in db.session.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id))]


def valid(tutor: acts.Someone, now: datetime = NOW) -> bool:
    return valid_at(db.session.get(Validation, tutor.id), now)


@pytest.fixture
def path(context) -> list[str]:
    """Two modules to pass."""
    slugs = [content.module().slug for _ in range(2)]
    acts.require(*slugs)
    return slugs


def test_passing_the_last_module_validates_in_the_same_act(path: list[str]) -> None:
    tutor = acts.ready()
    acts.take(tutor, path[0])
    assert not valid(tutor)
    assert mails() == []
    acts.take(tutor, path[1])
    row = db.session.get_one(Validation, tutor.id)
    assert (row.valid_from, row.lost_reason, row.assessed_at) == (NOW, None, NOW)
    assert row.valid_until == datetime(2030, 9, 1, tzinfo=PARIS)
    certificate = db.session.scalars(select(Certificate)).one()
    assert (certificate.person_id, certificate.minutes, len(certificate.public_id)) == (tutor.id, 16, 20)
    assert [module["title_fr"] for module in certificate.modules] == [f"Titre de {slug}" for slug in path]
    assert certificate.modules[0]["passed_on"] == "2026-11-23"
    assert mails() == ["training.validated"]
    assert "training.validated" in db.session.scalars(select(AuditEvent.code)).all()


def test_a_failed_quiz_leaves_the_tutor_out(path: list[str]) -> None:
    tutor = acts.ready()
    acts.take(tutor, path[0])
    acts.take(tutor, path[1], right=False)
    assert not valid(tutor)
    assert [m.code for m in reassess(tutor).missing] == ["module_todo"]
    assert db.session.scalars(select(Certificate)).all() == []


def test_signing_the_charter_last_validates(path: list[str]) -> None:
    tutor = acts.ready(charter=False)
    for slug in path:
        acts.take(tutor, slug)
    charter = make.charter(number=1_000_000)
    person_id = tutor.id
    assert write(lambda s: services.sign_charter(s, person_id, charter.id, NOW)).valid
    assert valid(tutor)


def test_declaring_the_exam_last_validates(path: list[str]) -> None:
    tutor, exam = acts.ready(eligibility=False), make.exam()
    for slug in path:
        acts.take(tutor, slug)
    person_id, exam_id = tutor.id, exam.id
    declared = {"exam_id": exam_id, "exam_year": 2025, "institution_id": None, "post": "Attaché", "now": NOW}
    assert write(lambda s: services.declare_eligibility(s, person_id, **declared)).valid
    assert valid(tutor)


def test_an_exam_too_old_does_not_validate(path: list[str]) -> None:
    tutor = acts.ready(eligibility=False)
    make.eligible(tutor, exam_year=2019)
    for slug in path:
        acts.take(tutor, slug)
    assert [m.code for m in reassess(tutor).missing] == ["eligibility_lapsed"]


def test_a_required_module_that_is_not_published_is_missing_and_said_so(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    acts.require(*path, "a-venir")
    verdict = reassess(tutor)
    assert [(m.code, m.values["slug"]) for m in verdict.missing] == [("module_absent", "a-venir")]


def test_assessing_again_changes_nothing_and_writes_to_nobody(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    later = NOW + timedelta(days=3)
    reassess(tutor, later)
    row = db.session.get_one(Validation, tutor.id)
    assert (row.valid_from, row.assessed_at) == (NOW, later)
    assert mails() == ["training.validated"]


def test_a_suspension_ends_it_at_once_and_says_why(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    later = NOW + timedelta(days=3)
    change(tutor, suspended_at=later)
    reassess(tutor, later)
    row = db.session.get_one(Validation, tutor.id)
    assert (row.lost_reason, row.lost_at, row.valid_until) == ("suspended", later, later)
    assert not valid(tutor, later)
    reassess(tutor, later + timedelta(days=1))
    assert mails() == ["training.validated", "training.lost"]


def test_a_lapse_noticed_late_is_dated_from_the_day_it_came(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    until = db.session.get_one(Validation, tutor.id).valid_until
    assert until is not None
    reassess(tutor, until + timedelta(days=9))
    row = db.session.get_one(Validation, tutor.id)
    assert (row.lost_reason, row.lost_at, row.valid_until) == ("eligibility_lapsed", until, until)


def test_what_was_lost_can_be_obtained_again_with_a_new_certificate(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    change(tutor, suspended_at=NOW)
    reassess(tutor)
    change(tutor, suspended_at=None)
    back = NOW + timedelta(days=2)
    reassess(tutor, back)
    row = db.session.get_one(Validation, tutor.id)
    assert (row.valid_from, row.lost_reason, row.lost_at) == (back, None, None)
    assert len(db.session.scalars(select(Certificate)).all()) == 2
    assert mails() == ["training.validated", "training.lost", "training.validated"]


def test_a_change_of_substance_leaves_a_grace_until_the_end_of_a_day(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    module = db.session.scalars(select(Module).where(Module.slug == path[0])).one()
    content.publish(module, substance=2, published_at=NOW)
    reassess(tutor)
    until = datetime(2026, 12, 8, tzinfo=PARIS)  # 14 days after 23 November: through 7 December
    assert db.session.get_one(Validation, tutor.id).valid_until == until
    assert valid(tutor, until - timedelta(seconds=1))
    assert [m.code for m in reassess(tutor, until).missing] == ["module_changed"]
    acts.take(tutor, path[0], now=until)
    assert valid(tutor, until)


def test_a_new_charter_announced_ends_the_validation_on_its_day_unless_signed(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    coming = make.charter(number=900, effective_on=date(2026, 12, 15))
    reassess(tutor)
    day = datetime(2026, 12, 15, tzinfo=PARIS)
    assert db.session.get_one(Validation, tutor.id).valid_until == day
    assert [m.code for m in reassess(tutor, day).missing] == ["charter_new"]
    person_id = tutor.id
    write(lambda s: services.sign_charter(s, person_id, coming.id, day))
    assert valid(tutor, day)


def test_signing_ahead_keeps_the_validation_whole(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    coming = make.charter(number=901, effective_on=date(2026, 12, 15))
    person_id = tutor.id
    write(lambda s: services.sign_charter(s, person_id, coming.id, NOW))
    assert db.session.get_one(Validation, tutor.id).valid_until == datetime(2030, 9, 1, tzinfo=PARIS)
    assert reassess(tutor, datetime(2026, 12, 16, tzinfo=PARIS)).valid


def test_every_stored_row_is_what_the_facts_say(path: list[str]) -> None:
    """Forty people whose facts are drawn at random, through the services and around them."""
    random, people, version = Random(20261123), [], make.charter()  # noqa: S311
    for _ in range(40):
        tutor = acts.ready(charter=random.random() < 0.8, eligibility=False, version=version)
        if random.random() < 0.9:
            make.eligible(tutor, exam_year=random.choice((2019, 2023, 2025)))
        for slug in path:
            if random.random() < 0.8:
                acts.take(tutor, slug, right=random.random() < 0.9)
        if random.random() < 0.15:
            change(tutor, suspended_at=NOW)
        reassess(tutor)
        people.append(tutor.id)
    facts = gate_facts(db.session, people, NOW)
    states = []
    for person_id in people:
        verdict, row = assess(facts[person_id], NOW), db.session.get_one(Validation, person_id)
        assert valid_at(row, NOW) is verdict.valid
        if verdict.valid:
            assert row.valid_until == verdict.valid_until
        states.append(verdict.valid)
    assert 5 < sum(states) < 35  # both outcomes were met


def test_facts_of_many_are_those_of_each(path: list[str]) -> None:
    version = make.charter()
    one, other = acts.ready(version=version), acts.ready(charter=False, version=version)
    acts.take(one, path[0])
    both = gate_facts(db.session, [one.id, other.id], NOW)
    assert both == {i: gate_facts(db.session, [i], NOW)[i] for i in (one.id, other.id)}
    assert both[one.id] != both[other.id]


def test_the_canary_a_fact_changed_without_reassessing_makes_row_and_facts_differ(path: list[str]) -> None:
    tutor = acts.ready()
    for slug in path:
        acts.take(tutor, slug)
    person_id = tutor.id
    write(lambda s: s.delete(s.get_one(Eligibility, person_id)))
    assert valid(tutor) is not assess(gate_facts(db.session, [person_id], NOW)[person_id], NOW).valid
    write(lambda s: [s.delete(row) for row in s.scalars(select(CharterSignature))])
    reassess(tutor)
    assert valid(tutor) is False
