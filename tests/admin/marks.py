"""The marks that models put on what concerns someone, and two stories that fill every one of them."""

import json
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.classes.models import Student, StudentContact
from app.infra import audit, settings
from app.infra.db import db, write
from app.infra.mail import post
from app.infra.models import AuditEvent
from app.infra.orm import Base, fold
from app.infra.privacy import Privacy
from app.pairing import services as pairing
from app.pairing.models import Conflict, NationalRun
from app.pool.models import SeasonConfirmation, TutorExam, TutorPaper, TutorProfile
from app.pool.settings import MAX_SEATS
from app.recruitment.models import Arrival, Eligibility
from app.recruitment.models import Testimonial as Quote
from app.training.models import TestReopening
from tests import factories as make
from tests.authoring.traces import leave as left_in_studio
from tests.conftest import NOW
from tests.pairing.story import Scene, accept, another_student, draw, state
from tests.training import content, traces
from tests.training.acts import ready, require, take

TRACE = "zorglub"  # in every word of the person or student erased, and nowhere else
STUDENT_KINDS = {"student"}
# What may still point at the id of someone erased: facts that others need, on an account that has been emptied.
POINTERS = {
    "person.id",
    "class_lead.person_id",
    "tutor_profile.person_id",
    "proposal.tutor_id",
    "proposal.lead_id",
    "pair.tutor_id",
    "proposal.student_id",
    "pair.student_id",
    "test_reopening.by_id",
    "draft.opened_by",
    "draft_author.person_id",
    "draft_file.saved_by",
    "remark.author_id",
    "remark.resolved_by",
    "verdict.reviewer_id",
    "misconception.by_id",
    "conflict.declared_by",
    "national_run.made_by",
    "national_run.closed_by",
    "report_answer.by_id",
}


def features(app: Flask) -> list[Privacy]:
    return list(app.extensions["registry"].parts("privacy", "PRIVACY"))


def marked(*, students: bool) -> list[tuple[str, Column[Any]]]:
    """Every marked column that may concern a person with an account, or a student."""
    shared = {"payload", "object"}
    found = []
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            kind = column.info.get("person")
            if kind in shared or (kind is not None and (kind in STUDENT_KINDS) is students):
                found.append((f"{table.name}.{column.name}", column))
    return found


def values(column: Column[Any]) -> list[Any]:
    return list(db.session.execute(select(column)).scalars())


def names_them(column: Column[Any], key: str, someone: int) -> bool:
    """Whether a row of the column is about them: by their id, or by a word of theirs."""
    kind = column.info["person"]
    for value in values(column):
        if kind == "payload":
            if value.get(key) == someone:
                return True
        elif isinstance(value, int):
            if value == someone and (kind != "object" or _objects(key.removesuffix("_id"), someone)):
                return True
        elif isinstance(value, str) and TRACE in fold(value):
            return True
    return False


def _objects(kind: str, someone: int) -> bool:
    about = select(AuditEvent.id).where(AuditEvent.object_type == kind, AuditEvent.object_id == someone)
    return db.session.execute(about).first() is not None


def everything() -> str:
    """Every value of the whole database, folded."""
    rows = [list(row) for table in Base.metadata.sorted_tables for row in db.session.execute(select(table))]
    return fold(json.dumps(rows, default=str, ensure_ascii=False))


