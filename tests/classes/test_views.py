"""A lead's students: typed one by one or imported whole, never half, never into someone else's class."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from app.classes.models import Student, StudentContact
from app.infra import csvfile
from app.infra.db import db, write
from app.infra.models import AuditEvent
from app.reference.models import Exam
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted
from tests.mailbox import letters, text_of
from tests.pages import Browser

HEADER = "prenom;nom;courriel;concours;creneaux\n"
FILE = HEADER + "Inès;Benali;ines@exemple.fr;ira;mardi soir\nZoé;Müller;zoe@exemple.fr;ira;\n"


class Scene:
    """A lead, their class, and someone else's."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            lead, other = make.person(first_name="Sophie"), make.person()
            exam = make.exam(code="ira", name="IRA")
            self.exam_id, self.paper_id = exam.id, exam.papers[0].id
            self.class_id, self.other_id = make.prep_class(lead).id, make.prep_class(other).id
            self.lead_id, self.lead_email = lead.id, lead.email
            self.theirs = make.student(make.prep_class(other), exam_id=self.exam_id).id
            self.browser = Browser(app).sign_in(lead)
        self.browser.get(f"/classes/{self.class_id}/importer")

    def students(self) -> list[str]:
        with self.app.app_context():
            return list(
                db.session.scalars(
                    select(Student.first_name).where(Student.class_id == self.class_id).order_by(Student.id)
                )
            )

    def check(self, data: bytes | str, name: str = "classe.csv") -> Any:
        raw = data.encode() if isinstance(data, str) else data
        return self.browser.post(
            f"/classes/{self.class_id}/importer", {"file": (io.BytesIO(raw), name)}, content_type="multipart/form-data"
        )

    def confirm(self, text: str) -> Any:
        return self.browser.post(f"/classes/{self.class_id}/importer/confirmer", {"text": text})

    def form(self, **changes: Any) -> dict[str, Any]:
        return {
            "first_name": "Inès",
            "last_name": "Benali",
            "email": "ines@exemple.fr",
            "phone": "",
            "exam_id": str(self.exam_id),
            "paper_ids": [str(self.paper_id)],
            "region_code": "32",
            "remote": "y",
            "slots": ["5", "15"],
            "wish": "",
            **changes,
        }


@pytest.fixture
def scene(app: Flask) -> Scene:
    return Scene(app)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_good_file_is_shown_then_added_and_each_is_told_once(scene: Scene, encoding: str) -> None:
    shown = scene.check(FILE.encode(encoding))
    html = shown.get_data(as_text=True)
    assert shown.status_code == 200
    assert "Zoé Müller" in html
    assert scene.students() == [], "looking adds nothing"
    assert letters(scene.app) == []
    done = scene.confirm(FILE)
    assert done.location == f"/classes/{scene.class_id}"
    assert scene.students() == ["Inès", "Zoé"]
    told = letters(scene.app)
    assert sorted(m["To"] for m in told) == ["ines@exemple.fr", "zoe@exemple.fr"]
    assert {m["Reply-To"] for m in told} == {scene.lead_email}
    assert "Benali" not in "".join(m["Subject"] for m in told)
    assert "Avant un binôme" in text_of(told[0])


def test_the_text_to_confirm_is_the_file_itself(scene: Scene) -> None:
    html = scene.check(FILE).get_data(as_text=True)
    kept = html.partition('name="text"')[2].partition(">")[2].partition("</textarea>")[0]
    assert kept.strip().replace("\r", "") == FILE.strip()


def test_one_bad_line_and_nothing_is_added(scene: Scene) -> None:
    bad = FILE + "Awa;Diop;awa@exemple;ENA;midi\n"
    shown = scene.check(bad)
    html = shown.get_data(as_text=True)
    assert shown.status_code == 422
    assert html.count('data-label="Ligne">4<') == 3
    for said in ("awa@exemple", "ENA", "midi", "3 points à corriger"):
        assert said in html.replace("\u00a0", " ")
    assert "Ajouter à la classe" not in html
    refused = scene.confirm(bad)
    assert refused.location == f"/classes/{scene.class_id}/importer"
    assert scene.students() == []
    assert "Rien n’a été ajouté" in scene.browser.text(refused.location)


