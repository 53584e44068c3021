"""Roles, the first administrator's command, the search of people, and what an erased account leaves."""

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import privacy, queries, services
from app.accounts.access import load_actor
from app.accounts.hashing import matches
from app.accounts.models import Person
from app.classes.queries import leads_now
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.models import AuditEvent, Job
from tests import factories as make
from tests.conftest import NOW
from tests.counting import counted

PASSWORD = "quatre tilleuls bleus"


def roles(session: Session, person: Person) -> frozenset[str]:
    actor = load_actor(session, f"{person.id}.{person.session_version}", leads_now)
    return actor.roles if actor else frozenset()


def test_roles_add_up_and_leading_a_class_is_one(session: Session) -> None:
    person = make.person("tutor", "trainer")
    assert roles(session, person) == {"tutor", "trainer"}
    made = make.prep_class(person)
    assert roles(session, person) == {"tutor", "trainer", "lead"}
    made_id = made.id

    def close(writing: Session) -> None:
        from app.classes.models import PrepClass

        writing.get_one(PrepClass, made_id).closed_at = NOW

    write(close)
    assert roles(session, person) == {"tutor", "trainer"}


def test_the_signed_in_person_is_loaded_in_one_query(context: Flask, session: Session) -> None:
    person = make.person("tutor", "trainer", "admin")
    key = f"{person.id}.{person.session_version}"
    session.expunge_all()
    with counted(context) as queries_made:
        assert load_actor(session, key, leads_now) is not None
    assert queries_made.n <= 2, queries_made.statements


def test_granting_twice_changes_nothing(session: Session) -> None:
    person, admin = make.person("tutor"), make.person("admin")
    for _ in range(2):
        write(lambda s: services.grant(s, person.id, "trainer", actor_id=admin.id, now=NOW))
    assert roles(session, person) == {"tutor", "trainer"}
    assert len(session.scalars(select(AuditEvent).where(AuditEvent.code == "accounts.granted_trainer")).all()) == 1


def test_a_role_given_to_an_account_that_nobody_confirmed_takes_its_password_away(session: Session) -> None:
    """Whoever chose that password has not shown that the address is theirs."""
    person, admin = make.person("tutor", confirmed_at=None, password_hash="theirs"), make.person("admin")
    write(lambda s: services.grant(s, person.id, "admin", actor_id=admin.id, now=NOW))
    session.expire_all()
    assert session.get_one(Person, person.id).password_hash is None
    posted = session.scalars(select(Job.payload).where(Job.kind == "mail")).all()
    assert posted == [{"mail": "accounts.invitation", "person_id": person.id}]


def test_a_role_taken_back_is_lost_at_once_and_noted(session: Session) -> None:
    person, admin = make.person("tutor", "trainer"), make.person("admin")
    write(lambda s: services.revoke(s, person.id, "trainer", actor_id=admin.id, now=NOW))
    session.expire_all()
    assert roles(session, person) == {"tutor"}
    event = session.scalars(select(AuditEvent).where(AuditEvent.code == "accounts.revoked_trainer")).one()
    assert (event.actor_id, event.object_id) == (admin.id, person.id)


def test_nobody_takes_their_own_administration_back(session: Session) -> None:
    admin = make.person("admin")
    with pytest.raises(DomainError) as refused:
        write(lambda s: services.revoke(s, admin.id, "admin", actor_id=admin.id, now=NOW))
    assert refused.value.code == "accounts.own_admin"


def create_admin(app: Flask, **changes: str):
    values = {"email": "admin@exemple.fr", "first-name": "Ada", "last-name": "Min", "password": PASSWORD} | changes
    return app.test_cli_runner().invoke(args=["accounts", "create-admin", *[f"--{k}={v}" for k, v in values.items()]])


