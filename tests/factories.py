"""Ready-made rows, one function per thing, each with what a test did not say filled in plausibly.

Call them inside an application context; each saves what it makes and returns it, attached to the context's session.
"""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from app.accounts.models import Person, RoleGrant
from app.classes.models import ClassLead, PrepClass, Student, StudentContact
from app.infra.db import write
from app.pool.models import TutorProfile
from app.recruitment.models import CharterSignature, CharterVersion, Eligibility
from app.reference.models import Exam, Institution, Paper, Region
from app.training.models import Validation
from tests.conftest import NOW

T = TypeVar("T")
_number = count(1)


def saved(thing: T) -> T:
    """Write one row."""

    def act(session: Any) -> None:
        session.add(thing)
        session.flush()

    write(act)
    return thing


def person(*roles: str, **values: Any) -> Person:
    """A confirmed account holding `roles`."""
    n = next(_number)
    values = {
        "email": f"personne{n}@exemple.fr",
        "first_name": "Claire",
        "last_name": f"Martin{n}",
        "created_at": NOW - timedelta(days=30),
        "confirmed_at": NOW - timedelta(days=30),
    } | values
    values.setdefault("email_key", values["email"])
    values.setdefault("name_key", f"{values['last_name']} {values['first_name']}")
    made = Person(**values)
    made.grants = [RoleGrant(role=role, granted_at=NOW) for role in roles]
    return saved(made)


def region(code: str = "32", **values: Any) -> Region:
    """A region, the same for the same code."""
    return _once(Region, code, code=code, **{"name": "Hauts-de-France"} | values)


def _once(kind: type[T], key: Any, **values: Any) -> T:
    found: list[T] = []

    def act(session: Any) -> None:
        existing = session.get(kind, key)
        if existing is None:
            existing = kind(**values)
            session.add(existing)
            session.flush()
        found.append(existing)

    write(act)
    return found[0]


def institution(**values: Any) -> Institution:
    """A school that also hosts classes."""
    n = next(_number)
    values = {
        "slug": f"ira-{n}",
        "short_name": "IRA de Lille",
        "name": f"IRA de Lille {n}",
        "is_school": True,
        "is_host": True,
    } | values
    return saved(Institution(**{"name_key": values["name"], **values}))


def paper(**values: Any) -> Paper:
    """A written paper."""
    n = next(_number)
    return saved(Paper(**{"code": f"note-{n}", "name": "Note de synthèse", "kind": "written", "position": n} | values))


def exam(**values: Any) -> Exam:
    """An exam of category A with one paper."""
    n = next(_number)
    values = {"code": f"ira-{n}", "name": "IRA", "category": "A", "family": "ira"} | values
    made = Exam(**{"name_key": values["name"], **values})
    made.papers = [paper()]
    return saved(made)


def prep_class(*leads: Person, **values: Any) -> PrepClass:
    """A class of this year led by `leads`."""
    host, where = institution(), region()
    values = {"name": "IRA de Lille", "year": 2026, "institution_id": host.id, "region_code": where.code} | values
    made = saved(PrepClass(**{"name_key": values["name"], **values}))
    for lead in leads:
        saved(ClassLead(class_id=made.id, person_id=lead.id, since=NOW - timedelta(days=60)))
    return made


def student(of: PrepClass, **values: Any) -> Student:
    """A student of `of`, with a contact, available on Tuesday evening."""
    n = next(_number)
    exam_id = values.pop("exam_id", None) or exam().id
    values = {
        "first_name": "Inès",
        "last_initial": "B",
        "region_code": of.region_code,
        "remote": True,
        "slots": [5],
        "added_at": NOW - timedelta(days=12),
    } | values
    made = saved(
        Student(
            **{
                "name_key": f"{values['first_name']} {values['last_initial']}",
                "class_id": of.id,
                "exam_id": exam_id,
                **values,
            }
        )
    )
    email = f"etudiante{n}@exemple.fr"
    saved(
        StudentContact(
            student_id=made.id, first_name=made.first_name, last_name=f"Benali{n}", email=email, email_key=email
        )
    )
    return made


def charter(**values: Any) -> CharterVersion:
    """The charter in force."""
    n = next(_number)
    values = {"number": n, "text_fr": "Je m’engage.", "text_en": "I commit.", "effective_on": date(2026, 7, 1)} | values
    return saved(CharterVersion(**{"published_at": NOW - timedelta(days=100), **values}))


def eligible(tutor: Person, **values: Any) -> Eligibility:
    """A declaration of an exam passed two years ago."""
    exam_id = values.pop("exam_id", None) or exam().id
    return saved(
        Eligibility(
            **{"person_id": tutor.id, "exam_id": exam_id, "exam_year": 2024, "post": "Attachée", "declared_at": NOW}
            | values
        )
    )


def signed(tutor: Person, version: CharterVersion) -> CharterSignature:
    """The acceptance of a charter."""
    return saved(CharterSignature(person_id=tutor.id, version_id=version.id, signed_at=NOW - timedelta(days=20)))


def pool_tutor(*, until: datetime | None = None, valid: bool = True, **values: Any) -> Person:
    """A tutor with a profile and, unless `valid` is False, a validation for a year. Rows only: no gate was passed."""
    made = person(
        "tutor", **{k: values.pop(k) for k in ("first_name", "last_name", "email", "language") if k in values}
    )
    where = region(values.pop("region_code", "32"))
    exams, papers = values.pop("exams", []), values.pop("papers", [])
    profile = TutorProfile(
        **{
            "person_id": made.id,
            "region_code": where.code,
            "seats": 2,
            "languages": ["fr"],
            "slots": [5, 8],
            "words": "",
            "updated_at": NOW,
        }
        | values
    )
    profile.words_key = profile.words
    profile.exams, profile.papers = list(exams), list(papers)
    saved(profile)
    if valid:
        saved(
            Validation(
                person_id=made.id,
                valid_from=NOW - timedelta(days=10),
                valid_until=until or NOW + timedelta(days=365),
                assessed_at=NOW,
            )
        )
    return made
