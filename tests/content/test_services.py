"""Storing versions: once, never backwards, never over the studio; rendering again when the renderer changes."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.content import services
from app.content.models import Lesson, Module, ModuleVersion, Question
from app.content.queries import bank, lesson_of, module_by_slug, path_modules, text_in, versions_of
from app.content.rendering import VERSION
from app.infra.db import write
from app.infra.errors import DomainError, NotYours
from tests.content import packages
from tests.counting import counted

LATER = timedelta(days=30)


@pytest.fixture
def store(tmp_path: Path, session: Session, now: datetime):
    """Publish the small package, changed as asked; returns the version's number, or None when nothing was new."""

    def publish(source: str = "folder", at: datetime = now, **changes):
        package = packages.package(tmp_path, **changes)

        def act(session: Session) -> int | None:
            version = services.store_version(session, package, source, at)
            return version.number if version is not None else None

        return write(act)

    return publish


def version_two(change: str = "substance"):
    return lambda text: text.replace("version: 1", "version: 2").replace("change: substance", f"change: {change}")


def rows(session: Session) -> dict[str, int]:
    return {
        table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
        for table in (Module, ModuleVersion, Lesson, Question)
    }


def test_a_first_publication_writes_everything(store, session: Session, now: datetime) -> None:
    assert store() == 1
    module = module_by_slug(session, "ecouter")
    version = module.current
    assert version is not None
    assert (version.substance, version.source, version.published_at, version.renderer) == (1, "folder", now, VERSION)
    assert (version.draw, version.pass_percent, version.delay_minutes, version.minutes) == (6, 80, 10, 6)
    assert [lesson.key for lesson in version.lessons] == ["lecon-1", "lecon-2", "lecon-3"]
    assert '<div class="fr-callout">' in version.lessons[0].texts["fr"]["pieces"][1]["html"]
    assert version.lessons[0].texts["fr"]["pieces"][0] == {"scenario": "depart"}
    assert [lesson.minutes for lesson in version.lessons] == [2, 1, 2]
    assert len(bank(session, version.id)) == 14


def test_texts_are_stored_with_their_typography_and_ids_without(store, session: Session) -> None:
    store(module=lambda t: t.replace("why: On apprend", "why: Qui parle ? On apprend"))
    version = module_by_slug(session, "ecouter").current
    assert version is not None
    assert "parle\u202f?" in version.manifest["fr"]["why"]
    assert bank(session, version.id)[0].texts["fr"]["text"] == "Énoncé q0\u202f?"
    assert version.manifest["sources"][0]["url"] == "https://exemple.fr/article"


def test_publishing_the_same_files_again_changes_nothing(store, session: Session) -> None:
    store()
    before = rows(session)
    assert store() is None
    assert rows(session) == before


def test_the_same_files_are_nothing_new_whoever_published_them(store) -> None:
    store(source="studio")
    assert store() is None


def test_a_change_of_wording_keeps_the_substance(store, session: Session, now: datetime) -> None:
    store()
    store(at=now + LATER, module=version_two("wording"))
    version = module_by_slug(session, "ecouter").current
    assert version is not None
    assert (version.number, version.change, version.substance) == (2, "wording", 1)


def test_a_change_of_substance_counts_one_more(store, session: Session, now: datetime) -> None:
    store()
    store(at=now + LATER, module=version_two())
    version = module_by_slug(session, "ecouter").current
    assert version is not None
    assert (version.number, version.substance) == (2, 2)


def test_the_version_before_is_left_as_it_was(store, session: Session) -> None:
    store()
    old = module_by_slug(session, "ecouter").current
    assert old is not None
    kept = old.id, [q.texts for q in bank(session, old.id)]
    store(module=version_two(), quiz=lambda t: t.replace("Énoncé q0", "Autre q0"))
    assert [q.texts for q in bank(session, kept[0])] == kept[1]
    assert [v.number for v in versions_of(session, module_by_slug(session, "ecouter").id)] == [2, 1]


def test_a_change_without_a_higher_version_is_refused_and_says_what_differs(store, session: Session) -> None:
    store()
    before = rows(session)
    with pytest.raises(DomainError) as refused:
        store(
            module=lambda t: t.replace("draw: 6", "draw: 7"),
            quiz=lambda t: t.replace("Énoncé q0", "Autre q0").replace("- id: q9", "- id: nouvelle"),
        )
    assert refused.value.code == "content.not_newer"
    assert refused.value.values["changes"] == "module.yaml: draw · quiz.yaml: +nouvelle, -q9, q0"
    assert rows(session) == before


