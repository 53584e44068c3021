"""A crowd of tutors for the search, filled in bulk with the index's triggers off, then the index made at once.

Shaped as a country is: a few regions and exams hold most people, some hold hardly any; evenings are free, mornings rarely;
words go from those that a third of people use to those of a handful.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import accumulate, islice
from random import Random
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.classes.models import ClassLead
from app.infra import clock
from app.infra.searched import fill, keep, leave
from app.pool.models import TutorExam, TutorPaper, TutorProfile
from app.pool.searched import TUTORS
from app.recruitment.models import Eligibility
from app.reference.models import Exam, Institution, Paper, Region
from app.training.models import Validation

SEED, AT_ONCE = 20261127, 20_000
COMMON = (
    "synthese", "note", "oral", "methode", "ecrit", "droit", "public", "confiance", "economie", "europe", "culture",
    "generale", "entretien", "anglais", "gestion", "finances", "planning", "motivation", "dissertation", "plan",
)  # fmt: skip
VOCABULARY = (*COMMON, *(f"{one}{n}" for n in range(19) for one in COMMON))  # 400 words, each rarer than the last


def falling(count: int, power: float) -> list[float]:
    """Weights of `count` things, each rarer than the one before, summed up for `Random.choices`."""
    return list(accumulate(1 / (n + 1) ** power for n in range(count)))


def known(session: Session) -> dict[str, list[Any]]:
    """What tutors point at, commonest first."""
    return {
        "regions": list(session.scalars(select(Region.code).order_by(Region.code))),
        "exams": list(session.scalars(select(Exam.id).order_by(Exam.id))),
        "papers": list(session.scalars(select(Paper.id).order_by(Paper.id))),
        "hosts": list(session.scalars(select(Institution.id).order_by(Institution.id))),
    }


def _rows(
    ids: Iterable[int], there: dict[str, list[Any]], random: Random
) -> Iterator[dict[type, list[dict[str, Any]]]]:
    now = clock.now()
    today = now.date()
    by = {name: falling(len(there[name]), 0.9) for name in ("regions", "exams", "papers")}
    hours, words = falling(21, 0.7), falling(len(VOCABULARY), 1.1)
    cells = [2, 5, 8, 11, 14, 15, 16, 17, 18, 19, 20, 1, 4, 7, 10, 13, 0, 3, 6, 9, 12]
    numbers = iter(ids)
    while some := list(islice(numbers, AT_ONCE)):
        rows: dict[type, list[dict[str, Any]]] = {
            kind: [] for kind in (Person, Validation, TutorProfile, TutorExam, TutorPaper, Eligibility)
        }
        for n in some:
            presence, asleep, helped = (
                random.random() < 0.35,
                random.random(),
                random.choices(there["exams"], cum_weights=by["exams"], k=2),
            )
            said = " ".join(random.choices(VOCABULARY, cum_weights=words, k=random.randrange(12)))
            seats = random.randint(1, 3)
            rows[Person].append(
                {"id": n, "email": f"t{n}@foule.example", "email_key": f"t{n}@foule.example", "first_name": f"Prénom{n}", "last_name": "M",
                 "name_key": f"prenom{n} m", "created_at": now, "confirmed_at": now, "language": "fr", "session_version": 0}
            )  # fmt: skip
            rows[Validation].append(
                {"person_id": n, "valid_from": now - timedelta(days=random.randint(1, 300)), "assessed_at": now,
                 "valid_until": now + timedelta(days=200 if random.random() < 0.93 else -1)}
            )  # fmt: skip
            rows[TutorProfile].append(
                {"person_id": n, "region_code": random.choices(there["regions"], cum_weights=by["regions"])[0], "seats": seats,
                 "seats_taken": seats if random.random() < 0.4 else 0, "languages": ["fr"], "words": said, "words_key": said, "phone": "",
                 "updated_at": now, "remote": not presence or random.random() < 0.7, "presence": presence, "moments": [], "flexible": False,
                 "slots": sorted(set(random.choices(cells, cum_weights=hours, k=random.randint(1, 5)))),
                 "available_from": today + timedelta(days=120) if asleep > 0.95 else None,
                 "paused_until": today + timedelta(days=9) if asleep < 0.05 else None}
            )  # fmt: skip
            rows[TutorExam] += [{"person_id": n, "exam_id": one} for one in set(helped)]
            listed = set(random.choices(there["papers"], cum_weights=by["papers"], k=random.randrange(4)))
            rows[TutorPaper] += [{"person_id": n, "paper_id": one} for one in listed]
            rows[Eligibility].append(
                {"person_id": n, "exam_id": helped[0], "exam_year": 2023, "institution_id": random.choice(there["hosts"]), "post": "",
                 "declared_at": now}
            )  # fmt: skip
        yield rows


def crowd(db: Any, tutors: int) -> tuple[int, str]:
    """Fill the database with `tutors` people of the pool. Returns the id and the session key of a lead."""
    dialect = db.engine.dialect.name
    with db.engine.connect().execution_options(write=True) as connection, connection.begin():
        session = Session(connection)
        lead = session.scalars(select(ClassLead.person_id).order_by(ClassLead.id).limit(1)).one()
        key = f"{lead}.{session.get_one(Person, lead).session_version}"
        first = 1 + max(session.scalars(select(Person.id)))
        there = known(session)
        for statement in leave(TUTORS, dialect):
            connection.exec_driver_sql(statement)
        for rows in _rows(range(first, first + tutors), there, Random(SEED)):  # noqa: S311  to be played again
            for kind, listed in rows.items():
                _copy(connection, kind, listed, dialect)
        connection.exec_driver_sql(f"DELETE FROM {TUTORS.name}")  # noqa: S608  our own text
        connection.exec_driver_sql(fill(TUTORS, dialect))
        for statement in keep(TUTORS, dialect):
            connection.exec_driver_sql(statement)
    if dialect == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT", write=True) as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    else:
        with db.engine.connect().execution_options(write=True) as connection, connection.begin():
            connection.execute(text("ANALYZE"))
    return lead, key


def _copy(connection: Any, kind: type, listed: Sequence[dict[str, Any]], dialect: str) -> None:
    """Many rows at once: COPY on PostgreSQL, which takes a tenth of the time; the driver's own loop on SQLite."""
    if dialect == "sqlite" or not listed:
        connection.execute(insert(kind), listed)
        return
    table = kind.__table__  # type: ignore[attr-defined]  # every model has one
    columns = list(listed[0])
    processors = [table.c[one].type.bind_processor(connection.dialect) for one in columns]
    cursor = connection.connection.cursor()
    with cursor.copy(f"COPY {table.name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in listed:
            copy.write_row([_cell(row[c], p) for c, p in zip(columns, processors, strict=True)])


def _cell(value: Any, processor: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value)
    return processor(value) if processor else value
