"""People: what their sheet says, roles, suspension, invitations. Nothing here validates anyone."""

import re
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.accounts.models import Person, RoleGrant
from app.admin import services
from app.admin.words import MISSING, missing_words
from app.infra.clock import PARIS
from app.infra.db import db, write
from app.infra.models import Job
from app.pairing.models import Pair, Proposal
from app.training.models import Validation
from app.training.rules.gate import Missing
from app.training.words import PERSONAL
from tests import factories as make
from tests.admin.team import acts, admin, as_
from tests.conftest import NOW
from tests.mailbox import letters
from tests.pages import Browser
from tests.pairing.story import Scene, accept, another_student, draw, mails, refused, scene, state, taken


def roles(person_id: int) -> set[str]:
    return set(db.session.scalars(select(RoleGrant.role).where(RoleGrant.person_id == person_id)))


# The search.


def test_people_are_found_by_name_address_role_and_state(app: Flask, team: Browser) -> None:
    with app.app_context():
        make.person("tutor", first_name="Zoé", last_name="Ampère", email="zoe@exemple.fr")
        make.person("trainer", first_name="Yann", last_name="Cœurdacier")
        lead = make.person(first_name="Odile", last_name="Menant")
        make.prep_class(lead)
        make.person("tutor", first_name="Vera", last_name="Attente", confirmed_at=None)
        make.person("tutor", first_name="Urs", last_name="Suspendu", suspended_at=NOW)
    for query, found, left_out in (
        ("q=ampere", "Zoé Ampère", "Odile Menant"),
        ("q=zoe%40exemple", "Zoé Ampère", "Yann"),
        ("q=coeur", "Yann Cœurdacier", "Zoé"),
        ("role=lead", "Odile Menant", "Zoé Ampère"),
        ("role=trainer", "Yann Cœurdacier", "Zoé Ampère"),
        ("etat=waiting", "Vera Attente", "Zoé Ampère"),
        ("etat=suspended", "Urs Suspendu", "Vera Attente"),
    ):
        html = team.text(f"/admin/personnes?{query}")
        assert found in html, query
        assert left_out not in html, query


def test_people_come_twenty_five_a_page_and_keep_the_filter(app: Flask, team: Browser) -> None:
    with app.app_context():
        for n in range(27):
            make.person("tutor", first_name="Page", last_name=f"Nom{n:02}")
    first, second = team.text("/admin/personnes?q=page&role=tutor"), team.text("/admin/personnes?q=page&page=2")
    assert first.count("Page Nom") == 25
    assert second.count("Page Nom") == 2
    assert "q=page&amp;role=tutor&amp;etat=&amp;page=2" in first


# The sheet.


def test_opening_a_sheet_is_written_in_the_audit_trail(app: Flask, team: Browser, admin_id: int) -> None:
    with app.app_context():
        person_id = make.person("tutor").id
    team.text(f"/admin/personnes/{person_id}")
    with app.app_context():
        assert acts(admin_id) == ["admin.person_seen"]
    assert "admin.person_seen" in team.text(f"/admin/personnes/{person_id}")


def test_a_sheet_gives_the_gate_s_verdict_and_no_way_round_it(app: Flask, team: Browser) -> None:
    with app.app_context():
        make.charter()
        person_id = make.person("tutor").id
    html = team.text(f"/admin/personnes/{person_id}")
    assert "Aucun concours n’est déclaré." in html
    assert "La charte n’est pas signée." in html
    buttons = re.findall(r"<button[^>]*>(.*?)</button>", html.partition("<main")[2], re.DOTALL)
    assert buttons
    assert not any("alid" in text for text in buttons)
    paths = set(re.findall(r'action="(/admin/personnes/[^"]+)"', html))
    assert {path.rpartition("/")[2] for path in paths} <= {"roles", "relancer", "rouvrir"}
    with app.app_context():
        assert db.session.get(Validation, person_id) is None


def test_every_condition_of_the_gate_has_its_words(context: Flask) -> None:
    assert set(MISSING) == set(PERSONAL)
    titles = {"ecouter": "Écouter"}
    for code in ("module_absent", "module_todo", "module_changed"):
        assert "Écouter" in missing_words(Missing(code, {"slug": "ecouter"}), titles)
    until = datetime(2026, 9, 1, tzinfo=PARIS)
    assert "31 août 2026" in missing_words(Missing("eligibility_lapsed", {"until": until}), titles)


