"""One fault at a time: each is found in its file, at its line, with its remedy, and brings no other with it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.content.rules import Problem
from app.content.words import PROBLEMS, sentence
from tests.content import packages
from tests.content.packages import line_of, problems_of

M, Q, L, S, T = "module.yaml", "quiz.yaml", "02-lecon-2.md", "scenarios.yaml", "test.yaml"
FIRST, LAST = "01-lecon-1.md", "03-lecon-3.md"
ENGLISH_TOP = "title: Listening\nwhy: One learns by explaining.\n"
ENGLISH_QUIZ = """\
- id: paires
  text: Match.
  pairs:
    - {id: x, left: A paper is missing, right: The office}
    - {id: y, left: The plan is weak, right: You}
    - {id: z, left: The grant is late, right: The grants service}
  notion: Read who does what again.
  feedback: To each their part.
"""


@dataclass
class Fault:
    """What to spoil, and what must be said of it. `at` is a piece of the line, or the line; `with_it`, codes it entails."""

    code: str
    file: str
    change: Callable[[str], str]
    at: str | int
    remedy: str
    nth: int = 1
    level: str = "error"
    with_it: tuple[str, ...] = ()


def put(old: str, new: str, count: int = 1) -> Callable[[str], str]:
    """Replace `old`, which must be there."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, count)

    return change


def after(mark: str, new: str) -> Callable[[str], str]:
    """Put a line after the one that holds `mark`."""
    return lambda text: text.replace(mark, f"{mark}\n{new}", 1)


def add(extra: str) -> Callable[[str], str]:
    return lambda text: text + extra


def without(start: str) -> Callable[[str], str]:
    """Leave out the first line that starts with `start`."""

    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        lines.remove(next(line for line in lines if line.startswith(start)))
        return "".join(lines)

    return change


def question(key: str, text: str) -> Callable[[str], str]:
    """Put `text` in the place of question `key`."""

    def change(whole: str) -> str:
        parts = split(whole)
        at = next(n for n, part in enumerate(parts) if part.startswith(f"- id: {key}\n"))
        parts[at] = text
        return "\n".join(part.rstrip("\n") for part in parts) + "\n"

    return change


def split(whole: str) -> list[str]:
    """The questions of a bank, each as it is written."""
    return [f"- id: {part}" for part in ("\n" + whole).split("\n- id: ")[1:]]


def no_objective_two(text: str) -> str:
    return text.replace("objective: ouvrir", "objective: reformuler")


def all_in(place: str) -> Callable[[str], str]:
    """Ten questions whose right option is always in the same place."""
    return lambda _text: "".join(
        [*(packages.choice(f"q{n}", right=place) for n in range(10)), packages.TRUEFALSE, packages.ORDERING]
    )


def long_right(text: str) -> str:
    return text.replace("Réponse a\n      correct", "Réponse a, la plus longue de toutes\n      correct").replace(
        "Réponse b\n      correct", "Réponse b, la plus longue de toutes\n      correct"
    )


