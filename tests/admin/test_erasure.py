"""Nothing is left of who is erased: every column that the models mark is walked, for a person and for a student.

The story fills each marked column first, and says so: a new column that no story fills, or that nobody erases, fails here.
"""

import json
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Column, select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.admin import services
from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.infra import audit, settings
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.mail import post
from app.infra.models import AuditEvent
from app.infra.orm import Base, fold
from app.infra.privacy import Privacy
from app.pairing import services as pairing
from app.pairing.models import Pair, Proposal
from app.pool.models import TutorExam, TutorPaper, TutorProfile
from app.pool.settings import MAX_SEATS
from app.recruitment.models import Arrival, Eligibility
from app.recruitment.models import Testimonial as Quote
from app.training.models import Certificate, LessonRead
from tests import factories as make
from tests.admin.team import acts, admin
from tests.conftest import NOW
from tests.mailbox import letters, text_of
from tests.pairing.story import Scene, accept, another_student, draw, refused, scene, state, taken
from tests.training import content
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
        session.add(LessonRead(person_id=me, module_id=module.id, lesson_key="une", read_at=NOW))
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
        session.add_all(TutorPaper(person_id=me, paper_id=paper_id) for paper_id in papers)
        settings.change(session, MAX_SEATS, 3, NOW, since=NOW, reason="essai", actor_id=me)
        audit.record(session, "essai", NOW, actor_id=me, object_type="person", object_id=me)
        post(session, "accounts.reset", {"person_id": me}, NOW)
        session.add(RoleGrant(person_id=s.lead_id, role="trainer", granted_at=NOW, granted_by=me))

    write(act)
    mine = make.prep_class(db.session.get_one(Person, me))
    student_id = make.student(mine).id
    sent = draw(s, lead_id=me, student_id=student_id, message="Signé Zorglub")
    as_tutor = Scene(s.lead_id, s.class_id, s.student_id, me, s.exam_id)
    pair_id = accept(as_tutor, draw(as_tutor, message="Bonjour Zorglub"))
    write(lambda x: pairing.end_pair(x, pair_id, "tutor", "finished", "Adieu de Zorglub", NOW, actor_id=me))
    declined = draw(as_tutor, student_id=another_student(s))
    write(lambda x: pairing.decline_proposal(x, declined, me, "other", "Zorglub ne peut pas", NOW))
    draw(as_tutor, student_id=another_student(s))  # one that still waits
    accept(as_tutor, draw(as_tutor, student_id=another_student(s)))  # one that is open
    assert state(db.session, sent) == "sent"
    return me


def test_nothing_is_left_of_a_person(app: Flask, session: Session) -> None:
    s, by = scene(), admin()
    me = person_everywhere(s)
    columns = marked(students=False)
    assert [name for name, c in columns if not names_them(c, "person_id", me)] == [], "the story fills every mark"
    exported = json.dumps([f.export(session, me) for f in features(app)], default=str, ensure_ascii=False)
    write(lambda x: services.erase_person(x, me, by, features(app), NOW))
    left = [name for name, c in columns if names_them(c, "person_id", me)]
    assert sorted(set(left) - POINTERS) == []
    assert TRACE not in everything()
    assert TRACE in fold(exported), "and before, it could be taken away"


def test_an_export_gives_every_word_that_erasing_takes(app: Flask, session: Session) -> None:
    me = person_everywhere(scene())
    exported = fold(json.dumps([f.export(session, me) for f in features(app)], default=str, ensure_ascii=False))
    for word in (
        "zorglubsson",
        "zorglub@exemple.fr",
        "zorglub.neuf@exemple.fr",
        "attache zorglub",
        "moi, zorglub.",
        "i, zorglub.",
        "zorglub parle",
        "signe zorglub",
        "zorglub ne peut pas",
        "adieu de zorglub",
        "accounts.reset",
    ):
        assert word in exported, word


def test_what_was_open_ends_first_and_everyone_is_told(app: Flask, session: Session) -> None:
    s, by = scene(), admin()
    me = person_everywhere(s)
    write(lambda x: services.erase_person(x, me, by, features(app), NOW))
    assert session.scalars(select(Pair.id).where(Pair.tutor_id == me, Pair.ended_at.is_(None))).all() == []
    held = select(Proposal.id).where(Proposal.tutor_id == me, Proposal.state.in_(("sent", "accepted")))
    assert session.scalars(held).all() == []
    assert taken(session, me) == 0
    assert session.scalars(select(Certificate.id).where(Certificate.person_id == me)).all() == []
    assert session.scalars(select(ClassLead.until).where(ClassLead.person_id == me)).all() == [NOW]
    assert "admin.erased" in acts(by)
    sent = letters(app)
    assert any("clos" in m["Subject"] and "une personne partie" in text_of(m) for m in sent), "the lead is told"
    assert all("zorglub" not in str(m).lower() for m in sent)
    assert all("invalid" not in m["To"] for m in sent), "nothing goes to an address that is no more"


def test_an_erased_account_opens_nothing_and_its_address_is_free(app: Flask, session: Session) -> None:
    me, by = make.person("tutor", email="zorglub@exemple.fr").id, admin()
    write(lambda x: services.erase_person(x, me, by, features(app), NOW))
    row = session.get_one(Person, me)
    assert (row.password_hash, row.grants, row.erased_at) == (None, [], NOW)
    assert make.person("tutor", email="zorglub@exemple.fr").id != me
    with pytest.raises(NotYours):
        write(lambda x: services.erase_person(x, me, by, features(app), NOW))


