"""Crafted requests against the quiz and the validation test: nobody gets a key early, a better grade, or another's attempt.

Each attack is one case; what it tries is its name. The attacker knows everything but the key: ids, urls, forms.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.infra import clock
from app.infra.db import db
from app.training.models import Attempt, AttemptItem
from app.training.queries.attempts import attempt_of
from tests import proofs
from tests.conftest import NOW
from tests.pages import Browser
from tests.training import acts, content
from tests.training.acts import Someone

pytestmark = pytest.mark.proof
SECRETS = ("SECRET ", "La réponse attendue")  # every feedback of an option, and the key, hold one of these


@dataclass
class Field:
    """The field of the attack: whose browser, whose open attempts, and another person's."""

    app: Flask
    browser: Browser
    me: Someone
    quiz: int
    test: int
    sent: int
    others: int
    slug: str

    def form(self, attempt_id: int, *, right: bool = False, **more: Any) -> dict[str, Any]:
        """What the page of my attempt would send, everything wrong unless `right`."""
        with self.app.app_context():
            return {**acts.form_of(attempt_of(db.session, self.me.id, attempt_id), right=right), **more}

    def grade(self, attempt_id: int) -> tuple[str, int | None, bool]:
        with self.app.app_context():
            found = db.session.get_one(Attempt, attempt_id)
            return found.state, found.percent, found.passed

    def send(self, attempt_id: int) -> Any:
        """Read over and send, as a person would."""
        with self.app.app_context():
            revision = db.session.get_one(Attempt, attempt_id).revision
        return self.browser.post(f"/essais/{attempt_id}/envoyer", {"revision": str(revision)})

    def saved(self, attempt_id: int) -> list[dict[str, Any] | None]:
        with self.app.app_context():
            items = (
                select(AttemptItem.answer).where(AttemptItem.attempt_id == attempt_id).order_by(AttemptItem.position)
            )
            return list(db.session.scalars(items))


@pytest.fixture
def field(app: Flask, browser: Browser) -> Field:
    with app.app_context():
        keys = tuple(f"test-{n}" for n in range(9))
        slug = content.module(bank=content.one_of_each() + content.test_bank(*keys)).slug
        acts.require(slug)
        acts.rules(draw=3, needed=3, tries=2, delay_hours=24)
        me, other = acts.ready(), acts.someone()
        acts.take(me, slug)
        second = content.module().slug
        sent = acts.take(me, second, right=False)
        quiz, test, others = acts.start(me, second), acts.start_test(me), acts.start(other, slug)
    browser.sign_in(me).get("/compte")  # for its token
    return Field(app, browser, me, quiz, test, sent, others, second)


def post(f: Field, path: str, data: Any = None) -> Any:
    return f.browser.post(path, data or {})


# Whatever is asked of another's attempt is not found, and changes nothing.
ON_OTHERS: dict[str, Callable[[Field], Any]] = {
    "read the questions": lambda f: f.browser.get(f"/essais/{f.others}"),
    "read one question": lambda f: f.browser.get(f"/essais/{f.others}?q=1"),
    "read it over": lambda f: f.browser.get(f"/essais/{f.others}/revoir"),
    "read the result": lambda f: f.browser.get(f"/essais/{f.others}/resultat"),
    "save": lambda f: post(f, f"/essais/{f.others}", {"shown": "1", "q1": "0", "revision": "0"}),
    "save by the script": lambda f: post(
        f, f"/essais/{f.others}/enregistrer", {"shown": "1", "q1": "0", "revision": "0"}
    ),
    "send": lambda f: post(f, f"/essais/{f.others}/envoyer", {"revision": "0"}),
    "send without a revision": lambda f: post(f, f"/essais/{f.others}/envoyer"),
    "report a question": lambda f: post(f, f"/essais/{f.others}/questions/1/signaler", {"reason": "key"}),
    "an attempt that does not exist": lambda f: f.browser.get("/essais/99999999"),
    "an id beyond what a database holds": lambda f: f.browser.get("/essais/99999999999999999999"),
}


@pytest.mark.parametrize("name", ON_OTHERS)
def test_another_persons_attempt_does_not_exist(field: Field, name: str) -> None:
    before = field.grade(field.others), field.saved(field.others)
    assert ON_OTHERS[name](field).status_code == 404
    assert (field.grade(field.others), field.saved(field.others)) == before


