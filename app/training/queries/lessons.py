"""A lesson as it is read: its text, its place among the others. Three queries, whatever the module."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from app.content.models import Lesson, Module, ModuleVersion
from app.content.queries import text_in
from app.infra.errors import NotYours
from app.training.models import Attempt
from app.training.queries.facts import on_the_path
from app.training.queries.progress import LessonLine, lesson_lines


@dataclass(frozen=True)
class LessonPage:
    """One lesson and its module. The HTML of `pieces` was rendered and sanitised at publication; `lang` is their language.

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
    version_id, manifest, draw, number, total, quiz_passed = found
    texts = session.scalar(select(Lesson.texts).where(Lesson.version_id == version_id, Lesson.key == key))
    if texts is None:
        raise NotYours
    module, module_lang = text_in(manifest, lang)
    lesson, said = text_in(texts, lang)
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
        pieces=tuple(lesson["pieces"]),
        lang=said,
        lessons=tuple(lessons),
        at=next(n for n, line in enumerate(lessons) if line.key == key),
    )
