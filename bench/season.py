"""A season made in bulk: tutors of the pool, classes, students, with what the draw reads of them."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.classes.models import ClassLead, PrepClass, Student, StudentPaper
from app.infra.dates import paris_date
from app.pool.models import TutorExam, TutorPaper, TutorProfile
from app.recruitment.models import Eligibility
from app.reference.models import Exam, ExamPaper, Institution, Region
from app.reference.rules import MOMENTS
from app.training.models import Validation

SEED = 20261124
AT_ONCE = 10_000
WORDS = ("la note de synthèse", "l’oral", "le droit public", "la méthode", "les écrits", "la confiance", "le planning")


def season(session: Session, tutors: int, students: int, classes: int, now: datetime, lead_id: int) -> list[int]:
    """`tutors` validated tutors, `students` students in `classes` classes led by one person. Returns the classes' ids."""
    random = Random(SEED)  # noqa: S311  to be played again
    known = _known(session)
    for start in range(0, tutors, AT_ONCE):
        _tutors(session, random, known, range(start, min(start + AT_ONCE, tutors)), now)
    regions = known["regions"]
    rows = [
        {"name": f"Classe {n}", "name_key": f"classe {n}", "year": paris_date(now).year, "region_code": random.choice(regions),
         "institution_id": random.choice(known["hosts"])}
        for n in range(classes)
    ]  # fmt: skip
    ids = list(session.scalars(insert(PrepClass).returning(PrepClass.id), rows))
    session.execute(insert(ClassLead), [{"class_id": one, "person_id": lead_id, "since": now} for one in ids])
    for start in range(0, students, AT_ONCE):
        _students(session, random, known, range(start, min(start + AT_ONCE, students)), ids, now)
    return ids


def _known(session: Session) -> dict[str, Any]:
    papers: dict[int, list[int]] = {}
    for exam_id, paper_id in session.execute(select(ExamPaper.exam_id, ExamPaper.paper_id)):
        papers.setdefault(exam_id, []).append(paper_id)
    return {
        "regions": list(session.scalars(select(Region.code).order_by(Region.code))),
        "exams": list(session.scalars(select(Exam.id).order_by(Exam.id))),
        "hosts": list(session.scalars(select(Institution.id).order_by(Institution.id))),
        "papers": papers,
    }


def _slots(random: Random) -> list[int]:
    return sorted(random.sample([2, 5, 8, 11, 14, 15, 16, 18, 19], random.randint(1, 4)))


def _ways(random: Random) -> dict[str, Any]:
    presence = random.random() < 0.3
    return {
        "remote": not presence or random.random() < 0.7,
        "presence": presence,
        "moments": random.sample(MOMENTS, 2) if presence else [],
        "slots": _slots(random),
        "flexible": random.random() < 0.2,
    }


def _tutors(session: Session, random: Random, known: dict[str, Any], numbers: range, now: datetime) -> None:
    people = [
        {"email": f"t{n}@saison.example", "email_key": f"t{n}@saison.example", "first_name": f"Prénom{n}", "last_name": "M",
         "name_key": f"prenom{n} m", "created_at": now, "confirmed_at": now, "language": "fr", "session_version": 0}
        for n in numbers
    ]  # fmt: skip
    ids = list(session.scalars(insert(Person).returning(Person.id), people))
    since = {one: now - timedelta(days=random.randint(1, 300)) for one in ids}
    session.execute(
        insert(Validation),
        [
            {"person_id": one, "valid_from": since[one], "valid_until": now + timedelta(days=200), "assessed_at": now}
            for one in ids
        ],
    )
    today = paris_date(now)
    profiles = []
    for one in ids:
        words = f"J’aide pour {random.choice(WORDS)} et {random.choice(WORDS)}."
        profiles.append(
            {"person_id": one, "region_code": random.choice(known["regions"]), "seats": random.choice((1, 1, 2)), "seats_taken": 0,
             "languages": ["fr"], "words": words, "words_key": words, "phone": "", "updated_at": now, "available_from": None,
             "paused_until": today + timedelta(days=9) if random.random() < 0.05 else None, **_ways(random)}
        )  # fmt: skip
    session.execute(insert(TutorProfile), profiles)
    exams, papers, passed = [], [], []
    for one in ids:
        own = random.sample(known["exams"], random.randint(1, 2))
        exams += [{"person_id": one, "exam_id": exam} for exam in own]
        listed = sorted({paper for exam in own for paper in known["papers"].get(exam, ())})
        papers += [{"person_id": one, "paper_id": paper} for paper in random.sample(listed, min(3, len(listed)))]
        passed.append(
            {"person_id": one, "exam_id": own[0], "exam_year": 2023, "institution_id": random.choice(known["hosts"]), "post": "",
             "declared_at": now}
        )  # fmt: skip
    session.execute(insert(TutorExam), exams)
    session.execute(insert(TutorPaper), papers)
    session.execute(insert(Eligibility), passed)


def _students(
    session: Session, random: Random, known: dict[str, Any], numbers: range, classes: list[int], now: datetime
) -> None:
    rows = [
        {"class_id": classes[n % len(classes)], "first_name": f"Élève{n}", "last_initial": "B", "name_key": f"eleve{n} b",
         "exam_id": random.choice(known["exams"]), "region_code": random.choice(known["regions"]), "wish": "", "added_at": now,
         **_ways(random)}
        for n in numbers
    ]  # fmt: skip
    ids = list(session.scalars(insert(Student).returning(Student.id), rows))
    papers = []
    for one, row in zip(ids, rows, strict=True):
        listed = known["papers"].get(row["exam_id"], [])
        papers += [{"student_id": one, "paper_id": p} for p in random.sample(listed, min(2, len(listed)))]
    session.execute(insert(StudentPaper), papers)
