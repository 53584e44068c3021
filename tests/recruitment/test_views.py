"""Signing up: the same answer to everyone, the truth in the mailbox alone."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts.hashing import matches
from app.accounts.models import Person
from app.accounts.services import invite
from app.infra import clock
from app.infra.db import db, write
from app.recruitment.models import Arrival
from tests import factories as make
from tests.conftest import NOW
from tests.mailbox import letters, path_in
from tests.pages import Browser

GOOD = {
    "first_name": "Awa",
    "last_name": "Diop",
    "email": "awa.diop@exemple.fr",
    "password": "quatre tilleuls bleus",
}


def signed_up(app: Flask, url: str = "/inscription", **changes: str) -> tuple[int, str, str]:
    """What a visitor sees, from form to page."""
    browser = Browser(app)
    browser.get(url)
    answer = browser.post(url, {**GOOD, **changes})
    page = browser.text(answer.location) if answer.status_code == 303 else answer.get_data(as_text=True)
    return answer.status_code, answer.location or "", re.sub(r'value="[^"]+"', "", page)


def invited(email: str, first_name: str) -> int:
    """The team opens an account for someone, as an administrator."""
    who = {"email": email, "first_name": first_name, "last_name": "Roy", "role": "admin", "language": "fr"}
    return write(lambda s: invite(s, **who, actor_id=None, now=NOW))


def person(app: Flask, email: str = GOOD["email"]) -> Person | None:
    with app.app_context():
        return db.session.scalars(select(Person).where(Person.email_key == email)).first()


def test_signing_up_opens_an_account_that_waits_for_its_address(app: Flask) -> None:
    status, location, _ = signed_up(app)
    assert (status, location) == (303, "/inscription/verifier")
    found = person(app)
    assert found is not None
    assert found.confirmed_at is None
    assert [g.role for g in found.grants] == ["tutor"]
    assert matches(found.password_hash, GOOD["password"])
    assert [m["To"] for m in letters(app)] == [GOOD["email"]]


def test_the_answer_is_the_same_whether_the_address_is_known_waiting_suspended_or_new(app: Flask) -> None:
    with app.app_context():
        make.person("tutor", email="connue@exemple.fr")
        make.person("tutor", email="attend@exemple.fr", confirmed_at=None, password_hash="x")
        make.person("tutor", email="suspendue@exemple.fr", suspended_at=NOW)
        invited("invitee@exemple.fr", "I")
    letters(app)
    answers = {
        signed_up(app, email=f"{who}@exemple.fr") for who in ("nouvelle", "connue", "attend", "suspendue", "invitee")
    }
    assert len(answers) == 1
    subjects = {m["To"]: m["Subject"] for m in letters(app)}
    assert subjects == {
        "nouvelle@exemple.fr": "Confirmez votre adresse pour rejoindre Tutorat",
        "connue@exemple.fr": "Vous avez déjà un compte Tutorat",
        "attend@exemple.fr": "Confirmez votre adresse pour rejoindre Tutorat",
        "invitee@exemple.fr": "Votre accès à Tutorat",
    }


def test_a_known_account_is_changed_in_nothing(app: Flask) -> None:
    with app.app_context():
        known = make.person("tutor", email=GOOD["email"], first_name="Awa", password_hash="hers")
        before = (known.id, known.first_name, known.password_hash, known.session_version)
    signed_up(app, first_name="Pirate")
    found = person(app)
    assert found is not None
    assert (found.id, found.first_name, found.password_hash, found.session_version) == before


def test_an_invited_account_cannot_be_taken_by_whoever_signs_up_with_its_address(app: Flask) -> None:
    """Its roles would otherwise open to a password of their own, as soon as the invited person clicks."""
    with app.app_context():
        invited(GOOD["email"], "Nadia")
    signed_up(app, first_name="Pirate")
    found = person(app)
    assert found is not None
    assert (found.password_hash, found.first_name) == (None, "Nadia")
    assert {m["Subject"] for m in letters(app)} == {"Votre accès à Tutorat"}


def test_someone_invited_after_another_signed_up_with_their_address_starts_from_the_invitation(app: Flask) -> None:
    signed_up(app)
    first_link = path_in(letters(app)[0])
    with app.app_context():
        invited(GOOD["email"], "Awa")
    found = person(app)
    assert found is not None
    assert found.password_hash is None
    assert Browser(app).get(first_link).status_code == 410


def test_the_link_confirms_by_its_button_once(app: Flask) -> None:
    signed_up(app)
    link = path_in(letters(app)[0])
    browser = Browser(app)
    for _scanner in range(3):
        assert "Confirmer mon adresse" in browser.text(link)
    assert person(app).confirmed_at is None, "opening a link changes nothing"
    assert browser.post(link).location == "/connexion"
    assert person(app).confirmed_at == NOW
    assert browser.get(link).status_code == 410
    assert browser.post(link).status_code == 410


def test_a_scanner_that_posts_without_the_page_s_token_confirms_nothing(app: Flask) -> None:
    signed_up(app)
    link = path_in(letters(app)[0])
    assert Browser(app).client.post(link).status_code == 400
    assert person(app).confirmed_at is None


def test_the_link_lasts_twenty_four_hours(app: Flask) -> None:
    signed_up(app)
    link = path_in(letters(app)[0])
    with clock.frozen(NOW + timedelta(hours=24) - timedelta(seconds=1)):
        assert Browser(app).get(link).status_code == 200
    with clock.frozen(NOW + timedelta(hours=24)):
        late = Browser(app).get(link)
    assert late.status_code == 410
    assert "dépassé sa date" in late.get_data(as_text=True)


def test_a_later_sign_up_replaces_the_link_of_the_former(app: Flask) -> None:
    signed_up(app)
    first = path_in(letters(app)[0])
    signed_up(app, password="une autre phrase longue", first_name="Awa-Marie")
    second = path_in(letters(app)[0])
    assert Browser(app).get(first).status_code == 410
    browser = Browser(app)
    browser.get(second)
    browser.post(second)
    found = person(app)
    assert found is not None
    assert (found.confirmed_at, found.first_name) == (NOW, "Awa-Marie")
    assert matches(found.password_hash, "une autre phrase longue")


def test_a_school_s_link_remembers_the_school_and_the_campaign(app: Flask) -> None:
    with app.app_context():
        school_id = make.institution(slug="ira-lille").id
    assert "IRA de Lille" in Browser(app).text("/ecoles/ira-lille/rejoindre?campagne=rentree")
    signed_up(app, "/ecoles/ira-lille/rejoindre?campagne=rentree")
    with app.app_context():
        arrival = db.session.scalars(select(Arrival)).one()
        assert (arrival.institution_id, arrival.campaign) == (school_id, "rentree")


@pytest.mark.parametrize("values", [{"is_school": False}, {"closed_at": NOW}])
def test_a_link_of_what_is_no_open_school_does_not_exist(app: Flask, values: dict[str, object]) -> None:
    with app.app_context():
        make.institution(slug="autre", **values)
    assert Browser(app).get("/ecoles/autre/rejoindre").status_code == 404
    assert Browser(app).get("/ecoles/inconnue/rejoindre").status_code == 404


def test_the_first_arrival_is_the_one_remembered(app: Flask) -> None:
    with app.app_context():
        first_id = make.institution(slug="premiere").id
        make.institution(slug="seconde")
    signed_up(app, "/ecoles/premiere/rejoindre")
    signed_up(app, "/ecoles/seconde/rejoindre")
    with app.app_context():
        assert db.session.scalars(select(Arrival.institution_id)).all() == [first_id]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first_name", "", "Donnez votre prénom"),
        ("last_name", "x" * 81, "dépasse 80"),
        ("email", "awa", "n’est pas complète"),
        ("email", "awa@exemple.fr\nBcc: x@y.fr", "n’est pas complète"),
        ("password", "court", "au moins 12"),
        ("password", "awadiop-awadiop", "contient votre nom"),
        ("password", "motdepasse2026", "parmi les premiers"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(app: Flask, field: str, value: str, said: str) -> None:
    browser = Browser(app)
    browser.get("/inscription")
    answer = browser.post("/inscription", {**GOOD, field: value})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in html.replace("\u00a0", " ").replace("\u202f", " ")
    assert "<title>Erreur" in html
    kept = "Diop" if field != "last_name" else "Awa"
    assert f'value="{kept}"' in html
    assert "quatre tilleuls" not in html
    assert person(app) is None


def test_messages_asked_for_one_address_are_limited_and_the_answer_stays_the_same(app: Flask) -> None:
    answers = {signed_up(app) for _ in range(6)}
    assert len(answers) == 1
    assert len(letters(app)) <= 4


def test_a_class_s_own_language_follows_the_visitor(app: Flask) -> None:
    browser = Browser(app)
    browser.post("/langue", {"lang": "en"})
    browser.get("/inscription")
    browser.post("/inscription", GOOD)
    assert person(app).language == "en"
    assert letters(app)[0]["Content-Language"] == "en"
