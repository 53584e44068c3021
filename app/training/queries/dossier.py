"""The learner's record: everything a person did in training, read in nine queries at most whatever its length."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, literal, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.content.models import Lesson, Module, ModuleVersion, Question, Scenario
from app.infra import dates
from app.training.models import Attempt, AttemptItem, Certificate, ExerciseAnswer, LessonRead, Review, ScenarioRun
from app.training.rules.acts import KINDS, TEST, Act
from app.training.rules.minutes import Worked, worked

BY_PAGE = 20  # days
CERTIFICATE = ("Attestation de validation", "Certificate of validation")
VALIDATION_TEST = ("Test de validation", "Validation test")


@dataclass(frozen=True)
class Dossier:
    """`acts` newest first; `titles` of the modules by slug, in French and in English; the time counted, by slug (TEST:
    the validation test).
    """

    acts: tuple[Act, ...]
    titles: dict[str, tuple[str, str]]
    time: Worked[str]

    @property
    def days(self) -> list[tuple[date, list[Act]]]:
        """The acts by day in Paris, newest first. What was sent hides that it had been started."""
        sent = {act.id for act in self.acts if act.kind == "result"}
        told = [act for act in self.acts if act.kind != "attempt" or act.id not in sent]
        return [(day, list(acts)) for day, acts in groupby(told, key=lambda act: dates.paris_date(act.at))]


@dataclass(frozen=True)
class _Place:
    """A module as the record names it; `open` while it is on the path."""

    slug: str
    titles: tuple[str, str]
    open: bool


def dossier(session: Session, person_id: int) -> Dossier:
    """A person's record."""
    places = _places(session)
    acts = [
        *_lessons(session, person_id, places),
        *_exercises(session, person_id, places),
        *_scenarios(session, person_id, places),
        *_attempts(session, person_id, places),
        *_reviews(session, person_id, places),
        *_certificates(session, person_id),
    ]
    acts.sort(key=lambda act: (act.at, KINDS.index(act.kind), act.id), reverse=True)
    slugs = {act.module for act in acts}
    instants = [(act.at, act.module) for act in acts if act.kind != "certificate"]
    return Dossier(
        acts=tuple(acts),
        titles={place.slug: place.titles for place in places.values() if place.slug in slugs},
        time=worked([*instants, *_between(session, person_id, places)]),
    )


def _titles(column: InstrumentedAttribute[Any], name: str) -> list[ColumnElement[str]]:
    return [column[(lang, name)].as_string() for lang in ("fr", "en")]


def _places(session: Session) -> dict[int, _Place]:
    rows: Any = session.execute(
        select(Module.id, Module.slug, Module.retired_at, ModuleVersion.id, *_titles(ModuleVersion.manifest, "title"))
        .outerjoin(ModuleVersion, ModuleVersion.id == Module.current_version_id)
        .order_by(Module.position, Module.id)
    )
    return {
        module_id: _Place(slug, (french or slug, english or french or slug), version_id is not None and not retired_at)
        for module_id, slug, retired_at, version_id, french, english in rows
    }


def _lessons(session: Session, person_id: int, places: dict[int, _Place]) -> Iterator[Act]:
    here = and_(Lesson.version_id == Module.current_version_id, Lesson.key == LessonRead.lesson_key)
    rows: Any = session.execute(
        select(LessonRead, Lesson.id, *_titles(Lesson.texts, "title"))
        .join(Module, Module.id == LessonRead.module_id)
        .outerjoin(Lesson, here)
        .where(LessonRead.person_id == person_id)
    )
    for read, lesson_id, french, english in rows:
        place, key = places[read.module_id], read.lesson_key
        title_fr, title_en = french or key, english or french or key
        lesson = key if lesson_id else ""
        yield Act("lesson", read.id, read.read_at, place.slug, key, title_fr, title_en, lesson=lesson, open=place.open)


