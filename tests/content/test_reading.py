"""What a package holds once read, the shapes that the rest of the application counts on, and that nothing makes it crash."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.content.rules import read_package
from app.content.rules.minutes import reading_minutes, scenario_minutes
from tests.content import packages

TEXTS = packages.files()
ENGLISH = {
    "module.en.yaml": "title: Listening\nwhy: One learns.\nobjectives:\n  - {id: ouvrir, text: Ask open questions}\n",
    "01-lecon-1.en.md": "# Lesson 1\n\n::: scenario depart\n:::\n\nText.",
    "quiz.en.yaml": "- id: ordre\n  text: Order.\n  notion: Again.\n  feedback: Hear first.\n"
    "  items:\n    - {id: un, text: Hear}\n    - {id: deux, text: Wait}\n    - {id: trois, text: Ask}\n",
}


def question(at: Path, key: str):
    return next(q for q in packages.package(at).questions if q.key == key)


def test_the_manifest_is_read_whole(tmp_path: Path) -> None:
    read = packages.package(tmp_path)
    assert (read.slug, read.position, read.version, read.change, read.minutes) == ("ecouter", 2, 1, "substance", 6)
    assert (read.draw, read.pass_percent, read.delay_minutes, read.max_attempts) == (6, 80, 10, 0)
    assert read.manifest["fr"]["objectives"][0] == {"id": "reformuler", "text": "Reformuler avant de conseiller"}
    assert read.manifest["sources"][0]["checked"] == "2026-11-23"
    assert "en" not in read.manifest


def test_lessons_are_in_the_order_of_their_numbers_under_their_permanent_key(tmp_path: Path) -> None:
    texts = {"02-autre.md": "# Autre\n\nTexte.", **packages.files()}
    del texts["02-lecon-2.md"]
    read, _ = packages.load(packages.written(tmp_path, texts))
    assert read is not None
    assert [(lesson.position, lesson.key) for lesson in read.lessons[:2]] == [(1, "lecon-1"), (2, "autre")]
    assert read.lessons[1].texts["fr"].title == "Autre"
    assert read.lessons[1].texts["fr"].markdown == "Texte."


def test_a_choice_holds_its_options_its_key_and_every_feedback(tmp_path: Path) -> None:
    q = question(tmp_path, "q1")
    assert (q.type, q.objective) == ("situation", "reformuler")
    assert q.body == {"options": ["a", "b", "c"], "right": ["b"]}
    assert q.texts["fr"]["situation"] == "Théo coupe sa caméra."
    assert q.texts["fr"]["options"]["c"] == {"text": "Réponse c", "feedback": "Retour sur c."}


def test_true_or_false_is_a_choice_of_two(tmp_path: Path) -> None:
    assert question(tmp_path, "vf").body == {"options": ["vrai", "faux"], "right": ["faux"]}


def test_what_is_ordered_is_listed_in_the_right_order(tmp_path: Path) -> None:
    q = question(tmp_path, "ordre")
    assert q.body == {"items": ["un", "deux", "trois"]}
    assert q.texts["fr"]["items"]["deux"] == "Attendre"
    assert q.texts["fr"]["notion"]
    assert q.texts["fr"]["feedback"]


def test_what_is_matched_is_listed_by_pairs(tmp_path: Path) -> None:
    q = question(tmp_path, "paires")
    assert q.body == {"pairs": ["x", "y", "z"]}
    assert q.texts["fr"]["pairs"]["x"] == {"left": "Une pièce manque", "right": "Le secrétariat"}


def test_a_text_that_looks_like_a_number_or_a_yes_stays_a_text(tmp_path: Path) -> None:
    read = packages.package(tmp_path, quiz=lambda t: t.replace("Réponse a", "12").replace("Réponse b", "No"))
    options = read.questions[0].texts["fr"]["options"]
    assert (options["a"]["text"], options["b"]["text"]) == ("12", "No")


def test_the_english_is_added_under_the_same_ids_and_french_stands_in_for_the_rest(tmp_path: Path) -> None:
    read, problems = packages.load(packages.written(tmp_path, packages.files() | ENGLISH))
    assert read is not None
    assert problems == []
    assert read.manifest["en"]["title"] == "Listening"
    assert [o["text"] for o in read.manifest["en"]["objectives"]] == [
        "Reformuler avant de conseiller",
        "Ask open questions",
    ]
    assert [sorted(lesson.texts) for lesson in read.lessons] == [["en", "fr"], ["fr"], ["fr"]]
    assert {q.key for q in read.questions if "en" in q.texts} == {"ordre"}


def test_the_hash_knows_every_file_and_not_their_order() -> None:
    texts = packages.files()
    one, _ = read_package("ecouter", texts)
    same, _ = read_package("ecouter", dict(reversed(texts.items())))
    other, _ = read_package("ecouter", texts | {"03-lecon-3.md": packages.lesson(3) + "\nEncore."})
    assert one
    assert same
    assert other
    assert one.digest == same.digest != other.digest


def test_minutes_are_counted_from_words_and_drawn_questions(tmp_path: Path) -> None:
    read = packages.package(tmp_path)
    assert 5.4 < reading_minutes(read) < 7
    two_more = packages.package(tmp_path, module=lambda t: t.replace("draw: 6", "draw: 8"))
    assert round(reading_minutes(two_more) - reading_minutes(read), 3) == round(50 / 60, 3)


def test_each_bank_is_apart_and_scenarios_are_read_whole(tmp_path: Path) -> None:
    texts = packages.files() | {
        "test.yaml": packages.choice("t1", "situation") + packages.choice("t2", "situation", "ouvrir")
    }
    texts["02-lecon-2.md"] += (
        "\n::: declare Vous ?\nid: avis\noptions: [{id: a, text: A}, {id: b, text: B}]\nafter: Voilà.\n:::\n"
    )
    read, problems = packages.load(packages.written(tmp_path, texts))
    assert read is not None, problems
    assert {bank: len(read.of(bank)) for bank in ("quiz", "test", "lesson")} == {"quiz": 14, "test": 2, "lesson": 1}
    (opinion,) = read.of("lesson")
    assert (opinion.body, opinion.objective, opinion.texts["fr"]["title"]) == ({"options": ["a", "b"]}, "", "Vous ?")
    first, last = read.scenarios
    assert (first.key, first.moment, first.options, first.best) == ("depart", "before", ("a", "b", "c"), "b")
    assert (last.moment, last.best, last.texts["fr"]["expert"]) == ("after", "a", "J’attends.")


def test_exercises_and_scenarios_have_their_english_and_a_gap_accepts_both_languages(tmp_path: Path) -> None:
    gap = "id: trou\ntype: cloze\ntext: À [[un]].\ngaps: [{id: un, answers: [trois]}]\nnotion: N\nfeedback: F"
    english = gap.replace("À", "At").replace("trois", "three")
    body = "Texte.\n\n::: practice À vous\n{}\n:::\n"
    texts = packages.files() | {
        "02-lecon-2.md": "# Deux\n\n" + body.format(gap),
        "02-lecon-2.en.md": "# Two\n\n" + body.format(english).replace("À vous", "Your turn"),
        "scenarios.en.yaml": packages.SCENARIOS.replace(", best: true", "")
        .replace("  objective: reformuler\n", "")
        .replace("  when: before\n", "")
        .replace("  when: after\n", "")
        .replace("Théo soupire", "Théo sighs"),
    }
    read, problems = packages.load(packages.written(tmp_path, texts))
    assert read is not None, problems
    (asked,) = read.of("lesson")
    assert asked.body["accepted"] == {"un": ["trois", "three"]}
    assert [asked.texts[lang]["title"] for lang in ("fr", "en")] == ["À vous", "Your turn"]
    assert read.scenarios[0].texts["en"]["situation"] == "Théo sighs."


def test_scenarios_exercises_and_films_take_time(tmp_path: Path) -> None:
    def minutes(**extra: str) -> float:
        texts = {name: text + extra.get(name[3:10], "") for name, text in packages.files().items()}
        found, problems = packages.load(packages.written(tmp_path, texts))
        assert found is not None, problems
        return reading_minutes(found)

    plain = minutes()
    opinion = "\n::: declare Vous ?\nid: avis\noptions: [{id: a, text: A}, {id: b, text: B}]\nafter: Voilà.\n:::\n"
    cards = "\n::: flashcards T\n- {front: un deux trois, back: quatre}\n- {front: cinq, back: six}\n:::\n"
    assert round(60 * (minutes(**{"lecon-2": opinion}) - plain)) == 15
    assert round(190 * (minutes(**{"lecon-2": cards}) - plain)) == 6
    (first, second) = packages.package(tmp_path / "again").scenarios
    assert 1.5 < scenario_minutes(first) < 2
    assert round(scenario_minutes(first) - scenario_minutes(second), 2) < 0.1


PIECES = st.sampled_from(
    [
        *"-:{}[]&*!|>'\"#\n\t ",
        *(
            "- id: ",
            "text: ",
            "options:\n",
            "  ",
            "objectives:",
            "sources:",
            "quiz:",
            "true",
            "null",
            "12",
            "é",
            "::: ",
        ),
    ]
)
ANYTHING = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=80)


@settings(max_examples=100, deadline=None)
@given(file=st.sampled_from(sorted(TEXTS | ENGLISH)), text=ANYTHING)
@example(file="module.yaml", text="objectives:")
@example(file="module.yaml", text="extra: &a [*a]")
@example(file="quiz.yaml", text="- {id: [a], type: [b], objective: {c: d}, options: {}}")
@example(file="module.yaml", text="? [a, b]\n: c")
@example(file="quiz.en.yaml", text="- id: ordre\n  items: 3")
@example(file="module.en.yaml", text="objectives: [a, {id: [b]}]")
def test_whatever_a_file_holds_it_is_read_without_crashing(file: str, text: str) -> None:
    package, problems = read_package("ecouter", TEXTS | ENGLISH | {file: text})
    assert package is not None or any(p.level == "error" for p in problems)
    assert all(1 <= p.line <= max(text.count("\n") + 2, 400) for p in problems)


@settings(max_examples=50, deadline=None)
@given(data=st.data(), file=st.sampled_from(["module.yaml", "quiz.yaml"]))
def test_a_line_lost_from_a_good_package_is_never_a_crash(data: st.DataObject, file: str) -> None:
    lines = TEXTS[file].splitlines(keepends=True)
    gone = data.draw(st.integers(0, len(lines) - 1))
    package, problems = read_package("ecouter", TEXTS | {file: "".join(lines[:gone] + lines[gone + 1 :])})
    assert package is not None or any(p.level == "error" for p in problems)
