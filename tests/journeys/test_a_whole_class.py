"""A class of 25 at the keyboard: the best set, changed, sent; one shortlist widened; a national run, and the weights."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from app.accounts.models import Person as Account
from app.classes.services import add_students
from app.infra import clock
from app.infra.db import db, write
from app.pool.models import TutorProfile
from app.reference.models import Exam
from tests.factories import pool_tutor
from tests.journeys.conftest import ADMIN, NewPerson
from tests.journeys.hands import Person
from tests.journeys.scene import PASSWORD, STUDENT, Class, a_class
from tests.journeys.server import Server

LEAD = "nora.aubry@exemple.fr"
PUPILS, TUTORS = 25, 24
SENT = "SELECT count(*) FROM proposal p JOIN student s ON s.id = p.student_id WHERE s.class_id = ? AND p.state = 'sent'"


def peopled(server: Server) -> Class:
    """A class of 25, and 24 tutors of one seat each: one of them free in the morning only."""
    app = server.application()
    led = a_class(app, LEAD)
    with app.app_context():
        now = clock.now()
        ira = db.session.scalars(select(Exam).where(Exam.code == "ira")).one()
        lead_id = db.session.scalars(select(Account.id).where(Account.email == LEAD)).one()
        lines = [
            replace(STUDENT, first_name=f"Élève {n:02}", email=f"eleve{n:02}.metz@exemple.fr", exam_id=ira.id)
            for n in range(2, PUPILS + 1)
        ]
        write(lambda session: add_students(session, lead_id, led.class_id, lines, now))
        # What other journeys left in the pool stays out of this one.
        write(
            lambda session: [
                setattr(one, "paused_until", now.date() + timedelta(days=9)) for one in session.query(TutorProfile)
            ]
        )
        for n in range(TUTORS):
            pool_tutor(
                first_name=f"Tutrice {n:02}",
                email=f"tutrice{n:02}@exemple.fr",
                exams=[ira],
                seats=1,
                slots=[0] if n == 0 else [5, 8],
                until=now + timedelta(days=200),
            )
    return led


def change(lead: Person, student_id: int, words: str) -> None:
    """Open « Changer » on a student's line and follow one of its links."""
    row = lead.page.locator(f"#e{student_id}")
    lead.reach(row.locator("summary").last)
    lead.page.keyboard.press("Enter")
    lead.press(row.locator(f"details a:has-text('{words}')").first)


def test_a_lead_proposes_for_a_whole_class(someone: NewPerson, server: Server) -> None:
    led = peopled(server)
    lead = someone("lead")
    lead.sign_in(LEAD, PASSWORD)
    lead.open(f"/classes/{led.class_id}")
    lead.link(f"/classes/{led.class_id}/proposer")
    lead.sees("23 propositions pour 25 personnes sans tuteur")  # one tutor shares no hour, one is missing
    first = lead.page.locator("tr[id]:has(input), tr[id]").last.get_attribute("id") or ""
    change(lead, int(first[1:]), "Garder quoi qu’il arrive")
    lead.sees("gardé par vous")
    change(lead, int(first[1:]), "Ne rien proposer")
    lead.sees("Mise de côté par vous.")
    lead.sees("23 propositions pour 25 personnes sans tuteur")  # the seat goes to someone else
    lead.link(f"/classes/{led.class_id}/proposer")
    lead.write({"message": "Bonjour, un échange par semaine ?"})
    lead.select("relays", "2")
    lead.send("/proposer")
    lead.sees("23 propositions envoyées.")
    assert server.rows(SENT, led.class_id) == [(23,)]
    lead.open(f"/classes/{led.class_id}/proposer", "seats gone")
    without = server.rows(
        "SELECT id FROM student WHERE class_id = ? AND id NOT IN (SELECT student_id FROM proposal)", led.class_id
    )
    assert len(without) == 2
    lead.open(f"/etudiants/{without[0][0]}/tuteurs", "nobody, widened")
    lead.sees("+ 1 personne")
    lead.link(f"/etudiants/{without[0][0]}/tuteurs?elargir=horaire")
    lead.sees("Recherche élargie")
    lead.sees("Tutrice 00")

    admin = someone("admin")
    admin.sign_in(ADMIN, PASSWORD)
    admin.open("/admin/affectations")
    admin.send("/affectations")
    run = admin.page.url.rpartition("/")[2]
    admin.press(admin.page.locator("main form[action$='/rejouer'] button"))
    assert "chaque paire est la même" in admin.page.locator("body").inner_text()
    admin.open(f"/admin/affectations/{run}/classes/{led.class_id}")
    admin.sees("2 personnes sans proposition dans ce calcul")
    admin.open("/admin/poids")
    admin.write({"hours": "60"})
    admin.press(admin.page.locator("main button[value='voir']"))
    admin.sees("L’effet, avant d’enregistrer")
