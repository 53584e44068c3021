"""Reading level and long sentences: what counts as a sentence, what is left out, what is flagged and at which line."""

from random import Random

import pytest

from app.content.rules.prose import passages, sentences
from app.content.rules.readability import DIFFICULT, ENOUGH_WORDS, LONG, check, ease
from app.content.rules.syllables import syllables

PLAIN = (
    "Le tutorat aide une personne à préparer un concours. Vous la voyez deux fois le premier mois. Vous ne corrigez pas ses copies "
    "à sa place. Vous lui demandez ce qu’elle a compris, puis vous choisissez un point à reprendre. "
)
HARD = (
    "Les modalités d’accompagnement individualisé des bénéficiaires, notamment l’organisation des entretiens d’orientation, "
    "l’évaluation des compétences méthodologiques et la formalisation des engagements réciproques, nécessitent une "
    "contractualisation pluriannuelle. "
)
JARGON = (
    "La reformulation constitue un outil privilégié de la relation tutorale, dans la mesure où elle permet de vérifier la "
    "compréhension mutuelle. Cette technique favorise l’expression et contribue à l’instauration d’un climat de confiance. "
)

CUT = {
    "two sentences": ("Un fait. Un autre.", ["Un fait.", "Un autre."]),
    "a question inside": ("Dites « Ça va ? » et attendez.", ["Dites « Ça va ? » et attendez."]),
    "a quotation that ends one": ("« Ça va ? » Il parle.", ["« Ça va ? »", "Il parle."]),
    "an abbreviation": ("M. Dupont et Mme. Durand. Oui.", ["M. Dupont et Mme. Durand.", "Oui."]),
    "an initial": ("Selon J. Hattie, cela aide.", ["Selon J. Hattie, cela aide."]),
    "a number with a point": ("Comptez 2.5 heures.", ["Comptez 2.5 heures."]),
    "suspension points": ("Il hésite… Vous attendez.", ["Il hésite…", "Vous attendez."]),
    "lines of one paragraph": ("Un fait qui\nse suit.", ["Un fait qui se suit."]),
    "two paragraphs": ("Un fait\n\nUn autre", ["Un fait", "Un autre"]),
    "a list": ("- un fait\n- un autre\n1. et un\n2) de plus", ["un fait", "un autre", "et un", "de plus"]),
    "a title": ("## Le titre\n\nUn fait.", ["Un fait."]),
    "a title right above": ("## Le titre\nUn fait.", ["Un fait."]),
    "a quotation": ("> Un fait.\n> Un autre.", ["Un fait.", "Un autre."]),
    "a table": ("| a | b |\n|---|---|\n| un | deux |\n\nUn fait.", ["Un fait."]),
    "fenced code": ("```\nx = 1. Y = 2.\n```\nUn fait.", ["Un fait."]),
    "code in the line": ("Tapez `x. Y` ici.", ["Tapez ici."]),
    "emphasis": ("Un **fait** et *un autre*.", ["Un fait et un autre."]),
    "a link": ("Lisez [la charte](https://a.fr/b.c?d=e) d’abord.", ["Lisez la charte d’abord."]),
    "a link by reference": ("Lisez [la charte][c].\n\n[c]: https://a.fr", ["Lisez la charte."]),
    "an address": ("Voyez https://a.fr/b.html demain.", ["Voyez demain."]),
    "a callout": ("::: callout Titre long\nUn fait.\n:::", ["Un fait."]),
    "a figure": ("::: figure Légende\n![Un plan](a.png)\nUne source.\n:::", ["Un plan Une source."]),
    "cards": ("::: flashcards Titre\n- front: Un. Deux.\n  back: Trois.\n:::", []),
    "a film": ("::: video Titre\nfile: a.mp4\ntranscript: Un. Deux.\n:::", []),
    "a block left open": ("::: callout Titre\nUn fait.", ["::: callout Titre Un fait."]),
}


