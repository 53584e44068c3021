"""The whole class at once: the best set, the lead's choices in the address, the sending, what is refused meanwhile."""

import re

import pytest
from sqlalchemy import func, select

from app.accounts.models import Person
from app.classes.models import Student
from app.infra.db import db
from app.pairing.models import Proposal
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.pages import Browser
from tests.pairing.story import Scene, another_student, draw, scene, taken


@pytest.fixture
def s(context) -> Scene:
    return scene(first_name="Claire", seats=1)


@pytest.fixture
def lead(browser: Browser, s) -> Browser:
    return browser.sign_in(db.session.get_one(Person, s.lead_id))


def plain(html: str) -> str:
    return html.replace("\u00a0", " ").replace("\u202f", " ")


def pairs_shown(html: str) -> set[str]:
    return set(re.findall(r'name="paire" value="(\d+-\d+)"', html))


def sent() -> int:
    return db.session.scalar(select(func.count(Proposal.id)).where(Proposal.state == "sent"))


def test_each_student_has_a_proposal_with_its_reasons(lead, s) -> None:
    other, paul = another_student(s), make.pool_tutor(first_name="Paul")
    html = plain(lead.text(f"/classes/{s.class_id}/proposer"))
    assert "2 propositions pour 2 personnes sans tuteur" in html
    assert len(pairs_shown(html)) == 2
    assert {pair.split("-")[0] for pair in pairs_shown(html)} == {str(s.student_id), str(other)}
    for told in ("Claire M.", "Paul M.", "Aide à préparer ce concours", "1 créneau en commun", "Accord moyen"):
        assert told in html
    assert f"{s.tutor_id}" in " ".join(pairs_shown(html))
    assert str(paul.id) in " ".join(pairs_shown(html))
    assert sent() == 0  # looking changes nothing


def test_who_is_left_without_is_told_why(lead, s) -> None:
    another_student(s)
    here = db.session.get_one(Student, s.student_id).prep_class
    make.student(here, exam_id=s.exam_id, remote=False, presence=True, region_code=make.region("04").code)
    html = plain(lead.text(f"/classes/{s.class_id}/proposer"))
    assert "1 proposition pour 3 personnes sans tuteur" in html
    assert "Les tuteurs possibles sont pris par d’autres personnes de la classe" in html
    assert "Personne dans le vivier ne répond à toutes les conditions" in html


def test_choices_are_in_the_address_and_their_cost_is_said(lead, s) -> None:
    paul = make.pool_tutor(first_name="Paul", slots=[5])  # neither exam nor paper
    url = f"/classes/{s.class_id}/proposer"
    assert pairs_shown(lead.text(url)) == {f"{s.student_id}-{s.tutor_id}"}
    html = lead.text(f"{url}?garder={s.student_id}-{paul.id}")
    assert pairs_shown(html) == {f"{s.student_id}-{paul.id}"}
    assert "gardé par vous" in html
    assert "Vos choix coûtent" in html
    assert pairs_shown(lead.text(f"{url}?refuser={s.student_id}-{s.tutor_id}")) == {f"{s.student_id}-{paul.id}"}
    assert pairs_shown(lead.text(f"{url}?absent={s.tutor_id}")) == {f"{s.student_id}-{paul.id}"}
    without = plain(lead.text(f"{url}?sans={s.student_id}"))
    assert not pairs_shown(without)
    assert "Mise de côté par vous" in without
    assert "Remettre dans l’ensemble" in without
    assert "Revenir au meilleur ensemble" in without


def test_every_link_of_change_leads_to_the_change(lead, s) -> None:
    paul = make.pool_tutor(first_name="Paul", slots=[5])
    html = lead.text(f"/classes/{s.class_id}/proposer")
    links = dict(re.findall(r'<li><a href="([^"#]+)#e\d+">([^<]+)</a></li>', html))
    assert len(links) == 5
    for link, text in links.items():
        then = lead.text(link.replace("&amp;", "&"))
        shown = pairs_shown(then)
        if text == "Garder quoi qu’il arrive":
            assert shown == {f"{s.student_id}-{s.tutor_id}"}
            assert "Ne plus garder" in then
        elif text == "Ne rien proposer":
            assert not shown
        else:
            assert shown == {f"{s.student_id}-{paul.id}"}, text