def test_an_erased_person_has_no_sheet(app: Flask, team: Browser) -> None:
    with app.app_context():
        person_id = make.person("tutor", erased_at=NOW).id
    assert team.get(f"/admin/personnes/{person_id}").status_code == 404
    assert team.post(f"/admin/personnes/{person_id}/roles", {"role": "admin"}).status_code == 404
    assert team.post(f"/admin/personnes/{person_id}/rouvrir").status_code == 404


# Roles.


def test_a_role_is_given_and_taken_back(app: Flask, team: Browser, admin_id: int) -> None:
    with app.app_context():
        person_id = make.person("tutor").id
    url = f"/admin/personnes/{person_id}/roles"
    assert team.post(url, {"role": "trainer", "act": "grant"}).status_code == 303
    with app.app_context():
        assert roles(person_id) == {"tutor", "trainer"}
    team.post(url, {"role": "tutor", "act": "revoke"})
    with app.app_context():
        assert roles(person_id) == {"trainer"}
        assert acts(admin_id) == ["accounts.granted_trainer", "accounts.revoked_tutor"]
    assert team.post(url, {"role": "roi"}).status_code == 404


def test_nobody_takes_their_own_admin_role_back(team: Browser, admin_id: int) -> None:
    refusal = team.post(f"/admin/personnes/{admin_id}/roles", {"role": "admin", "act": "revoke"})
    assert refusal.status_code == 409
    assert "son propre rôle" in refusal.get_data(as_text=True)


def test_a_tutor_who_is_validated_or_in_a_pair_keeps_the_role(session: object, admin_id: int) -> None:
    s = scene()
    assert refused(lambda x: services.revoke(x, s.tutor_id, "tutor", admin_id, NOW)) == "admin.tutor_engaged"
    assert roles(s.tutor_id) == {"tutor"}


# Suspension.


@pytest.fixture
def s(app: Flask) -> Scene:
    with app.app_context():
        return scene()


def test_suspending_says_first_what_it_stops(app: Flask, team: Browser, s: Scene) -> None:
    with app.app_context():
        draw(s)
        accept(s, draw(s, student_id=another_student(s)))
    html = team.text(f"/admin/personnes/{s.tutor_id}/suspendre")
    assert "1 binôme ouvert" in html
    assert "1 proposition en attente" in html


def test_a_suspended_tutor_is_out_at_once_and_keeps_everything(
    app: Flask, team: Browser, admin_id: int, s: Scene
) -> None:
    with app.app_context():
        pair_id = accept(s, draw(s))
        waiting = draw(s, student_id=another_student(s))
    mine = as_(app, s.tutor_id)
    assert mine.get("/binomes").status_code == 200
    assert team.post(f"/admin/personnes/{s.tutor_id}/suspendre").status_code == 303
    assert "/connexion" in mine.get("/binomes").location, "signed out"
    with app.app_context():
        assert state(db.session, waiting) == "cancelled"
        assert db.session.get_one(Pair, pair_id).ended_at is None, "the pair goes on"
        assert taken(db.session, s.tutor_id) == 1
        assert db.session.get_one(Validation, s.tutor_id).lost_reason == "suspended"
        assert len(mails(db.session, "pairing.tutor_lapsed")) == 1, "the leads are told"
        assert len(mails(db.session, "pairing.cancelled_lead")) == 1
        assert "admin.suspended" in acts(admin_id)
        assert db.session.get_one(Person, s.tutor_id).first_name == "Claire"
    subjects = [str(m["Subject"]) for m in letters(app)]
    assert any("validation d’un tuteur" in subject for subject in subjects)
    assert "suspendu" in team.text(f"/admin/personnes/{s.tutor_id}")


