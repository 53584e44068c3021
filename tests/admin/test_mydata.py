"""« Mes données »: everything kept, in words and to take away; leaving, with one's password."""

import json
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.accounts.hashing import hashed
from app.accounts.models import Person
from app.admin.words.records import CODES, LABELS, shown
from app.infra.db import db, write
from tests import factories as make
from tests.admin.marks import features, person_everywhere
from tests.admin.team import admin, as_
from tests.conftest import NOW
from tests.mailbox import letters
from tests.pages import Browser
from tests.pairing.story import accept, draw, scene

PASSWORD = "quatre tilleuls bleus"


@pytest.fixture(scope="module")
def stored() -> str:
    return hashed(PASSWORD)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everything_kept_is_shown_in_words(app: Flask, lang: str) -> None:
    with app.app_context():
        me = person_everywhere(scene())
    browser = as_(app, me)
    browser.post("/langue", {"lang": lang})
    html = browser.text("/mes-donnees")
    for word in ("zorglub@exemple.fr", "Attaché Zorglub", "Zorglub ne peut pas", "Adieu de Zorglub"):
        assert word in html, word
    for code in ("prenom", "propositions_recues", "a_distance", "None", "[5]", "2026-11-23"):
        assert f">{code}<" not in html, "codes are for the file, words for people"


def test_every_code_of_an_export_has_its_words(app: Flask, session: Session) -> None:
    me = person_everywhere(scene())
    used = set()
    for feature in features(app):
        for heading, rows in feature.export(session, me).items():
            used |= {heading} | {key for row in rows for key in row}
    assert used - set(LABELS) == set()
    assert set(LABELS) - used == set(), "words that nothing says any more"
    assert set(CODES) <= used


def test_values_read_as_people_do(context: Flask) -> None:
    assert shown("reussi", value=True) == "oui"
    assert shown("nom", None) == shown("nom", "") == shown("langues", []) == "–"
    assert shown("creneaux", [5, 8]) == "mardi soir, mercredi soir"
    assert shown("le", date(2026, 12, 1)) == "1er décembre 2026"
    assert "23 novembre 2026" in shown("le", NOW)
    assert shown("etat", "not_now") == "pas maintenant"
    assert shown("raison", "un texte") == "un texte"
    assert shown("modules", [{"title_fr": "Écouter"}, {"title_fr": "Dire"}]) == "Écouter, Dire"
    assert shown("reponse", {"chosen": ["b"]}) == '{"chosen": ["b"]}'


def test_the_file_holds_the_same_and_nobody_else(app: Flask) -> None:
    with app.app_context():
        s = scene()
        accept(s, draw(s))
        me = s.tutor_id
    answer = as_(app, me).get("/mes-donnees.json")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    records = json.loads(answer.get_data())
    assert records["compte"][0]["prenom"] == "Claire"
    assert len(records["binomes"]) == 1
    text = answer.get_data(as_text=True)
    assert "Benali" not in text, "the student's name is theirs"
    assert "Hélène" not in text


def test_leaving_says_what_will_end(app: Flask) -> None:
    with app.app_context():
        s = scene()
        accept(s, draw(s))
        idle = make.person("tutor").id
    html = as_(app, s.tutor_id).text("/mes-donnees/quitter")
    assert "1 binôme ouvert" in html
    assert "La pause se règle dans votre profil" in html
    assert "responsable de la classe IRA de Lille" in as_(app, s.lead_id).text("/mes-donnees/quitter")
    assert "Rien n’est ouvert à ce nom" in as_(app, idle).text("/mes-donnees/quitter")


@pytest.mark.parametrize("typed", ["", "un autre mot de passe"])
def test_nobody_leaves_without_their_password(app: Flask, stored: str, typed: str) -> None:
    with app.app_context():
        admin()
        me = make.person("tutor", password_hash=stored).id
    answer = as_(app, me).post("/mes-donnees/quitter", {"current": typed})
    assert answer.status_code == 422
    assert "<title>Erreur" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(Person, me).erased_at is None


def test_leaving_erases_signs_out_and_says_goodbye(app: Flask, stored: str) -> None:
    with app.app_context():
        admin()
        s = scene()
        accept(s, draw(s))
        write(lambda x: setattr(x.get_one(Person, s.tutor_id), "password_hash", stored))
    browser = as_(app, s.tutor_id)
    answer = browser.post("/mes-donnees/quitter", {"current": PASSWORD})
    assert answer.location == "/"
    assert "Merci pour le temps" in browser.text("/")
    assert "/connexion" in browser.get("/mes-donnees").location
    with app.app_context():
        row = db.session.get_one(Person, s.tutor_id)
        assert (row.erased_at, row.first_name) == (NOW, "")
    assert any("clos" in m["Subject"] for m in letters(app))


def test_the_last_admin_is_told_why_they_cannot_leave(app: Flask, stored: str) -> None:
    with app.app_context():
        me = admin(password_hash=stored)
    answer = as_(app, me).post("/mes-donnees/quitter", {"current": PASSWORD})
    assert answer.status_code == 409
    assert "dernier compte d’administration" in answer.get_data(as_text=True)
    with app.app_context():
        assert db.session.get_one(Person, me).erased_at is None


def test_the_team_erases_someone_in_two_screens(app: Flask, team: Browser) -> None:
    with app.app_context():
        s = scene()
        accept(s, draw(s))
    url = f"/admin/personnes/{s.tutor_id}"
    assert f'href="{url}/effacer"' in team.text(url)
    html = team.text(f"{url}/effacer")
    assert "1 binôme ouvert" in html
    with app.app_context():
        assert db.session.get_one(Person, s.tutor_id).erased_at is None, "looking erases nothing"
    assert team.post(f"{url}/effacer").location == "/admin/personnes"
    assert team.get(url).status_code == 404
    assert "Claire" not in team.text("/admin/personnes?role=tutor")
