"""Reading a lesson."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.models import Lesson
from app.infra.errors import NotYours
from app.infra.jobs import insert_new
from app.training.models import LessonRead
from app.training.queries.attempts import current_version


def read_lesson(session: Session, person_id: int, slug: str, key: str, now: datetime) -> str | None:
    """Note that the lesson was read (once) and return the key of the next one, None after the last. Raises NotYours."""
    version = current_version(session, slug)
    keys = list(session.scalars(select(Lesson.key).where(Lesson.version_id == version.id).order_by(Lesson.position)))
    if key not in keys:
        raise NotYours
    insert_new(session, LessonRead, person_id=person_id, module_id=version.module_id, lesson_key=key, read_at=now)
    after = keys[keys.index(key) + 1 :]
    return after[0] if after else None