def test_nonsense_in_the_address_is_no_choice(lead, s) -> None:
    html = lead.text(
        f"/classes/{s.class_id}/proposer?garder=a-b&garder=1&refuser=--&sans=x&absent=&garder=999999-{s.tutor_id}"
    )
    assert pairs_shown(html) == {f"{s.student_id}-{s.tutor_id}"}


def test_sending_sends_what_was_shown_and_twice_changes_nothing(lead, s) -> None:
    another_student(s)
    make.pool_tutor(first_name="Paul")
    url = f"/classes/{s.class_id}/proposer"
    pairs = sorted(pairs_shown(lead.text(url)))
    answer = lead.post(url, {"paire": pairs, "message": "Bonjour"})
    assert answer.status_code == 303
    assert "2 propositions envoyées." in plain(lead.text(f"/classes/{s.class_id}"))
    assert sent() == 2
    assert {p.message for p in db.session.scalars(select(Proposal))} == {"Bonjour"}
    assert taken(db.session, s.tutor_id) == 1
    lead.post(url, {"paire": pairs, "message": "Bonjour"})
    assert sent() == 2
    assert "Rien n’a été envoyé" in plain(lead.text(f"/classes/{s.class_id}"))
    assert "Chaque personne a une proposition ou un binôme" in lead.text(url)


def test_what_is_lost_meanwhile_does_not_hold_the_others(lead, s) -> None:
    other, paul = another_student(s), make.pool_tutor(first_name="Paul")
    elsewhere = scene()
    url = f"/classes/{s.class_id}/proposer"
    pairs = sorted(pairs_shown(lead.text(url)))
    assert {pair.split("-")[1] for pair in pairs} <= {str(s.tutor_id), str(paul.id), str(elsewhere.tutor_id)}
    chosen = [f"{s.student_id}-{s.tutor_id}", f"{other}-{paul.id}"]
    draw(elsewhere, tutor_id=s.tutor_id)  # her only seat
    lead.post(url, {"paire": chosen, "message": ""})
    html = plain(lead.text(f"/classes/{s.class_id}"))
    assert "1 proposition envoyée." in html
    assert "Inès B. :" in html  # named, with the reason
    assert sent() == 2


def test_a_message_too_long_loses_nothing(lead, s) -> None:
    url = f"/classes/{s.class_id}/proposer"
    lead.text(url)
    answer = lead.post(url, {"paire": [f"{s.student_id}-{s.tutor_id}"], "message": "x" * 1001})
    assert answer.status_code == 422
    assert "x" * 1001 in answer.text
    assert sent() == 0


def test_another_class_does_not_exist(lead, s) -> None:
    foreign = scene()
    theirs = {"paire": [f"{foreign.student_id}-{foreign.tutor_id}"]}
    lead.text(f"/classes/{s.class_id}/proposer")
    assert lead.get(f"/classes/{foreign.class_id}/proposer").status_code == 404
    assert lead.post(f"/classes/{foreign.class_id}/proposer", theirs).status_code == 404
    assert lead.post(f"/classes/{s.class_id}/proposer", theirs).status_code == 303
    assert sent() == 0


def test_the_page_makes_as_many_queries_for_many(lead, s, app) -> None:
    url = f"/classes/{s.class_id}/proposer"
    lead.text(url)
    db.session.expunge_all()
    with counted(app) as few:
        lead.text(url)
    for _ in range(10):
        another_student(s)
        make.pool_tutor()
    db.session.expunge_all()
    with counted(app) as many:
        lead.text(url)
    assert many.n == few.n <= 22, "\n".join(many.statements)


def test_the_board_leads_there_while_somebody_has_nobody(lead, s) -> None:
    link = f"/classes/{s.class_id}/proposer"
    assert link in lead.text(f"/classes/{s.class_id}")
    draw(s, now=NOW)
    assert link not in lead.text(f"/classes/{s.class_id}")
