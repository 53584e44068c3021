"""Institutions with their sign-up link and who came through it; exams."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from app.infra.db import db
from app.recruitment.models import Arrival
from app.reference.models import Exam, Institution
from tests import factories as make
from tests.conftest import NOW
from tests.pages import Browser

SCHOOL = {"short_name": "INET", "name": "Institut national", "slug": "inet", "region_code": "", "is_school": "y"}


def test_a_new_school_has_its_link_at_once(app: Flask, team: Browser) -> None:
    assert team.post("/admin/institutions/nouvelle", SCHOOL).status_code == 303
    site = app.config["PUBLIC_URL"].rstrip("/")
    assert f"{site}/ecoles/inet/rejoindre" in team.text("/admin/institutions")
    assert Browser(app).get("/ecoles/inet/rejoindre").status_code == 200


def test_a_school_shows_who_came_and_who_was_validated(app: Flask, team: Browser) -> None:
    with app.app_context():
        school = make.institution(short_name="École des chiffres")
        for valid in (True, True, False):
            tutor = make.pool_tutor(valid=valid)
            make.saved(Arrival(person_id=tutor.id, institution_id=school.id, at=NOW))
    row = team.text("/admin/institutions").partition("École des chiffres")[2].partition("</tr>")[0]
    assert '"Inscrits">3<' in row
    assert '"Validés">2<' in row


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": "pris"}, "a déjà cette adresse courte"),
        ({"is_school": ""}, "école partenaire, accueille des classes"),
        ({"slug": "École !"}, "sans accent"),
        ({"name": ""}, "Donnez le nom complet."),
    ],
)
def test_what_is_wrong_is_said_under_its_field(app: Flask, team: Browser, change: dict[str, str], said: str) -> None:
    with app.app_context():
        make.institution(slug="pris")
    form = {k: v for k, v in {**SCHOOL, **change}.items() if v or k != "is_school"}
    answer = team.post("/admin/institutions/nouvelle", form)
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in html
    assert 'value="INET"' in html
    with app.app_context():
        assert db.session.scalar(select(Institution.id).where(Institution.short_name == "INET")) is None


def test_a_school_that_leaves_closes_its_link(app: Flask, team: Browser) -> None:
    with app.app_context():
        school = make.institution(slug="partante")
        school_id = school.id
    url = f"/admin/institutions/{school_id}"
    team.post(url, {**SCHOOL, "slug": "partante", "closed": "y"})
    assert Browser(app).get("/ecoles/partante/rejoindre").status_code == 404
    assert "n’est plus partenaire" in team.text("/admin/institutions")
    assert re.search(r'<input[^>]*checked[^>]*name="closed"', team.text(url))
    team.post(url, {**SCHOOL, "slug": "partante"})
    assert Browser(app).get("/ecoles/partante/rejoindre").status_code == 200


def test_an_exam_keeps_its_papers_and_its_code_alone(app: Flask, team: Browser) -> None:
    with app.app_context():
        papers = [make.paper(name="Grand oral").id, make.paper(name="Note").id]
    form = {"name": "Attaché", "code": "attache", "category": "A", "family": "ira", "paper_ids": [str(papers[0])]}
    assert team.post("/admin/concours/nouveau", form).status_code == 303
    again = team.post("/admin/concours/nouveau", form)
    assert again.status_code == 422
    assert "a déjà ce code" in again.get_data(as_text=True)
    with app.app_context():
        exam = db.session.scalars(select(Exam).where(Exam.code == "attache")).one()
        exam_id = exam.id
        assert [p.name for p in exam.papers] == ["Grand oral"]
    url = f"/admin/concours/{exam_id}"
    ticked = team.text(url).partition(f'value="{papers[0]}"')[2][:12]
    assert "checked" in ticked
    team.post(url, {**form, "closed": "y", "paper_ids": [str(p) for p in papers]})
    with app.app_context():
        exam = db.session.get_one(Exam, exam_id)
        assert (len(exam.papers), exam.closed_at) == (2, NOW)
    assert "n’est plus proposé" in team.text("/admin/concours")
