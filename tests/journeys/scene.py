"""Setting a scene that a journey is not about: accounts, a class, a tutor already in the pool, made by the services."""

from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from app.accounts.hashing import hashed
from app.accounts.models import Person
from app.classes.rules import Line
from app.classes.services import add_lead, add_students, save_class
from app.infra import clock
from app.infra.db import db, write
from app.reference.models import Exam, Institution
from tests.factories import person, pool_tutor

PASSWORD = "sept barques sous la pluie"
STUDENT = Line("Nadia", "Cherif", "nadia.cherif@exemple.fr", "", 0, (), "32", True, False, (5,), "")


@dataclass(frozen=True)
class Class:
    """A class with one student and its lead, who signs in with PASSWORD."""

    lead: str
    class_id: int
    student_id: int


def account(app: Flask, email: str, *roles: str, first_name: str = "Samia", language: str = "fr") -> str:
    """A confirmed account that signs in with PASSWORD; its address."""
    with app.app_context():
        person(
            *roles,
            email=email,
            first_name=first_name,
            last_name="Haddad",
            language=language,
            password_hash=hashed(PASSWORD),
        )
    return email


def a_class(app: Flask, lead: str) -> Class:
    """A class led by `lead`, with one student who prepares the IRA."""
    account(app, lead, first_name="Omar")
    with app.app_context():
        now, host = clock.now(), db.session.scalars(select(Institution.id).where(Institution.slug == "ira-metz")).one()
        ira = db.session.scalars(select(Exam.id).where(Exam.code == "ira")).one()
        lead_id = db.session.scalars(select(Person.id).where(Person.email == lead)).one()
        named = {"name": "Prépa Talents de Metz", "year": 2026, "institution_id": host, "region_code": "44"}
        class_id = write(lambda session: save_class(session, None, actor_id=None, now=now, **named))
        who = {"email": lead, "first_name": "Omar", "last_name": "Haddad", "language": "fr"}
        write(lambda session: add_lead(session, class_id, actor_id=None, now=now, **who))
        line = replace(STUDENT, exam_id=ira)
        (student_id,) = write(lambda session: add_students(session, lead_id, class_id, [line], now))
    return Class(lead, class_id, student_id)


def in_the_pool(app: Flask, first_name: str, email: str) -> None:
    """A validated tutor whom classes can find."""
    with app.app_context():
        ira = db.session.scalars(select(Exam).where(Exam.code == "ira")).one()
        until = clock.now() + timedelta(days=200)
        pool_tutor(first_name=first_name, last_name="Morel", email=email, exams=[ira], until=until)
