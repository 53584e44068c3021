"""A lesson as it is read: its text, its exercises and scenarios, its place among the others. Three queries, and three more
at most for what is answered in it, whatever the module.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.content.models import Lesson, Module, ModuleVersion
from app.content.queries import text_in
from app.infra.errors import NotYours
from app.training.models import Attempt
from app.training.queries.exercises import exercises_of
from app.training.queries.facts import on_the_path
from app.training.queries.progress import LessonLine, lesson_lines
from app.training.queries.scenarios import scenes_of


@dataclass(frozen=True)
class LessonPage:
    """One lesson and its module. `pieces` are, in order, {"html": safe HTML rendered and sanitised at publication},
    {"exercise": Exercise} or {"scene": Scene}; `lang` is their language.

    `at` is its rank from 0 among `lessons`. `number` of `total` places the module among those published.
    """

    slug: str
    module_title: str
    module_lang: str
    number: int
    total: int
    objectives: tuple[str, ...]
    questions: int
    quiz_passed: bool
    title: str
    pieces: tuple[dict[str, Any], ...]
    lang: str
    lessons: tuple[LessonLine, ...]
    at: int

    @property
    def line(self) -> LessonLine:
        """This lesson in the list."""
        return self.lessons[self.at]

    @property
    def previous(self) -> LessonLine | None:
        """The lesson before, if any."""
        return self.lessons[self.at - 1] if self.at else None

    @property
    def next(self) -> LessonLine | None:
        """The lesson after, if any; after the last comes the quiz."""
        return self.lessons[self.at + 1] if self.at + 1 < len(self.lessons) else None

    @property
    def percent(self) -> int:
        """How far in the module the end of this lesson is, the quiz being its last step."""
        return round(100 * (self.at + 1) / (len(self.lessons) + 1))


def lesson_page(session: Session, person_id: int, slug: str, key: str, lang: str) -> LessonPage:
    """The lesson `key` of the module's current version. Raises NotYours when there is none."""
    other = aliased(Module)
    published = select(func.count(other.id)).where(other.current_version_id.is_not(None), other.retired_at.is_(None))
    passed = select(Attempt.id).where(
        Attempt.person_id == person_id,
        Attempt.module_id == Module.id,
        Attempt.passed,
        Attempt.substance >= ModuleVersion.substance,
    )
    found = session.execute(
        select(
            Module.id,
            ModuleVersion.id,
            ModuleVersion.manifest,
            ModuleVersion.draw,
            published.where(other.position <= Module.position).scalar_subquery(),
            published.scalar_subquery(),
            passed.exists(),
        )
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(Module.slug == slug, on_the_path())
    ).first()
    if found is None:
        raise NotYours
    module_id, version_id, manifest, draw, number, total, quiz_passed = found
    texts = session.scalar(select(Lesson.texts).where(Lesson.version_id == version_id, Lesson.key == key))
    if texts is None:
        raise NotYours
    module, module_lang = text_in(manifest, lang)
    lesson, said = text_in(texts, lang)
    place = person_id, module_id, version_id
    lessons = lesson_lines(session, person_id, [version_id], lang)[version_id]
    return LessonPage(
        slug=slug,
        module_title=module["title"],
        module_lang=module_lang,
        number=number,
        total=total,
        objectives=tuple(objective["text"] for objective in module.get("objectives", [])),
        questions=draw,
        quiz_passed=quiz_passed,
        title=lesson["title"],
        pieces=_pieces(session, *place, lesson["pieces"], lang),
        lang=said,
        lessons=tuple(lessons),
        at=next(n for n, line in enumerate(lessons) if line.key == key),
    )


def _pieces(
    session: Session, person_id: int, module_id: int, version_id: int, pieces: list[dict[str, str]], lang: str
) -> tuple[dict[str, Any], ...]:
    """The pieces of a lesson, what is answered in it put in its place."""
    place = person_id, module_id, version_id
    asked = exercises_of(session, *place, [one["exercise"] for one in pieces if "exercise" in one], lang)
    played = scenes_of(session, *place, [one["scenario"] for one in pieces if "scenario" in one], lang)
    found: list[dict[str, Any]] = []
    for one in pieces:
        if "html" in one:
            found.append(one)
        elif one.get("exercise") in asked:
            found.append({"exercise": asked[one["exercise"]]})
        elif one.get("scenario") in played:
            found.append({"scene": played[one["scenario"]]})
    return tuple(found)
