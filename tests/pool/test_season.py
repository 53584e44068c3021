"""The season's ask: who is asked, once; what silence, a no and a date change; and that no seat is taken past them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, true, update

from app.accounts.models import Person
from app.infra import batches, settings
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.jobs import Claim
from app.infra.models import AuditEvent
from app.pool import jobs, queries, services
from app.pool.models import SeasonConfirmation, TutorProfile
from app.pool.queries import tutors
from app.pool.rules.standing import state
from app.pool.settings import SEASON_ASK
from app.training.models import Validation
from tests import factories as make
from tests.counting import counted
from tests.pool.seasons import AFTER, ASK, DUE, answer, ask, mails, row, tutor

CLAIM = Claim(id=1, kind="x", payload={}, attempts=1, lease_token="t", name="x")


def offered(person_id: int, now: datetime) -> bool:
    """Whether a seat could be taken: by the condition, and by the offer, which must agree."""
    condition = select(TutorProfile.person_id).where(
        TutorProfile.person_id == person_id, *queries.drawable(now, ahead_days=30)
    )
    found = queries.offers(db.session, now, only=[person_id])
    by_offer = bool(found) and found[0].in_season(now.date())
    assert (db.session.scalar(condition) is not None) == by_offer
    return by_offer


def test_only_those_validated_before_the_ask_are_asked_and_once(session) -> None:
    before, since = tutor(), tutor(since=ASK + timedelta(hours=2))
    no_profile = make.person("tutor").id
    suspended, lost = tutor(), tutor(until=ASK - timedelta(days=1))
    write(lambda s: s.execute(update(Person).where(Person.id == suspended).values(suspended_at=ASK)))
    assert ask() == 1
    assert ask() == ask(ASK + timedelta(days=3)) == 0
    assert mails() == [before]
    assert row(before).due_at == DUE
    assert [row(one) for one in (since, no_profile, suspended, lost)] == [None] * 4


def test_nobody_is_asked_before_the_day_nor_after_the_deadline_nor_when_it_is_off(session) -> None:
    tutor()
    assert ask(ASK - timedelta(days=1)) == 0
    assert ask(AFTER + timedelta(days=1)) == 0
    write(
        lambda s: settings.change(
            s, SEASON_ASK, False, ASK - timedelta(days=9), since=ASK - timedelta(days=9), reason="", actor_id=None
        )
    )
    assert ask() == 0
    assert ask(by_hand=True) == 1  # somebody decided it


def test_a_worker_that_was_down_asks_late_and_everyone_has_their_days(session) -> None:
    late = tutor()
    assert ask(datetime(2026, 8, 30, 12, tzinfo=UTC)) == 1
    assert row(late).due_at == datetime(2026, 9, 6, 21, 59, 59, tzinfo=UTC)


def test_who_loses_their_exam_before_the_season_is_not_asked(session) -> None:
    leaving, staying = tutor(), tutor()
    make.eligible(db.session.get_one(Person, leaving), exam_year=2020)  # counts until 31 August 2026
    make.eligible(db.session.get_one(Person, staying), exam_year=2021)
    ask()
    assert mails() == [staying]


def test_until_the_deadline_the_silent_are_offered_then_not_until_they_confirm(session) -> None:
    who = tutor()
    ask()
    assert offered(who, DUE - timedelta(seconds=1))
    assert not offered(who, AFTER)
    with pytest.raises(DomainError, match=r"pool\.no_seat"):
        write(lambda s: services.take_seat(s, who, AFTER))
    write(lambda s: services.stay(s, who, AFTER))
    assert offered(who, AFTER)
    write(lambda s: services.take_seat(s, who, AFTER))


def test_canary_without_the_condition_a_silent_tutor_is_drawn(session, monkeypatch) -> None:
    """What the test above relies on: it is `confirmed`, in the UPDATE's own WHERE, that refuses."""
    who = tutor()
    ask()
    monkeypatch.setattr(tutors, "confirmed", lambda _now: true())
    write(lambda s: services.take_seat(s, who, AFTER))
    assert session.get_one(TutorProfile, who).seats_taken == 1


def test_a_no_stops_at_once_and_only_that_season(session) -> None:
    who = tutor()
    ask()
    answer(who, ASK + timedelta(days=1), still=False)
    assert not offered(who, ASK + timedelta(days=1))
    assert not offered(who, datetime(2027, 8, 31, 12, tzinfo=UTC))
    assert offered(who, datetime(2027, 9, 1, 12, tzinfo=UTC))  # not asked about the next: as before the first ask
    answer(who, ASK + timedelta(days=2), again=True)
    assert offered(who, ASK + timedelta(days=2))


def test_a_no_holds_while_next_year_s_ask_waits(session) -> None:
    who = tutor()
    ask()
    answer(who, ASK, still=False)
    assert ask(ASK.replace(year=2027)) == 1
    assert not offered(who, ASK.replace(year=2027) + timedelta(days=1))
    answer(who, ASK.replace(year=2027) + timedelta(days=2), year=2027)
    assert offered(who, ASK.replace(year=2027) + timedelta(days=2))


def test_until_when_is_its_last_day(session) -> None:
    who = tutor()
    ask()
    answer(who, ASK, until=date(2027, 3, 31))
    assert offered(who, datetime(2027, 3, 31, 12, tzinfo=UTC))
    assert not offered(who, datetime(2027, 4, 1, 12, tzinfo=UTC))
    assert not offered(who, datetime(2027, 12, 1, tzinfo=UTC))  # it holds until they say otherwise


