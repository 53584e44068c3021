"""Classes, who leads them, and what is kept of a student."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.classes import privacy, queries, services
from app.classes.models import ClassLead, Student, StudentContact
from app.classes.rules import Line
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from tests import factories as make
from tests.conftest import NOW


def line(exam_id: int, email: str = "ines@exemple.fr", **changes: Any) -> Line:
    values = {
        "first_name": "Inès",
        "last_name": "Benali",
        "email": email,
        "phone": "",
        "exam_id": exam_id,
        "paper_ids": (),
    }
    more = {"region_code": "32", "remote": True, "presence": False, "slots": (5,), "wish": ""}
    return Line(**{**values, **more, **changes})


def refused(act: Any) -> str:
    with pytest.raises(DomainError) as caught:
        write(act)
    return caught.value.code


def test_students_are_added_all_or_none(session: Session) -> None:
    lead, exam = make.person(), make.exam()
    lead_id, exam_id, class_id = lead.id, exam.id, make.prep_class(lead).id
    lines = [line(exam_id), line(exam_id, "zoe@exemple.fr"), line(exam_id, "INES@exemple.fr")]
    assert refused(lambda s: services.add_students(s, lead_id, class_id, lines, NOW)) == "classes.already_there"
    assert session.scalar(select(func.count(Student.id))) == 0
    assert len(write(lambda s: services.add_students(s, lead_id, class_id, lines[:2], NOW))) == 2


def test_the_same_person_may_be_in_two_classes_and_come_back_after_leaving(session: Session) -> None:
    lead, exam = make.person(), make.exam()
    lead_id, exam_id = lead.id, exam.id
    one, other = make.prep_class(lead).id, make.prep_class(lead, name="IRA de Metz").id
    (student_id,) = write(lambda s: services.add_students(s, lead_id, one, [line(exam_id)], NOW))
    write(lambda s: services.add_students(s, lead_id, other, [line(exam_id)], NOW))

    def leave(s: Session) -> None:
        s.get_one(Student, student_id).left_at = NOW

    write(leave)
    assert write(lambda s: services.add_students(s, lead_id, one, [line(exam_id)], NOW))


def test_two_leads_adding_the_same_person_at_once_add_one(real_app: Flask) -> None:
    with real_app.app_context():
        lead, exam = make.person(), make.exam()
        lead_id, exam_id, class_id = lead.id, exam.id, make.prep_class(lead).id
    outcomes: list[str] = []

    def add() -> None:
        with real_app.app_context():
            try:
                write(lambda s: services.add_students(s, lead_id, class_id, [line(exam_id)], NOW))
                outcomes.append("added")
            except DomainError as error:
                outcomes.append(error.code)

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["added"] + ["classes.already_there"] * 7
    with real_app.app_context():
        assert db.session.scalar(select(func.count(StudentContact.student_id))) == 1


def test_a_class_of_the_same_name_and_year_is_refused(session: Session) -> None:
    admin, host = make.person("admin"), make.institution()
    make.region()
    values = {
        "name": "IRA de Lille",
        "year": 2026,
        "institution_id": host.id,
        "region_code": "32",
        "actor_id": admin.id,
    }
    made = write(lambda s: services.save_class(s, None, **values, now=NOW))
    assert write(lambda s: services.save_class(s, made, **values, now=NOW)) == made
    again = {**values, "name": "ira de lille"}
    assert refused(lambda s: services.save_class(s, None, **again, now=NOW)) == "classes.same_class"
    assert write(lambda s: services.save_class(s, None, **{**values, "year": 2025}, now=NOW)) != made


def add_lead(class_id: int, email: str) -> int:
    who = {"email": email, "first_name": "Hélène", "last_name": "Roux", "language": "fr"}
    return write(lambda s: services.add_lead(s, class_id, **who, actor_id=1, now=NOW))


def test_leads_are_invited_added_once_and_may_come_back(session: Session) -> None:
    class_id = make.prep_class(make.person()).id
    helene = add_lead(class_id, "helene@exemple.fr")
    assert add_lead(class_id, "helene@exemple.fr") == helene
    assert len(queries.leads_of(session, class_id)) == 2
    write(lambda s: services.end_lead(s, class_id, helene, actor_id=1, now=NOW))
    with pytest.raises(NotYours):
        queries.class_led_by(session, helene, class_id)
    add_lead(class_id, "helene@exemple.fr")
    assert queries.class_led_by(session, helene, class_id).id == class_id
    assert len(session.scalars(select(ClassLead).where(ClassLead.person_id == helene)).all()) == 2


def test_a_class_keeps_a_lead(session: Session) -> None:
    lead = make.person()
    lead_id, class_id = lead.id, make.prep_class(lead).id
    assert refused(lambda s: services.end_lead(s, class_id, lead_id, actor_id=1, now=NOW)) == "classes.last_lead"


def test_a_student_is_exported_whole_and_erased_to_nothing(session: Session) -> None:
    lead = make.person()
    student = make.student(make.prep_class(lead), wish="Gagner en assurance.")
    student_id = student.id
    record = privacy.export_student(session, student_id)["etudiant"][0]
    assert (record["prenom"], record["souhait"]) == ("Inès", "Gagner en assurance.")
    write(lambda s: privacy.erase_student(s, student_id, NOW))
    session.expire_all()
    left = session.get_one(Student, student_id)
    kept = {c.name: getattr(left, c.name) for c in Student.__table__.columns if "person" in c.info}
    assert set(kept.values()) == {""}
    assert session.get(StudentContact, student_id) is None
    assert privacy.export_student(session, student_id)["etudiant"][0]["adresse"] is None
    assert left.left_at == NOW


def test_erasing_who_had_left_keeps_the_day_they_left(session: Session) -> None:
    student_id = make.student(make.prep_class(make.person()), left_at=NOW - timedelta(days=40)).id
    write(lambda s: privacy.erase_student(s, student_id, NOW))
    session.expire_all()
    assert session.get_one(Student, student_id).left_at == NOW - timedelta(days=40)


def test_a_lead_who_is_erased_leads_nothing_any_more(session: Session) -> None:
    lead = make.person()
    lead_id, class_id = lead.id, make.prep_class(lead).id
    assert len(privacy.PRIVACY.export(session, lead_id)["classes"]) == 1
    write(lambda s: privacy.PRIVACY.erase(s, lead_id, NOW))
    assert queries.leads_of(session, class_id) == []