def test_a_lower_version_is_refused(store) -> None:
    store(module=version_two())
    with pytest.raises(DomainError) as refused:
        store()
    assert (refused.value.code, refused.value.values["version"]) == ("content.not_newer", 2)


def test_the_folder_never_replaces_what_the_studio_wrote(store) -> None:
    store()
    store(source="studio", module=version_two())
    three = {"module": lambda t: t.replace("version: 1", "version: 3").replace("pass_percent: 80", "pass_percent: 70")}
    with pytest.raises(DomainError) as refused:
        store(**three)
    assert refused.value.code == "content.studio_wins"
    assert "pass_percent" in refused.value.values["changes"]
    assert store(source="studio", **three) == 3


def test_a_module_met_for_the_first_time_is_of_substance_whatever_changed_before(store, session) -> None:
    """A package that has lived elsewhere arrives whole: « change » speaks of the version before, unknown here."""
    store(module=lambda t: t.replace("version: 1", "version: 4").replace("change: substance", "change: wording"))
    (version,) = session.scalars(select(ModuleVersion))
    assert (version.number, version.substance, version.change) == (4, 1, "substance")


def test_many_differences_are_counted_after_the_first(store) -> None:
    store()
    with pytest.raises(DomainError) as refused:
        store(quiz=lambda t: t.replace("Énoncé", "Question").replace("Réponse", "Choix").replace("Retour", "Avis"))
    assert "(+" not in refused.value.values["changes"]  # eleven questions are named
    with pytest.raises(DomainError) as refused:
        store(quiz=lambda t: t.replace("objective: reformuler", "objective: ouvrir", 3).replace("- id: q", "- id: z"))
    assert refused.value.values["changes"].endswith("… (+8)")


def test_what_an_older_renderer_made_is_made_again_from_the_same_words(store, session: Session) -> None:
    store()

    def spoil(session: Session) -> None:
        version = module_by_slug(session, "ecouter").current
        assert version is not None
        version.renderer = "blocks-0"
        for lesson in version.lessons:
            lesson.texts = {"fr": {**lesson.texts["fr"], "pieces": [{"html": "<p>vieux</p>"}]}}

    write(spoil)
    assert write(services.render_again) == 1
    version = module_by_slug(session, "ecouter").current
    assert version is not None
    assert version.renderer == VERSION
    assert "fr-callout" in version.lessons[2].texts["fr"]["pieces"][0]["html"]
    assert version.lessons[2].texts["fr"]["title"] == "Leçon 3"
    assert write(services.render_again) == 0


def test_the_path_lists_published_modules_in_order_without_the_retired(store, session: Session, now: datetime) -> None:
    store()

    def more(session: Session) -> None:
        first = Module(slug="avant", position=1, current_version_id=session.scalar(select(ModuleVersion.id)))
        session.add_all([first, Module(slug="vide", position=3)])
        session.add(Module(slug="retire", position=4, current_version_id=None, retired_at=now))

    write(more)
    assert [m.slug for m in path_modules(session)] == ["avant", "ecouter"]

    def retire(session: Session) -> None:
        session.execute(Module.__table__.update().where(Module.slug == "avant").values(retired_at=now))

    write(retire)
    assert [m.slug for m in path_modules(session)] == ["ecouter"]


def test_reading_the_path_takes_the_same_few_queries_whatever_it_holds(store, app, session: Session) -> None:
    store()
    with counted(app) as count:
        for module in path_modules(session):
            assert module.current is not None
            assert module.current.manifest
            assert [lesson.texts for lesson in module.current.lessons]
    assert count.n == 2


def test_what_does_not_exist_is_nobodys(store, session: Session) -> None:
    store()
    version_id = module_by_slug(session, "ecouter").current_version_id
    assert version_id is not None
    assert lesson_of(session, version_id, "lecon-2").position == 2
    with pytest.raises(NotYours):
        lesson_of(session, version_id, "autre")
    with pytest.raises(NotYours):
        module_by_slug(session, "autre")


def test_french_stands_in_for_a_language_that_lacks() -> None:
    assert text_in({"fr": "oui", "en": "yes"}, "en") == ("yes", "en")
    assert text_in({"fr": "oui"}, "en") == ("oui", "fr")
    assert text_in({"fr": "oui", "en": {}}, "en") == ("oui", "fr")