def test_suspending_one_tutor_leaves_the_others_proposals(app: Flask, admin_id: int, s: Scene) -> None:
    with app.app_context():
        lapsed = make.pool_tutor()
        lapsed_id, student_id = lapsed.id, another_student(s)
        other = draw(s, student_id=student_id, tutor_id=lapsed_id)
        db.session.get_one(Proposal, other)
        write(lambda x: setattr(x.get_one(Validation, lapsed_id), "valid_until", NOW))
        write(lambda x: services.suspend(x, s.tutor_id, admin_id, NOW))
        assert state(db.session, other) == "sent", "another act's affair"


def test_a_lifted_account_opens_again_and_the_gate_is_asked(app: Flask, team: Browser, s: Scene) -> None:
    team.post(f"/admin/personnes/{s.tutor_id}/suspendre")
    assert team.post(f"/admin/personnes/{s.tutor_id}/rouvrir").status_code == 303
    with app.app_context():
        person = db.session.get_one(Person, s.tutor_id)
        assert person.suspended_at is None
        row = db.session.get_one(Validation, s.tutor_id)
        assert row.lost_at is not None, "rows alone never passed the gate: it says so"
    assert "compte ouvert" in team.text(f"/admin/personnes/{s.tutor_id}")


def test_suspending_a_lead_writes_no_validation(app: Flask, team: Browser, s: Scene) -> None:
    team.post(f"/admin/personnes/{s.lead_id}/suspendre")
    with app.app_context():
        assert db.session.get(Validation, s.lead_id) is None
        assert db.session.get_one(Person, s.lead_id).suspended_at == NOW
    page = team.text("/admin")
    assert re.search(r"<b>1</b><span><a[^>]*>classe sans responsable", page), "nobody follows it any more"


def test_nobody_suspends_or_erases_themself_here(app: Flask, team: Browser, admin_id: int) -> None:
    with app.app_context():
        admin()
    for act in ("suspendre", "effacer"):
        refusal = team.post(f"/admin/personnes/{admin_id}/{act}")
        assert refusal.status_code == 409
        assert "son propre compte" in refusal.get_data(as_text=True)
    assert "/suspendre" not in team.text(f"/admin/personnes/{admin_id}")


# Letting people in.


def test_someone_invited_receives_a_link_and_their_role(app: Flask, team: Browser) -> None:
    form = {"first_name": "Nora", "last_name": "Idir", "email": "nora@exemple.fr", "language": "fr", "role": "trainer"}
    assert team.post("/admin/personnes/inviter", {**form, "email": "nora"}).status_code == 422
    answer = team.post("/admin/personnes/inviter", form)
    person_id = int(answer.location.rpartition("/")[2])
    with app.app_context():
        assert roles(person_id) == {"trainer"}
        assert db.session.get_one(Person, person_id).confirmed_at is None
    assert [m["To"] for m in letters(app)] == ["nora@exemple.fr"]


def test_a_tutor_let_in_is_not_validated_for_all_that(app: Flask, team: Browser) -> None:
    form = {"first_name": "Nora", "last_name": "Idir", "email": "nora@exemple.fr", "language": "fr", "role": "tutor"}
    person_id = int(team.post("/admin/personnes/inviter", form).location.rpartition("/")[2])
    with app.app_context():
        valid = select(func.count(Validation.person_id)).where(Validation.person_id == person_id)
        assert db.session.scalar(valid) == 0


@pytest.mark.parametrize(("password", "mail"), [(None, "accounts.invitation"), ("argon2-hash", "accounts.confirm")])
def test_the_way_in_is_sent_again_as_suits(app: Flask, team: Browser, password: str | None, mail: str) -> None:
    with app.app_context():
        person_id = make.person("tutor", confirmed_at=None, password_hash=password).id
    assert team.post(f"/admin/personnes/{person_id}/relancer").status_code == 303
    with app.app_context():
        assert mails(db.session) == [mail]
        assert "admin.resent" in acts()


def test_no_message_leaves_for_an_open_or_suspended_account(app: Flask, team: Browser) -> None:
    with app.app_context():
        ids = [make.person().id, make.person(confirmed_at=None, suspended_at=NOW).id]
    for person_id in ids:
        assert team.post(f"/admin/personnes/{person_id}/relancer").status_code == 409
    with app.app_context():
        assert db.session.scalar(select(func.count(Job.id))) == 0
