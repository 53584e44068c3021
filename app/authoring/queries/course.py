"""How far learners go in a module. Trainers and the national team, who read the banks, are left out."""

from collections import Counter
from typing import Any

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session

from app.authoring.queries.figures import learner, played
from app.authoring.rules.course import Course
from app.training.models import Attempt, LessonRead


def course_of(session: Session, module_id: int) -> Course:
    """The course of a module's learners, each counted once. Six queries."""
    read = select(LessonRead.person_id).where(LessonRead.module_id == module_id, learner(LessonRead.person_id))
    tried = select(Attempt.person_id).where(Attempt.module_id == module_id, learner(Attempt.person_id))
    lessons = (
        select(LessonRead.lesson_key, func.count(LessonRead.person_id.distinct()))
        .where(LessonRead.module_id == module_id, learner(LessonRead.person_id))
        .group_by(LessonRead.lesson_key)
    )
    results: Counter[int] = Counter()
    passed_first = 0
    for percent, passed, people in session.execute(_first_results(module_id)):
        results[percent or 0] += people
        passed_first += people if passed else 0
    return Course(
        started=_people(session, union(read, tried)),
        read=dict(session.execute(lessons).all()),
        opened=_people(session, tried.distinct()),
        sent=results.total(),
        passed=_people(session, tried.where(Attempt.passed, Attempt.state == "submitted").distinct()),
        passed_first=passed_first,
        percents=dict(results),
        played=played(session, module_id).get(module_id, {}),
    )


def _people(session: Session, who: Any) -> int:
    return session.scalar(select(func.count()).select_from(who.subquery())) or 0


def _first_results(module_id: int) -> Select[int | None, bool, int]:
    firsts = (
        select(func.min(Attempt.id).label("id"))
        .where(Attempt.module_id == module_id, Attempt.state == "submitted", learner(Attempt.person_id))
        .group_by(Attempt.person_id)
        .subquery()
    )
    return (
        select(Attempt.percent, Attempt.passed, func.count())
        .join(firsts, firsts.c.id == Attempt.id)
        .group_by(Attempt.percent, Attempt.passed)
    )