# No page shows a key, or an id that tells it, before the time.
EARLY: dict[str, Callable[[Field], str]] = {
    "the quiz": lambda f: f"/essais/{f.quiz}",
    "one question of the quiz": lambda f: f"/essais/{f.quiz}?q=2",
    "reading the quiz over": lambda f: f"/essais/{f.quiz}/revoir",
    "the result of an open quiz": lambda f: f"/essais/{f.quiz}/resultat",
    "the test": lambda f: f"/essais/{f.test}",
    "one question of the test": lambda f: f"/essais/{f.test}?q=3",
    "reading the test over": lambda f: f"/essais/{f.test}/revoir",
    "the result of an open test": lambda f: f"/essais/{f.test}/resultat",
    "the door of the test": lambda _f: "/parcours/test",
    "the module": lambda f: f"/modules/{f.slug}",
    "a lesson": lambda f: f"/modules/{f.slug}/lecons/lecon-1",
    "a question out of bounds": lambda f: f"/essais/{f.test}?q=999",
    "a question that is no number": lambda f: f"/essais/{f.test}?q=1%27--",
}


@pytest.mark.parametrize("name", EARLY)
def test_no_page_gives_a_key_before_the_time(field: Field, name: str) -> None:
    page = field.browser.get(EARLY[name](field), follow_redirects=True).get_data(as_text=True)
    assert not any(secret in page for secret in SECRETS)
    assert not re.search(r'(value|id|data-[a-z]+)="(correct|right|best|vrai|faux|a|b|c|d|un|deux|trois|x|y|z)"', page)


def test_a_failed_test_shows_no_result_question_by_question(field: Field) -> None:
    field.browser.post(f"/essais/{field.test}", field.form(field.test))
    page = field.browser.post(f"/essais/{field.test}/envoyer", {"revision": "1"}, follow=True).get_data(as_text=True)
    assert "Il a manqué" in page
    assert not any(secret in page for secret in SECRETS)
    assert "Énoncé test-" not in page


def test_a_failed_quiz_shows_what_was_chosen_explained_and_never_the_key(field: Field) -> None:
    page = field.browser.text(f"/essais/{field.sent}/resultat")
    assert "La réponse attendue" not in page
    assert page.count("SECRET Retour sur") == 4, "of the four options chosen, and of those alone"


# Whatever a form pretends, what is graded is what was answered.
def _times(value: str, times: int) -> list[str]:
    return [value] * times


FORGED: dict[str, dict[str, Any]] = {
    "a percent": {"percent": "100"},
    "a pass": {"passed": "true", "state": "submitted"},
    "points": {"points": "1", "q1-points": "1"},
    "a person": {"person_id": "1"},
    "the key in a hidden field": {"right": "b", "correct": "true", "q1-correct": "1"},
    "needed": {"needed": "0", "pass_percent": "0"},
    "positions out of bounds": {"q1": "99", "q2": "-1", "q3": "1e9"},
    "ids for positions": {"q1": "b", "q2": "test-1", "q3": "a,b,c"},
    "every option at once": {"q1": ["0", "1", "2"], "q2": ["0", "1", "2"], "q3": ["0", "1", "2"]},
    "the same option many times": {"q1": _times("0", 50)},
    "questions not drawn": {"shown": ["4", "5", "99"], "q4": "0", "q99": "0"},
    "other controls": {"q1-0": "1", "q1-1": "2", "q1-sure": "sure"},
    "a certainty that does not exist": {"q1-sure": "certain", "q2-sure": "1"},
    "a null byte": {"q1": "0\0"},
    "arabic digits": {"q1": "٠", "q2": "²"},
    "a very long answer": {"q1": "9" * 5000},
    "json": {"q1": '{"chosen": ["b"]}'},
    "another attempt": {"attempt_id": "1", "attempt": "1"},
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_form_never_grades_better(field: Field, name: str) -> None:
    # All wrong first, so that whatever counts for right comes from the forgery.
    field.browser.post(f"/essais/{field.test}", field.form(field.test))
    field.browser.post(f"/essais/{field.test}", {"shown": ["1", "2", "3"], "revision": "1", **FORGED[name]})
    field.browser.post(f"/essais/{field.test}/envoyer", {**FORGED[name], "revision": "2"})
    state, percent, passed = field.grade(field.test)
    assert (state, passed) == ("submitted", False)
    if name != "every option at once":
        assert percent is not None
        assert percent < 100
    with field.app.app_context():
        chosen = [answer["chosen"] for answer in field.saved(field.test) if answer]
        assert all(len(one) == 1 for one in chosen), "one option a situation, whatever was sent"


LATE: dict[str, Callable[[Field], Any]] = {
    "save after sending": lambda f: post(f, f"/essais/{f.sent}", f.form(f.sent, right=True)),
    "save by the script after sending": lambda f: post(f, f"/essais/{f.sent}/enregistrer", f.form(f.sent, right=True)),
    "send again": lambda f: post(f, f"/essais/{f.sent}/envoyer"),
    "send again with right answers in the form": lambda f: post(
        f, f"/essais/{f.sent}/envoyer", f.form(f.sent, right=True)
    ),
    "save with a huge count": lambda f: post(
        f, f"/essais/{f.sent}/enregistrer", f.form(f.sent, right=True, tab="x", count="999999999")
    ),
}


@pytest.mark.parametrize("name", LATE)
def test_what_was_sent_does_not_change_any_more(field: Field, name: str) -> None:
    before = field.grade(field.sent), field.saved(field.sent)
    LATE[name](field)
    assert (field.grade(field.sent), field.saved(field.sent)) == before


STALE: dict[str, dict[str, Any]] = {
    "an old revision": {"revision": "0"},
    "a negative revision": {"revision": "-1"},
    "no revision": {"revision": ""},
    "a revision to come": {"revision": "99"},
    "an old count of the same tab": {"revision": "0", "tab": "t1", "count": "1"},
    "an equal count of the same tab": {"revision": "0", "tab": "t1", "count": "2"},
    "another tab": {"revision": "0", "tab": "t2", "count": "100"},
}


@pytest.mark.parametrize("name", STALE)
def test_a_replayed_or_reordered_save_overwrites_nothing(field: Field, name: str) -> None:
    url = f"/essais/{field.test}/enregistrer"
    for count in ("1", "2"):
        kept = field.form(field.test, right=False, tab="t1", count=count, revision=str(int(count) - 1))
        assert field.browser.post(url, kept).status_code == 200
    before = field.saved(field.test)
    answer = field.browser.post(url, field.form(field.test, right=True, **STALE[name]))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "training.conflict")
    assert field.saved(field.test) == before


