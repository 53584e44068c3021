"""Storing a version of a module. What is published is never altered: a change is a new version."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.models import Lesson, Module, ModuleVersion, Question
from app.content.rendering import VERSION, render_lesson, said
from app.content.rules import Package
from app.content.rules.checks import WORDS_A_MINUTE
from app.content.rules.package import LessonSource
from app.infra.errors import DomainError
from app.infra.markdown import words


def store_version(session: Session, package: Package, source: str, now: datetime) -> ModuleVersion | None:
    """Publish `package` as the module's current version. Returns it, or None when nothing has changed.

    Raises DomainError "content.studio_wins" when the latest version came from the studio and this one does not,
    "content.not_newer" when the texts changed without the version number growing, "content.first_substance".
    """
    module = session.scalars(select(Module).where(Module.slug == package.slug)).first()
    latest = module.current if module is not None else None
    if latest is not None and latest.package_hash == package.digest:
        return None
    if latest is None and package.change != "substance":
        raise DomainError("content.first_substance")
    if latest is not None and latest.source == "studio" and source != "studio":
        raise DomainError("content.studio_wins")
    if latest is not None and package.version <= latest.number:
        raise DomainError("content.not_newer", version=latest.number)
    if module is None:
        module = Module(slug=package.slug, position=package.position)
        session.add(module)
        session.flush()
    module.position = package.position
    version = _version(package, module.id, latest, source, now)
    version.lessons = [_lesson(lesson) for lesson in package.lessons]
    version.questions = [
        Question(
            key=q.key,
            position=position,
            type=q.type,
            objective=q.objective,
            body=q.body,
            texts={lang: said(texts, lang) for lang, texts in q.texts.items()},
        )
        for position, q in enumerate(package.questions, 1)
    ]
    session.add(version)
    session.flush()
    module.current_version_id = version.id
    session.flush()
    return version


def _version(
    package: Package, module_id: int, latest: ModuleVersion | None, source: str, now: datetime
) -> ModuleVersion:
    before = latest.substance if latest is not None else 0
    manifest = {lang: said(package.manifest[lang], lang) for lang in ("fr", "en") if lang in package.manifest}
    return ModuleVersion(
        module_id=module_id,
        number=package.version,
        change=package.change,
        substance=before + (1 if package.change == "substance" else 0),
        source=source,
        package_hash=package.digest,
        minutes=package.minutes,
        draw=package.draw,
        pass_percent=package.pass_percent,
        delay_minutes=package.delay_minutes,
        max_attempts=package.max_attempts,
        manifest={**manifest, "sources": package.manifest["sources"]},
        renderer=VERSION,
        published_at=now,
    )


def _lesson(lesson: LessonSource) -> Lesson:
    texts = {
        lang: {
            "title": said(text.title, lang),
            "markdown": text.markdown,
            "html": render_lesson(text.markdown, lang),
        }
        for lang, text in lesson.texts.items()
    }
    minutes = max(1, round(words(str(texts["fr"]["html"])) / WORDS_A_MINUTE))
    return Lesson(key=lesson.key, position=lesson.position, minutes=minutes, texts=texts)
