"""The profile page, through the test browser."""

import pytest
from sqlalchemy import select

from app.infra.db import db
from app.pool.models import TutorProfile
from tests import factories as make
from tests.counting import counted
from tests.pages import Browser


@pytest.fixture
def exam(context):
    make.region()
    return make.exam(name="IRA")


def filled(exam, **changes):
    return {
        "exam_ids": [exam.id],
        "paper_ids": [exam.papers[0].id],
        "region_code": "32",
        "remote": "y",
        "slots": ["5", "8"],
        "languages": ["fr", "en"],
        "seats": "2",
        "available_from": "",
        "paused_until": "",
        "phone": "06 12 34 56 78",
        "words": "La note de synthèse, pas à pas.",
    } | changes


def test_a_tutor_in_training_may_fill_the_page_and_is_told_when_it_shows(browser: Browser, exam) -> None:
    tutor = make.person("tutor")
    browser.sign_in(tutor)
    assert "quand vous serez validé" in browser.text("/profil")
    assert browser.post("/profil", filled(exam)).status_code == 303
    html = browser.text("/profil")
    assert "en formation" in html
    assert "La note de synthèse, pas à pas." in html
    saved = db.session.get(TutorProfile, tutor.id)
    assert (saved.seats, saved.slots, saved.languages) == (2, [5, 8], ["fr", "en"])


def test_the_first_page_starts_from_the_declared_exam(browser: Browser, exam) -> None:
    tutor = make.person("tutor")
    make.eligible(tutor, exam_id=exam.id)
    html = browser.sign_in(tutor).text("/profil")
    assert f'value="{exam.id}" checked' in html


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"exam_ids": []}, "Cochez au moins un concours."),
        ({"slots": []}, "Cochez au moins un créneau"),
        ({"remote": "", "presence": ""}, "Cochez au moins une façon"),
        ({"phone": "zéro six"}, "Écrivez un numéro"),
        ({"words": "x" * 601}, "dépasse 600 caractères"),
        ({"seats": "3"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(browser: Browser, exam, change, message) -> None:
    tutor = make.person("tutor")
    browser.sign_in(tutor).text("/profil")
    answer = browser.post("/profil", {k: v for k, v in filled(exam, **change).items() if v != ""})
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    if message != "Not a valid choice":
        assert message in html
    assert "Erreur" in html
    assert "06 12" in html or "zéro six" in html
    assert db.session.scalars(select(TutorProfile)).all() == []


def test_pause_and_resume_in_one_click(browser: Browser, exam) -> None:
    tutor = make.pool_tutor()
    browser.sign_in(tutor).text("/profil")
    assert browser.post("/profil/pause").status_code == 303
    html = browser.text("/profil")
    assert "en pause jusqu’au" in html
    assert "Reprendre maintenant" in html
    assert browser.post("/profil/reprise").status_code == 303
    assert "disponible" in browser.text("/profil")
    assert db.session.get(TutorProfile, tutor.id).paused_until is None


def test_a_pause_without_a_profile_is_refused_with_a_way_out(browser: Browser, exam) -> None:
    browser.sign_in(make.person("tutor")).text("/profil")
    answer = browser.post("/profil/pause")
    assert answer.status_code == 409
    assert "Remplissez d’abord votre profil" in answer.get_data(as_text=True)


def test_only_tutors_have_a_profile(browser: Browser, exam) -> None:
    assert browser.get("/profil").status_code in (302, 303)
    assert browser.sign_in(make.person("trainer")).get("/profil").status_code == 403


def test_the_page_makes_few_queries(browser: Browser, exam, app) -> None:
    browser.sign_in(make.pool_tutor(exams=[exam], papers=exam.papers)).text("/profil")
    with counted(app) as count:
        browser.text("/profil")
    assert count.n <= 15, "\n".join(count.statements)