TRIES: dict[str, Callable[[Field], Any]] = {
    "start again at once": lambda f: post(f, "/parcours/test"),
    "start again through the quiz's door": lambda f: post(f, "/modules/test/quiz"),
    "start again with another revision": lambda f: post(f, "/parcours/test", {"revision": "0", "ticket": "1"}),
}


@pytest.mark.parametrize("name", TRIES)
def test_a_failed_test_is_not_tried_again_before_its_time(field: Field, name: str) -> None:
    field.send(field.test)
    TRIES[name](field)
    with field.app.app_context():
        assert len(db.session.scalars(select(Attempt).where(Attempt.module_id.is_(None))).all()) == 1


def test_tries_do_not_come_back(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    field.send(field.test)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    last = field.browser.post("/parcours/test").headers["Location"].rsplit("/", 1)[-1]
    field.send(int(last))
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=40))
    assert field.browser.post("/parcours/test").headers["Location"].endswith("/parcours/test")


def test_a_report_says_nothing_of_an_attempt_still_open_or_of_a_failed_test(field: Field) -> None:
    for attempt_id in (field.quiz, field.test):
        assert post(field, f"/essais/{attempt_id}/questions/1/signaler", {"reason": "key"}).status_code == 404
    field.send(field.test)
    assert post(field, f"/essais/{field.test}/questions/1/signaler", {"reason": "key"}).status_code == 404
    assert post(field, f"/essais/{field.sent}/questions/1/signaler", {"reason": "autre-chose"}).status_code == 404
    assert post(field, f"/essais/{field.sent}/questions/77/signaler", {"reason": "key"}).status_code == 404
    assert post(field, f"/essais/{field.sent}/questions/1/signaler", {"reason": "key"}).status_code == 303


def test_without_a_token_nothing_is_sent(field: Field) -> None:
    for path in (f"/essais/{field.test}", f"/essais/{field.test}/envoyer", "/parcours/test"):
        assert field.browser.client.post(path, data={"revision": "0"}).status_code == 400


def test_the_canary_the_right_answers_would_pass(field: Field) -> None:
    """The same forms with what the attacker does not know: all that is refused above would otherwise be graded right."""
    field.browser.post(f"/essais/{field.test}", field.form(field.test, right=True))
    field.send(field.test)
    assert field.grade(field.test) == ("submitted", 100, True)
    assert any(secret in field.browser.text(f"/essais/{field.test}/resultat") for secret in SECRETS)


def test_how_many_attacks_there_are(engine_name: str) -> None:
    attacks = sum(map(len, (ON_OTHERS, EARLY, FORGED, LATE, STALE, TRIES))) + 12
    assert attacks >= 40
    proofs.record("crafted attacks on quizzes and the test, none passes", attacks, "–", "0 pass", engine_name)
