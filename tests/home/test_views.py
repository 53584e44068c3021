"""Each role's first page, the class board, the pair and what ends it, and what belongs to another class."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.home import queries
from app.infra import clock
from app.infra.db import db, write
from app.infra.models import AuditEvent
from app.pairing import services as pairing
from app.pairing.models import Pair
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.pairing.story import Scene, accept, another_student, draw, scene, taken


class Key:
    """Whom a browser signs in as."""

    def __init__(self, person_id: int) -> None:
        self.id, self.session_version = person_id, 0


def as_(app: Flask, person_id: int) -> Browser:
    browser = Browser(app).sign_in(Key(person_id))
    browser.get("/aide")  # a page, for its token
    return browser


@pytest.fixture
def s(app: Flask) -> Scene:
    with app.app_context():
        return scene()


@pytest.fixture
def pair_id(app: Flask, s: Scene) -> int:
    with app.app_context():
        return accept(s, draw(s))


# First pages.


@pytest.mark.parametrize(
    ("roles", "leads", "where"),
    [
        ((), False, "/compte"),
        (("tutor",), False, "/parcours"),
        (("trainer",), False, "/formation/modules"),
        (("trainer", "tutor"), False, "/formation/modules"),
        (("admin", "tutor"), False, "/admin"),
        (("tutor",), True, "/classes"),
        (("admin",), True, "/classes"),
    ],
)
def test_each_one_arrives_at_the_first_page_of_their_role(
    app: Flask, roles: tuple[str, ...], leads: bool, where: str
) -> None:
    with app.app_context():
        person = make.person(*roles)
        if leads:
            make.prep_class(person)
        person_id = person.id
    assert as_(app, person_id).get("/accueil").location == where


# Classes.


def test_a_lead_sees_their_classes_and_no_other(app: Flask, s: Scene) -> None:
    with app.app_context():
        make.prep_class(make.person(), name="IRA de Metz")
    html = as_(app, s.lead_id).text("/classes")
    assert "IRA de Lille" in html
    assert "IRA de Metz" not in html


def test_an_empty_class_offers_what_fills_it(app: Flask) -> None:
    with app.app_context():
        lead = make.person()
        class_id, lead_id = make.prep_class(lead).id, lead.id
    browser = as_(app, lead_id)
    for page in ("/classes", f"/classes/{class_id}"):
        assert f"/classes/{class_id}/importer" in browser.text(page)


def board(app: Flask, s: Scene, wanted: str | None = None, now: Any = NOW) -> queries.Board:
    with app.app_context():
        return queries.board(db.session, s.lead_id, s.class_id, wanted, now)


def prepared(app: Flask, s: Scene) -> dict[str, int]:
    """Four students: one paired, one proposed, two with nobody, of whom the second waits longest."""
    with app.app_context():
        accept(s, draw(s))
        proposed, recent, longest = (another_student(s) for _ in range(3))
        draw(s, student_id=proposed)
        write(
            lambda x: x.execute(update(Student).where(Student.id == longest).values(added_at=NOW - timedelta(days=50)))
        )
        write(lambda x: x.execute(update(Student).where(Student.id == recent).values(added_at=NOW - timedelta(days=1))))
    return {"paired": s.student_id, "proposed": proposed, "recent": recent, "longest": longest}


def test_the_board_begins_with_who_waits_longest_and_ends_with_pairs(app: Flask, s: Scene) -> None:
    who = prepared(app, s)
    found = board(app, s)
    assert [row.student.id for row in found.rows] == [who["longest"], who["recent"], who["proposed"], who["paired"]]
    assert [row.state for row in found.rows] == ["to_draw", "to_draw", "proposed", "paired"]
    assert (found.coverage.paired, found.coverage.proposed, found.coverage.uncovered) == (1, 1, 2)


def test_proposals_that_end_soonest_come_first(app: Flask, s: Scene) -> None:
    with app.app_context():
        late, soon = another_student(s), another_student(s)
        draw(s, student_id=late, now=NOW)
        draw(s, student_id=soon, now=NOW - timedelta(days=3))
    assert [r.student.id for r in board(app, s).rows if r.state == "proposed"] == [soon, late]


@pytest.mark.parametrize(("wanted", "count"), [("to_draw", 2), ("proposed", 1), ("paired", 1), (None, 4), ("bof", 4)])
def test_the_board_may_be_kept_to_one_state(app: Flask, s: Scene, wanted: str | None, count: int) -> None:
    prepared(app, s)
    found = board(app, s, wanted)
    assert len(found.rows) == count
    assert found.coverage.total == 4, "the figures stay those of the whole class"
    url = f"/classes/{s.class_id}" + (f"?etat={wanted}" if wanted else "")
    assert as_(app, s.lead_id).text(url).count('<th scope="row">') == count


def test_a_proposal_past_its_date_is_to_be_drawn_again_even_before_the_job_passes(app: Flask, s: Scene) -> None:
    with app.app_context():
        draw(s)
    later = NOW + timedelta(days=30)
    (row,) = board(app, s, now=later).rows
    assert row.state == "to_draw"
    with clock.frozen(later):
        assert "Choisir un tuteur" in as_(app, s.lead_id).text(f"/classes/{s.class_id}")


def test_the_board_says_how_many_answers_led_nowhere(app: Flask, s: Scene) -> None:
    with app.app_context():
        proposal_id = draw(s)
        write(lambda x: pairing.not_now(x, proposal_id, s.tutor_id, "", NOW))
    (row,) = board(app, s).rows
    assert row.refusals == 1
    assert "1 sans suite" in as_(app, s.lead_id).text(f"/classes/{s.class_id}").replace("\u00a0", " ")


def test_a_board_asks_the_same_number_of_queries_whatever_its_size(app: Flask, s: Scene) -> None:
    browser = as_(app, s.lead_id)

    def asked() -> int:
        with counted(app) as made:
            browser.text(f"/classes/{s.class_id}")
        return made.n

    small = asked()
    with app.app_context():
        for _ in range(12):
            another_student(s)
    assert asked() == small <= 12


@pytest.mark.parametrize("change", ["other", "ended", "closed"])
def test_only_who_leads_a_class_now_opens_it(app: Flask, s: Scene, change: str) -> None:
    with app.app_context():
        other = make.person()
        make.prep_class(other)
        who = other.id if change == "other" else s.lead_id
        if change != "other":
            make.prep_class(db.session.get_one(type(other), s.lead_id))  # still a lead, of another class
        if change == "ended":
            write(lambda x: x.execute(update(ClassLead).where(ClassLead.class_id == s.class_id).values(until=NOW)))
        if change == "closed":
            write(lambda x: x.execute(update(PrepClass).where(PrepClass.id == s.class_id).values(closed_at=NOW)))
    browser = as_(app, who)
    status = browser.get(f"/classes/{s.class_id}").status_code
    assert status == (200 if change == "closed" else 404)
    assert f'"/classes/{s.class_id}"' not in browser.text("/classes")


# A student's history and departure.


def test_a_history_tells_each_proposal_and_what_came_of_it(app: Flask, s: Scene) -> None:
    with app.app_context():
        first = draw(s)
        write(lambda x: pairing.decline_proposal(x, first, s.tutor_id, "no_time", "", NOW))
        draw(s)
    html = as_(app, s.lead_id).text(f"/etudiants/{s.student_id}/historique")
    for said in (
        "déclinée",
        "pas assez de temps",
        "en attente de réponse",
        "n’a pas encore répondu",
        "Retirer la proposition",
    ):
        assert said in html


def test_an_empty_history_leads_to_the_shortlist(app: Flask, s: Scene) -> None:
    html = as_(app, s.lead_id).text(f"/etudiants/{s.student_id}/historique")
    assert "Aucune proposition" in html
    assert "Choisir un tuteur" in html


def test_a_departure_is_announced_before_it_is_final(app: Flask, s: Scene, pair_id: int) -> None:
    browser = as_(app, s.lead_id)
    assert "prendra fin" in browser.text(f"/etudiants/{s.student_id}/depart")
    with app.app_context():
        assert db.session.get_one(Pair, pair_id).ended_at is None
    answer = browser.post(f"/etudiants/{s.student_id}/depart")
    assert answer.location == f"/classes/{s.class_id}"
    with app.app_context():
        ended = db.session.get_one(Pair, pair_id)
        assert (ended.ended_at, ended.end_reason) == (NOW, "student_left")
        assert taken(db.session, s.tutor_id) == 0
    assert board(app, s).rows == ()
    assert browser.get(f"/etudiants/{s.student_id}/historique").status_code == 404


# Pairs.


def contact_of(app: Flask, student_id: int) -> str:
    with app.app_context():
        return db.session.get_one(StudentContact, student_id).email


def test_both_sides_see_the_pair_and_how_to_reach_each_other(app: Flask, s: Scene, pair_id: int) -> None:
    email = contact_of(app, s.student_id)
    for person_id in (s.tutor_id, s.lead_id):
        html = as_(app, person_id).text(f"/binomes/{pair_id}")
        assert email in html
        assert "Hélène Roux" in html


def test_opening_a_pair_is_noted_by_ids_alone(app: Flask, s: Scene, pair_id: int) -> None:
    as_(app, s.tutor_id).text(f"/binomes/{pair_id}")
    with app.app_context():
        seen = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "pairing.pair_seen")).one()
        assert (seen.actor_id, seen.object_type, seen.object_id) == (s.tutor_id, "pair", pair_id)


def test_thirty_days_after_the_end_the_other_s_contact_is_no_longer_shown(app: Flask, s: Scene, pair_id: int) -> None:
    email = contact_of(app, s.student_id)
    with app.app_context():
        tutor_email = db.session.get_one(Pair, pair_id).tutor.email
        write(lambda x: pairing.end_pair(x, pair_id, "tutor", "finished", "", NOW, actor_id=s.tutor_id))
    tutor, lead = as_(app, s.tutor_id), as_(app, s.lead_id)
    with clock.frozen(NOW + timedelta(days=29)):
        assert email in tutor.text(f"/binomes/{pair_id}")
        assert tutor_email in lead.text(f"/binomes/{pair_id}")
    with clock.frozen(NOW + timedelta(days=31)):
        assert email not in tutor.text(f"/binomes/{pair_id}")
        assert tutor_email not in lead.text(f"/binomes/{pair_id}")
        assert email in lead.text(f"/binomes/{pair_id}"), "the class's own student"


def test_a_pair_is_ended_with_a_reason_and_its_seat_given_back(app: Flask, s: Scene, pair_id: int) -> None:
    browser = as_(app, s.lead_id)
    url = f"/binomes/{pair_id}/clore"
    browser.text(url)
    without = browser.post(url, {"comment": "Un mot."})
    assert without.status_code == 422
    assert "Choisissez une raison" in without.get_data(as_text=True)
    assert "Un mot." in without.get_data(as_text=True), "what was typed is kept"
    assert browser.post(url, {"reason": "finished", "comment": "Merci."}).location == f"/binomes/{pair_id}"
    with app.app_context():
        pair = db.session.get_one(Pair, pair_id)
        assert (pair.ended_at, pair.ended_by, pair.end_reason, pair.end_comment) == (NOW, "lead", "finished", "Merci.")
        assert taken(db.session, s.tutor_id) == 0
    html = browser.text(f"/binomes/{pair_id}")
    assert "La préparation est terminée" in html
    assert browser.get(url).location == f"/binomes/{pair_id}", "it cannot be ended twice"
    assert browser.post(url, {"reason": "finished"}).status_code == 409


@pytest.mark.parametrize("reason", ["class_closed", "tutor_left", "bof"])
def test_a_reason_that_is_not_offered_is_refused(app: Flask, s: Scene, pair_id: int, reason: str) -> None:
    assert as_(app, s.tutor_id).post(f"/binomes/{pair_id}/clore", {"reason": reason}).status_code == 422


def test_another_tutor_or_another_class_finds_no_pair(app: Flask, s: Scene, pair_id: int) -> None:
    with app.app_context():
        tutor, lead = make.person("tutor"), make.person()
        make.prep_class(lead)
        strangers = (tutor.id, lead.id)
    for person_id in strangers:
        browser = as_(app, person_id)
        assert browser.get(f"/binomes/{pair_id}").status_code == 404
        assert browser.get(f"/binomes/{pair_id}/clore").status_code == 404
        assert browser.post(f"/binomes/{pair_id}/clore", {"reason": "finished"}).status_code == 404
    for path in ("historique", "depart"):
        assert as_(app, strangers[1]).get(f"/etudiants/{s.student_id}/{path}").status_code == 404
    assert as_(app, strangers[1]).post(f"/etudiants/{s.student_id}/depart").status_code == 404


def test_a_person_who_tutors_and_leads_sees_each_pair_from_its_own_side(app: Flask, s: Scene) -> None:
    with app.app_context():
        both = make.pool_tutor()
        make.prep_class(both)
        other = scene()
        tutored = Scene(s.lead_id, s.class_id, s.student_id, both.id, s.exam_id)
        both_id = both.id
        pair_id = accept(tutored, draw(tutored))
        foreign = accept(other, draw(other))
    browser = as_(app, both_id)
    assert "Mes binômes" in browser.text(f"/binomes/{pair_id}")
    assert browser.get(f"/binomes/{foreign}").status_code == 404


def test_a_tutor_s_page_shows_what_waits_then_pairs_then_what_to_do(app: Flask, s: Scene) -> None:
    browser = as_(app, s.tutor_id)
    assert "Pas encore de binôme" in browser.text("/binomes")
    with app.app_context():
        proposal_id = draw(s)
    html = browser.text("/binomes")
    assert "On attend votre réponse" in html
    assert "Inès B." in html
    with app.app_context():
        pair_id = accept(s, proposal_id)
    html = browser.text("/binomes")
    assert "On attend votre réponse" not in html
    assert f"/binomes/{pair_id}" in html
    with app.app_context():
        write(lambda x: pairing.end_pair(x, pair_id, "tutor", "finished", "", NOW, actor_id=s.tutor_id))
    assert "clos" in browser.text("/binomes")


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_page_opens_in_both_languages(app: Flask, s: Scene, pair_id: int, lang: str) -> None:
    for person_id, urls in (
        (
            s.lead_id,
            (
                "/classes",
                f"/classes/{s.class_id}",
                f"/classes/{s.class_id}/couverture",
                f"/etudiants/{s.student_id}/historique",
                f"/etudiants/{s.student_id}/depart",
                f"/binomes/{pair_id}",
                f"/binomes/{pair_id}/clore",
            ),
        ),
        (s.tutor_id, ("/binomes", f"/binomes/{pair_id}", f"/binomes/{pair_id}/clore")),
    ):
        browser = as_(app, person_id)
        browser.post("/langue", {"lang": lang})
        for url in urls:
            assert f'<html lang="{lang}"' in browser.text(url), url


# Menus.


def test_menus_are_the_union_of_roles_with_the_current_page_marked(app: Flask) -> None:
    with app.app_context():
        person = make.person("tutor", "trainer")
        person_id = person.id
    html = as_(app, person_id).text("/binomes").partition("</nav>")[0]
    for label in ("Mon parcours", "Mes binômes", "Mon profil", "Modules", "Aide"):
        assert label in html
    assert "Administration" not in html
    assert html.count('aria-current="page"') == 1