FAULTS = {
    # YAML that cannot be read
    "a colon in a text": Fault("yaml_colon", M, put("Écouter et", "Écouter : et"), "Écouter :", "guillemets droits"),
    "a colon after a comma": Fault(
        "yaml_colon", M, put("why: On apprend", "why: Oui, dit-elle : on apprend"), "why:", "« >- »"
    ),
    "a colon at the end of a text": Fault("yaml_colon", Q, put("Énoncé q0 ?", "Énoncé :"), "Énoncé :", "« >- »"),
    "a colon in a text on two lines": Fault(
        "yaml_colon", Q, put("Énoncé q0 ?", "Énoncé\n    suite : fin"), "suite :", "« >- »"
    ),
    "a colon between braces": Fault(
        "yaml_colon", Q, put("text: Entendre}", "text: Entendre : oui}"), "Entendre :", "guillemets droits"
    ),
    "a question between braces": Fault(
        "yaml_question", Q, put("text: Entendre}", "text: Entendre ? Oui}"), "Entendre ?", "guillemets droits"
    ),
    "emphasis at the start of a text": Fault(
        "yaml_sign", Q, put("Énoncé q1", "*Énoncé* q1"), "*Énoncé*", "entre guillemets"
    ),
    "an anchor": Fault("yaml_sign", M, add("extra: &a [*a]\n"), "&a", "entre guillemets"),
    "words after a quoted one": Fault("yaml_sign", Q, put("Énoncé q1", '"Oui" dit-elle'), '"Oui"', "entre guillemets"),
    "a tab": Fault("yaml_tab", M, put("  draw", "\tdraw"), "\tdraw", "espaces"),
    "brackets without end": Fault("yaml_deep", M, lambda _t: "a: " + "[" * 4000, 1, "exemple"),
    "a brace left open": Fault("yaml", Q, put("text: Entendre}", "text: Entendre"), "id: deux", "guillemets"),
    "a character that is no text": Fault("yaml", M, put("Écouter", "\x07couter"), "\x07couter", "retraits"),
    "a key twice": Fault("key_twice", M, add("minutes: 6\n"), "minutes: 6", "une seule ligne", 2),
    "module.yaml is a list": Fault("not_a_map", M, lambda _t: "- un\n- deux\n", 1, "clé : valeur"),
    "quiz.yaml is a mapping": Fault("not_a_list", Q, lambda _t: "un: deux\n", 1, "tiret"),
    "quiz.yaml is empty": Fault("not_a_list", Q, lambda _t: "", 1, "tiret"),
    # module.yaml
    "a missing key": Fault("key_missing", M, without("why:"), 1, "Ajoutez cette ligne"),
    "an unknown key": Fault("key_unknown", M, add("auteur: Samia\n"), "auteur", "orthographe"),
    "a missing rule": Fault("key_missing", M, without("  draw"), "pass_percent", "quiz.draw"),
    "an unknown rule": Fault("key_unknown", M, after("  draw: 6", "  seuil: 80"), "seuil", "quiz.seuil"),
    "rules that are a word": Fault(
        "not_a_map",
        M,
        lambda t: t.split("quiz:")[0] + "quiz: oui\nobjectives:" + t.split("objectives:")[1],
        "quiz:",
        "clé",
    ),
    "a slug with capitals": Fault("bad_slug", M, put("slug: ecouter", "slug: Écouter"), "slug", "minuscules"),
    "a slug that is not the folder's": Fault(
        "slug_not_folder", M, put("slug: ecouter", "slug: autre"), "slug", "« ecouter »"
    ),
    "a version in words": Fault("bad_number", M, put("version: 1", "version: un"), "version", "nombre entier"),
    "a pass mark of 120": Fault("bad_number", M, put("percent: 80", "percent: 120"), "percent", "entre 1 et 100"),
    "a negative delay": Fault("bad_number", M, put("minutes: 10", "minutes: -1"), "delay", "quiz.delay_minutes"),
    "an unknown change": Fault("bad_change", M, put("substance", "majeur"), "change", "wording"),
    "an empty title": Fault("empty_text", M, put("title: Écouter et questionner", "title:"), "title", "Écrivez"),
    "no objective": Fault(
        "no_objective",
        M,
        lambda t: t.split("objectives:")[0] + "objectives:\nsources:" + t.split("sources:")[1],
        "objectives",
        "au moins un",
    ),
    "an objective without text": Fault(
        "objective_incomplete", M, without("    text: Poser"), "- id: ouvrir", "Complétez-le"
    ),
    "an objective named by a list": Fault(
        "objective_incomplete", M, put("id: ouvrir", "id: [ouvrir]"), "[ouvrir]", "Complétez-le"
    ),
    "an objective's unknown key": Fault(
        "key_unknown", M, after("id: ouvrir", "    poids: 2"), "poids", "orthographe"
    ),
    "an objective twice": Fault(
        "id_twice", M, put("sources:", "  - {id: ouvrir, text: Encore}\nsources:"), "Encore", "« ouvrir »"
    ),
    "an objective nothing covers": Fault(
        "objective_uncovered", Q, no_objective_two, "- id: ouvrir", "« ouvrir »"
    ),
    "sources that are a text": Fault(
        "no_source", M, lambda t: t.split("sources:")[0] + "sources: aucune\n", "sources", "une liste"
    ),
    "a source without reference": Fault("source_no_ref", M, put("- ref:", "- auteur:"), "auteur", "« ref »"),
    "a source never read": Fault("source_not_checked", M, without("    checked"), "- ref", "quand cette source"),
    "a source read on a day that is none": Fault(
        "source_not_checked", M, put("2026-11-23", "2026-11-31"), "checked", "une date"
    ),
    "a source's unknown key": Fault("key_unknown", M, put("    url:", "    lien:"), "lien", "orthographe"),
    "a source whose address runs a script": Fault(
        "source_bad_url", M, put("https://exemple.fr/article", '"javascript:alert(1)"'), "url", "https://"
    ),
    "an address for a DOI": Fault("source_bad_doi", M, put("doi: 10.", "doi: https://doi.org/10."), "doi", "10.1207"),
    "a source to confirm": Fault(
        "source_to_confirm", M, put("checked: 2026-11-23", "checked: to-confirm"), "- ref", "à confirmer", level="note"
    ),
    "no source at all": Fault(
        "no_sources",
        M,
        lambda t: t.split("sources:")[0] + "sources: []\n",
        "sources",
        "Ajoutez celles",
        level="warning",
    ),
    # sizes
    "minutes out of bounds": Fault(
        "minutes_out", M, put("minutes: 6", "minutes: 20"), "minutes", "6 à 16", level="warning", with_it=("minutes_differ",)
    ),
    "minutes the words belie": Fault(
        "minutes_differ", M, put("minutes: 6", "minutes: 9"), "minutes", "comptées", level="warning"
    ),
    "a draw larger than the bank": Fault("draw_too_large", M, put("draw: 6", "draw: 15"), "draw", "Baissez", with_it=("minutes_differ",)),
    "a draw that cannot cover": Fault(
        "draw_too_small", M, put("draw: 6", "draw: 1"), "draw", "Augmentez", with_it=("draw_out", "minutes_differ")
    ),
    "a draw out of bounds": Fault("draw_out", M, put("draw: 6", "draw: 4"), "draw", "5 à 8", level="warning"),
    "a small bank": Fault("small_bank", Q, lambda t: "\n".join(split(t)[3:]), 1, "Ajoutez-en"),
    # lessons
    "a lesson without title": Fault("no_title", L, put("# Leçon 2\n", "Leçon 2\n"), 1, "« # Le titre »"),
    "a lesson whose title is empty": Fault("no_title", L, put("# Leçon 2", "# "), 1, "« # Le titre »"),
    "a lesson of nothing": Fault("no_title", L, lambda _t: "", 1, "première ligne"),
    "a lesson that is a title": Fault("empty_lesson", L, lambda _t: "\n# Leçon 2\n", 2, "Écrivez son texte"),
    "a second title": Fault("second_title", L, put("## Le geste", "# Le geste"), "# Le geste", "« ## »"),
    "a title underlined": Fault("second_title", L, put("## Le geste", "Le geste\n==="), "===", "« ## »"),
    "a block never closed": Fault("block_not_closed", L, without(":::\n"), "::: callout", "à sa fin"),
    "a block never opened": Fault("block_not_open", L, add(":::\n"), ":::", "Retirez-le", 3),
    "a block in a block": Fault(
        "block_nested", L, put("Une **idée**.", "::: callout Deux\nUne **idée**."), "Deux", "Fermez d’abord"
    ),
    "an unknown block": Fault("block_unknown", L, put("callout", "encart"), "encart", "callout"),
    "a block without title": Fault("block_no_title", L, put("callout À retenir", "callout"), "callout", "titre"),
    "a block set back": Fault(
        "block_malformed", L, put("::: callout", "  ::: callout"), "  :::", "début de ligne", with_it=("block_not_open",)
    ),
    "HTML": Fault("raw_html", L, put("## Le geste", "<b>Le</b> geste"), "<b>", "Markdown"),
    "a comment": Fault("raw_html", L, put("## Le geste", "<!-- à revoir -->"), "<!--", "accents graves"),
    "a tag on two lines": Fault("raw_html", L, put("## Le geste", "<div\nclass>"), "<div", "Markdown"),
    "an image": Fault("image", L, put("## Le geste", "![Deux](deux.png)"), "![", "::: figure"),
    # questions
    "a question without id": Fault("question_no_id", Q, put("- id: q3", "- nom: q3"), "nom: q3", "« id: »"),
    "an id with spaces": Fault("question_no_id", Q, put("- id: q3", "- id: q 3"), "q 3", "traits d’union"),
    "a word instead of a question": Fault("question_no_id", Q, add("- perdue\n"), "perdue", "« id: »"),
    "a question twice": Fault("id_twice", Q, put("- id: q3", "- id: q2"), "id: q2", "« q2 »", 2),
    "an unknown type": Fault("bad_type", Q, put("type: single", "type: libre"), "libre", "matching"),
    "an unknown objective": Fault(
        "unknown_objective", Q, put("objective: reformuler", "objective: autre"), "autre", "module.yaml"
    ),
    "a question's missing key": Fault("key_missing", Q, without("  text: Énoncé q0"), 1, "« text »"),
    "a question's unknown key": Fault("key_unknown", Q, after("- id: q0", "  points: 2"), "points", "orthographe"),
    "a question that says nothing": Fault("empty_text", Q, put("text: Énoncé q0 ?", "text:"), "text:", "Écrivez"),
    "a situation without case": Fault(
        "key_missing", Q, without("  situation"), "- id: q1", "« situation »"
    ),
    "options that are a word": Fault(
        "not_a_list", Q, question("vf", packages.TRUEFALSE.split("  options")[0] + "  options: oui\n"), "oui", "tiret"
    ),
    "two options": Fault(
        "how_many", Q, put(packages.option("c", "Réponse c"), ""), "options:", "de 3 à 4"
    ),
    "two items to order": Fault("how_many", Q, without("    - {id: trois"), "items:", "de 3 à 6"),
    "two pairs": Fault("how_many", Q, without("    - {id: z"), "pairs:", "de 3 à 5"),
    "an option without id": Fault(
        "part_no_id", Q, put("- {id: faux,", "- {"), "text: Faux", "« id: »", with_it=("true_false_ids", "one_right")
    ),
    "an option without text": Fault("part_no_text", Q, put("text: Réponse b", "text:"), "text:", "Écrivez", 3),
    "an option without feedback": Fault(
        "no_feedback", Q, put("\n      feedback: Retour sur b.", ""), "- id: b", "dites ce que ce choix fait"
    ),
    "a pair without its right": Fault("part_no_text", Q, put(", right: Vous", ""), "id: y", "choix « y »"),
    "an option's unknown key": Fault(
        "key_unknown",
        Q,
        put("correct: true", "corect: true"),
        "corect",
        "orthographe",
        with_it=("one_right",),
    ),
    "correct: oui": Fault("bad_correct", Q, put("correct: true", "correct: oui"), "oui", "true ou false", with_it=("one_right",)),
    "an option twice": Fault("id_twice", Q, put("- id: b", "- id: a"), "- id: a", "« a »", 2, with_it=("one_right",)),
    "no right option": Fault("one_right", Q, put("\n      correct: true", ""), "options:", "il y en a 0"),
    "two right options": Fault(
        "one_right", Q, put("text: Réponse b\n", "text: Réponse b\n      correct: true\n"), "options:", "il y en a 2"
    ),
    "no right option among several": Fault(
        "some_right",
        Q,
        question("plusieurs", packages.choice("plusieurs", "multiple", right="z")),
        "options:",
        "aucun choix",
        11,
    ),
    "true or false, named otherwise": Fault("true_false_ids", Q, put("id: vrai", "id: oui"), "options:", "vrai", 12),
    "two options alike": Fault(
        "two_alike", Q, put("text: Réponse b", "text: « réponse  A »."), "A »", "choix « b »"
    ),
    "two right sides alike": Fault("two_alike", Q, put("Le secrétariat", "Vous"), "id: y", "Changez"),
    "two left sides alike": Fault(
        "two_alike", Q, put("Le plan ne tient pas", "Une pièce manque"), "id: y", "Changez"
    ),
    "the longest option is the right one": Fault(
        "longest_right", Q, long_right, "- id: q0", "Équilibrez", level="warning"
    ),
    "the right option always second": Fault("same_place", Q, all_in("b"), 1, "position 2", level="warning"),
}  # fmt: skip


