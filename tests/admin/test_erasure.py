"""Nothing is left of who is erased: every column that the models mark is walked, for a person and for a student.

The story fills each marked column first, and says so: a new column that no story fills, or that nobody erases, fails here.
"""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.admin import services
from app.classes.models import ClassLead, PrepClass, Student
from app.infra.db import write
from app.infra.errors import DomainError, NotYours
from app.infra.orm import fold
from app.infra.privacy import Privacy
from app.pairing.models import Pair, Proposal
from app.training.models import Certificate
from tests import factories as make
from tests.admin.marks import (
    POINTERS,
    TRACE,
    everything,
    features,
    marked,
    names_them,
    person_everywhere,
    student_everywhere,
)
from tests.admin.team import acts, admin
from tests.conftest import NOW
from tests.mailbox import letters, text_of
from tests.pairing.story import another_student, refused, scene, taken


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
        "zorglub relit",
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