def _holds(kind: str, key: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether a lesson of the current version shows the exercise or the scenario `key`."""
    wanted = literal(f'%"{kind}": "') + key + literal('"%')
    return and_(Lesson.version_id == Module.current_version_id, cast(Lesson.texts, Text).like(wanted))


def _exercises(session: Session, person_id: int, places: dict[int, _Place]) -> Iterator[Act]:
    rows: Any = session.execute(
        select(ExerciseAnswer, Lesson.key, *_titles(Question.texts, "text"), *_titles(Question.texts, "title"))
        .join(Question, Question.id == ExerciseAnswer.question_id)
        .join(Module, Module.id == ExerciseAnswer.module_id)
        .outerjoin(Lesson, _holds("exercise", ExerciseAnswer.key))
        .where(ExerciseAnswer.person_id == person_id)
        .order_by(ExerciseAnswer.id, Lesson.position.desc())
    )
    told = {}
    for answer, lesson, text_fr, text_en, title_fr, title_en in rows:
        place, french = places[answer.module_id], title_fr or text_fr or answer.key
        told[answer.id] = Act(
            kind="exercise",
            id=answer.id,
            at=answer.answered_at,
            module=place.slug,
            key=answer.key,
            title_fr=french,
            title_en=title_en or text_en or french,
            points=answer.points,
            passed=None if answer.points is None else answer.points >= 1,
            lesson=lesson or "",
            open=place.open,
        )
    yield from told.values()


def _scenarios(session: Session, person_id: int, places: dict[int, _Place]) -> Iterator[Act]:
    rows: Any = session.execute(
        select(ScenarioRun, Lesson.key, *_titles(Scenario.texts, "situation"))
        .join(Scenario, Scenario.id == ScenarioRun.scenario_id)
        .join(Module, Module.id == ScenarioRun.module_id)
        .outerjoin(Lesson, _holds("scenario", ScenarioRun.key))
        .where(ScenarioRun.person_id == person_id)
        .order_by(ScenarioRun.id, Lesson.position.desc())
    )
    told = {run.id: (run, lesson or "", french, english or french) for run, lesson, french, english in rows}
    for run, lesson, french, english in told.values():
        place = places[run.module_id]
        what = place.slug, run.key, french, english
        yield Act("scenario", run.id, run.chosen_at, *what, run.points, run.points >= 1, lesson, place.open)
        if run.compared_at is not None:
            yield Act("comparison", run.id, run.compared_at, *what, lesson=lesson, open=place.open)


def _attempts(session: Session, person_id: int, places: dict[int, _Place]) -> Iterator[Act]:
    for one in session.scalars(select(Attempt).where(Attempt.person_id == person_id)):
        place = places[one.module_id] if one.module_id is not None else None
        slug, (french, english) = (place.slug, place.titles) if place is not None else (TEST, VALIDATION_TEST)
        what = slug, str(one.id), french, english
        yield Act("attempt", one.id, one.started_at, *what, open=one.state == "open")
        if one.submitted_at is not None and one.percent is not None:
            yield Act("result", one.id, one.submitted_at, *what, one.percent / 100, one.passed, open=True)


def _reviews(session: Session, person_id: int, places: dict[int, _Place]) -> Iterator[Act]:
    rows: Any = session.execute(
        select(Review, Question.key, ModuleVersion.module_id, *_titles(Question.texts, "text"))
        .join(Question, Question.id == Review.question_id)
        .join(ModuleVersion, ModuleVersion.id == Question.version_id)
        .where(Review.person_id == person_id, Review.answered_at.is_not(None))
    )
    for review, key, module_id, french, english in rows:
        right = None if review.points is None else review.points >= 1
        what = places[module_id].slug, key, french or key, english or french or key
        yield Act("review", review.id, review.answered_at, *what, review.points, right, open=True)


def _certificates(session: Session, person_id: int) -> Iterator[Act]:
    held = select(Certificate).where(Certificate.person_id == person_id, Certificate.revoked_at.is_(None))
    for one in session.scalars(held):
        what = one.id, one.issued_at, TEST, one.public_id, CERTIFICATE[0], CERTIFICATE[1]
        yield Act("certificate", *what, passed=True, open=True)


def _between(session: Session, person_id: int, places: dict[int, _Place]) -> Iterator[tuple[datetime, str]]:
    """The instants that are no act of the record, but show someone at work: each answer to a quiz, a first try."""
    answers = session.execute(
        select(AttemptItem.answered_at, Attempt.module_id)
        .join(Attempt, Attempt.id == AttemptItem.attempt_id)
        .where(Attempt.person_id == person_id, AttemptItem.answered_at.is_not(None))
    )
    for answered_at, of_module in answers:
        if answered_at is not None:
            yield answered_at, places[of_module].slug if of_module is not None else TEST
    tries = select(ExerciseAnswer.first_at, ExerciseAnswer.module_id).where(ExerciseAnswer.person_id == person_id)
    for at, module_id in session.execute(tries):
        yield at, places[module_id].slug
