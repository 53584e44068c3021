"""What differs between two packages, thing by thing, and what is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules.changes import (
    ADDED,
    CHANGED,
    NEW,
    OLD,
    REMOVED,
    SAME,
    SUBSTANCE,
    WORDING,
    Change,
    changes,
    mark_of,
    segments,
    unmarked,
    verdict,
)
from tests.content import packages

FILES = packages.files()
LESSON = next(name for name in FILES if name.startswith("02-"))
KEY = LESSON[3:-3]


def changed(**texts: str) -> list[Change]:
    """What differs once the files named (« quiz » for quiz.yaml) hold these texts."""
    return changes(FILES, FILES | {f"{name}.yaml": text for name, text in texts.items()})


def only(found: list[Change]) -> Change:
    assert len(found) == 1, [one.path for one in found]
    return found[0]


def test_the_same_package_differs_in_nothing() -> None:
    assert changes(FILES, dict(FILES)) == []


def test_what_the_platform_writes_is_no_change() -> None:
    text = FILES["module.yaml"].replace("version: 1", "version: 2").replace("change: substance", "change: wording")
    assert changed(module=text) == []


def test_layout_is_no_change() -> None:
    text = "# Une remarque.\n\n" + FILES["quiz.yaml"].replace("\n- id:", "\n\n- id:").replace(
        "type: single", "type:   single"
    )
    assert changed(quiz=text) == []


def test_a_word_of_an_option_is_said_where_it_is() -> None:
    change = only(changed(quiz=FILES["quiz.yaml"].replace("text: Réponse b", "text: Réponse bis", 1)))
    assert (change.path, change.kind, change.suggested) == ("quiz:q0", CHANGED, WORDING)
    assert [(line.field, line.segments) for line in change.lines] == [
        ("options.b.text", ((SAME, "Réponse "), (OLD, "b"), (NEW, "bis")))
    ]
    assert change.title == "Énoncé q0 ?"


def test_another_key_is_of_substance() -> None:
    text = (
        FILES["quiz.yaml"]
        .replace("      correct: true\n", "", 1)
        .replace("text: Réponse b\n", "text: Réponse b\n      correct: true\n", 1)
    )
    change = only(changed(quiz=text))
    assert change.suggested == SUBSTANCE
    assert {line.field for line in change.lines} == {"options.a.correct", "options.b.correct"}


@pytest.mark.parametrize(
    ("old", "new", "suggested"),
    [
        ("title: Écouter et", "title: Écouter puis", WORDING),
        ("pass_percent: 80", "pass_percent: 90", SUBSTANCE),
        ("text: Reformuler avant", "text: Reformuler bien avant", SUBSTANCE),
        ("checked: 2026-11-23", "checked: 2026-11-24", WORDING),
    ],
)
def test_the_module_itself(old: str, new: str, suggested: str) -> None:
    change = only(changed(module=FILES["module.yaml"].replace(old, new)))
    assert (change.path, change.suggested) == ("module", suggested)


def test_a_question_added_and_one_gone() -> None:
    added = only(changed(quiz=FILES["quiz.yaml"] + packages.choice("neuve")))
    assert (added.path, added.kind, added.suggested) == ("quiz:neuve", ADDED, SUBSTANCE)
    gone = only(changes(FILES | {"quiz.yaml": FILES["quiz.yaml"] + packages.choice("neuve")}, FILES))
    assert (gone.path, gone.kind, gone.stamp) == ("quiz:neuve", REMOVED, "gone")


def test_a_lesson_rewritten_moved_gone_and_translated() -> None:
    change = only(changes(FILES, FILES | {LESSON: FILES[LESSON] + "\nUn mot de plus.\n"}))
    assert (change.path, change.suggested, change.title) == (f"lesson:{KEY}", WORDING, "Leçon 2")
    rest = {name: text for name, text in FILES.items() if name != LESSON}
    gone = next(one for one in changes(FILES, rest) if one.kind == REMOVED)
    assert (gone.path, gone.suggested) == (f"lesson:{KEY}", SUBSTANCE)
    english = only(changes(FILES, FILES | {LESSON.replace(".md", ".en.md"): "# Lesson 2\n"}))
    assert (english.path, english.kind, english.suggested) == (f"lesson:{KEY}.en", ADDED, WORDING)
    moved = rest | {LESSON.replace("02-", "09-"): FILES[LESSON]}
    assert [line.field for line in only(changes(FILES, moved)).lines] == ["position"]


def test_an_image_replaced() -> None:
    change = only(changes(FILES, FILES, ({"a.png": "x"}, {"a.png": "y"})))
    assert (change.path, change.kind) == ("media:a.png", CHANGED)


def test_a_file_that_cannot_be_read_is_one_thing() -> None:
    found = changed(quiz="- id: [\n")
    assert "file:quiz.yaml" in [one.path for one in found if one.kind == ADDED]


def test_a_mark_is_about_one_change() -> None:
    first = only(changed(quiz=FILES["quiz.yaml"].replace("text: Réponse b", "text: Réponse bis", 1)))
    later = only(changed(quiz=FILES["quiz.yaml"].replace("text: Réponse b", "text: Réponse ter", 1)))
    marks = {first.path: {"mark": SUBSTANCE, "stamp": first.stamp}}
    assert (mark_of(first, marks), mark_of(later, marks)) == (SUBSTANCE, "")
    assert (unmarked([first], marks), unmarked([later], marks)) == ([], [later])
    assert (verdict([first], marks), verdict([later], marks)) == (SUBSTANCE, WORDING)


@pytest.mark.parametrize("mark", [None, "wording", {}, {"mark": "autre"}, {"mark": "wording"}, {"stamp": "x"}, 3, []])
def test_a_broken_mark_marks_nothing(mark: object) -> None:
    change = only(changed(quiz=FILES["quiz.yaml"] + packages.choice("neuve")))
    assert mark_of(change, {change.path: mark}) == ""


@given(st.text(max_size=200), st.text(max_size=200))
def test_segments_hold_both_texts(before: str, after: str) -> None:
    found = segments(before, after)
    assert "".join(text for kind, text in found if kind in (SAME, OLD)) == before
    assert "".join(text for kind, text in found if kind in (SAME, NEW)) == after


def test_long_texts_are_compared_by_line() -> None:
    before = "\n".join(f"ligne {n} un deux trois" for n in range(900))
    found = segments(before, before.replace("ligne 450", "ligne neuve"))
    assert [kind for kind, _text in found] == [SAME, OLD, NEW, SAME]
    assert found[1][1] == "ligne 450 un deux trois\n"
