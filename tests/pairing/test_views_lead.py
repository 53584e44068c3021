"""The lead's pages: the shortlist, the comparison, the review, the draw, the withdrawal. Another class's objects: 404."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person
from app.infra.db import db, write
from app.infra.models import AuditEvent
from app.pairing import services
from app.pairing.models import Proposal
from app.pool.models import TutorProfile
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.pairing.story import Scene, accept, draw, refused, scene, state, taken

TODAY = NOW.date()


@pytest.fixture
def s(context) -> Scene:
    return scene(first_name="Claire", words="La note, pas à pas")


@pytest.fixture
def lead(browser: Browser, s) -> Browser:
    return browser.sign_in(db.session.get_one(Person, s.lead_id))


def test_the_shortlist_shows_reasons_hours_seats_and_the_score_with_its_parts(lead, s) -> None:
    html = lead.text(f"/etudiants/{s.student_id}/tuteurs").replace("\u00a0", " ")
    for told in (
        "Un tuteur pour Inès B.",
        "Claire M.",
        "Aide à préparer ce concours",
        "2 places libres",
        "1 créneau en commun",
    ):
        assert told in html
    assert "21 sur 28" in html
    assert f'href="/etudiants/{s.student_id}/tuteurs/{s.tutor_id}"' in html
    assert "exemple.fr" not in html.split("<main")[1]  # no address of anyone


def test_who_is_left_out_is_counted_and_shown_on_demand(lead, s) -> None:
    make.pool_tutor(first_name="Paul", paused_until=TODAY + timedelta(days=3))
    make.pool_tutor(first_name="Nora", seats=1, seats_taken=1)
    make.pool_tutor(first_name="Jean", region_code="04", remote=False, presence=True)
    make.pool_tutor(first_name="Aya", valid=False)
    url = f"/etudiants/{s.student_id}/tuteurs"
    html = lead.text(url)
    assert "3 autres personnes ne sont pas montrées" in html
    for told in ("1 est en pause", "1 n’a plus de place libre", "1 est dans une autre région"):
        assert told in html
    for name in ("Paul M.", "Nora M.", "Jean M.", "Aya M."):
        assert name not in html
    assert f'href="{url}?aussi=pause"' in html
    more = lead.text(f"{url}?aussi=pause&aussi=complet&aussi=rien")
    assert "Paul M." in more
    assert "En pause jusqu’au" in more
    assert "Nora M." in more
    assert more.count("Pas en ce moment") == 2  # shown, but not proposable
    assert "Aya M." not in more  # not validated: not in the pool, whatever is asked
    assert "Ne montrer que les personnes disponibles" in more


def test_what_each_widening_adds_is_counted_and_one_click_away(lead, s) -> None:
    make.pool_tutor(first_name="Jean", region_code="04", remote=False, presence=True)
    make.pool_tutor(first_name="Lila", slots=[0])
    url = f"/etudiants/{s.student_id}/tuteurs"
    html = lead.text(url).replace("\u00a0", " ").replace("\u202f", " ")
    assert (
        f'<a href="{url}?elargir=horaire">Accepter de chercher un autre horaire</a> : <strong>+ 1 personne</strong>'
        in html
    )
    assert "Accepter l’aide à distance" not in html  # it would add nobody
    assert "Lila M." not in html
    wider = lead.text(f"{url}?elargir=horaire&elargir=rien")
    assert "Lila M." in wider
    assert "Recherche élargie" in wider
    assert "Revenir au besoin de la personne" in wider


def test_fifteen_a_page(lead, s) -> None:
    for _ in range(30):
        make.pool_tutor()
    first, third = (
        lead.text(f"/etudiants/{s.student_id}/tuteurs"),
        lead.text(f"/etudiants/{s.student_id}/tuteurs?page=3"),
    )
    assert len(re.findall(r'scope="row"', first)) == 15
    assert len(re.findall(r'scope="row"', third)) == 1
    assert lead.get(f"/etudiants/{s.student_id}/tuteurs?page=99").status_code == 200
    assert lead.get(f"/etudiants/{s.student_id}/tuteurs?page=x").status_code == 200


def test_an_empty_pool_says_what_to_do(lead, s) -> None:
    write(lambda x: x.execute(update(TutorProfile).values(seats=0)))
    html = lead.text(f"/etudiants/{s.student_id}/tuteurs")
    assert "Personne ne répond à tous les critères" in html
    assert "1 n’a plus de place libre" in html


def test_the_review_shows_what_will_be_sent_and_is_audited(lead, s) -> None:
    html = lead.text(f"/etudiants/{s.student_id}/tuteurs/{s.tutor_id}")
    for told in (
        "Proposer ce tutorat à Claire M.",
        "Rien n’est encore parti",
        "mardi 1er décembre 2026",
        "La note, pas à pas",
    ):
        assert told in html
    seen = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "pairing.tutor_seen")).all()
    assert [(event.actor_id, event.object_id) for event in seen] == [(s.lead_id, s.tutor_id)]
    assert db.session.scalars(select(Proposal.id)).all() == []


def test_sending_writes_the_proposal_and_returns_to_the_class(lead, s) -> None:
    url = f"/etudiants/{s.student_id}/tuteurs/{s.tutor_id}"
    lead.text(url)
    answer = lead.post(url, {"message": "Bonjour Claire"})
    assert (answer.status_code, answer.location) == (303, f"/classes/{s.class_id}")
    proposal = db.session.scalars(select(Proposal)).one()
    assert (proposal.message, proposal.state) == ("Bonjour Claire", "sent")
    html = lead.text(f"/etudiants/{s.student_id}/tuteurs")
    assert "Une proposition attend sa réponse" in html
    assert ">Proposer<" not in html  # one at a time


def test_a_message_too_long_is_kept_and_nothing_is_sent(lead, s) -> None:
    url = f"/etudiants/{s.student_id}/tuteurs/{s.tutor_id}"
    lead.text(url)
    answer = lead.post(url, {"message": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.get_data(as_text=True)
    assert db.session.scalars(select(Proposal.id)).all() == []


def test_a_seat_gone_meanwhile_brings_back_to_the_list(lead, s) -> None:
    url = f"/etudiants/{s.student_id}/tuteurs/{s.tutor_id}"
    lead.text(url)
    write(lambda x: x.execute(update(TutorProfile).values(seats_taken=2)))
    answer = lead.post(url, {"message": ""}, follow=True)
    assert "n’a plus de place libre" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Proposal.id)).all() == []


def test_withdrawing_frees_and_brings_back_to_the_list(lead, s) -> None:
    proposal_id = draw(s)
    lead.text(f"/etudiants/{s.student_id}/tuteurs")
    answer = lead.post(f"/propositions/{proposal_id}/retirer")
    assert answer.location == f"/etudiants/{s.student_id}/tuteurs"
    assert (state(db.session, proposal_id), taken(db.session, s.tutor_id)) == ("withdrawn", 0)
    again = lead.post(f"/propositions/{proposal_id}/retirer")
    assert again.status_code == 409
    assert "n’attend plus de réponse" in again.get_data(as_text=True)


def test_comparing_two_to_four(lead, s) -> None:
    others = [make.pool_tutor(first_name=f"Nom{n}").id for n in range(5)]
    url = f"/etudiants/{s.student_id}/tuteurs/comparer"
    html = lead.text(f"{url}?t={s.tutor_id}&t={others[0]}")
    assert "Comparer pour Inès B." in html
    assert html.count('scope="col"') == 2
    assert lead.get(f"{url}?t={s.tutor_id}").status_code == 303
    many = lead.text(url + "?" + "&".join(f"t={i}" for i in others))
    assert many.count('scope="col"') == 4


def test_a_student_of_another_class_does_not_exist(lead, s) -> None:
    other = scene()
    proposal_id = draw(other)
    lead.text(f"/etudiants/{s.student_id}/tuteurs")
    for url in (
        f"/etudiants/{other.student_id}/tuteurs",
        f"/etudiants/{other.student_id}/tuteurs/comparer?t=1&t=2",
        f"/etudiants/{other.student_id}/tuteurs/{s.tutor_id}",
        f"/etudiants/{s.student_id}/tuteurs/999999",
        "/etudiants/999999/tuteurs",
    ):
        assert lead.get(url).status_code == 404, url
    for url in (
        f"/etudiants/{other.student_id}/tuteurs/{s.tutor_id}",
        f"/propositions/{proposal_id}/retirer",
        "/propositions/999999/retirer",
    ):
        assert lead.post(url, {"message": ""}).status_code == 404, url
    assert state(db.session, proposal_id) == "sent"


def test_tutors_and_strangers_do_not_see_the_pool(browser: Browser, s) -> None:
    for url in (f"/etudiants/{s.student_id}/tuteurs", "/vivier"):
        assert browser.get(url).status_code in (302, 303)
    browser.sign_in(db.session.get_one(Person, s.tutor_id))
    for url in (f"/etudiants/{s.student_id}/tuteurs", "/vivier"):
        assert browser.get(url).status_code == 403


def test_a_student_in_a_pair_offers_the_pair_and_no_draw(lead, s) -> None:
    pair_id = accept(s, draw(s))
    html = lead.text(f"/etudiants/{s.student_id}/tuteurs")
    assert f'href="/binomes/{pair_id}"' in html
    assert ">Proposer<" not in html
    review = lead.text(f"/etudiants/{s.student_id}/tuteurs/{s.tutor_id}")
    assert "Envoyer la proposition" not in review


def test_the_page_makes_as_many_queries_for_many_tutors(lead, s, app) -> None:
    url = f"/etudiants/{s.student_id}/tuteurs"
    lead.text(url)
    db.session.expunge_all()
    with counted(app) as few:
        lead.text(url)
    for _ in range(20):
        make.pool_tutor()
    db.session.expunge_all()
    with counted(app) as many:
        lead.text(url)
    assert many.n == few.n <= 22, "\n".join(many.statements)


def test_one_does_not_draw_oneself_even_by_the_address(lead, s) -> None:
    assert (
        refused(lambda x: services.send_proposal(x, s.lead_id, s.student_id, s.lead_id, "", NOW)) == "pairing.oneself"
    )


@pytest.mark.parametrize("page", ["", "/historique", "/tuteurs"])
def test_opening_a_student_s_sheet_is_audited(lead, s, page) -> None:
    lead.text(f"/etudiants/{s.student_id}{page}")
    wanted = select(AuditEvent).where(AuditEvent.code == "classes.student_seen")
    (event,) = db.session.scalars(wanted).all()
    assert (event.actor_id, event.object_type, event.object_id) == (s.lead_id, "student", s.student_id)


def test_another_s_student_leaves_no_trace(lead, s) -> None:
    foreign = scene()
    assert lead.get(f"/etudiants/{foreign.student_id}").status_code == 404
    assert db.session.scalars(select(AuditEvent).where(AuditEvent.code == "classes.student_seen")).all() == []
