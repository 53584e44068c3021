"""Declaring, signing, and what people let us quote."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.infra.db import write
from app.infra.errors import DomainError, NotYours
from app.recruitment import models, queries, services
from app.recruitment.models import Arrival, CharterSignature, CharterVersion, Eligibility
from app.recruitment.privacy import PRIVACY
from app.recruitment.rules import eligible_until, school_year
from tests import factories as make
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("year", "window", "last_instant"),
    [
        (2020, 6, datetime(2026, 8, 31, 21, 59, 59, tzinfo=UTC)),  # 31 August, the end of the day in Paris
        (2024, 3, datetime(2027, 8, 31, 21, 59, 59, tzinfo=UTC)),
    ],
)
def test_an_exam_counts_until_the_end_of_august(year: int, window: int, last_instant: datetime) -> None:
    assert eligible_until(year, window) == last_instant + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "year"),
    [
        (datetime(2026, 8, 31, 21, 59, tzinfo=UTC), 2025),
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), 2026),  # midnight in Paris
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), 2026),
        (datetime(2027, 1, 1, tzinfo=UTC), 2026),
    ],
)
def test_a_season_begins_on_the_first_of_september_in_paris(at: datetime, year: int) -> None:
    assert school_year(at) == year


def declare(person_id: int, **changes: Any) -> None:
    exam_id = changes.pop("exam_id", None) or make.exam().id
    values = {"exam_id": exam_id, "exam_year": 2024, "institution_id": None, "post": "Attachée", "now": NOW, **changes}
    write(lambda s: services.declare_eligibility(s, person_id, **values))


def test_a_declaration_replaces_the_former(session: Session) -> None:
    person = make.person("tutor")
    declare(person.id)
    declare(person.id, exam_year=2022, post="Rédactrice", now=NOW + timedelta(days=1))
    row = session.scalars(select(Eligibility)).one()
    assert (row.exam_year, row.post, row.declared_at) == (2022, "Rédactrice", NOW + timedelta(days=1))


def test_an_exam_of_a_year_to_come_is_refused(session: Session) -> None:
    person = make.person("tutor")
    with pytest.raises(DomainError) as refused:
        declare(person.id, exam_year=2027)
    assert refused.value.code == "recruitment.future_exam"


def test_the_first_charter_is_loaded_once_in_both_languages(session: Session) -> None:
    for _ in range(2):
        write(lambda s: services.load_charter(s, NOW))
    version = session.scalars(select(CharterVersion)).one()
    assert version.number == 1
    assert "confiden" in version.text_fr
    assert "confiden" in version.text_en
    assert queries.current_charter(session, NOW) == version


def test_signing_twice_keeps_the_first_date(session: Session) -> None:
    person, version = make.person("tutor"), make.charter()
    for days in (0, 3):
        write(lambda s, days=days: services.sign_charter(s, person.id, version.id, NOW + timedelta(days=days)))
    assert queries.signature_of(session, person.id, version.id) == NOW


def publish(effective_on: date) -> int:
    admin = make.person("admin")
    texts = {"text_fr": "Nouveau.", "text_en": "New."}
    return write(lambda s: services.publish_charter(s, **texts, effective_on=effective_on, actor_id=admin.id, now=NOW))


def test_a_new_charter_is_announced_and_holds_from_its_day_in_paris(session: Session) -> None:
    write(lambda s: services.load_charter(s, NOW))
    new = publish(date(2026, 12, 1))
    announced = queries.next_charter(session, NOW)
    assert announced is not None
    assert (announced.id, announced.number) == (new, 2)
    eve, day = datetime(2026, 11, 30, 22, 59, tzinfo=UTC), datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    assert getattr(queries.current_charter(session, eve), "number", None) == 1
    assert getattr(queries.current_charter(session, day), "number", None) == 2
    assert [v.number for v in queries.charters(session)] == [2, 1]


def test_nobody_is_caught_out_by_a_charter_of_today(session: Session) -> None:
    with pytest.raises(DomainError) as refused:
        publish(NOW.date())
    assert refused.value.code == "recruitment.charter_too_soon"


def quotation(session: Session, person_id: int | None = None, **changes: Any) -> int:
    values = {
        "quote_fr": "Merci.",
        "who": "Claire M.",
        "about": "tutrice",
        "voice": "tutor",
        "consent_on": date(2026, 9, 1),
    }
    return write(
        lambda s: services.save_testimonial(
            s, None, actor_id=1, now=NOW, **{**values, "person_id": person_id, **changes}
        )
    )


def test_a_testimonial_is_shown_in_order_until_withdrawn(session: Session) -> None:
    second, first = quotation(session, position=2), quotation(session, position=1)
    assert queries.published_testimonials(session) == []
    for one in (first, second):
        write(lambda s, one=one: services.show_testimonial(s, one, shown=True, actor_id=1, now=NOW))
    assert [t.id for t in queries.published_testimonials(session)] == [first, second]
    write(lambda s: services.show_testimonial(s, first, shown=False, actor_id=1, now=NOW))
    session.expire_all()
    assert [t.id for t in queries.published_testimonials(session)] == [second]
    write(lambda s: services.show_testimonial(s, first, shown=True, actor_id=1, now=NOW))
    session.expire_all()
    assert len(queries.published_testimonials(session)) == 2
    with pytest.raises(NotYours):
        queries.testimonial(session, 999_999)


def test_all_that_is_held_on_a_person_is_exported_then_erased(session: Session) -> None:
    person, version = make.person("tutor"), make.charter()
    person_id = person.id
    make.eligible(person)
    make.signed(person, version)
    make.saved(Arrival(person_id=person_id, campaign="rentree", at=NOW))
    quoted = quotation(session, person_id)
    exported = PRIVACY.export(session, person_id)
    assert {heading: len(records) for heading, records in exported.items()} == {
        "arrivee": 1,
        "eligibilite": 1,
        "charte": 1,
        "temoignages": 1,
    }
    write(lambda s: PRIVACY.erase(s, person_id, NOW))
    session.expire_all()
    assert all(records == [] for records in PRIVACY.export(session, person_id).values())
    assert all(
        session.scalars(select(t).where(t.person_id == person_id)).all() == [] for t in (Eligibility, CharterSignature)
    )
    emptied = session.get_one(models.Testimonial, quoted)
    assert (emptied.quote_fr, emptied.who, emptied.withdrawn_at) == ("", "", NOW)