def test_the_command_opens_an_administrator_who_can_sign_in(app: Flask) -> None:
    done = create_admin(app)
    assert done.exit_code == 0, done.output
    with app.app_context():
        person = db.session.scalars(select(Person)).one()
        assert person.confirmed_at is not None
        assert matches(person.password_hash, PASSWORD)
        assert roles(db.session, person) == {"admin"}


def test_the_command_gives_the_role_to_an_account_that_exists_and_signs_it_out(app: Flask) -> None:
    with app.app_context():
        person_id = make.person("tutor", email="admin@exemple.fr").id
    assert create_admin(app).exit_code == 0
    with app.app_context():
        person = db.session.get_one(Person, person_id)
        assert roles(db.session, person) == {"tutor", "admin"}
        assert person.session_version == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "admin"}, "admin"),
        ({"password": "court"}, "too_short"),
        ({"password": "motdepasse2026"}, "too_common"),
    ],
)
def test_the_command_refuses_in_one_line(app: Flask, changes: dict[str, str], said: str) -> None:
    done = create_admin(app, **changes)
    assert done.exit_code == 1
    assert said in done.output
    assert "Traceback" not in done.output
    with app.app_context():
        assert db.session.scalars(select(Person)).all() == []


def test_people_are_found_by_any_part_of_name_or_address_and_role(session: Session) -> None:
    make.person("tutor", first_name="Élodie", last_name="Lœb", email="e.loeb@exemple.fr")
    make.person("trainer", first_name="Jean", last_name="Lebrun", email="jean@ailleurs.fr")
    make.person("tutor", first_name="100%", last_name="Sûr_", email="sur@exemple.fr")
    make.person("tutor", first_name="Elodie", last_name="Partie", erased_at=NOW)

    def found(text: str, role: str = "") -> list[str]:
        return [p.first_name for p in queries.search(session, text, role, 1).people]

    assert found("elodie") == ["Élodie"]
    assert found("LOEB élo") == ["Élodie"]
    assert found("ailleurs") == ["Jean"]
    assert found("0%") == ["100%"], "a percent sign is a percent sign"
    assert found("_") == ["100%"]
    assert found("", "trainer") == ["Jean"]
    assert found("loeb", "tutor") == ["Élodie"]
    assert found("lebrun", "tutor") == []


def test_people_come_by_pages(session: Session) -> None:
    for n in range(27):
        make.person("tutor", last_name=f"Nom{n:02}")
    first, last, beyond = (queries.search(session, "", "", page) for page in (1, 2, 99))
    assert (len(first.people), len(last.people), first.total, first.pages) == (25, 2, 27, 2)
    assert first.people[0].last_name == "Nom00"
    assert beyond.page == 2
    assert queries.search(session, "", "", -3).page == 1


def test_an_erased_account_keeps_nothing_of_its_person(session: Session) -> None:
    person = make.person("tutor", "trainer", email="awa@exemple.fr", password_hash="x", pending_email="b@exemple.fr")
    exported = privacy.PRIVACY.export(session, person.id)
    assert exported["compte"][0]["adresse"] == "awa@exemple.fr"
    assert {r["role"] for r in exported["roles"]} == {"tutor", "trainer"}
    write(lambda s: privacy.PRIVACY.erase(s, person.id, NOW))
    session.expire_all()
    left = session.get_one(Person, person.id)
    kept = {c.name: getattr(left, c.name) for c in Person.__table__.columns if "person" in c.info}
    assert set(kept.values()) <= {"", None, f"efface-{person.id}@invalid"}
    assert left.grants == []
    with pytest.raises(NotYours):
        queries.person(session, person.id)


def test_an_address_that_was_erased_may_sign_up_again(session: Session) -> None:
    person = make.person("tutor", email="awa@exemple.fr")
    write(lambda s: privacy.PRIVACY.erase(s, person.id, NOW))
    again = write(
        lambda s: services.sign_up(
            s, email="awa@exemple.fr", first_name="A", last_name="D", password_hash="x", language="fr", now=NOW
        )
    )
    assert again not in (None, person.id)
