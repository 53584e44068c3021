"""The column types: instants are aware and in UTC, searched texts lose accents and case, JSON comes back as it went."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.infra.db import write
from app.infra.models import Job
from app.infra.orm import fold, read_json
from tests import factories as make


def test_a_naive_instant_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="naive datetime refused"):
        make.person(created_at=datetime(2026, 1, 1))  # noqa: DTZ001  the point of the test


def test_an_instant_comes_back_in_utc_whatever_the_zone_it_was_given_in(session: Session) -> None:
    reunion = timezone(timedelta(hours=4))
    made = make.person(confirmed_at=datetime(2026, 11, 23, 14, 0, tzinfo=reunion))
    session.expire_all()
    found = session.get_one(Person, made.id).confirmed_at
    assert found == datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert found is not None
    assert found.utcoffset() == timedelta(0)


def test_instants_compare_as_instants(session: Session) -> None:
    early = make.person(created_at=datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=4))))  # 31 December, UTC
    new_year = datetime(2026, 1, 1, tzinfo=UTC)
    assert session.scalar(select(Person.id).where(Person.created_at < new_year)) == early.id


def test_an_address_is_found_whatever_its_case_and_accents(session: Session) -> None:
    made = make.person(email="Élodie.Lœb@Exemple.fr")
    for typed in ("élodie.lœb@exemple.fr", "ELODIE.LOEB@EXEMPLE.FR", " elodie.loeb@exemple.fr "):
        assert session.scalar(select(Person.id).where(Person.email_key == typed)) == made.id


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Élève", "eleve"),
        ("  La   Réunion ", "la reunion"),
        ("cœur et Æneas", "coeur et aeneas"),
        ("STRASSE ß", "strasse ss"),
        ("ﬁn", "fin"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_json_comes_back_as_it_went(session: Session) -> None:
    payload = {"person_id": 3, "nested": {"a": [1, None, "é"]}}

    def act(writing: Session) -> int:
        job = Job(kind="x", payload=payload, run_at=make.NOW, created_at=make.NOW)
        writing.add(job)
        writing.flush()
        return job.id

    job_id = write(act)
    session.expire_all()
    assert session.get_one(Job, job_id).payload == payload


def test_short_lists_are_parsed_once_and_each_reader_has_their_own() -> None:
    first, again = read_json('["fr", "en"]'), read_json('["fr", "en"]')
    assert first == again == ["fr", "en"]
    first.append("es")
    assert read_json('["fr", "en"]') == ["fr", "en"]
    for text in ("[]", "[3, 14]", "[true, null]", '[["a"], {"b": 1}]', '{"value": 3}', '"x"', "[" + "1," * 60 + "1]"):
        assert read_json(text) == json.loads(text)
    nested = read_json('[["a"]]')
    nested[0].append("b")
    assert read_json('[["a"]]') == [["a"]]