def block(name: str, body: str, title: str = "Titre") -> Callable[[str], str]:
    """Add a block at the end of the second lesson."""
    return add(f"\n::: {name} {title}\n{body}\n:::\n")


PRACTICE = """\
id: essai
type: single
text: Que dire ?
options:
  - {id: a, text: Rien, feedback: Il attend.}
  - {id: b, text: Un mot, correct: true, feedback: Il parle.}
  - {id: c, text: Trop, feedback: Il se tait.}"""
DECLARE = "id: avis\noptions:\n  - {id: a, text: Oui}\n  - {id: b, text: Non}\nafter: Les deux se disent."
CARDS = "- front: Un\n  back: Deux\n- front: Trois\n  back: Quatre"
VIDEO = "file: film.mp4\ncaptions: film.fr.vtt\ntranscript: Rien."
CLOZE = """\
- id: trous
  objective: ouvrir
  type: cloze
  text: À [[un]], la [[deux]].
  gaps:
    - {id: un, answers: [trois, "3"], level: case}
    - {id: deux, answers: [cadence]}
  notion: Revoyez.
  feedback: Voilà.
"""
NUMERIC = """\
- id: nombre
  objective: ouvrir
  type: numeric
  text: Combien ?
  answer: 2,5
  tolerance: 0.5
  unit: heures
  notion: Revoyez.
  feedback: Voilà.
"""

