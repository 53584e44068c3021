"""The national team at the keyboard: from the map to a region, to a class, to where to recruit, and away with the workbook."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app.accounts.models import Person as Account
from app.classes.services import add_students
from app.infra import clock
from app.infra.db import db, write
from app.pairing.services import accept_proposal, send_proposal
from app.reference.models import Exam
from app.training.models import Validation
from tests.factories import pool_tutor
from tests.infra.test_xlsxfile import opened
from tests.journeys.conftest import ADMIN, NewPerson
from tests.journeys.scene import PASSWORD, STUDENT, Class, a_class
from tests.journeys.server import Server

LEAD = "ines.vidal@exemple.fr"
STUDENTS, PAIRED = 14, 8


@pytest.fixture(scope="module")
def led(server: Server) -> Class:
    """A class two months old: eight students paired one after another, the others alone, one of whom asks for presence only."""
    app = server.application()
    made = a_class(app, LEAD)
    with app.app_context():
        now = clock.now()
        ira = db.session.scalars(select(Exam).where(Exam.code == "ira")).one()
        lead_id = db.session.scalars(select(Account.id).where(Account.email == LEAD)).one()
        tutors = [
            pool_tutor(email=f"t{n}@exemple.fr", exams=[ira], seats=1, until=now + timedelta(days=90)).id
            for n in range(PAIRED)
        ]
        write(lambda s: s.execute(update(Validation).values(valid_from=now - timedelta(days=90))))
        lines = [
            replace(
                STUDENT,
                first_name=f"Élève {n:02}",
                email=f"e{n}@exemple.fr",
                exam_id=ira.id,
                remote=n > 1,
                presence=n == 1,
            )
            for n in range(1, STUDENTS)
        ]
        ids = write(lambda s: add_students(s, lead_id, made.class_id, lines, now - timedelta(days=60)))
        for n, tutor_id in enumerate(tutors):
            at = now - timedelta(days=5 * n, hours=1)
            sent = write(lambda s, i=ids[-1 - n], t=tutor_id, a=at: send_proposal(s, lead_id, i, t, "", a))
            write(lambda s, p=sent, t=tutor_id, a=at: accept_proposal(s, p, t, a))
    return made


@pytest.mark.parametrize(("lang", "width"), [("fr", 1280), ("en", 375)])
def test_from_the_country_to_a_class_and_away(
    someone: NewPerson, led: Class, lang: str, width: int, tmp_path: Path
) -> None:
    admin = someone("admin", lang=lang, width=width)
    admin.sign_in(ADMIN, PASSWORD)
    admin.page.context.add_cookies([{"name": "langue", "value": lang, "url": admin.url}])
    said = {"fr": ("8 étudiants en binôme sur 14", "Si les quatre dernières semaines se poursuivent", "Prépa Talents de Metz"),
            "en": ("8 students in a pair out of 14", "If the last four weeks go on", "Prépa Talents de Metz")}[lang]  # fmt: skip
    admin.open("/admin/couverture")
    for words in said:
        admin.sees(words)
    tiles = admin.page.locator("a.tu-tile")
    assert tiles.count() == 22
    assert admin.page.locator("a.tu-tile[href*='/regions/44']").get_attribute("aria-label")
    admin.link("/admin/couverture/regions/44")
    admin.sees(said[0])
    admin.link(f"/admin/couverture/classes/{led.class_id}")
    admin.sees(said[1])
    summary = admin.page.locator("main details summary").first
    admin.reach(summary)
    admin.page.keyboard.press("Enter")
    assert admin.page.locator("main details table tbody tr").count() >= 8
    admin.watch.look(admin.page, "admin", "figures")
    admin.open("/admin/couverture/regions/03?promotion=2026", "no class")
    admin.open("/admin/couverture/besoins")
    admin.sees({"fr": "ne demande d’aide que sur place", "en": "asks for help in person only"}[lang])
    export = admin.page.locator("main a[href*='couverture.xlsx']").first
    admin.reach(export)
    with admin.page.expect_download() as got:
        admin.page.keyboard.press("Enter")
    got.value.save_as(tmp_path / "board.xlsx")
    book = opened((tmp_path / "board.xlsx").read_bytes())
    country = next(iter(book.values()))
    assert country[1][:5] == [2026.0, 14.0, 8.0, 0.0, 6.0]
    assert len(book) == 8


def test_a_lead_reads_the_same_of_their_class(someone: NewPerson, led: Class) -> None:
    lead = someone("lead", script=False)
    lead.sign_in(LEAD, PASSWORD)
    lead.open(f"/classes/{led.class_id}")
    lead.link(f"/classes/{led.class_id}/couverture")
    lead.sees("8 étudiants en binôme sur 14")
    lead.sees("Tendance et prévision")