def test_the_file_is_judged_again_when_confirmed(scene: Scene) -> None:
    scene.check(FILE)
    scene.confirm(HEADER + "Inès;Benali;ines@exemple.fr;ira;\n")
    again = scene.confirm(FILE)
    assert again.location == f"/classes/{scene.class_id}/importer", "one of them is there by now"
    assert scene.students() == ["Inès"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "aucune ligne"),
        (HEADER.encode(), "aucune ligne"),
        (b"PK\x03\x04\x00", "n’est pas un CSV"),
    ],
)
def test_what_is_no_file_of_students_is_said_beside_the_field(scene: Scene, data: bytes, said: str) -> None:
    answer = scene.check(data)
    assert answer.status_code == 422
    assert said in answer.get_data(as_text=True).replace("\u00a0", " ")


def test_a_file_too_heavy_is_said_too(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csvfile, "MAX_BYTES", 50)
    assert "trop lourd" in scene.check(FILE).get_data(as_text=True)


def test_no_file_at_all_is_said_too(scene: Scene) -> None:
    answer = scene.browser.post(f"/classes/{scene.class_id}/importer", {}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Choisissez un fichier" in answer.get_data(as_text=True)


def test_a_confirmation_without_a_file_adds_nothing(scene: Scene) -> None:
    answer = scene.confirm("")
    assert answer.status_code == 422
    assert scene.students() == []


def test_a_whole_class_of_long_wishes_can_be_confirmed(scene: Scene) -> None:
    lines = "".join(f"É{n};Étudiant;e{n}@exemple.fr;ira;{'é' * 600}\n" for n in range(150))
    done = scene.confirm("prenom;nom;courriel;concours;souhait\n" + lines)
    assert done.location == f"/classes/{scene.class_id}"
    assert len(scene.students()) == 150


def test_the_model_file_passes_its_own_check(scene: Scene) -> None:
    with scene.app.app_context():
        make.paper(code="cas-pratique", name="Cas pratique")
        make.paper(code="entretien", name="Entretien")
    answer = scene.browser.get(f"/classes/{scene.class_id}/modele.csv")
    assert answer.mimetype == "text/csv"
    assert scene.check(answer.data).status_code == 200


def test_columns_that_are_not_read_are_told(scene: Scene) -> None:
    html = scene.check("prenom;nom;courriel;concours;boursier\nI;B;i@exemple.fr;ira;oui\n").get_data(as_text=True)
    assert "boursier" in html


def test_another_lead_s_class_and_students_do_not_exist(scene: Scene) -> None:
    for url in (
        f"/classes/{scene.other_id}/importer",
        f"/classes/{scene.other_id}/modele.csv",
        f"/classes/{scene.other_id}/etudiants/ajouter",
        f"/etudiants/{scene.theirs}",
    ):
        assert scene.browser.get(url).status_code == 404, url
    for url in (
        f"/classes/{scene.other_id}/importer",
        f"/classes/{scene.other_id}/importer/confirmer",
        f"/classes/{scene.other_id}/etudiants/ajouter",
        f"/etudiants/{scene.theirs}",
    ):
        assert scene.browser.post(url, {**scene.form(), "text": FILE}).status_code == 404, url
    with scene.app.app_context():
        assert db.session.scalar(select(func.count(Student.id))) == 1


def test_a_student_is_added_with_their_need_and_told(scene: Scene) -> None:
    url = f"/classes/{scene.class_id}/etudiants/ajouter"
    assert re.search(r'<option selected value="32">', scene.browser.text(url)), "the class's region to start with"
    answer = scene.browser.post(url, scene.form(phone="06 12 34 56 78", wish="Gagner en assurance."))
    assert answer.location == f"/classes/{scene.class_id}"
    with scene.app.app_context():
        student = db.session.scalars(select(Student).where(Student.class_id == scene.class_id)).one()
        contact = db.session.get_one(StudentContact, student.id)
        assert (student.short_name, student.slots, [p.id for p in student.papers]) == (
            "Inès B.",
            [5, 15],
            [scene.paper_id],
        )
        assert (contact.last_name, contact.phone) == ("Benali", "06 12 34 56 78")
        assert (
            db.session.scalar(select(AuditEvent.code).where(AuditEvent.object_id == student.id))
            == "classes.student_added"
        )
    assert [m["To"] for m in letters(scene.app)] == ["ines@exemple.fr"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"first_name": ""}, "Donnez votre prénom"),
        ({"email": "ines"}, "n’est pas complète"),
        ({"phone": "demandez"}, "Écrivez un numéro"),
        ({"exam_id": ""}, "Choisissez le concours"),
        ({"remote": ""}, "au moins une façon de se voir"),
        ({"wish": "x" * 601}, "dépasse 600"),
    ],
)
def test_a_form_says_what_is_missing_and_keeps_what_was_typed(scene: Scene, changes: dict[str, str], said: str) -> None:
    answer = scene.browser.post(f"/classes/{scene.class_id}/etudiants/ajouter", scene.form(**changes))
    html = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in html.replace("\u00a0", " ")
    assert 'value="Benali"' in html
    assert scene.students() == []


