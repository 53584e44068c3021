"""Training's messages: written when still true, in the reader's language, saying what to do."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.models import Person
from app.infra.clock import PARIS
from app.infra.db import db, write
from app.recruitment.models import Eligibility
from app.training import services
from app.training.mails import WRITERS
from app.training.models import Certificate
from tests.conftest import NOW
from tests.training import acts, content

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def tutor(context):
    """A validated tutor."""
    slug = content.module().slug
    acts.require(slug)
    made = acts.ready(first_name="Malik")
    acts.take(made, slug)
    return made


def write_mail(name: str, person_id: int, now: datetime = NOW):
    certificate = db.session.scalars(select(Certificate.id)).first()
    return WRITERS[name](
        db.session, {"person_id": person_id, "attempt_id": 1, "review_id": 1, "certificate_id": certificate}, now
    )


def test_the_mail_of_a_validation_gives_what_comes_next(tutor) -> None:
    mail = write_mail("training.validated", tutor.id)
    assert mail is not None
    assert (mail.to, mail.lang) == (tutor.email, "fr")
    assert "Malik" in mail.lines[0]
    assert mail.url.endswith("/profil")
    assert any("/attestation" in line for line in mail.after)
    assert any("31 août 2030" in line for line in mail.after)
    assert "Malik" not in mail.subject


def test_it_is_not_written_once_no_longer_true(tutor) -> None:
    until = datetime(2030, 9, 1, tzinfo=PARIS)
    assert write_mail("training.validated", tutor.id, until - timedelta(seconds=1)) is not None
    assert write_mail("training.validated", tutor.id, until) is None


def test_the_mail_of_a_loss_says_why_and_not_once_it_is_back(tutor) -> None:
    person_id = tutor.id
    assert write_mail("training.lost", person_id) is None
    write(lambda s: s.delete(s.get_one(Eligibility, person_id)))
    write(lambda s: services.reassess(s, person_id, NOW))
    mail = write_mail("training.lost", person_id)
    assert mail is not None
    assert any("éligibilité" in line for line in mail.lines)
    assert mail.url.endswith("/parcours/manque")


def test_the_mail_before_a_lapse_names_the_last_day_and_the_reason(tutor) -> None:
    mail = write_mail("training.lapsing", tutor.id, datetime(2030, 8, 15, tzinfo=PARIS))
    assert mail is not None
    assert "31 août 2030" in mail.subject
    assert "concours" in mail.lines[1]
    assert "les classes ne vous verront plus" in mail.lines[2]
    assert (mail.action, mail.url) == ("Revoir ma déclaration", "http://127.0.0.1:8000/parcours/eligibilite")
    assert write_mail("training.lapsing", tutor.id, datetime(2030, 9, 1, tzinfo=PARIS)) is None


def test_nothing_is_written_to_a_closed_account(tutor) -> None:
    person_id = tutor.id

    def suspend(session) -> None:
        session.get_one(Person, person_id).suspended_at = NOW

    write(suspend)
    assert [write_mail(name, person_id) for name in WRITERS] == [None] * len(WRITERS)


def test_nothing_is_written_to_someone_never_validated(context) -> None:
    other = acts.someone()
    assert write_mail("training.validated", other.id) is None
    assert write_mail("training.lapsing", other.id) is None