# What is said in another file than the one at fault.
ELSEWHERE = {"objective_uncovered": M, "scenario_not_before": S, "scenario_not_after": S}


def credited(value: str, text: str = "Réponse c\n") -> Callable[[str], str]:
    """An option of the first question worth `value`."""
    return put(text, f"{text}      credit: {value}\n")


def several(*values: str) -> Callable[[str], str]:
    """The options of the question with several right answers, each worth `values`, "" for what is usual."""

    def change(whole: str) -> str:
        start = whole.index("- id: plusieurs")
        head, tail = whole[:start], whole[start:]
        for letter, value in zip("abc", values, strict=False):
            mark = f"text: Réponse {letter}\n"
            assert mark in tail
            tail = tail.replace(mark, f"{mark}      credit: {value}\n" if value else mark, 1)
        return head + tail

    return change


FAULTS |= {
    # shares of the points, images of questions
    "a share that is no number": Fault("bad_credit", Q, credited("beaucoup"), "credit:", "0.5 ou 1/3"),
    "a share of percents": Fault("bad_credit", Q, credited("50"), "credit:", "de -1 à 1"),
    "a share above one": Fault("bad_credit", Q, credited("3/2"), "credit:", "de -1 à 1"),
    "a share of the right answer": Fault(
        "credit_of_right", Q, credited("0.9", "Réponse a\n"), "credit:", "Retirez « credit »"
    ),
    "a wrong answer worth everything": Fault("credit_one", Q, credited("1"), "credit:", "moins de 1"),
    "a wrong answer that takes away": Fault("credit_one", Q, credited("-0.5"), "credit:", "de 0 à moins de 1"),
    "one of several that is right and costs": Fault("credit_sign", Q, several("-0.5"), "credit:", "n’en apporte pas"),
    "one of several that is wrong and pays": Fault(
        "credit_sign", Q, several("", "", "0.5"), "credit:", "n’en apporte pas"
    ),
    "right answers that do not make one": Fault("credit_total", Q, several("0.3"), "credit:", "au lieu de 1"),
    "modules before that are no list": Fault(
        "bad_requires", M, add("requires: ecouter\n"), "requires:", "liste de noms"
    ),
    "a module before that is no name": Fault(
        "bad_requires", M, add("requires:\n- Pas Bon\n"), "- Pas Bon", "« requires »"
    ),
    "a module before itself": Fault("requires_itself", M, add("requires:\n- ecouter\n"), "- ecouter", "lui-même"),
    "a module before, twice": Fault(
        "requires_twice", M, add("requires:\n- autre\n- autre\n"), "- autre", "une fois", 2
    ),
    "an image without words": Fault(
        "image_no_alt", Q, put("type: single", "type: single\n  image: plan.png"), "image:", "« alt »"
    ),
    "words without an image": Fault(
        "alt_no_image", Q, put("type: single", "type: single\n  alt: Un plan"), "alt:", "« image »"
    ),
    "a question's image that is not there": Fault(
        "media_absent",
        Q,
        put("type: single", "type: single\n  image: plan.png\n  alt: Un plan"),
        "image:",
        "« plan.png »",
    ),
    # figures, films, cards
    "a figure without image": Fault(
        "figure_no_image", L, block("figure", "Rien à voir."), "Rien à voir", "![ce qu’elle"
    ),
    "an empty figure": Fault("figure_no_image", L, block("figure", "\n"), 12, "commence par son image"),
    "an image that says nothing": Fault(
        "figure_no_alt", L, block("figure", "![ ](a.png)"), "![ ]", "entre crochets", with_it=("media_absent",)
    ),
    "an image that is not there": Fault("media_absent", L, block("figure", "![Deux](deux.png)"), "![", "« deux.png »"),
    "an image from elsewhere": Fault(
        "media_absent", L, block("figure", "![Deux](https://a.fr/b.png)"), "![", "corrigez"
    ),
    "an image up in the folders": Fault("media_absent", L, block("figure", "![Deux](../a.png)"), "![", "« ../a.png »"),
    "HTML below an image": Fault(
        "raw_html", L, block("figure", "<b>x</b>"), "<b>", "Markdown", with_it=("figure_no_image",)
    ),
    "a film that is not there": Fault("media_absent", L, block("video", VIDEO), "file:", "« film.mp4 »"),
    "a film without transcript": Fault(
        "key_missing",
        L,
        block("video", VIDEO.replace("transcript: Rien.", "")),
        "file:",
        "« transcript »",
        with_it=("media_absent",),
    ),
    "a film without captions": Fault(
        "key_missing",
        L,
        block("video", VIDEO.replace("captions: film.fr.vtt\n", "")),
        "file:",
        "« captions »",
        with_it=("media_absent",),
    ),
    "a film's unknown key": Fault(
        "key_unknown", L, block("video", VIDEO + "\nautoplay: oui"), "autoplay", "retirez-la", with_it=("media_absent",)
    ),
    "a film that is a list": Fault("not_a_map", L, block("video", "- un"), "- un", "clé : valeur"),
    "one card": Fault("how_many_cards", L, block("flashcards", "- front: Un\n  back: Deux"), "front", "de 2 à 8"),
    "a card without back": Fault(
        "key_missing", L, block("flashcards", CARDS.replace("  back: Quatre", "")), "Trois", "« back »"
    ),
    "a card that is a word": Fault("not_a_map", L, block("flashcards", CARDS + "\n- mot"), "- mot", "clé"),
    "an empty card": Fault(
        "empty_text", L, block("flashcards", CARDS.replace("back: Quatre", "back:")), "back:", "Écrivez", 2
    ),
    "cards that are a mapping": Fault("not_a_list", L, block("flashcards", "un: deux"), "un: deux", "tiret"),
    "a colon in a card": Fault(
        "yaml_colon", L, block("flashcards", CARDS.replace("Quatre", "Quatre : oui")), "Quatre :", "guillemets"
    ),
    "no card": Fault("not_a_list", L, block("flashcards", ""), 12, "tiret"),
    # exercises
    "an exercise without id": Fault(
        "question_no_id", L, block("practice", PRACTICE.replace("id: essai", "nom: essai")), "nom: essai", "« id: »"
    ),
    "an exercise's id with a capital": Fault(
        "question_no_id", L, block("practice", PRACTICE.replace("essai", "Essai")), "Essai", "« id: »"
    ),
    "an exercise of an unknown type": Fault(
        "bad_type", L, block("practice", PRACTICE.replace("single", "declare")), "type:", "« essai »"
    ),
    "an exercise with an objective": Fault(
        "key_unknown", L, block("practice", PRACTICE + "\nobjective: ouvrir"), "objective", "retirez-la"
    ),
    "an exercise without right answer": Fault(
        "one_right", L, block("practice", PRACTICE.replace(" correct: true,", "")), "options:", "il y en a 0"
    ),
    "an exercise that lacks a feedback": Fault(
        "no_feedback", L, block("practice", PRACTICE.replace(", feedback: Il attend.", "")), "id: a,", "dites ce que"
    ),
    "an exercise that is a list": Fault("not_a_map", L, block("practice", "- un"), "- un", "clé"),
    "an opinion with a type": Fault(
        "key_unknown", L, block("declare", "type: single\n" + DECLARE), "type: single", "« type »"
    ),
    "an opinion with a right answer": Fault(
        "key_unknown", L, block("declare", DECLARE.replace("Oui}", "Oui, correct: true}")), "correct", "« correct »"
    ),
    "an opinion without more": Fault(
        "key_missing", L, block("declare", DECLARE.partition("\nafter")[0]), "id: avis", "« after »"
    ),
    "an opinion with one option": Fault(
        "how_many", L, block("declare", DECLARE.replace("  - {id: b, text: Non}\n", "")), "options:", "de 2 à 6"
    ),
    "an exercise named as another": Fault(
        "id_twice",
        L,
        lambda t: block("practice", PRACTICE)(block("practice", PRACTICE)(t)),
        "::: practice",
        "« essai »",
        2,
    ),
    "an exercise named as a question of the quiz": Fault(
        "id_elsewhere", L, block("practice", PRACTICE.replace("id: essai", "id: q3")), "::: practice", "autre fichier"
    ),
    # gaps and numbers
    "a gap that the text lacks": Fault(
        "gaps_differ", Q, add(CLOZE.replace("[[deux]]", "deux")), "À [[un]]", "Accordez"
    ),
    "a gap twice in the text": Fault(
        "gaps_differ", Q, add(CLOZE.replace("[[deux]]", "[[deux]] [[deux]]")), "À [[un]]", "deux, deux"
    ),
    "a gap that accepts nothing": Fault(
        "gap_no_answer", Q, add(CLOZE.replace("[cadence]", "[]")), "id: deux", "trou « deux »", 2
    ),
    "a gap whose answers are a word": Fault(
        "gap_no_answer", Q, add(CLOZE.replace("[cadence]", "cadence")), "id: deux", "en liste", 2
    ),
    "a gap of an unknown level": Fault(
        "bad_level", Q, add(CLOZE.replace("level: case", "level: large")), "large", "strict, case, accents"
    ),
    "a gap twice in the list": Fault(
        "id_twice", Q, add(CLOZE.replace("id: deux", "id: un")), "cadence", "« un »", with_it=("gaps_differ",)
    ),
    "gaps that are a word": Fault(
        "not_a_list",
        Q,
        add(CLOZE.partition("  gaps")[0] + "  gaps: un\n  notion: R.\n  feedback: V.\n"),
        "gaps: un",
        "tiret",
        with_it=("how_many",),
    ),
    "a gap without id": Fault(
        "part_no_id", Q, add(CLOZE.replace("{id: deux, ", "{")), "[cadence]", "« id: »", with_it=("gaps_differ",)
    ),
    "a number in words": Fault(
        "not_a_number", Q, add(NUMERIC.replace("answer: 2,5", "answer: deux")), "answer: deux", "en chiffres"
    ),
    "a tolerance below nothing": Fault(
        "not_a_number", Q, add(NUMERIC.replace("0.5", "-1")), "tolerance", "« tolerance »"
    ),
    "a number without end": Fault(
        "not_a_number", Q, add(NUMERIC.replace("answer: 2,5", "answer: Infinity")), "Infinity", "« answer »"
    ),
    "a number without answer": Fault(
        "key_missing", Q, add(NUMERIC.replace("  answer: 2,5\n", "")), "- id: nombre", "« answer »"
    ),
    # scenarios
    "a scenario without id": Fault("question_no_id", S, put("- id: depart", "- nom: depart"), "nom: depart", "« id: »"),
    "a scenario twice": Fault("id_twice", S, put("id: arrivee", "id: depart"), "- id: depart", "« depart »", 2),
    "a scenario's missing key": Fault(
        "key_missing", S, put("  compare: Que changez-vous ?\n", ""), "- id: depart", "« compare »"
    ),
    "a scenario's unknown key": Fault(
        "key_unknown", S, put("  when: before", "  when: before\n  points: 2"), "points", "retirez-la"
    ),
    "a scenario at noon": Fault("bad_when", S, put("when: before", "when: midi"), "midi", "before ou after"),
    "a scenario about nothing known": Fault(
        "unknown_objective", S, put("objective: reformuler", "objective: autre"), "autre", "module.yaml"
    ),
    "a scenario without best choice": Fault("one_best", S, put(" best: true,", ""), "options:", "il y en a 0"),
    "a scenario with two best choices": Fault(
        "one_best", S, put("Rien,", "Rien, best: true,"), "options:", "il y en a 2"
    ),
    "best: oui": Fault("bad_correct", S, put("best: true", "best: oui"), "oui", "true ou false", with_it=("one_best",)),
    "two choices of a scenario alike": Fault("two_alike", S, put("Un conseil", "Rien"), "id: c", "Changez"),
    "a scenario with two choices": Fault(
        "how_many", S, put("    - {id: c, text: Un conseil, feedback: Il écoute.}\n", ""), "options:", "de 3 à 4"
    ),
    "a choice that says nothing back": Fault(
        "no_feedback", S, put(", feedback: Il attend.", ""), "id: a", "dites ce que"
    ),
    "two scenarios before": Fault(
        "scenario_pair",
        S,
        put("when: after", "when: before"),
        1,
        "une « when: after »",
        with_it=("scenario_not_before",),
    ),
    "scenarios that cannot be compared": Fault(
        "scenario_objectives",
        S,
        lambda t: "objective: ouvrir".join(t.rsplit("objective: reformuler", 1)),
        "- id: arrivee",
        "même objectif",
        level="warning",
    ),
    "a scenario nobody wrote": Fault("scenario_unknown", L, add("\n::: scenario perdu\n:::\n"), 1, "« perdu »"),
    "a scenario after the first words": Fault(
        "scenario_not_before",
        FIRST,
        lambda t: t.replace("::: scenario depart\n:::\n\n", "") + "\n::: scenario depart\n:::\n",
        "- id: depart",
        "tout début",
    ),
    "a scenario before the last words": Fault(
        "scenario_not_after", LAST, add("\nEncore un mot.\n"), "- id: arrivee", "toute fin"
    ),
    "a scenario twice in the lessons": Fault(
        "scenario_not_before", L, add("\n::: scenario depart\n:::\n"), "- id: depart", "une seule fois"
    ),
    # the test's bank
    "a test of something else than situations": Fault(
        "bad_type", T, add(packages.choice("t1", "single")), "type:", "situation"
    ),
    "a question of the test named as in the quiz": Fault(
        "id_elsewhere", T, add(packages.choice("q3", "situation")), "- id: q3", "autre fichier"
    ),
    "an objective the test forgets": Fault(
        "objective_untested", T, add(packages.choice("t1", "situation")), 1, "« ouvrir »", level="warning"
    ),
    "a test where the longest option is right": Fault(
        "longest_right",
        T,
        lambda _t: long_right(
            "".join(
                packages.choice(f"t{n}", "situation", ("reformuler", "ouvrir")[n % 2], "abc"[n % 3]) for n in range(9)
            )
        ),
        "- id: t0",
        "Équilibrez",
        level="warning",
    ),
}


