"""Attempts, always through the person whose they are: another's does not exist for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.content.models import Module, ModuleVersion, Question
from app.content.queries import bank, text_in
from app.infra.errors import NotYours
from app.training.models import Attempt, AttemptItem, QuestionReport
from app.training.queries.facts import on_the_path
from app.training.rules.drawing import Candidate
from app.training.rules.policy import Past


@dataclass(frozen=True)
class Subject:
    """What an attempt is at: a module's quiz, or the validation test, which has no slug, no title and no objectives of its
    own, and is passed by `needed` right answers.
    """

    slug: str
    title: str
    lang: str
    pass_percent: int
    needed: int | None
    objectives: Mapping[str, str]

    @property
    def test(self) -> bool:
        """Whether it is the validation test."""
        return self.needed is not None


def attempt_of(session: Session, person_id: int, attempt_id: int) -> Attempt:
    """The attempt with its module, version, items and questions: two queries. Raises NotYours."""
    found = session.scalars(
        select(Attempt)
        .where(Attempt.id == attempt_id, Attempt.person_id == person_id)
        .options(
            joinedload(Attempt.module),
            joinedload(Attempt.version),
            selectinload(Attempt.items).joinedload(AttemptItem.question),
        )
    ).first()
    if found is None:
        raise NotYours
    return found


def subject_of(attempt: Attempt, lang: str) -> Subject:
    """What an attempt is at."""
    if attempt.version is None or attempt.module is None:
        needed, drawn = attempt.needed or 0, len(attempt.items)
        return Subject("", "", lang, 100 * needed // max(1, drawn), needed, {})
    words, said = text_in(attempt.version.manifest, lang)
    objectives = {one["id"]: one["text"] for one in words.get("objectives", [])}
    return Subject(attempt.module.slug, words["title"], said, attempt.version.pass_percent, None, objectives)


def current_version(session: Session, slug: str) -> ModuleVersion:
    """The published version of a module. Raises NotYours when there is none."""
    found = session.scalars(
        select(ModuleVersion)
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(Module.slug == slug, on_the_path())
    ).first()
    if found is None:
        raise NotYours
    return found


def open_attempt(session: Session, person_id: int, module_id: int) -> Attempt | None:
    """The attempt this person has not sent yet, if any."""
    return session.scalars(
        select(Attempt).where(Attempt.person_id == person_id, Attempt.module_id == module_id, Attempt.state == "open")
    ).first()


def past_attempts(session: Session, person_id: int, version: ModuleVersion) -> list[Past]:
    """Those sent on the present substance of the module: a new substance opens a new count."""
    rows = session.execute(
        select(Attempt.submitted_at, Attempt.passed)
        .where(Attempt.person_id == person_id, Attempt.module_id == version.module_id, Attempt.state == "submitted")
        .where(Attempt.substance >= version.substance)
        .order_by(Attempt.id)
    )
    return [Past(submitted_at, passed) for submitted_at, passed in rows if submitted_at is not None]


def candidates(session: Session, person_id: int, version: ModuleVersion) -> tuple[list[Question], list[Candidate]]:
    """The bank of a version, and the same as the drawing sees it. A question met in an earlier version is a met one."""
    met = dict(
        session.execute(
            select(Question.key, func.count(AttemptItem.id))
            .join(AttemptItem, AttemptItem.question_id == Question.id)
            .join(Attempt, Attempt.id == AttemptItem.attempt_id)
            .where(Attempt.person_id == person_id, Attempt.module_id == version.module_id)
            .group_by(Question.key)
        ).all()
    )
    questions = bank(session, version.id)
    return questions, [Candidate(question.id, question.objective, met.get(question.key, 0)) for question in questions]


def reported_by(session: Session, person_id: int) -> set[int]:
    """The questions this person has reported, by id."""
    return set(session.scalars(select(QuestionReport.question_id).where(QuestionReport.person_id == person_id)))


def has_passed(session: Session, person_id: int, module_id: int) -> bool:
    """Whether the person has passed the module at its present substance: only then is a key shown."""
    passed = (
        select(Attempt.id)
        .join(Module, Module.id == Attempt.module_id)
        .join(ModuleVersion, ModuleVersion.id == Module.current_version_id)
        .where(Attempt.person_id == person_id, Attempt.module_id == module_id, Attempt.passed)
        .where(Attempt.substance >= ModuleVersion.substance)
    )
    return session.scalar(passed.limit(1)) is not None
