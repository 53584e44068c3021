"""Storing a version of a module. What is published is never altered: a change is a new version."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.content.changes import differences, manifest_of
from app.content.models import Lesson, MediaItem, Module, ModuleVersion, Question, Scenario
from app.content.queries import requirements
from app.content.rendering import VERSION, Media, body_of, media_of, render_lesson, render_scenario, said
from app.content.rules import Package
from app.content.rules.minutes import lesson_minutes, scenario_minutes
from app.content.rules.package import LessonSource, QuestionText, ScenarioText
from app.content.rules.prerequisites import circle
from app.infra.errors import DomainError


def store_version(session: Session, package: Package, source: str, now: datetime) -> ModuleVersion | None:
    """Publish `package` as the module's current version. Returns it, or None when nothing has changed.

    Raises DomainError, with what differs: "content.studio_wins" when the latest version came from the studio and this
    one does not, "content.not_newer" when the texts changed without the version number growing; "content.circle" when the modules it asks
    for ask for it. A module met for the first time is of substance, whatever its version says of the one before.
    """
    module = session.scalars(select(Module).where(Module.slug == package.slug)).first()
    latest = module.current if module is not None else None
    if latest is not None and latest.package_hash == package.digest:
        latest.files = latest.files or package.files  # published before they were kept
        return None
    _refuse(package, latest, source)
    _refuse_circle(session, package)
    if module is None:
        module = Module(slug=package.slug, position=package.position)
        session.add(module)
        session.flush()
    module.position = package.position
    version = _version(package, module.id, latest, source, now)
    version.media = media_of(package.media)
    version.lessons = [_lesson(lesson, package, version.media) for lesson in package.lessons]
    version.questions = [
        _question(question, position, version.media) for position, question in enumerate(package.questions, 1)
    ]
    version.scenarios = [_scenario(scenario) for scenario in package.scenarios]
    session.add(version)
    _keep_media(session, package)
    session.flush()
    module.current_version_id = version.id
    session.flush()
    return version


def _refuse(package: Package, latest: ModuleVersion | None, source: str) -> None:
    if latest is None:
        return
    if latest.source == "studio" and source != "studio":
        raise DomainError("content.studio_wins", changes=differences(latest, package))
    if package.version <= latest.number:
        raise DomainError("content.not_newer", version=latest.number, changes=differences(latest, package))


def _refuse_circle(session: Session, package: Package) -> None:
    """The modules asked for are held, so that two published at once do not make a circle together."""
    asked = package.manifest.get("requires", [])
    if not asked:
        return
    session.execute(select(Module.id).order_by(Module.id).with_for_update())
    found = circle(requirements(session) | {package.slug: asked}, package.slug)
    if found:
        raise DomainError("content.circle", path=" → ".join(found))


def _version(
    package: Package, module_id: int, latest: ModuleVersion | None, source: str, now: datetime
) -> ModuleVersion:
    before = latest.substance if latest is not None else 0
    change = package.change if latest is not None else "substance"
    return ModuleVersion(
        module_id=module_id,
        number=package.version,
        change=change,
        substance=before + (1 if change == "substance" else 0),
        source=source,
        package_hash=package.digest,
        minutes=package.minutes,
        draw=package.draw,
        pass_percent=package.pass_percent,
        delay_minutes=package.delay_minutes,
        max_attempts=package.max_attempts,
        manifest=manifest_of(package),
        files=package.files,
        renderer=VERSION,
        published_at=now,
    )


def _keep_media(session: Session, package: Package) -> None:
    for one in {one.digest: one for one in package.media}.values():
        if session.get(MediaItem, one.digest) is None:
            session.add(MediaItem(digest=one.digest, type=one.type, size=len(one.data), data=one.data))


def _lesson(lesson: LessonSource, package: Package, files: Media) -> Lesson:
    texts = {
        lang: {
            "title": said(text.title, lang),
            "markdown": text.markdown,
            "pieces": render_lesson(text.markdown, lang, files),
        }
        for lang, text in lesson.texts.items()
    }
    played = {one.key: one for one in package.scenarios}
    minutes = lesson_minutes(lesson.texts["fr"], {name: file["type"] for name, file in files.items()})
    minutes += sum(scenario_minutes(played[one["scenario"]]) for one in texts["fr"]["pieces"] if "scenario" in one)
    return Lesson(key=lesson.key, position=lesson.position, minutes=max(1, round(minutes)), texts=texts)


def _scenario(scenario: ScenarioText) -> Scenario:
    return Scenario(
        key=scenario.key,
        moment=scenario.moment,
        objective=scenario.objective,
        options=list(scenario.options),
        best=scenario.best,
        texts={lang: render_scenario(said(texts, lang), lang) for lang, texts in scenario.texts.items()},
    )


def _question(question: QuestionText, position: int, media: Media) -> Question:
    return Question(
        bank=question.bank,
        key=question.key,
        position=position,
        type=question.type,
        objective=question.objective,
        body=body_of(question.body, media),
        texts={lang: said(texts, lang) for lang, texts in question.texts.items()},
    )


def render_again(session: Session) -> int:
    """Render anew the lessons of current versions that an older renderer or sanitiser made: the words stay, the HTML
    is as safe as today's. Returns how many versions.
    """
    stale = session.scalars(
        select(ModuleVersion)
        .join(Module, Module.current_version_id == ModuleVersion.id)
        .where(ModuleVersion.renderer != VERSION)
        .options(selectinload(ModuleVersion.lessons))
        .order_by(ModuleVersion.id)
    ).all()
    for version in stale:
        for lesson in version.lessons:
            lesson.texts = {
                lang: {**text, "pieces": render_lesson(text["markdown"], lang, version.media)}
                for lang, text in lesson.texts.items()
            }
        version.renderer = VERSION
    session.flush()
    return len(stale)