def test_an_address_already_in_the_class_is_said_beside_the_field(scene: Scene) -> None:
    url = f"/classes/{scene.class_id}/etudiants/ajouter"
    scene.browser.post(url, scene.form())
    answer = scene.browser.post(url, scene.form(email="INES@exemple.fr", first_name="Autre"))
    assert answer.status_code == 422
    assert "déjà cette adresse" in answer.get_data(as_text=True)
    assert scene.students() == ["Inès"]


def test_a_student_is_changed_without_being_told_again(scene: Scene) -> None:
    scene.browser.post(f"/classes/{scene.class_id}/etudiants/ajouter", scene.form())
    letters(scene.app)
    with scene.app.app_context():
        student_id = db.session.scalar(select(Student.id).where(Student.class_id == scene.class_id))
    page = scene.browser.text(f"/etudiants/{student_id}")
    assert 'value="Benali"' in page
    assert page.count("checked") >= 4, "the paper, two hours, remote"
    answer = scene.browser.post(f"/etudiants/{student_id}", scene.form(first_name="Inaya", slots=["0"]))
    assert answer.location == f"/classes/{scene.class_id}"
    with scene.app.app_context():
        student = db.session.get_one(Student, student_id)
        assert (student.first_name, student.slots, student.name_key) == ("Inaya", [0], "inaya benali")
    assert letters(scene.app) == []


def test_an_exam_closed_since_is_still_shown_on_the_student_s_form(scene: Scene) -> None:
    scene.browser.post(f"/classes/{scene.class_id}/etudiants/ajouter", scene.form())
    with scene.app.app_context():

        def close(session: Any) -> None:
            session.get_one(Exam, scene.exam_id).closed_at = NOW

        write(close)
        student_id = db.session.scalar(select(Student.id).where(Student.class_id == scene.class_id))
    assert f'<option selected value="{scene.exam_id}">' in scene.browser.text(f"/etudiants/{student_id}")
    assert scene.browser.post(f"/etudiants/{student_id}", scene.form(first_name="Inaya")).status_code == 303


def test_checking_a_file_asks_the_same_number_of_queries_whatever_its_length(scene: Scene) -> None:
    def asked(lines: int) -> int:
        text = HEADER + "".join(f"A;B;a{n}@exemple.fr;ira;\n" for n in range(lines))
        with counted(scene.app) as queries:
            assert scene.check(text).status_code == 200
        return queries.n

    assert asked(2) == asked(60) <= 12
