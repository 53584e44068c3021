"""The signed link of the proposal mail: opened by scanners, used twice, late, forged; it never signs anyone in."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.classes.models import StudentContact
from app.infra import clock
from app.infra.db import db, write
from app.infra.models import AuditEvent, Job
from app.infra.tokens import Token, sign
from app.pairing import services
from app.pairing.mails.told import answer_url
from app.pairing.models import Pair, Proposal
from app.training.models import Validation
from tests.conftest import NOW
from tests.pages import Browser
from tests.pairing.story import Scene, draw, pairs, scene, state, taken


@pytest.fixture
def s(context) -> Scene:
    return scene()


@pytest.fixture
def proposal_id(s) -> int:
    return draw(s)


def path(proposal_id: int, choice: str = "accepter") -> str:
    """The path of the link in the mail."""
    return answer_url(db.session.get_one(Proposal, proposal_id), choice).removeprefix("http://127.0.0.1:8000")


def snapshot() -> tuple:
    """All that opening a page could have changed."""
    return (
        [
            (p.id, p.state, p.answered_at, p.reminded_at)
            for p in db.session.scalars(select(Proposal).order_by(Proposal.id))
        ],
        db.session.scalars(select(Pair.id)).all(),
        db.session.scalars(select(Job.id)).all(),
        db.session.scalars(select(AuditEvent.id)).all(),
    )


@pytest.mark.parametrize("choice", ["accepter", "refuser", "plus-tard"])
def test_opening_preselects_the_choice_and_changes_nothing(browser: Browser, s, proposal_id, choice) -> None:
    """A mail scanner opens each link three times, with HEAD too: nothing happens."""
    url, before = path(proposal_id, choice), snapshot()
    for _ in range(3):
        html = browser.text(url)
        assert re.search(rf'value="{choice}" checked', html)
        assert html.count(" checked") == 1
    assert browser.client.head(url).status_code == 200
    assert snapshot() == before


def test_an_unknown_choice_preselects_nothing(browser: Browser, s, proposal_id) -> None:
    assert " checked" not in browser.text(path(proposal_id, "tout"))


def test_the_page_is_private_and_shows_no_contact(browser: Browser, s, proposal_id) -> None:
    contact = db.session.get_one(StudentContact, s.student_id)
    email, last_name = contact.email, contact.last_name
    answer = browser.get(path(proposal_id))
    html = answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "Inès B." in html
    assert email not in html
    assert last_name not in html


def test_accepting_opens_the_pair_says_thank_you_and_signs_nobody_in(browser: Browser, s, proposal_id) -> None:
    url = path(proposal_id)
    browser.text(url)
    answer = browser.post(url, {"choice": "accepter"}, follow=True)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "C’est accepté, merci" in html
    email = db.session.get_one(StudentContact, s.student_id).email
    assert email not in html
    assert (state(db.session, proposal_id), pairs(db.session), taken(db.session, s.tutor_id)) == ("accepted", 1, 1)
    assert browser.get("/propositions").status_code in (302, 303)  # still a stranger
    with browser.client.session_transaction() as cookies:
        assert "_user_id" not in cookies


def test_declining_asks_for_a_reason_and_keeps_what_was_typed(browser: Browser, s, proposal_id) -> None:
    url = path(proposal_id, "refuser")
    browser.text(url)
    answer = browser.post(url, {"choice": "refuser", "comment": "Peut-être en mai"})
    assert answer.status_code == 422
    assert "Choisissez une raison" in answer.get_data(as_text=True)
    assert "Peut-être en mai" in answer.get_data(as_text=True)
    assert state(db.session, proposal_id) == "sent"
    browser.post(
        url, {"choice": "refuser", "reason": "no_time", "comment": "Peut-être en mai", "pause_until": "2027-05-01"}
    )
    assert (state(db.session, proposal_id), taken(db.session, s.tutor_id)) == ("declined", 0)
    assert db.session.get_one(Proposal, proposal_id).comment == "Peut-être en mai"


def test_a_pause_in_the_past_is_refused_when_declining_and_ignored_when_accepting(
    browser: Browser, s, proposal_id
) -> None:
    url = path(proposal_id)
    browser.text(url)
    refused = browser.post(url, {"choice": "plus-tard", "pause_until": "2026-11-23"})
    assert refused.status_code == 422
    assert "Choisissez une date après aujourd’hui" in refused.get_data(as_text=True)
    browser.post(url, {"choice": "accepter", "pause_until": "2026-11-23"})
    assert state(db.session, proposal_id) == "accepted"


@pytest.mark.parametrize("first", ["accepter", "plus-tard"])
@pytest.mark.parametrize("second", ["accepter", "refuser"])
def test_a_link_used_twice_changes_nothing_more(browser: Browser, s, proposal_id, first, second) -> None:
    url = path(proposal_id)
    browser.text(url)
    browser.post(url, {"choice": first})
    before = snapshot()
    again = browser.post(url, {"choice": second, "reason": "other"})
    assert again.status_code == 200
    assert "votre réponse" in again.get_data(as_text=True).lower() or "C’est accepté" in again.get_data(as_text=True)
    assert snapshot() == before


@pytest.mark.parametrize(
    ("close", "words"),
    [
        (lambda x, s, p: services.withdraw_proposal(x, s.lead_id, p, NOW), "a été retirée"),
        (lambda x, s, _p: services.student_leaves(x, s.lead_id, s.student_id, NOW), "n’a plus lieu d’être"),
        (lambda x, _s, _p: services.expire_due(x, NOW + timedelta(days=9)), "a dépassé sa date"),
    ],
)
def test_a_link_whose_proposal_was_closed_says_so(browser: Browser, s, proposal_id, close, words) -> None:
    url = path(proposal_id)
    browser.text(url)
    write(lambda x: close(x, s, proposal_id))
    for answer in (browser.get(url), browser.post(url, {"choice": "accepter"})):
        assert answer.status_code == 410
        assert words in answer.get_data(as_text=True)
    assert pairs(db.session) == 0


def test_a_late_link_says_so_even_before_the_job_has_run(browser: Browser, s, proposal_id) -> None:
    url = path(proposal_id)
    browser.text(url)
    with clock.frozen(NOW + timedelta(days=9)):
        for answer in (browser.get(url), browser.post(url, {"choice": "accepter"})):
            assert answer.status_code == 410
            assert "a dépassé sa date" in answer.get_data(as_text=True)
            assert "noindex" in answer.headers["X-Robots-Tag"]
    assert state(db.session, proposal_id) == "sent"


def test_a_forged_link_opens_nothing(browser: Browser, s, proposal_id) -> None:
    good = path(proposal_id).split("?")[0]
    token = Token(proposal_id, f"sent:{proposal_id}", NOW + timedelta(days=8))
    forged = [
        good[:-2] + ("A" if good[-2] != "A" else "B") + good[-1],  # the last letter holds bits that base64 ignores
        good[: len(good) // 2],
        f"/lien/proposition/{sign('mot-de-passe', token)}",  # another purpose
        f"/lien/proposition/{sign('proposition', Token(proposal_id + 999, 'sent:1', NOW + timedelta(days=8)))}",
        "/lien/proposition/x",
    ]
    browser.text(path(proposal_id))
    for url in forged:
        for answer in (browser.get(url), browser.post(url, {"choice": "accepter"})):
            assert answer.status_code == 404
            assert "noindex" in answer.headers["X-Robots-Tag"]
    assert state(db.session, proposal_id) == "sent"


def test_a_link_answers_its_own_proposal_only(browser: Browser, s, proposal_id) -> None:
    """A token whose state names another proposal is spent, whatever its signature."""
    crossed = sign("proposition", Token(proposal_id, f"sent:{proposal_id + 1}", NOW + timedelta(days=8)))
    browser.text(path(proposal_id))
    write(lambda x: services.withdraw_proposal(x, s.lead_id, proposal_id, NOW))
    assert browser.post(f"/lien/proposition/{crossed}", {"choice": "accepter"}).status_code == 410


def test_a_tutor_no_longer_validated_is_told_what_to_do(browser: Browser, s, proposal_id) -> None:
    url = path(proposal_id)
    browser.text(url)
    write(lambda x: x.execute(update(Validation).values(valid_until=NOW)))
    answer = browser.post(url, {"choice": "accepter"})
    assert answer.status_code == 409
    assert "Votre validation n’est plus en cours" in answer.get_data(as_text=True)
    assert state(db.session, proposal_id) == "sent"


def test_a_suspended_tutor_answers_nothing(browser: Browser, s, proposal_id) -> None:
    url = path(proposal_id)
    write(lambda x: x.execute(update(Person).where(Person.id == s.tutor_id).values(suspended_at=NOW)))
    assert browser.get(url).status_code == 410


def test_a_post_without_its_token_is_refused(s, proposal_id, app) -> None:
    """The form of the link has its own CSRF token: a page elsewhere cannot answer in someone's place."""
    client = app.test_client()
    assert client.post(path(proposal_id), data={"choice": "accepter"}).status_code == 400
    assert state(db.session, proposal_id) == "sent"