def test_who_is_validated_after_the_ask_need_not_confirm(session) -> None:
    """They have just said that they go on: neither those who arrive, nor those who lost their validation and got it back."""
    silent = tutor()
    ask()
    newcomer = tutor(since=ASK + timedelta(days=30))
    assert offered(newcomer, AFTER + timedelta(days=60))
    assert not offered(silent, AFTER)
    again = AFTER + timedelta(days=20)
    write(lambda s: s.execute(update(Validation).where(Validation.person_id == silent).values(valid_from=again)))
    assert offered(silent, again)


def test_never_asked_is_offered(session) -> None:
    assert offered(make.pool_tutor().id, ASK.replace(month=11))


def test_a_yes_sets_the_seats_and_the_date_of_the_profile(session) -> None:
    who = tutor(seats=2)
    ask()
    answer(who, ASK, seats=1, available_from=date(2026, 9, 10), until=date(2027, 6, 30))
    profile, said = session.get_one(TutorProfile, who), row(who)
    assert (profile.seats, profile.available_from) == (1, date(2026, 9, 10))
    assert (said.answer, said.seats, said.until, said.answered_at) == ("yes", 1, date(2027, 6, 30), ASK)
    codes = session.scalars(select(AuditEvent.code).where(AuditEvent.object_id == who)).all()
    assert {"pool.season_asked", "pool.season_yes"} <= set(codes)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"seats": 3}, "pool.seats"),
        ({"seats": 0}, "pool.seats"),
        ({"until": date(2026, 8, 14)}, "pool.past_until"),
        ({"until": date(2026, 9, 1), "available_from": date(2026, 9, 2)}, "pool.until_before"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(session, values, code) -> None:
    who = tutor()
    ask()
    with pytest.raises(DomainError, match=code):
        answer(who, ASK, **values)
    assert row(who).answer is None


def test_a_second_answer_by_the_link_changes_nothing(session) -> None:
    who = tutor(seats=2)
    ask()
    answer(who, ASK, still=False)
    with pytest.raises(DomainError, match=r"pool\.season_answered"):
        answer(who, ASK, seats=1)
    assert (row(who).answer, session.get_one(TutorProfile, who).seats) == ("no", 2)


def test_staying_when_nothing_was_asked_is_not_possible(session) -> None:
    who = tutor()
    with pytest.raises(NotYours):
        write(lambda s: services.stay(s, who, ASK))


def test_the_reminder_goes_once_to_who_is_silent_and_has_not_just_acted(session) -> None:
    silent, answered, seen, saved = tutor(), tutor(), tutor(), tutor()
    ask()
    answer(answered, ASK)
    later = ASK + timedelta(days=10)
    write(lambda s: s.execute(update(Person).where(Person.id == seen).values(last_seen_at=later - timedelta(hours=3))))
    saving = update(TutorProfile).where(TutorProfile.person_id == saved).values(updated_at=later - timedelta(hours=3))
    write(lambda s: s.execute(update(TutorProfile).values(updated_at=ASK)))
    write(lambda s: s.execute(saving))
    assert write(lambda s: services.remind_season(s, later - timedelta(days=1))) == 0
    assert write(lambda s: services.remind_season(s, later)) == 1
    assert mails("pool.season_reminder") == [silent]
    assert write(lambda s: services.remind_season(s, later + timedelta(days=2))) == 2  # the two who had just acted
    assert write(lambda s: services.remind_season(s, later + timedelta(days=3))) == 0
    assert answered not in mails("pool.season_reminder")


def test_nobody_is_reminded_past_the_deadline(session) -> None:
    tutor()
    ask()
    assert write(lambda s: services.remind_season(s, AFTER)) == 0


def test_the_job_run_twice_by_batches_asks_each_once(session, monkeypatch) -> None:
    monkeypatch.setattr(batches, "PAUSE", 0)
    everyone = sorted(tutor() for _ in range(5))
    original = services.ask_season
    monkeypatch.setattr(services, "ask_season", lambda s, now, **k: original(s, now, 2, **k))
    for _ in range(2):
        jobs.season(db.session, CLAIM, ASK)
        jobs.season_now(db.session, CLAIM, ASK)
    assert sorted(mails()) == everyone
    assert len(session.scalars(select(SeasonConfirmation.person_id)).all()) == 5


def test_the_state_says_it(session) -> None:
    who = tutor()
    ask()

    def now(at: datetime) -> str:
        return state(queries.standing(session, who, at), at.date())

    assert [now(ASK), now(AFTER)] == ["available", "to_confirm"]
    answer(who, AFTER, until=date(2026, 10, 1))
    assert [now(AFTER), now(datetime(2026, 10, 2, 12, tzinfo=UTC))] == ["available", "stopped"]
    answer(who, AFTER, still=False, again=True)
    assert now(AFTER) == "stopped"


def test_reading_the_pool_takes_as_many_queries_as_before(session, app) -> None:
    tutor()
    ask()
    with counted(app) as few:
        queries.offers(session, AFTER)
    for _ in range(4):
        tutor()
    ask()
    with counted(app) as many:
        queries.offers(session, AFTER)
    assert many.n == few.n <= 4
