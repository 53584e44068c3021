"""Profiles, pauses and seats, on a real database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Person
from app.infra import settings
from app.infra.db import write
from app.infra.errors import DomainError
from app.infra.models import AuditEvent
from app.pool import queries, services
from app.pool.models import TutorProfile
from app.pool.rules.standing import state
from app.pool.services import ProfileValues
from app.pool.settings import AHEAD_DAYS, MAX_SEATS
from app.training.models import Validation
from tests import factories as make
from tests.conftest import NOW

TODAY = NOW.date()


def refused(act) -> str:
    with pytest.raises(DomainError) as caught:
        write(act)
    return caught.value.code


@pytest.fixture
def values(session) -> ProfileValues:
    exam = make.exam()
    make.region()
    return ProfileValues("32", (exam.id,), (exam.papers[0].id,), True, False, (5, 8), ("fr", "en"), 2, words="Méthode")


def taken(session, tutor_id: int) -> int:
    return session.scalar(select(TutorProfile.seats_taken).where(TutorProfile.person_id == tutor_id))


def test_a_profile_is_created_then_changed_and_its_seats_taken_are_left_alone(session, values) -> None:
    tutor_id = make.person("tutor").id
    write(lambda s: services.save_profile(s, tutor_id, values, NOW))
    write(lambda s: s.execute(update(TutorProfile).values(seats_taken=1)))
    write(
        lambda s: services.save_profile(s, tutor_id, replace(values, seats=1, words="Oral", slots=(20, 3, 3, 99)), NOW)
    )
    profile = queries.profile_of(session, tutor_id)
    assert (profile.seats, profile.seats_taken, profile.words, profile.slots) == (1, 1, "Oral", [3, 20])
    assert [e.id for e in profile.exams] == list(values.exam_ids)
    assert [p.id for p in profile.papers] == list(values.paper_ids)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"remote": False, "presence": False}, "pool.no_way"), ({"seats": 3}, "pool.seats"), ({"seats": 0}, "pool.seats")],
)
def test_an_impossible_profile_is_refused(session, values, change, code) -> None:
    tutor_id = make.person("tutor").id
    assert refused(lambda s: services.save_profile(s, tutor_id, replace(values, **change), NOW)) == code
    assert queries.profile_of(session, tutor_id) is None


def test_the_number_of_seats_follows_the_setting(session, values) -> None:
    tutor_id = make.person("tutor").id
    write(lambda s: settings.change(s, MAX_SEATS, 4, NOW, since=NOW, reason="essai", actor_id=None))
    write(lambda s: services.save_profile(s, tutor_id, replace(values, seats=4), NOW))
    assert queries.profile_of(session, tutor_id).seats == 4


def test_a_pause_lasts_the_usual_days_or_until_a_date_and_ends_at_once(session) -> None:
    tutor_id = make.pool_tutor().id
    assert write(lambda s: services.pause(s, tutor_id, NOW)) == TODAY + timedelta(days=30)
    until = date(2027, 1, 4)
    assert write(lambda s: services.pause(s, tutor_id, NOW, until)) == until
    assert queries.profile_of(session, tutor_id).paused_until == until
    write(lambda s: services.resume(s, tutor_id, NOW))
    assert queries.profile_of(session, tutor_id).paused_until is None
    codes = session.scalars(select(AuditEvent.code).order_by(AuditEvent.id)).all()
    assert codes == ["pool.paused", "pool.paused", "pool.resumed"]


def test_a_pause_that_is_over_and_one_without_a_profile_are_refused(session) -> None:
    tutor_id, bare_id = make.pool_tutor().id, make.person("tutor").id
    assert refused(lambda s: services.pause(s, tutor_id, NOW, TODAY)) == "pool.past_pause"
    assert refused(lambda s: services.pause(s, bare_id, NOW)) == "pool.no_profile"
    assert refused(lambda s: services.resume(s, bare_id, NOW)) == "pool.no_profile"


def test_seats_are_taken_one_by_one_then_refused_then_given_back(session) -> None:
    tutor_id = make.pool_tutor(seats=2).id
    write(lambda s: services.take_seat(s, tutor_id, NOW))
    write(lambda s: services.take_seat(s, tutor_id, NOW))
    assert refused(lambda s: services.take_seat(s, tutor_id, NOW)) == "pool.no_seat"
    assert taken(session, tutor_id) == 2
    write(lambda s: services.give_seat_back(s, tutor_id))
    assert taken(session, tutor_id) == 1
    write(lambda s: services.take_seat(s, tutor_id, NOW))


def test_giving_back_never_goes_under_zero(session) -> None:
    tutor_id = make.pool_tutor().id
    write(lambda s: services.give_seat_back(s, tutor_id))
    assert taken(session, tutor_id) == 0
    with pytest.raises(IntegrityError):  # and the database would refuse it
        write(lambda s: s.execute(update(TutorProfile).values(seats_taken=-1)))


@pytest.mark.parametrize(
    ("values", "drawable"),
    [
        ({}, True),
        ({"valid": False}, False),
        ({"until": NOW}, False),  # valid_until is excluded
        ({"until": NOW + timedelta(seconds=1)}, True),
        ({"paused_until": TODAY}, True),
        ({"paused_until": TODAY + timedelta(days=1)}, False),
        ({"available_from": TODAY + timedelta(days=30)}, True),
        ({"available_from": TODAY + timedelta(days=31)}, False),
        ({"seats": 1, "seats_taken": 1}, False),
        ({"seats": 1, "seats_taken": 2}, False),
        ({"seats": 0}, False),
    ],
)
def test_only_who_may_be_drawn_gives_a_seat(session, values, drawable) -> None:
    tutor_id = make.pool_tutor(**values).id
    before = taken(session, tutor_id)
    if drawable:
        write(lambda s: services.take_seat(s, tutor_id, NOW))
        assert taken(session, tutor_id) == before + 1
    else:
        assert refused(lambda s: services.take_seat(s, tutor_id, NOW)) == "pool.no_seat"
        assert taken(session, tutor_id) == before


@pytest.mark.parametrize("column", ["suspended_at", "erased_at"])
def test_a_closed_account_gives_no_seat(session, column) -> None:
    tutor_id = make.pool_tutor().id
    write(lambda s: s.execute(update(Person).where(Person.id == tutor_id).values({column: NOW})))
    assert refused(lambda s: services.take_seat(s, tutor_id, NOW)) == "pool.no_seat"


def test_a_validation_that_starts_later_gives_no_seat_yet(session) -> None:
    tutor_id = make.pool_tutor().id
    write(lambda s: s.execute(update(Validation).values(valid_from=NOW + timedelta(seconds=1))))
    assert refused(lambda s: services.take_seat(s, tutor_id, NOW)) == "pool.no_seat"


def test_how_long_ahead_one_may_draw_is_a_setting(session) -> None:
    tutor_id = make.pool_tutor(available_from=TODAY + timedelta(days=10)).id
    write(lambda s: settings.change(s, AHEAD_DAYS, 9, NOW, since=NOW, reason="essai", actor_id=None))
    assert refused(lambda s: services.take_seat(s, tutor_id, NOW)) == "pool.no_seat"


def test_offers_hold_every_validated_tutor_and_nobody_else(session) -> None:
    exam = make.exam(name="IRA", family="administration")
    good = make.pool_tutor(exams=[exam], papers=exam.papers, words="Note de Synthèse")
    make.eligible(good, exam_id=exam.id, exam_year=2024)
    paused = make.pool_tutor(paused_until=TODAY + timedelta(days=3))
    make.pool_tutor(valid=False)
    make.pool_tutor(until=NOW)
    found = queries.offers(session, NOW)
    assert [o.tutor_id for o in found] == [good.id, paused.id]
    first = found[0]
    assert (first.short_name, first.exams, first.families) == (
        good.short_name,
        frozenset({exam.id}),
        frozenset({"administration"}),
    )
    assert first.passed.year == 2024
    assert first.papers == frozenset({exam.papers[0].id})
    assert [o.tutor_id for o in queries.offers(session, NOW, only=[good.id, 999_999])] == [good.id]
    assert [o.tutor_id for o in queries.offers(session, NOW, only=[paused.id])] == [paused.id]


def test_the_state_of_a_person_follows_the_rows(session) -> None:
    bare, tutor = make.person("tutor"), make.pool_tutor(seats=1)
    assert state(queries.standing(session, bare.id, NOW), TODAY) == "in_training"
    assert state(queries.standing(session, tutor.id, NOW), TODAY) == "available"
    write(lambda s: services.take_seat(s, tutor.id, NOW))
    assert state(queries.standing(session, tutor.id, NOW), TODAY) == "full"
    both = queries.standings(session, [bare.id, tutor.id], NOW)
    assert {who: state(facts, TODAY) for who, facts in both.items()} == {bare.id: "in_training", tutor.id: "full"}
    later = NOW + timedelta(days=400)
    assert state(queries.standing(session, tutor.id, later), later.date()) == "to_renew"
