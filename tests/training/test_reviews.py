"""Spaced review: when a question is due, which one, and links that answer nothing by being opened."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.infra import clock
from app.infra.db import db, write
from app.training import services
from app.training.jobs import reviews as send_due
from app.training.mails import WRITERS
from app.training.models import Review, ReviewPause, Validation
from app.training.queries.reviews import due, retention
from app.training.rules.reviewing import Reviewable, choose, due_on, due_step
from tests.conftest import NOW
from tests.pages import Browser
from tests.training import acts, content
from tests.training.acts import Someone

DAY = timedelta(days=1)


@pytest.mark.parametrize(("step", "days"), [(1, 7), (2, 30), (3, 90), (4, 365), (5, 730), (6, 1095)])
def test_the_steps_are_fixed_then_yearly(step: int, days: int) -> None:
    assert due_on(NOW, step) == NOW + timedelta(days=days)


@given(st.integers(0, 3000), st.integers(0, 8))
def test_what_is_due_has_come_was_not_sent_and_is_the_latest(days: int, last: int) -> None:
    step = due_step(NOW, last, NOW + timedelta(days=days))
    if step is None:
        assert due_on(NOW, last + 1) > NOW + timedelta(days=days)
    else:
        assert step > last
        assert due_on(NOW, step) <= NOW + timedelta(days=days) < due_on(NOW, step + 1)


def test_after_a_long_silence_one_question_comes_not_all_those_missed() -> None:
    assert due_step(NOW, 0, NOW + 400 * DAY) == 4


def test_what_one_was_sure_of_and_got_wrong_comes_first_then_what_was_met_least() -> None:
    known = [Reviewable(1, 0), Reviewable(2, 4, sure_and_wrong=True), Reviewable(3, 2)]
    assert choose(known, 7) == 2
    assert choose([Reviewable(1, 1), Reviewable(3, 0)], 7) == 3
    assert choose([], 7) is None
    assert {choose([Reviewable(n) for n in range(4)], ticket) for ticket in range(60)} == {0, 1, 2, 3}


@pytest.fixture
def tutor(app: Flask) -> Someone:
    """Someone validated at NOW."""
    with app.app_context():
        slug = content.module().slug
        acts.require(slug)
        made = acts.ready()
        acts.take(made, slug)
        return made


def pass_time(now: datetime) -> None:
    send_due(db.session, None, now)  # type: ignore[arg-type]  # the claim is not looked at
    db.session.rollback()


def sent() -> list[int]:
    return list(db.session.scalars(select(Review.step).order_by(Review.step)))


def only() -> Review:
    return db.session.scalars(select(Review)).one()


def mail_of(review_id: int, now: datetime):
    return WRITERS["training.review"](db.session, {"review_id": review_id}, now)


def test_each_step_is_sent_once_whatever_the_number_of_rounds(app: Flask, tutor: Someone) -> None:
    with app.app_context():
        for day in (1, 6, 7, 7, 8, 29, 30, 31, 90, 364, 365):
            pass_time(NOW + day * DAY)
        assert sent() == [1, 2, 3, 4]
        assert len(set(db.session.scalars(select(Review.question_id)))) == 3, "one of one answer is not met again soon"


def test_the_question_is_never_one_of_the_validation_test(app: Flask) -> None:
    with app.app_context():
        slug = content.module(bank=content.one_of_each() + content.test_bank("t1", "t2", "t3")).slug
        acts.require(slug)
        acts.rules(draw=3, needed=2)
        made = acts.ready()
        acts.take(made, slug)
        acts.take_test(made)
        pass_time(NOW + 7 * DAY)
        assert only().question.bank == "quiz"
        assert only().question.type in ("single", "situation", "truefalse")


def test_nothing_is_sent_to_who_stopped_paused_or_is_validated_no_more(app: Flask, tutor: Someone) -> None:
    person_id = tutor.id
    with app.app_context():
        write(lambda s: services.stop_reviews(s, person_id, NOW + 20 * DAY, NOW))
        assert due(db.session, NOW + 10 * DAY, 0, 100)[0] == []
        assert [one.step for one in due(db.session, NOW + 20 * DAY, 0, 100)[0]] == [1]
        write(lambda s: services.stop_reviews(s, person_id, None, NOW))
        assert due(db.session, NOW + 900 * DAY, 0, 100)[0] == []
        write(lambda s: services.resume_reviews(s, person_id))
        assert due(db.session, NOW + 10 * DAY, 0, 100)[0] != []

        def lose(session) -> None:
            session.get_one(Validation, person_id).valid_until = NOW + 5 * DAY

        write(lose)
        assert due(db.session, NOW + 10 * DAY, 0, 100)[0] == []


def test_the_mail_gives_each_option_its_link_and_never_the_key(app: Flask, tutor: Someone) -> None:
    with app.app_context():
        pass_time(NOW + 7 * DAY)
        mail = mail_of(only().id, NOW + 7 * DAY)
        assert mail is not None
        assert len(mail.choices) == len(only().shown)
        assert "SECRET" not in str(mail)
        assert all("choix=" in url for _, url in mail.choices)


def link(app: Flask) -> str:
    """The path of the first option's link."""
    with app.app_context():
        mail = mail_of(only().id, NOW + 7 * DAY)
        assert mail is not None
        return "/lien" + mail.choices[0][1].partition("/lien")[2]


