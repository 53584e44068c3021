"""Each problem leads where it is mended: the form of the question, the lesson at its line, the module's form, else the file."""

import pytest

from app.authoring.rules.pointing import groups
from app.content.rules import Problem, examine
from tests.content import packages

ENGLISH = "- id: paires\n  text: Match.\n- id: partie\n  text: Gone.\n"
TEXTS = {
    **packages.files(),
    "quiz.en.yaml": ENGLISH,
    "01-lecon-1.en.md": "# Lesson 1\n\nText.",
    "module.en.yaml": "title: A\n",
}
AT = {
    "a key of the module": (("module.yaml", 6, "minutes_out"), ("about_module", {}, "minutes: 6")),
    "the whole module": (("module.yaml", 1, "no_scenario"), ("about_module", {}, "")),
    "the module in English": (("module.en.yaml", 1, "key_missing"), ("about_module", {"langue": "en"}, "")),
    "a lesson": (("02-lecon-2.md", 7, "raw_html"), ("lesson", {"key": "lecon-2", "ligne": 7}, "::: callout À retenir")),
    "a lesson's title": (("02-lecon-2.md", 1, "hard_to_read"), ("lesson", {"key": "lecon-2", "ligne": 1}, "Leçon 2")),
    "a lesson in English": (
        ("01-lecon-1.en.md", 3, "raw_html"), ("lesson", {"key": "lecon-1", "langue": "en", "ligne": 3}, "Text.")
    ),
    "a question": (("quiz.yaml", 1, "longest_right"), ("entry", {"bank": "quiz", "key": "q0"}, "Énoncé q0 ?")),
    "a line of a question": (("quiz.yaml", 10, "no_feedback"), ("entry", {"bank": "quiz", "key": "q0"}, "Énoncé q0 ?")),
    "a question with a case": (
        ("quiz.yaml", 20, "no_feedback"), ("entry", {"bank": "quiz", "key": "q1"}, "Théo coupe sa caméra.")
    ),
    "a scenario": (("scenarios.yaml", 15, "bad_when"), ("entry", {"bank": "scenario", "key": "arrivee"}, "Inès se tait.")),
    "a question in English": (
        ("quiz.en.yaml", 1, "key_missing"), ("entry", {"bank": "quiz", "key": "paires", "langue": "en"}, "Match.")
    ),
    "English without its French": (
        ("quiz.en.yaml", 3, "english_unknown"), ("text", {"name": "quiz.en.yaml", "ligne": 3}, "- id: partie")
    ),
    "the whole bank": (("quiz.yaml", 1, "small_bank"), ("bank", {"bank": "quiz"}, "")),
    "a bank that is not there": (("test.yaml", 1, "no_file"), ("bank", {"bank": "test"}, "")),
    "a file shown": (("plan.png", 1, "media_unshown"), ("media", {}, "")),
    "a file that has no place": (("notes.md", 1, "unknown_file"), ("draft", {}, "")),
}  # fmt: skip


@pytest.mark.parametrize("name", AT)
def test_a_problem_leads_where_it_is_mended(name: str) -> None:
    (file, line, code), wanted = AT[name]
    ((point,),) = [group.points for group in groups(TEXTS, [Problem(file, line, code)])]
    assert (point.page, dict(point.values), point.about) == wanted


@pytest.mark.parametrize("text", ["a: [", "un: deux", "[{id: a}]", "- sans: id\n", "  - id: a\n"])
def test_a_bank_that_has_no_entries_leads_to_its_text(text: str) -> None:
    ((point,),) = [group.points for group in groups({"quiz.yaml": text}, [Problem("quiz.yaml", 1, "yaml")])]
    assert (point.page, point.about) == ("text", text.splitlines()[0].strip())


def test_groups_follow_the_order_of_work_and_seriousness_the_order_of_each() -> None:
    problems = [
        Problem("scenarios.yaml", 1, "bad_when"),
        Problem("plan.png", 1, "media_unshown", "warning"),
        Problem("quiz.yaml", 9, "a", "warning"),
        Problem("quiz.yaml", 30, "b"),
        Problem("quiz.yaml", 2, "c", "note"),
        Problem("quiz.yaml", 4, "d", "warning"),
        Problem("02-lecon-2.md", 1, "e", "warning"),
        Problem("module.yaml", 1, "f", "note"),
        Problem("01-lecon-1.md", 1, "g", "warning"),
    ]
    found = groups(TEXTS, problems)
    assert [(one.file, one.kind) for one in found] == [
        ("module.yaml", "module"),
        ("01-lecon-1.md", "lesson"),
        ("02-lecon-2.md", "lesson"),
        ("quiz.yaml", "quiz"),
        ("scenarios.yaml", "scenario"),
        ("plan.png", "file"),
    ]
    quiz = found[3]
    assert [point.problem.code for point in quiz.points] == ["b", "d", "a", "c"]
    assert [quiz.count(level) for level in ("error", "warning", "note")] == [1, 2, 1]
    assert [found[1].title, found[3].title] == ["Leçon 1", ""]


def test_nothing_wrong_is_no_group() -> None:
    assert groups(TEXTS, []) == []


def test_every_problem_of_a_package_is_in_one_group() -> None:
    texts = {**TEXTS, "quiz.yaml": TEXTS["quiz.yaml"].replace("Retour sur b.", "").replace("Réponse c", "Réponse a")}
    _package, problems = examine(packages.SLUG, texts)
    listed = [point.problem for group in groups(texts, problems) for point in group.points]
    assert len(problems) > 20
    assert sorted(listed) == sorted(problems)