def said(problem: Problem) -> str:
    return sentence(problem).replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_with_its_file_its_line_and_its_remedy(name: str, tmp_path: Path, context: object) -> None:
    fault = FAULTS[name]
    texts = packages.files()
    texts[fault.file] = fault.change(texts.get(fault.file, ""))
    beside = {"french_only", *fault.with_it} - {fault.code}  # what it entails is no second fault
    problems = [p for p in problems_of(tmp_path, texts) if p.code not in beside]
    mine = [p for p in problems if p.code == fault.code]
    assert mine, problems
    where = ELSEWHERE.get(fault.code, fault.file)
    line = fault.at if isinstance(fault.at, int) else line_of(texts[where], fault.at, fault.nth)
    assert (mine[0].file, mine[0].line, mine[0].level) == (where, line, fault.level)
    assert fault.remedy in said(mine[0])
    assert {p.code for p in problems} == {fault.code}


def test_a_package_with_nothing_wrong_has_one_note_that_english_is_to_come(tmp_path: Path) -> None:
    assert [(p.code, p.level) for p in problems_of(tmp_path, packages.files())] == [("french_only", "note")]


@pytest.mark.parametrize("file", [M, Q])
def test_a_file_that_is_not_there_is_asked_for(file: str, tmp_path: Path, context: object) -> None:
    texts = packages.files()
    del texts[file]
    (problem,) = [p for p in problems_of(tmp_path, texts) if p.level == "error"]
    assert (problem.file, problem.line, problem.code) == (file, 1, "no_file")
    assert "Créez-le" in said(problem)


