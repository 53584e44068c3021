"""The tutor's proposals, signed in."""

from datetime import timedelta

import pytest

from app.accounts.models import Person
from app.infra import clock
from app.infra.db import db
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser
from tests.pairing.story import Scene, another_student, draw, pairs, scene, state, taken


@pytest.fixture
def s(context) -> Scene:
    return scene()


@pytest.fixture
def tutor(browser: Browser, s) -> Browser:
    return browser.sign_in(db.session.get_one(Person, s.tutor_id))


def test_the_list_when_empty_says_what_will_be_here(tutor, s) -> None:
    assert "Aucune proposition pour l’instant" in tutor.text("/propositions")


def test_the_list_shows_what_waits_then_the_rest(tutor, s) -> None:
    done = draw(s)
    tutor.text(f"/propositions/{done}")
    tutor.post(f"/propositions/{done}", {"choice": "plus-tard"})
    waiting = draw(s, student_id=another_student(s))
    html = tutor.text("/propositions")
    assert f'href="/propositions/{waiting}"' in html
    assert f'href="/propositions/{done}"' not in html
    assert "pas maintenant" in html


@pytest.mark.parametrize(
    ("data", "becomes", "seats"),
    [
        ({"choice": "accepter"}, "accepted", 1),
        ({"choice": "refuser", "reason": "too_far", "comment": "Loin"}, "declined", 0),
        ({"choice": "plus-tard"}, "not_now", 0),
    ],
)
def test_answering(tutor, s, data, becomes, seats) -> None:
    proposal_id = draw(s)
    html = tutor.text(f"/propositions/{proposal_id}")
    assert "Inès B." in html
    assert "exemple.fr" not in html.split("<main")[1]
    answer = tutor.post(f"/propositions/{proposal_id}", data)
    assert (answer.status_code, answer.location) == (303, "/binomes")
    assert (state(db.session, proposal_id), taken(db.session, s.tutor_id)) == (becomes, seats)
    closed = tutor.get(f"/propositions/{proposal_id}")
    assert closed.status_code == 200
    again = tutor.post(f"/propositions/{proposal_id}", {"choice": "accepter"})
    assert again.status_code == 409


def test_nothing_chosen_is_said(tutor, s) -> None:
    proposal_id = draw(s)
    tutor.text(f"/propositions/{proposal_id}")
    answer = tutor.post(f"/propositions/{proposal_id}", {})
    assert answer.status_code == 422
    assert "Choisissez une réponse." in answer.get_data(as_text=True)
    assert state(db.session, proposal_id) == "sent"


def test_a_proposal_past_its_date_takes_no_answer(tutor, s) -> None:
    proposal_id = draw(s)
    tutor.text(f"/propositions/{proposal_id}")
    with clock.frozen(NOW + timedelta(days=9)):
        assert "a dépassé sa date" in tutor.text(f"/propositions/{proposal_id}")
        assert tutor.post(f"/propositions/{proposal_id}", {"choice": "accepter"}).status_code == 410
    assert pairs(db.session) == 0


def test_another_tutors_proposal_does_not_exist(browser: Browser, s) -> None:
    proposal_id = draw(s)
    browser.sign_in(make.pool_tutor()).text("/propositions")
    assert browser.get(f"/propositions/{proposal_id}").status_code == 404
    assert browser.post(f"/propositions/{proposal_id}", {"choice": "accepter"}).status_code == 404
    assert state(db.session, proposal_id) == "sent"
