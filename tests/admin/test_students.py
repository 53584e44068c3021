"""A student's request: found by their whole address, given their data, or erased; nobody browses students."""

import json

import pytest
from flask import Flask

from app.classes.models import Student, StudentContact
from app.infra.db import db
from tests.admin.team import acts
from tests.pages import Browser
from tests.pairing.story import Scene, accept, draw, scene


@pytest.fixture
def s(app: Flask) -> Scene:
    with app.app_context():
        return scene()


@pytest.fixture
def email(app: Flask, s: Scene) -> str:
    with app.app_context():
        return db.session.get_one(StudentContact, s.student_id).email


def test_only_a_whole_address_finds_someone(team: Browser, s: Scene, email: str) -> None:
    assert "Inès" not in team.text("/admin/etudiants")
    found = team.post("/admin/etudiants", {"email": email.upper()}).get_data(as_text=True)
    assert "Inès B." in found
    assert "Benali" not in found, "enough to be sure of whom one speaks, no more"
    assert "0 personne a cette adresse" in team.post("/admin/etudiants", {"email": f"x{email}"}).get_data(as_text=True)
    half = team.post("/admin/etudiants", {"email": email.partition("@")[0]})
    assert half.status_code == 422


def test_a_student_s_data_is_given_in_a_file_and_noted(
    app: Flask, team: Browser, s: Scene, email: str, admin_id: int
) -> None:
    with app.app_context():
        accept(s, draw(s))
    answer = team.post(f"/admin/etudiants/{s.student_id}/donnees")
    records = json.loads(answer.get_data())
    assert records["etudiant"][0]["adresse"] == email
    assert records["propositions"][0]["etat"] == "accepted"
    with app.app_context():
        assert acts(admin_id) == ["admin.student_exported"]


def test_a_student_is_erased_in_two_screens(app: Flask, team: Browser, s: Scene, email: str) -> None:
    url = f"/admin/etudiants/{s.student_id}/effacer"
    assert "Effacer Inès B." in team.text(url)
    with app.app_context():
        assert db.session.get(StudentContact, s.student_id) is not None
    assert team.post(url).location == "/admin/etudiants"
    with app.app_context():
        assert db.session.get(StudentContact, s.student_id) is None
        assert db.session.get_one(Student, s.student_id).first_name == ""
    for path in (url, f"/admin/etudiants/{s.student_id}/donnees"):
        assert team.post(path).status_code == 404
    assert "0 personne a cette adresse" in team.post("/admin/etudiants", {"email": email}).get_data(as_text=True)