LESSON_FILES = [
    ({f"0{n}-lecon-{n}.md": None for n in (1, 2, 3)}, M, "no_lesson", "01-titre.md"),
    ({"04-lecon-1.md": "# Encore\n\nTexte."}, "04-lecon-1.md", "lesson_twice", "01-lecon-1.md"),
    ({"03-autre.md": "# Autre\n\nTexte."}, "03-lecon-3.md", "number_twice", "03-autre.md"),
    ({"04-seule.en.md": "# Alone\n\nText."}, "04-seule.en.md", "english_alone", "Renommez-la"),
    ({"notes.md": "# Notes"}, "notes.md", "unknown_file", "retirez le fichier"),
    ({"4-titre.md": "# Titre\n\nTexte"}, "4-titre.md", "unknown_file", "01-titre.md"),
]


@pytest.mark.parametrize(("change", "file", "code", "remedy"), LESSON_FILES, ids=[row[2] for row in LESSON_FILES])
def test_what_is_wrong_with_the_files_themselves_is_said(
    change: dict[str, str | None], file: str, code: str, remedy: str, tmp_path: Path, context: object
) -> None:
    texts = {name: text for name, text in (packages.files() | change).items() if text is not None}
    (problem,) = [p for p in problems_of(tmp_path, texts) if p.level == "error"]
    assert (problem.file, problem.line, problem.code) == (file, 1, code)
    assert remedy in said(problem)


