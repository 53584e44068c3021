"""Classes: opened, led, closed. What a form is refused is said in the form, with what was typed."""

import pytest
from flask import Flask
from sqlalchemy import select

from app.classes.models import ClassLead, PrepClass
from app.infra.db import db
from app.pairing.models import Pair
from app.recruitment.rules import school_year
from tests import factories as make
from tests.admin.team import acts
from tests.conftest import NOW
from tests.mailbox import letters
from tests.pages import Browser
from tests.pairing.story import Scene, accept, another_student, draw, mails, scene, state, taken

LEAD = {"first_name": "Nora", "last_name": "Idir", "email": "nora@exemple.fr", "language": "fr"}


@pytest.fixture
def form(app: Flask) -> dict[str, str]:
    """What opens a class."""
    with app.app_context():
        host, where = make.institution(), make.region()
        return {
            "name": "IRA de Metz",
            "year": "2026",
            "institution_id": str(host.id),
            "region_code": where.code,
        }


def leading(class_id: int) -> list[int]:
    return list(
        db.session.scalars(select(ClassLead.person_id).where(ClassLead.class_id == class_id, ClassLead.until.is_(None)))
    )


def test_a_new_class_goes_on_to_its_lead_who_is_invited(
    app: Flask, team: Browser, form: dict[str, str], admin_id: int
) -> None:
    assert f'value="{school_year(NOW)}"' in team.text("/admin/classes/nouvelle")
    answer = team.post("/admin/classes/nouvelle", form)
    assert answer.location.endswith("/responsables")
    class_id = int(answer.location.split("/")[-2])
    assert team.post(answer.location, LEAD).status_code == 303
    assert [m["To"] for m in letters(app)] == ["nora@exemple.fr"]
    page = team.text(f"/admin/classes/{class_id}")
    assert "Nora Idir" in page
    assert "invitation envoyée" in page
    with app.app_context():
        assert acts(admin_id) == ["classes.saved", "accounts.invited", "classes.lead_added"]


def test_the_same_class_twice_is_refused_under_its_name(team: Browser, form: dict[str, str]) -> None:
    team.post("/admin/classes/nouvelle", form)
    again = team.post("/admin/classes/nouvelle", form)
    html = again.get_data(as_text=True)
    assert again.status_code == 422
    assert "existe déjà pour cette année" in html
    assert 'value="IRA de Metz"' in html, "what was typed is kept"
    assert "<title>Erreur" in html


def test_an_unfinished_form_says_what_is_missing(team: Browser, form: dict[str, str]) -> None:
    html = team.post("/admin/classes/nouvelle", {**form, "name": "", "institution_id": ""}).get_data(as_text=True)
    assert "Donnez un nom à la classe." in html
    assert "Choisissez l’institution d’accueil." in html


def test_a_class_changes_even_when_its_host_has_closed_since(app: Flask, team: Browser, form: dict[str, str]) -> None:
    with app.app_context():
        gone = make.institution(name="Institution fermée", closed_at=NOW)
        class_id = make.prep_class(institution_id=gone.id).id
        gone_id = gone.id
    url = f"/admin/classes/{class_id}"
    assert "Institution fermée" in team.text(url)
    assert team.post(url, {**form, "name": "Autre nom", "institution_id": str(gone_id)}).status_code == 303
    with app.app_context():
        assert db.session.get_one(PrepClass, class_id).name == "Autre nom"
    assert "Institution fermée" not in team.text("/admin/classes/nouvelle")


def test_a_leadership_ends_but_never_the_last_one(app: Flask, team: Browser) -> None:
    with app.app_context():
        first, second = make.person().id, make.person().id
        class_id = make.prep_class(*(db.session.get_one(type(make.person()), i) for i in (first, second))).id
    assert team.post(f"/admin/classes/{class_id}/responsables/{first}/fin").status_code == 303
    with app.app_context():
        assert leading(class_id) == [second]
    refusal = team.post(f"/admin/classes/{class_id}/responsables/{second}/fin")
    assert refusal.status_code == 409
    assert "au moins une personne responsable" in refusal.get_data(as_text=True)
    assert "/fin" not in team.text(f"/admin/classes/{class_id}"), "no button that would only refuse"


@pytest.fixture
def s(app: Flask) -> Scene:
    with app.app_context():
        return scene()


def test_closing_a_class_says_then_does_what_it_ends(app: Flask, team: Browser, s: Scene, admin_id: int) -> None:
    with app.app_context():
        pair_id = accept(s, draw(s))
        waiting = draw(s, student_id=another_student(s))
    url = f"/admin/classes/{s.class_id}/fermer"
    html = team.text(url)
    assert "1 binôme ouvert prendra fin" in html
    assert "1 proposition sera annulée" in html
    assert team.post(url).location == "/admin/classes"
    with app.app_context():
        assert db.session.get_one(PrepClass, s.class_id).closed_at == NOW
        assert db.session.get_one(Pair, pair_id).end_reason == "class_closed"
        assert state(db.session, waiting) == "cancelled"
        assert taken(db.session, s.tutor_id) == 0
        assert len(mails(db.session, "pairing.ended_student")) == 1
        assert "pairing.class_closed" in acts(admin_id)
    assert "fermée" in team.text("/admin/classes")


def test_a_closed_class_is_neither_closed_again_nor_given_a_lead(app: Flask, team: Browser, s: Scene) -> None:
    team.post(f"/admin/classes/{s.class_id}/fermer")
    for path in ("fermer", "responsables"):
        assert team.get(f"/admin/classes/{s.class_id}/{path}").location == f"/admin/classes/{s.class_id}"
        assert team.post(f"/admin/classes/{s.class_id}/{path}", LEAD).location == f"/admin/classes/{s.class_id}"
    with app.app_context():
        assert leading(s.class_id) == [s.lead_id]
    assert "Fermer cette classe" not in team.text(f"/admin/classes/{s.class_id}")