def person_everywhere(s: Scene) -> int:
    """One person who tutors, leads, administers, was quoted, and left words wherever one can."""
    module = content.module()
    require(module.slug)
    tutor = ready(
        first_name="Zorglub", last_name="Zorglubsson", email="zorglub@exemple.fr", password_hash="zorglub-hash"
    )
    me = tutor.id
    take(tutor, module.slug)
    exam, school = make.exam(), make.institution()
    papers = [paper.id for paper in exam.papers]
    values_of_profile = {"region_code": make.region().code, "seats": 2, "languages": ["fr"], "slots": [5]}

    def act(session: Session) -> None:
        person = session.get_one(Person, me)
        person.pending_email = "zorglub.neuf@exemple.fr"
        person.name_key = "Zorglubsson Zorglub"
        session.add_all([RoleGrant(person_id=me, role="admin", granted_at=NOW)])
        session.get_one(Eligibility, me).post = "Attaché Zorglub"
        session.add(Arrival(person_id=me, institution_id=school.id, at=NOW))
        traces.leave(session, me, module.slug, words="Zorglub écrit", by_id=s.lead_id)
        left_in_studio(session, me, module.slug, words="Zorglub relit")
        session.add(TestReopening(person_id=s.tutor_id, by_id=me, reason="essai", at=NOW))
        session.add(
            Quote(
                quote_fr="Moi, Zorglub.",
                quote_en="I, Zorglub.",
                who="Zorglub Z.",
                about="tuteur",
                voice="tutor",
                consent_on=date(2026, 1, 1),
                person_id=me,
            )
        )
        words = {"words": "Zorglub parle", "words_key": "Zorglub parle", "phone": "zorglub"}
        session.add(TutorProfile(person_id=me, updated_at=NOW, **values_of_profile, **words))
        session.flush()
        session.add(TutorExam(person_id=me, exam_id=exam.id))
        said = {"answer": "yes", "answered_at": NOW, "seats": 2}
        session.add(SeasonConfirmation(person_id=me, year=2026, asked_at=NOW, due_at=NOW, **said))
        session.add_all(TutorPaper(person_id=me, paper_id=paper_id) for paper_id in papers)
        session.add(Conflict(student_id=s.student_id, tutor_id=s.tutor_id, declared_by=me, declared_at=NOW))
        session.add(
            NationalRun(
                made_at=NOW,
                made_by=me,
                state="set_aside",
                method="1",
                inputs=b"",
                digest="",
                pairs=[],
                summary={},
                closed_at=NOW,
                closed_by=me,
                sent=[],
            )
        )
        settings.change(session, MAX_SEATS, 3, NOW, since=NOW, reason="essai", actor_id=me)
        audit.record(session, "essai", NOW, actor_id=me, object_type="person", object_id=me)
        post(session, "accounts.reset", {"person_id": me}, NOW)
        session.add(RoleGrant(person_id=s.lead_id, role="trainer", granted_at=NOW, granted_by=me))

    write(act)
    mine = make.prep_class(db.session.get_one(Person, me))
    student_id = make.student(mine).id
    write(lambda x: pairing.save_search(x, me, "Zorglub cherche", {"mots": "zorglub"}, student_id, NOW))
    sent = draw(s, lead_id=me, student_id=student_id, message="Signé Zorglub")
    as_tutor = Scene(s.lead_id, s.class_id, s.student_id, me, s.exam_id)
    pair_id = accept(as_tutor, draw(as_tutor, message="Bonjour Zorglub"))
    write(lambda x: pairing.end_pair(x, pair_id, "tutor", "finished", "Adieu de Zorglub", NOW, actor_id=me))
    known = another_student(s)
    write(lambda x: pairing.lead_declares_conflict(x, s.lead_id, known, me, NOW))
    declined = draw(as_tutor, student_id=another_student(s))
    write(lambda x: pairing.decline_proposal(x, declined, me, "other", "Zorglub ne peut pas", NOW))
    draw(as_tutor, student_id=another_student(s))  # one that still waits
    accept(as_tutor, draw(as_tutor, student_id=another_student(s)))  # one that is open
    assert state(db.session, sent) == "sent"
    return me


def student_everywhere(s: Scene) -> int:
    """A student with words of theirs, or about them, wherever some can be."""
    me = s.student_id

    def act(session: Session) -> None:
        row, contact = session.get_one(Student, me), session.get_one(StudentContact, me)
        row.first_name, row.last_initial, row.name_key = "Zorglub", "Z (zorglub)", "Zorglub Z"
        row.wish = "Zorglub voudrait de l’aide"
        contact.first_name, contact.last_name, contact.phone = "Zorglub", "Zorglubsson", "zorglub"
        contact.email = contact.email_key = "zorglub@exemple.fr"
        post(session, "classes.data_notice", {"student_id": me}, NOW)
        audit.record(session, "essai", NOW, actor_id=s.lead_id, object_type="student", object_id=me)

    write(act)
    other = make.person().id
    write(lambda x: pairing.lead_declares_conflict(x, s.lead_id, me, other, NOW))
    declined = draw(s, message="Pour Zorglub")
    write(lambda x: pairing.decline_proposal(x, declined, s.tutor_id, "other", "Pas Zorglub", NOW))
    pair_id = accept(s, draw(s, message="Encore Zorglub"))
    write(lambda x: pairing.end_pair(x, pair_id, "lead", "finished", "Zorglub a réussi", NOW, actor_id=s.lead_id))
    accept(s, draw(s))
    write(lambda x: pairing.save_search(x, s.lead_id, "Pour quelqu’un", {"region": "32"}, me, NOW))
    return me