@pytest.mark.parametrize("name", CUT)
def test_sentences_are_those_a_reader_meets(name: str) -> None:
    text, wanted = CUT[name]
    assert [one.text for one in sentences(text)] == wanted


def test_a_sentence_has_the_line_where_it_begins() -> None:
    text = "# Titre\n\nUn fait. Un\nautre. Puis\nla suite.\n\n::: callout Ici\nDedans.\n:::\n\n- Entrée\n- Autre"
    assert [(one.text, one.line) for one in sentences(text)] == [
        ("Un fait.", 3),
        ("Un autre.", 3),
        ("Puis la suite.", 4),
        ("Dedans.", 8),
        ("Entrée", 11),
        ("Autre", 12),
    ]


def test_acronyms_and_numbers_are_no_words() -> None:
    (one,) = sentences("L’IRA et les CPGE, 12 fois, le COVID-19 et la DGAFP : Oui, à Paris.")
    assert one.words == ["L’IRA", "et", "les", "fois", "le", "et", "la", "Oui", "à", "Paris"]


def test_the_formula_is_that_of_kandel_and_moles() -> None:
    found = sentences(PLAIN * 4)
    words = [word for one in found for word in one.words]
    by_hand = 207 - 1.015 * (len(words) / 16) - 73.6 * (sum(map(syllables, words)) / len(words))
    assert len(found) == 16
    assert ease(found) == pytest.approx(by_hand, abs=1e-9)


def test_a_hundred_words_are_asked_before_a_level_is_given() -> None:
    assert ease(sentences("Un mot. " * (ENOUGH_WORDS // 2 - 1))) is None
    assert ease(sentences("Un mot. " * (ENOUGH_WORDS // 2))) is not None


def test_office_prose_is_hard_jargon_difficult_and_plain_french_easy() -> None:
    levels = [ease(sentences(text * 6)) for text in (HARD, JARGON, PLAIN)]
    assert levels[0] < 20 < levels[1] < DIFFICULT < 80 < levels[2]


def of(text: str, name: str = "01-un.md") -> list[tuple[int, str]]:
    return [(one.line, one.code) for one in check({name: f"# Titre\n\n{text}"})]


def test_a_difficult_lesson_is_said_once_and_only_in_french() -> None:
    text = "\n\n".join([JARGON] * 6)
    assert of(text) == [(1, "hard_to_read")]
    assert of(text, "01-un.en.md") == []
    assert of(text, "quiz.yaml") == []
    assert of(PLAIN * 6) == []
    assert of(JARGON) == []  # too short to judge


@pytest.mark.parametrize("count", [LONG - 1, LONG, LONG + 1, LONG + 40])
@pytest.mark.parametrize("name", ["01-un.md", "01-un.en.md"])
def test_a_sentence_is_long_past_its_number_of_words(count: int, name: str) -> None:
    found = of("Court.\n\n" + "mot " * (count - 1) + "fin.", name)
    assert found == ([(5, "long_sentence")] if count > LONG else [])


def test_a_long_list_or_table_is_no_long_sentence() -> None:
    assert of("\n".join(["- un deux trois quatre cinq"] * 12)) == []
    assert of("| " + "mot | " * 60) == []
    assert of("`" + "mot " * 60 + "`") == []


def test_any_text_is_cut_and_its_lines_are_in_the_file() -> None:
    chance = Random(4)  # noqa: S311  the same texts at each run
    pieces = [
        "# ",
        "::: callout x",
        ":::",
        "\n",
        " ",
        "mot",
        ". ",
        "Un",
        "`",
        "```",
        "|",
        "- ",
        "> ",
        "[a](b)",
        "![](",
        "é",
        "\r\n",
        "~~~",
        "\x0c",
    ]
    for _ in range(400):
        text = "".join(chance.choices(pieces, k=60))
        lines = len(text.splitlines())
        assert all(1 <= one.line <= max(1, lines) and one.text.strip() for one in sentences(text))
        list(passages(text))
        list(check({"01-a.md": text}))
