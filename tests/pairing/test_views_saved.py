"""The pages of saved searches, of a sheet and of a comparison: one's own, audited, limited, stopped in one click."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.infra.db import db, write
from app.infra.models import AuditEvent
from app.infra.tokens import Token, sign
from app.pairing import services
from app.pairing.mails.saved import PURPOSE, STATE
from app.pairing.queries import saved_by
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.pairing.story import Scene, scene


@pytest.fixture
def s(context) -> Scene:
    return scene(first_name="Claire", words="La note de synthèse")


@pytest.fixture
def lead(browser: Browser, s) -> Browser:
    return browser.sign_in(db.session.get_one(Person, s.lead_id))


def audited(code: str = "pairing.tutor_seen") -> list[int]:
    found = select(AuditEvent.object_id).where(AuditEvent.code == code).order_by(AuditEvent.id)
    return [one for one in db.session.scalars(found) if one is not None]


def test_a_search_is_saved_from_its_page_opened_renamed_and_deleted(lead, s) -> None:
    lead.text("/vivier?region=32&creneau=5")
    answer = lead.post(
        f"/vivier/recherches?region=32&creneau=5&etudiant={s.student_id}", {"nom": "Le mardi", "courriel": "y"}
    )
    assert answer.status_code == 303
    (row,) = saved_by(db.session, s.lead_id)
    assert (row.name, row.filters, row.student_id) == ("Le mardi", {"region": "32", "creneau": 5}, s.student_id)
    search_id = row.id
    make.pool_tutor()
    write(lambda x: services.check_searches(x, NOW + timedelta(days=1)))
    html = lead.text("/vivier")
    assert "1 nouvelle personne" in html
    link = re.search(r'href="(/vivier\?[^"]*recherche=\d+[^"]*)"', html).group(1).replace("&amp;", "&")
    assert "region=32" in link
    opened = lead.text(link)
    assert 'aria-current="true"' in opened
    assert "nouvelle personne" not in opened
    assert lead.post(f"/vivier/recherches/{search_id}", {"nom": ""}).status_code == 422
    lead.post(f"/vivier/recherches/{search_id}", {"nom": "Mardi soir"})
    assert [(one.name, one.mailed) for one in saved_by(db.session, s.lead_id)] == [("Mardi soir", False)]
    lead.post(f"/vivier/recherches/{search_id}/supprimer", {})
    assert saved_by(db.session, s.lead_id) == []


def test_a_saved_search_of_someone_else_is_not_found(lead, s) -> None:
    other = scene()
    search_id = write(lambda x: services.save_search(x, other.lead_id, "À moi", {"region": "32"}, None, NOW))
    assert lead.get(f"/vivier/recherches/{search_id}").status_code == 404
    assert lead.post(f"/vivier/recherches/{search_id}/supprimer", {}).status_code == 404
    assert lead.get(f"/vivier?region=32&recherche={search_id}").status_code == 200  # a shared address still opens
    assert "À moi" not in lead.text(f"/vivier?region=32&recherche={search_id}")


def test_the_mails_link_shows_one_button_changes_nothing_when_opened_and_signs_nobody_in(browser: Browser, s) -> None:
    write(lambda x: services.save_search(x, s.lead_id, "Lille", {"region": "32"}, None, NOW))
    token = sign(PURPOSE, Token(s.lead_id, STATE, NOW + timedelta(days=30)))
    html = browser.text(f"/lien/recherches/{token}")
    assert html.split("<main")[1].split("</main")[0].count("<button") == 1
    assert saved_by(db.session, s.lead_id)[0].mailed
    browser.post(f"/lien/recherches/{token}", {})
    assert not saved_by(db.session, s.lead_id)[0].mailed
    assert "Vous ne recevrez plus" in browser.text(f"/lien/recherches/{token}")
    assert browser.get("/vivier").status_code in (302, 303)
    old = sign(PURPOSE, Token(s.lead_id, STATE, NOW - timedelta(days=1)))
    assert browser.get(f"/lien/recherches/{old}").status_code in (403, 410)
    assert browser.get("/lien/recherches/nimporte").status_code in (400, 403, 404, 410)


def test_a_sheet_shows_the_profile_never_an_address_and_is_audited(lead, s) -> None:
    html = lead.text(f"/vivier/tuteurs/{s.tutor_id}").split("<main")[1].split("</main")[0]
    assert "Claire M." in html
    assert "La note de synthèse" in html
    person = db.session.get_one(Person, s.tutor_id)
    assert person.email not in html
    assert f"{person.last_name}" not in html or len(person.last_name) == 1
    assert f"/etudiants/{s.student_id}/tuteurs/{s.tutor_id}" in html
    assert audited() == [s.tutor_id]
    lapsed = make.pool_tutor(valid=False).id
    assert lead.get(f"/vivier/tuteurs/{lapsed}").status_code == 404
    assert lead.get(f"/vivier/tuteurs/{s.lead_id}").status_code == 404


def test_two_to_four_people_are_compared_with_or_without_a_student_and_audited(lead, s) -> None:
    others = [make.pool_tutor(first_name=f"Nora{n}").id for n in range(5)]
    ids = "&".join(f"t={one}" for one in others[:2])
    html = lead.text(f"/vivier/comparer?{ids}")
    assert "Nora0 M." in html
    assert "Aide à préparer" in html
    assert audited() == others[:2]
    html = lead.text(f"/vivier/comparer?{ids}&etudiant={s.student_id}")
    assert "Accord sur 100" in html
    many = "&".join(f"t={one}" for one in others)
    assert lead.text(f"/vivier/comparer?{many}").count('<th scope="col">') == 4
    alone = lead.get(f"/vivier/comparer?t={others[0]}&region=32")
    assert alone.status_code == 303
    assert "region=32" in alone.headers["Location"]
    stranger = scene()
    assert "Accord sur 100" not in lead.text(f"/vivier/comparer?{ids}&etudiant={stranger.student_id}")


def test_queries_of_a_search_do_not_grow_with_filters_results_or_saved_searches(lead, s, app) -> None:
    full = f"/vivier?region=32&creneau=5&concours={s.exam_id}&mots=note&libre=y"
    lead.text(full)
    db.session.expunge_all()
    with counted(app) as few:
        lead.text(full)
    for n in range(12):
        make.pool_tutor(words="note")
        if n < 5:
            write(lambda x, n=n: services.save_search(x, s.lead_id, f"n{n}", {"region": "32"}, None, NOW))
    db.session.expunge_all()
    with counted(app) as many:
        lead.text(full)
    assert many.n == few.n <= 32, "\n".join(many.statements)