def test_the_last_admin_stays(app: Flask, session: Session) -> None:
    me = admin()
    admin(suspended_at=NOW)
    admin(erased_at=NOW)
    assert refused(lambda x: services.erase_person(x, me, me, features(app), NOW)) == "admin.last_admin"
    other = admin()
    write(lambda x: services.erase_person(x, me, me, features(app), NOW))
    assert refused(lambda x: services.erase_person(x, other, other, features(app), NOW)) == "admin.last_admin"


def test_only_an_admin_erases_someone_else(app: Flask, session: Session) -> None:
    admin()
    me, stranger = make.person("tutor").id, make.person("trainer").id
    with pytest.raises(NotYours):
        write(lambda x: services.erase_person(x, me, stranger, features(app), NOW))
    assert session.get_one(Person, me).erased_at is None


def at_once(app: Flask, acts: list[Callable[[Session], Any]]) -> list[str]:
    """Run acts in threads released together. Returns how each ended."""
    gate, ended = threading.Barrier(len(acts)), []

    def work(act: Callable[[Session], Any]) -> None:
        with app.app_context():
            gate.wait()
            try:
                write(act)
                ended.append("ok")
            except (DomainError, NotYours) as error:
                ended.append(getattr(error, "code", "not_yours"))

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def test_admins_who_leave_at_once_leave_one(real_app: Flask) -> None:
    with real_app.app_context():
        ids = [admin() for _ in range(5)]
    gone = features(real_app)

    def leaving(me: int) -> Callable[[Session], None]:
        return lambda x: services.erase_person(x, me, me, gone, NOW)

    assert at_once(real_app, [leaving(me) for me in ids]) == ["admin.last_admin", *["ok"] * 4]


def test_admins_who_remove_one_another_at_once_leave_one(real_app: Flask) -> None:
    with real_app.app_context():
        one, two = admin(), admin()

    def removing(who: int, by: int) -> Callable[[Session], None]:
        return lambda x: services.revoke(x, who, "admin", by, NOW)

    assert at_once(real_app, [removing(one, two), removing(two, one)]) == ["not_yours", "ok"]


# Students.


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
    declined = draw(s, message="Pour Zorglub")
    write(lambda x: pairing.decline_proposal(x, declined, s.tutor_id, "other", "Pas Zorglub", NOW))
    pair_id = accept(s, draw(s, message="Encore Zorglub"))
    write(lambda x: pairing.end_pair(x, pair_id, "lead", "finished", "Zorglub a réussi", NOW, actor_id=s.lead_id))
    accept(s, draw(s))
    return me


def test_nothing_is_left_of_a_student(app: Flask, session: Session) -> None:
    s, by = scene(), admin()
    me = student_everywhere(s)
    columns = marked(students=True)
    assert [name for name, c in columns if not names_them(c, "student_id", me)] == [], "the story fills every mark"
    exported = json.dumps(services.export_student(session, me), default=str, ensure_ascii=False)
    write(lambda x: services.erase_student(x, me, by, NOW))
    left = [name for name, c in columns if names_them(c, "student_id", me)]
    assert sorted(set(left) - POINTERS) == []
    assert TRACE not in everything()
    for word in ("zorglubsson", "zorglub@exemple.fr", "zorglub voudrait", "encore zorglub"):
        assert word in fold(exported), word


def test_a_student_s_pair_ends_and_the_tutor_is_told_without_a_name(app: Flask, session: Session) -> None:
    s, by = scene(), admin()
    me = student_everywhere(s)
    write(lambda x: services.erase_student(x, me, by, NOW))
    assert taken(session, s.tutor_id) == 0
    assert session.scalars(select(Pair.end_reason).order_by(Pair.id.desc())).first() == "student_left"
    sent = letters(app)
    told = [text_of(m) for m in sent if m["To"] == session.get_one(Person, s.tutor_id).email]
    assert any("une personne partie" in text for text in told)
    assert all("zorglub" not in str(m).lower() for m in sent)
    with pytest.raises(NotYours):
        write(lambda x: services.erase_student(x, me, by, NOW))


def test_a_class_keeps_its_count_of_those_who_stay(session: Session) -> None:
    s, by = scene(), admin()
    kept = another_student(s)
    write(lambda x: services.erase_student(x, s.student_id, by, NOW))
    there = select(Student.id).where(Student.class_id == s.class_id, Student.left_at.is_(None))
    assert session.scalars(there).all() == [kept]
    assert session.get_one(PrepClass, s.class_id).closed_at is None


# Canary.


def test_canary_the_walk_sees_what_a_feature_forgets(app: Flask, session: Session) -> None:
    """With any one feature's erasure taken away, something of theirs is still found."""
    s, by = scene(), admin()
    me = person_everywhere(s)
    complete = features(app)
    for missing in range(len(complete)):
        kept = [f for n, f in enumerate(complete) if n != missing]
        found: list[str] = []

        def act(x: Session, kept: list[Privacy] = kept, found: list[str] = found) -> None:
            services.erase_person(x, me, by, kept, NOW + timedelta(seconds=1))
            left = {name for name, c in marked(students=False) if names_them(c, "person_id", me)} - POINTERS
            left |= {"words"} if TRACE in everything() else set()
            leading = select(ClassLead.id).where(ClassLead.person_id == me, ClassLead.until.is_(None))
            left |= {"a class still led"} if x.execute(leading).first() else set()
            found += sorted(left)
            raise DomainError("admin.oneself")  # undone, for the next to start from the same

        with pytest.raises(DomainError):
            write(act)
        assert found, f"nobody would notice that feature {missing} erases nothing"
