"""The demonstration's people: an account for each role, and nobody who exists."""

import re
from collections import Counter
from random import Random

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person, RoleGrant
from app.classes.models import ClassLead, StudentContact
from app.demo import accounts, cast
from app.infra.models import Job
from tests.demo.walk import addresses
from tests.mailbox import letters
from tests.pages import Browser

pytestmark = pytest.mark.xdist_group("demo")
DOMAIN = re.compile(r"@(etudiants\.)?demo\.example$")
FICTION = re.compile(r"06 39 98 \d\d \d\d")  # the mobile numbers that Arcep keeps for fiction
ARRIVES = {
    accounts.TUTOR: ("/parcours", "Malik"),
    accounts.READY_TUTOR: ("/parcours", "Claire"),
    accounts.LEAD: ("/classes", "IRA de Metz"),
    accounts.TRAINER: ("/formation/modules", "commencés"),
    accounts.ADMIN: ("/admin", "étudiants sans tuteur"),
}


@pytest.mark.parametrize("email", ARRIVES, ids=lambda email: email.partition("@")[0])
def test_each_account_signs_in_and_lands_on_a_page_of_its_own(browser: Browser, email: str) -> None:
    url, said = ARRIVES[email]
    answer = browser.post("/connexion", {"email": email, "password": accounts.PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/accueil")
    assert browser.get("/accueil").location == url
    assert said in browser.text(url)


def test_another_password_opens_nothing(browser: Browser) -> None:
    answer = browser.post("/connexion", {"email": accounts.ADMIN, "password": "quatre tilleuls verts"})
    assert answer.status_code == 422
    assert browser.get("/admin").status_code == 303


def test_there_is_one_account_to_try_for_each_role(session: Session) -> None:
    emails = [email for _role, email in accounts.ACCOUNTS]
    assert set(emails) == set(ARRIVES)
    roles = select(Person.email, RoleGrant.role).join(RoleGrant, RoleGrant.person_id == Person.id)
    held = dict(session.execute(roles.where(Person.email.in_(emails))).all())
    assert held == {
        accounts.TUTOR: "tutor",
        accounts.READY_TUTOR: "tutor",
        accounts.TRAINER: "trainer",
        accounts.ADMIN: "admin",
    }
    leads = Counter(session.scalars(select(Person.email).join(ClassLead, ClassLead.person_id == Person.id)))
    assert leads[accounts.LEAD] == 2
    assert len(leads) == 11


def test_the_accounts_are_shown_on_the_sign_in_page_and_in_the_terminal(browser: Browser) -> None:
    html, lines = browser.text("/connexion"), accounts.table()
    for said in (*(email for _role, email in accounts.ACCOUNTS), accounts.PASSWORD):
        assert said in html
        assert said in lines


def test_every_address_is_of_the_demonstrations_domain(session: Session) -> None:
    found = addresses(session)
    assert len(found) == 160 + 119 + 14
    assert [address for address in found if not DOMAIN.search(address)] == []


def test_every_phone_number_is_one_kept_for_fiction(session: Session) -> None:
    phones = [phone for phone in session.scalars(select(StudentContact.phone)) if phone]
    assert len(phones) > 20
    assert [phone for phone in phones if not FICTION.fullmatch(phone)] == []


def test_only_the_last_days_mail_goes_out_and_to_nobody_real(app: Flask, session: Session) -> None:
    queued = session.scalars(select(Job).where(Job.kind == "mail")).all()
    ready = [job for job in queued if job.state == "ready"]
    assert len(ready) < 20
    assert len(queued) > 400
    sent = letters(app)
    assert len(sent) == len(ready) > 0
    assert [message["To"] for message in sent if not DOMAIN.search(message["To"])] == []


def test_names_are_all_different_and_drawn_in_the_same_order_each_time() -> None:
    first, again, other = (cast.names(Random(seed), 300) for seed in (3, 3, 4))  # noqa: S311  a story, not a secret
    assert len(set(first)) == 300
    assert first == again != other