def test_a_module_without_scenarios_is_a_warning(tmp_path: Path, context: object) -> None:
    texts = packages.files()
    del texts[S]
    for name in (FIRST, LAST):
        texts[name] = texts[name].replace("::: scenario depart\n:::\n", "").replace("::: scenario arrivee\n:::\n", "")
    (problem,) = [p for p in problems_of(tmp_path, texts) if p.level == "warning" and p.code != "minutes_differ"]
    assert (problem.file, problem.code) == (M, "no_scenario")
    assert "Ajoutez scenarios.yaml" in said(problem)


def test_fewer_than_three_lessons_are_a_warning(tmp_path: Path, context: object) -> None:
    texts = packages.files()
    texts.pop(L)
    assert "Ajoutez-en" in said(next(p for p in problems_of(tmp_path, texts) if p.code == "lesson_count"))


BYTES = [
    ("02-lecon-2.md", "# Leçon 1\n\nÉté.".encode("latin-1"), "not_utf8", 1, "UTF-8"),
    ("02-lecon-2.md", b"# Un\n\nsuite \xe9", "not_utf8", 3, "UTF-8"),
    ("dessin.svg", b"<svg/>", "unknown_file", 1, "retirez le fichier"),
    ("04-longue.md", b"# Longue\n" + b"mot " * 80_000, "too_large", 1, "300 Ko"),
]


@pytest.mark.parametrize(("name", "content", "code", "line", "remedy"), BYTES)
def test_a_file_that_is_no_readable_text_is_said(
    name: str, content: bytes, code: str, line: int, remedy: str, tmp_path: Path, context: object
) -> None:
    folder = packages.written(tmp_path, packages.files())
    (folder / name).write_bytes(content)
    found = [p for p in packages.load(folder)[1] if p.level == "error"]
    assert [(p.file, p.line, p.code) for p in found] == [(name, line, code)]
    assert remedy in said(found[0])


def test_the_mark_some_editors_put_first_and_their_line_ends_change_nothing(tmp_path: Path) -> None:
    folder = packages.written(tmp_path, packages.files())
    for path in folder.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    package, problems = packages.load(folder)
    assert package is not None, problems


