"""The life of a draft: opened, written by two people at once, reviewed by another, published; and what is refused on the way."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring import services
from app.authoring.models import Draft
from app.authoring.queries.drafts import changes_of, draft_of, package_of, retakes
from app.authoring.queries.review import authors_of, remarks_of, verdicts_of
from app.authoring.rules import entries
from app.authoring.settings import REVIEWERS
from app.content.models import Module, ModuleVersion
from app.content.queries import module_by_slug
from app.infra import settings
from app.infra.db import db, write
from app.infra.errors import DomainError, NotYours
from app.infra.models import Job
from tests.authoring import studio
from tests.authoring.packages import published, read, version
from tests.authoring.studio import SLUG, judged, marked, opened, publish, replaced, reviewed, row, saved, texts, trainer
from tests.conftest import NOW
from tests.content import packages
from tests.training import acts

LESSON, SECOND = "01-lecon.md", "02-lecon.md"


def refused(code: str, act: object, *args: object) -> DomainError:
    with pytest.raises(DomainError) as error:
        act(*args)  # type: ignore[operator]
    assert error.value.code == code
    return error.value


def lesson(n: int = 1) -> str:
    return next(name for name in packages.files() if name.startswith(f"0{n}-"))


def no_review() -> None:
    write(lambda s: settings.change(s, REVIEWERS, 0, NOW, since=NOW, reason="test", actor_id=None))


def test_a_draft_holds_what_is_published(session: Session, tmp_path: Path) -> None:
    draft_id = opened(tmp_path, trainer())
    assert texts(draft_id) == packages.files()
    assert changes_of(session, row(draft_id)) == []
    package, problems = package_of(row(draft_id))
    assert package is not None, problems


def test_opening_twice_gives_the_same_draft(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    first = opened(tmp_path, me)
    again = write(partial(services.open_draft, person_id=other, slug=SLUG, address="b", now=NOW))
    assert again == first
    assert len(session.scalars(select(Draft.id)).all()) == 1


def test_a_version_without_its_texts_gets_them_from_the_folder(session: Session, tmp_path: Path) -> None:
    me = trainer()
    published(read(tmp_path))
    write(lambda s: setattr(s.scalars(select(ModuleVersion)).one(), "files", {}))
    opening = partial(services.open_draft, person_id=me, slug=SLUG, address="a", now=NOW)
    refused("authoring.no_source", write, opening)
    assert published(read(tmp_path)) is False
    assert texts(write(opening)) == packages.files()


def test_a_new_module_starts_from_a_skeleton_whose_checks_say_what_is_missing(session: Session) -> None:
    me = trainer()
    draft_id = write(
        partial(services.new_module, person_id=me, slug="oral-neuf", title="L’oral : neuf", address="a", now=NOW)
    )
    package, problems = package_of(row(draft_id))
    assert package is None
    assert {one.code for one in problems if one.level == "error"} == {"no_questions"} or problems
    assert "title: 'L’oral : neuf'" in texts(draft_id)["module.yaml"]


@pytest.mark.parametrize("slug", ["", "Majuscule", "é", "a b", "-a", "a/../b"])
def test_a_bad_name_is_refused(session: Session, slug: str) -> None:
    make = partial(services.new_module, person_id=trainer(), slug=slug, title="x", address="a", now=NOW)
    refused("authoring.bad_slug", write, make)


def test_a_taken_name_is_refused(session: Session, tmp_path: Path) -> None:
    me = trainer()
    opened(tmp_path, me)
    for slug in (SLUG, "neuf", "neuf"):
        make = partial(services.new_module, person_id=me, slug=slug, title="x", address=slug, now=NOW)
        if slug == "neuf" and not session.scalars(select(Draft).where(Draft.slug == "neuf")).all():
            write(make)
        else:
            refused("authoring.slug_taken", write, make)


def test_a_save_from_the_same_tab_goes_on_and_another_is_told(session: Session, tmp_path: Path) -> None:
    me, other, name = trainer(), trainer(email="autre@exemple.fr"), lesson()
    draft_id = opened(tmp_path, me)
    assert saved(me, draft_id, name, "# Un\r\ntexte", 1, tab="t", count=1) == 2
    assert texts(draft_id)[name] == "# Un\ntexte"
    assert saved(me, draft_id, name, "# Deux", 1, tab="t", count=2) == 3, "it did not see its own answer"
    refused("authoring.conflict", saved, me, draft_id, name, "# Vieux", 1)
    with pytest.raises(DomainError):
        saved(me, draft_id, name, "# Rejoué", 1, tab="t", count=2)
    with pytest.raises(DomainError):
        saved(other, draft_id, name, "# Autre", 1, tab="t", count=9)
    assert texts(draft_id)[name] == "# Deux"
    assert saved(other, draft_id, name, "# Autre", 3) == 4
    assert authors_of(session, draft_id) == {me, other}


def test_two_people_change_two_questions_of_one_file(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    draft_id = opened(tmp_path, me)
    first, second = entries.rows(texts(draft_id), "quiz")[:2]
    for person_id, one in ((me, first), (other, second)):
        write(
            partial(
                services.save_entry,
                person_id=person_id,
                draft_id=draft_id,
                place=("quiz", one["id"], "fr"),
                row={**one, "text": f"Changé par {person_id}"},
                seen=entries.stamp(one),
                now=NOW,
            )
        )
    now = entries.rows(texts(draft_id), "quiz")
    assert [one["text"] for one in now[:2]] == [f"Changé par {me}", f"Changé par {other}"]
    assert now[2:] == entries.rows(packages.files(), "quiz")[2:]
    stale = partial(
        services.save_entry,
        person_id=other,
        draft_id=draft_id,
        place=("quiz", first["id"], "fr"),
        row={**first, "text": "Écrasé"},
        seen=entries.stamp(first),
        now=NOW,
    )
    refused("authoring.conflict", write, stale)


def test_questions_are_added_copied_moved_and_taken_away(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    ids = [one["id"] for one in entries.rows(texts(draft_id), "quiz")]
    act = {"person_id": me, "draft_id": draft_id, "bank": "quiz", "now": NOW}
    new = {"id": ids[0], "type": "single", "text": "Neuve"}
    assert write(partial(services.add_entry, row=new, **act)) == f"{ids[0]}-2"
    assert write(partial(services.copy_entry, key=ids[1], **act)) == f"{ids[1]}-copie"
    write(partial(services.move_entry, key=ids[2], places=-3, **act))
    write(partial(services.remove_entry, key=ids[3], **act))
    assert [one["id"] for one in entries.rows(texts(draft_id), "quiz")] == [
        ids[2], ids[0], ids[1], f"{ids[1]}-copie", *ids[4:], f"{ids[0]}-2",
    ]  # fmt: skip
    with pytest.raises(NotYours):
        write(partial(services.remove_entry, key="inconnue", **act))
    with pytest.raises(NotYours):
        write(partial(services.add_entry, row=new, **{**act, "bank": "ailleurs"}))


def test_a_translation_is_written_beside_the_french(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    first = entries.rows(texts(draft_id), "quiz")[0]
    save = partial(services.save_entry, person_id=me, draft_id=draft_id, row={"text": "In English"}, seen="", now=NOW)
    write(partial(save, place=("quiz", first["id"], "en")))
    assert entries.rows(texts(draft_id), "quiz", "en") == [{"id": first["id"], "text": "In English"}]
    with pytest.raises(NotYours):
        write(partial(save, place=("quiz", "inconnue", "en")))


def test_lessons_are_added_moved_and_taken_away_in_every_language(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    before = sorted(name for name in texts(draft_id) if name.endswith(".md"))
    key = write(partial(services.add_lesson, person_id=me, draft_id=draft_id, title="L’écoute, d’abord !", now=NOW))
    assert key == "l-ecoute-d-abord"
    assert texts(draft_id)[f"0{len(before) + 1}-{key}.md"] == "# L’écoute, d’abord !\n"
    write(partial(services.move_lesson, person_id=me, draft_id=draft_id, key=key, places=-9))
    assert f"01-{key}.md" in texts(draft_id)
    assert packages.files()[before[0]] == texts(draft_id)[before[0].replace("01-", "02-")]
    write(partial(services.remove_lesson, person_id=me, draft_id=draft_id, key=key))
    assert texts(draft_id) == packages.files()


def test_nobody_writes_in_a_draft_under_review(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    write(partial(services.send_to_review, person_id=me, draft_id=draft_id, now=NOW))
    refused("authoring.not_writing", saved, me, draft_id, lesson(), "# Non", 1)
    refused("authoring.not_writing", write, partial(services.send_to_review, person_id=me, draft_id=draft_id, now=NOW))
    write(partial(services.take_back, draft_id=draft_id))
    saved(me, draft_id, lesson(), texts(draft_id)[lesson()], 1)


def test_a_draft_with_errors_is_not_sent(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    replaced(me, draft_id, "module.yaml", "draw: 6", "draw: 60")
    error = refused(
        "authoring.has_errors", write, partial(services.send_to_review, person_id=me, draft_id=draft_id, now=NOW)
    )
    assert error.values["count"] >= 1


def test_nobody_reviews_what_they_wrote(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    draft_id = opened(tmp_path, me)
    saved(other, draft_id, lesson(), texts(draft_id)[lesson()] + "\nUn mot.\n", 1)
    saved(me, draft_id, lesson(), texts(draft_id)[lesson()] + "\nEncore.\n", 2)  # whose name is now on the file
    write(partial(services.send_to_review, person_id=me, draft_id=draft_id, now=NOW))
    for author in (me, other):
        refused("authoring.own_draft", judged, draft_id, author)


def test_a_typo_is_published_and_nobody_retakes(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    draft_id = opened(tmp_path, me)
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon première")
    marked(draft_id, "wording")
    reviewed(draft_id, me, other)
    assert publish(draft_id, me) == 2
    current = module_by_slug(session, SLUG).current
    assert current is not None
    assert (current.number, current.change, current.substance, current.source) == (2, "wording", 1, "studio")
    assert current.files["module.yaml"] == packages.files()["module.yaml"].replace("version: 1", "version: 2").replace(
        "change: substance", "change: wording"
    )
    assert session.scalars(select(Job).where(Job.kind == "training.reassess_all")).all() == []
    assert row(draft_id).state == "published"


def test_a_change_of_substance_asks_again(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    draft_id = opened(tmp_path, me)
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon première")
    marked(draft_id, "substance")
    reviewed(draft_id, me, other)
    publish(draft_id, me)
    current = module_by_slug(session, SLUG).current
    assert current is not None
    assert (current.change, current.substance) == ("substance", 2)
    assert len(session.scalars(select(Job).where(Job.kind == "training.reassess_all")).all()) == 1


def test_what_is_published_starts_the_next_draft(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    no_review()
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon première")
    marked(draft_id)
    publish(draft_id, me)
    again = write(partial(services.open_draft, person_id=me, slug=SLUG, address="b", now=NOW))
    assert again != draft_id
    assert changes_of(session, row(again)) == []
    refused("authoring.nothing_new", publish, again, me)


def test_the_folder_no_longer_replaces_what_the_studio_published(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    no_review()
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon première")
    marked(draft_id)
    publish(draft_id, me)
    refused("content.studio_wins", published, read(tmp_path, module=version(9)))


def test_a_change_after_the_review_is_to_be_reviewed_again(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    draft_id = opened(tmp_path, me)
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon une")
    marked(draft_id)
    reviewed(draft_id, me, other)
    write(partial(services.take_back, draft_id=draft_id))
    replaced(me, draft_id, lesson(), "# Leçon une", "# Leçon deux")
    error = refused("authoring.unmarked", publish, draft_id, me)
    assert error.values["count"] == 1, "the mark was about another text"
    marked(draft_id)
    error = refused("authoring.not_reviewed", publish, draft_id, me)
    assert (error.values["needed"], error.values["found"]) == (1, 0)
    assert [one.stands for one in verdicts_of(session, row(draft_id))] == [False]


def test_changes_wanted_are_no_agreement_and_need_words(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    draft_id = opened(tmp_path, me)
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon une")
    marked(draft_id)
    write(partial(services.send_to_review, person_id=me, draft_id=draft_id, now=NOW))
    refused("authoring.no_words", judged, draft_id, other, "changes", "  ")
    judged(draft_id, other, "good")
    judged(draft_id, other, "changes", "La leçon 1 est trop longue.")
    refused("authoring.not_reviewed", publish, draft_id, me)


def test_a_draft_that_another_version_has_overtaken_is_not_published(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    no_review()
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon une")
    marked(draft_id)
    published(read(tmp_path, module=version(2)))
    refused("authoring.moved_on", publish, draft_id, me)
    assert row(draft_id).state == "writing", "nothing was half done"


def test_published_twice_the_second_is_told(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    no_review()
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon une")
    marked(draft_id)
    publish(draft_id, me)
    refused("authoring.settled", publish, draft_id, me)
    assert len(session.scalars(select(ModuleVersion)).all()) == 2


def test_a_new_module_is_published_as_of_substance(session: Session, tmp_path: Path) -> None:
    me = trainer()
    no_review()
    files = {name: text.replace(f"slug: {SLUG}", "slug: neuf") for name, text in packages.files().items()}
    draft_id = write(
        partial(services.new_module, person_id=me, slug="neuf", title="", address="a", now=NOW, files=files)
    )
    assert publish(draft_id, me) == 1
    module = session.scalars(select(Module).where(Module.slug == "neuf")).one()
    assert row(draft_id).module_id == module.id


def test_a_dropped_draft_leaves_what_is_published_and_makes_room(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    replaced(me, draft_id, lesson(), "# Leçon 1", "# Leçon une")
    write(partial(services.drop_draft, person_id=me, draft_id=draft_id, now=NOW))
    refused("authoring.settled", write, partial(services.drop_draft, person_id=me, draft_id=draft_id, now=NOW))
    refused("authoring.not_writing", saved, me, draft_id, lesson(), "# Non", 2)
    again = write(partial(services.open_draft, person_id=me, slug=SLUG, address="b", now=NOW))
    assert again != draft_id
    assert texts(again) == packages.files()


def test_remarks_are_answered_and_resolved(session: Session, tmp_path: Path) -> None:
    me, other = trainer(), trainer(email="autre@exemple.fr")
    draft_id = opened(tmp_path, me)
    say = partial(services.remark, person_id=other, draft_id=draft_id, target="lesson:lecon", quote="Une idée", now=NOW)
    refused("authoring.no_words", write, partial(say, words=" "))
    remark_id = write(partial(say, words="Trop vague."))
    answer_id = write(partial(services.answer_remark, person_id=me, remark_id=remark_id, words="Précisé.", now=NOW))
    write(partial(services.resolve, person_id=me, remark_id=remark_id, now=NOW))
    said = remarks_of(session, draft_id)["lesson:lecon"]
    assert [(one.words, one.quote, one.resolved, [a.words for a in one.answers]) for one in said] == [
        ("Trop vague.", "Une idée", True, ["Précisé."])
    ]
    write(partial(services.resolve, person_id=me, remark_id=remark_id, now=NOW, resolved=False))
    assert not remarks_of(session, draft_id)["lesson:lecon"][0].resolved
    for unknown in (answer_id, 10_000):
        with pytest.raises(NotYours):
            write(partial(services.resolve, person_id=me, remark_id=unknown, now=NOW))


def test_who_would_retake_is_counted_before(session: Session, tmp_path: Path) -> None:
    me = trainer()
    draft_id = opened(tmp_path, me)
    acts.require(SLUG)
    tutor, learner = acts.ready(), acts.ready(email="deux@exemple.fr")
    acts.take(tutor, SLUG)
    acts.take(learner, SLUG, right=False)
    found = retakes(session, row(draft_id).module_id, NOW + timedelta(hours=1))
    assert (found.passed, found.required) == (1, True)


def test_what_does_not_exist_is_not_found(session: Session) -> None:
    me = trainer()
    for act in (
        partial(services.open_draft, person_id=me, slug="inconnu", address="a", now=NOW),
        partial(services.publish_draft, person_id=me, draft_id=999, now=NOW),
        partial(services.drop_draft, person_id=me, draft_id=999, now=NOW),
        partial(services.take_back, draft_id=999),
        partial(services.mark, draft_id=999, marks={}),
    ):
        with pytest.raises(NotYours):
            write(act)
    with pytest.raises(NotYours):
        draft_of(db.session, 999)
    assert studio.SLUG == SLUG