@pytest.fixture
def url(app: Flask, tutor: Someone, monkeypatch: pytest.MonkeyPatch) -> str:
    """A review sent at day 7, and the day has come."""
    monkeypatch.setattr(clock, "now", lambda: NOW + 7 * DAY)
    with app.app_context():
        pass_time(NOW + 7 * DAY)
    return link(app)


def state(app: Flask) -> tuple[bool, float | None]:
    with app.app_context():
        return only().answered_at is not None, only().points


def test_a_scanner_that_opens_every_link_answers_nothing(app: Flask, url: str, browser: Browser) -> None:
    for n in range(3):
        page = browser.text(f"{url.partition('?')[0]}?choix={n}")
        assert "SECRET" not in page
        assert browser.client.head(url).status_code == 200
    assert state(app) == (False, None)


def test_the_choice_made_in_the_mail_is_preselected_and_one_button_sends_it(
    app: Flask, url: str, browser: Browser
) -> None:
    assert 'value="0" checked' in browser.text(url)
    page = browser.post(url, {"choice": "0"}, follow=True).get_data(as_text=True)
    assert "SECRET" in page
    assert state(app)[0]
    before = state(app)
    browser.post(url, {"choice": "1"})
    assert state(app) == before, "the first answer stays"


def test_without_a_choice_nothing_is_kept_and_the_page_says_so(app: Flask, url: str, browser: Browser) -> None:
    for choice in ({}, {"choice": "9"}, {"choice": "b"}, {"choice": "-1"}):
        browser.get(url)
        answer = browser.post(url, choice)
        assert answer.status_code == 422
        assert "Choisissez une réponse" in answer.get_data(as_text=True)
    assert state(app) == (False, None)


def test_a_forged_or_late_link_opens_nothing(
    app: Flask, url: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = url.partition("?")[0]
    assert browser.get(path[:-4] + "aaaa").status_code == 404
    assert browser.get(path.replace("/revision/", "/revisions/")).status_code == 200, "the same link also stops them"
    assert browser.get(path.replace("/lien/revision/", "/lien/proposition/")).status_code == 404
    monkeypatch.setattr(clock, "now", lambda: NOW + 200 * DAY)
    assert browser.get(path).status_code == 410


def test_stopping_and_pausing_take_one_button_each(app: Flask, url: str, browser: Browser) -> None:
    stop = url.partition("?")[0].replace("/revision/", "/revisions/")
    browser.text(stop)
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(ReviewPause)) == 0, "opening it stops nothing"
    browser.post(stop, {"action": "pause"})
    assert "En pause" in browser.text(stop)
    browser.post(stop, {"action": "arreter"})
    assert "Arrêtées" in browser.text(stop)
    with app.app_context():
        assert mail_of(only().id, NOW + 7 * DAY) is None
    browser.post(stop, {"action": "reprendre"})
    assert "Mettre en pause" in browser.text(stop)


def test_reviews_never_touch_the_validation(app: Flask, url: str, browser: Browser, tutor: Someone) -> None:
    with app.app_context():
        before = db.session.get_one(Validation, tutor.id).assessed_at
    browser.get(url)
    browser.post(url, {"choice": "0"})
    with app.app_context():
        assert db.session.get_one(Validation, tutor.id).assessed_at == before


def test_my_reviews_show_what_was_answered_and_the_next_date(app: Flask, url: str, browser: Browser, tutor) -> None:
    browser.get(url)
    browser.post(url, {"choice": "0"})
    page = browser.sign_in(tutor).text("/parcours/revisions")
    assert "vers le" in page
    assert page.count("tu-answer__head") == 1


def test_retention_counts_each_person_once_at_ninety_days(app: Flask, tutor: Someone) -> None:
    with app.app_context():
        person_id = tutor.id
        for day in (7, 30, 90):
            pass_time(NOW + day * DAY)
        for one in db.session.scalars(select(Review)).all():
            right = one.shown.index(one.question.body["right"][0])
            write(lambda s, i=one.id, at=right: services.answer_review(s, i, str(at), NOW + 95 * DAY))
        found = retention(db.session)
        assert (found.answered, found.right) == (1, 1)
        assert person_id