def english_lesson(body: str) -> str:
    """The second lesson in English, `body` after its callout."""
    return f"# Lesson 2\n\nText.\n\n::: callout Keep\nAn idea.\n:::\n\n{body}"


SCENARIO_EN = """\
- id: depart
  situation: Théo sighs.
  ask: What do you say?
  options:
    - {id: a, text: Nothing, feedback: He waits.}
    - {id: b, text: A question, feedback: He talks.}
    - {id: c, text: Advice, feedback: He listens.}
  explain: "Why?"
  expert: I ask first.
  compare: What would you change?
"""
ENGLISH = [
    ("module.en.yaml", "why: Because.\n", "key_missing", 1, "« title »"),
    ("module.en.yaml", ENGLISH_TOP + "minutes: 6\n", "key_unknown", 3, "retirez-la"),
    ("module.en.yaml", ENGLISH_TOP + "objectives: none\n", "not_a_list", 3, "tiret"),
    ("module.en.yaml", ENGLISH_TOP + "objectives: [a]\n", "objective_incomplete", 3, "Complétez-le"),
    ("module.en.yaml", ENGLISH_TOP + "objectives:\n  - {id: b, text: B}\n", "english_objective", 4, "« b »"),
    ("quiz.en.yaml", "- nothing\n", "question_no_id", 1, "« id: »"),
    ("quiz.en.yaml", ENGLISH_QUIZ.replace("id: paires", "id: pairs"), "english_unknown", 1, "« pairs »"),
    ("quiz.en.yaml", ENGLISH_QUIZ * 2, "id_twice", 9, "« paires »"),
    ("quiz.en.yaml", ENGLISH_QUIZ.replace("  text: Match.\n", ""), "key_missing", 1, "« text »"),
    ("quiz.en.yaml", ENGLISH_QUIZ + "  type: matching\n", "key_unknown", 9, "« type »"),
    ("quiz.en.yaml", ENGLISH_QUIZ.replace(", right: You", ""), "part_no_text", 5, "choix « y »"),
    ("quiz.en.yaml", ENGLISH_QUIZ.replace("id: y", "id: w"), "english_differs", 3, "Recopiez-les"),
    ("02-lecon-2.en.md", "Lesson 2", "no_title", 1, "« # Le titre »"),
    ("02-lecon-2.en.md", english_lesson("::: scenario depart\n:::"), "block_differs", 9, "mêmes blocs"),
    ("01-lecon-1.en.md", english_lesson(""), "block_differs", 1, "mêmes identifiants"),
    ("03-lecon-3.en.md", english_lesson("::: scenario depart\n:::"), "block_differs", 9, "mêmes identifiants"),
    ("scenarios.en.yaml", SCENARIO_EN.replace("id: depart", "id: autre"), "english_unknown", 1, "« autre »"),
    ("scenarios.en.yaml", SCENARIO_EN + "  when: before\n", "key_unknown", 11, "« when »"),
    ("scenarios.en.yaml", SCENARIO_EN.replace("id: c,", "id: d,"), "english_differs", 4, "Recopiez-les"),
    ("scenarios.en.yaml", SCENARIO_EN.replace(", feedback: He talks.", ""), "no_feedback", 6, "choix « b »"),
    ("test.en.yaml", ENGLISH_QUIZ, "english_unknown", 1, "« paires »"),
]


@pytest.mark.parametrize(("file", "text", "code", "line", "remedy"), ENGLISH)
def test_what_is_wrong_with_the_english_is_said(
    file: str, text: str, code: str, line: int, remedy: str, tmp_path: Path, context: object
) -> None:
    problems = [p for p in problems_of(tmp_path, packages.files() | {file: text}) if p.level == "error"]
    assert [(p.file, p.line, p.code) for p in problems] == [(file, line, code)]
    assert remedy in said(problems[0])


def test_the_english_of_a_question_whose_french_has_a_fault_is_not_blamed(tmp_path: Path) -> None:
    texts = packages.files() | {"quiz.en.yaml": ENGLISH_QUIZ}
    texts[Q] = texts[Q].replace(", right: Vous", "")
    assert [(p.file, p.code) for p in problems_of(tmp_path, texts) if p.level == "error"] == [(Q, "part_no_text")]


# Said of a package whose every part reads well: tests/content/rules.
JUDGED = {
    *("always_vrai", "always_faux", "same_number", "absolute_wrong"),
    *("keys_alike", "questions_alike", "options_alike", "answers_alike"),
    *("link_malformed", "link_scheme", "link_not_https", "link_nowhere", "link_says_nothing", "link_bare"),
    *("alt_file_name", "alt_image_of", "alt_is_caption", "alt_long", "media_unshown"),
    *("hard_to_read", "long_sentence"),
}


def test_every_sentence_has_its_fault_and_can_be_said(tmp_path: Path, context: object) -> None:
    """No sentence is left without a test, and each is filled by the values its fault gives."""
    proven = {f.code for f in FAULTS.values()} | {row[2] for row in (*LESSON_FILES, *BYTES, *ENGLISH)}
    proven |= {"no_file", "lesson_count", "french_only", "no_scenario"}
    proven |= {"media_other", "media_unreadable", "media_too_large"}  # tests/content/test_media.py
    proven |= JUDGED
    assert set(PROBLEMS) - proven == set()
