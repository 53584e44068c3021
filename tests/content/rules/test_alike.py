"""Ids, questions and answers that are nearly the same: what is told, and what is only a family likeness."""

from pathlib import Path

import pytest

from app.content.rules import alike
from app.content.rules.package import QuestionText
from app.infra.orm import fold
from tests.content import packages

KEYS = {
    "a letter more": ("reformuler", "reformulera", True),
    "a letter less": ("silences", "silence", True),
    "a letter for another": ("reformuler", "reformuter", True),
    "a hyphen": ("a-demain", "ademain", True),
    "another sign": ("as-tu-compris", "as_tu_compris", True),
    "two letters swapped": ("reformuler", "reformulre", True),
    "a letter doubled": ("relancer", "relanccer", True),
    "a number of a series": ("camera-1", "camera-2", False),
    "a copy's number": ("camera", "camera-2", False),
    "two series": ("cas-12-a", "cas-13-a", False),
    "short ids": ("oui", "ouie", False),
    "short ids again": ("paix", "prix", False),
    "two letters apart": ("relancer", "relancons", False),
    "other words": ("ecouter", "conseiller", False),
    "one begins the other": ("silence", "silence-vrai", False),
}


def question(key: str, text: str, **more: object) -> QuestionText:
    return QuestionText(key, "numeric", "", {}, {"fr": {"text": text, **more}}, 1)


@pytest.mark.parametrize("name", KEYS)
def test_two_ids_are_told_apart_or_not(name: str) -> None:
    first, second, told = KEYS[name]
    found = [
        (p.file, p.line, p.values) for p in alike._keys([(first, "a", 1), ("tout-autre", "a", 2), (second, "a", 3)])
    ]
    assert found == ([("a", 3, {"id": second, "other": first})] if told else [])


CASE = "Deuxième rendez-vous, en visio. Théo coupe sa caméra et dit qu’il perd son temps. Que dites-vous ?"
TEXTS = {
    "the same": (CASE, True),
    "the same in capitals, without accents": (fold(CASE).upper(), True),
    "another name": (CASE.replace("Théo", "Inès"), True),
    "two words of another": (CASE.replace("coupe", "éteint").replace("Théo", "Inès"), True),
    "another order": ("Que dites-vous ? Théo dit qu’il perd son temps et coupe sa caméra au deuxième rendez-vous, en visio.", True),
    "another case": ("Premier rendez-vous, dans un café. Inès regarde sa montre et répond par oui ou non. Que faites-vous ?", False),
    "a word in common": ("Quand Théo arrive en retard, par quoi commencez-vous votre deuxième rendez-vous ?", False),
    "too short to tell": ("Que dites-vous ?", False),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_two_questions_are_told_alike_or_not(name: str) -> None:
    other, told = TEXTS[name]
    found = list(alike._questions([question("un", CASE), question("deux", other)]))
    assert [p.code for p in found] == ["questions_alike"] * told
    assert [(p.values["id"], p.values["other"]) for p in found] == [("deux", "un")] * told


def test_the_situation_is_part_of_the_question() -> None:
    ask = "Qu’est-ce qui est le plus efficace, tout de suite ?"
    pair = [question("un", ask, situation=CASE), question("deux", ask, situation=TEXTS["another case"][0])]
    assert list(alike._questions(pair)) == []
    assert len(list(alike._questions([pair[0], question("trois", ask, situation=CASE)]))) == 1


OPTIONS = {
    "an article": ("La convention", "Convention.", True),
    "another article": ("Le plan", "Un plan", True),
    "accents": ("À côté", "a cote", True),
    "an apostrophe": ("L’oral", "L'oral !", True),
    "other words": ("La convention", "La charte", False),
    "a sign": ("+ 2", "- 2", False),
    "another number": ("2 heures", "3 heures", False),
    "a negation": ("Il faut relancer", "Il ne faut pas relancer", False),
}


@pytest.mark.parametrize("name", OPTIONS)
def test_two_options_are_told_alike_or_not(name: str) -> None:
    first, second, told = OPTIONS[name]
    one = question(
        "q", "Que dire ?", options={"a": {"text": first}, "b": {"text": second}, "c": {"text": "Autre chose"}}
    )
    found = list(alike._answers(one))
    assert [(p.code, p.values["part"], p.values["other"]) for p in found] == [("options_alike", "b", "a")] * told


@pytest.mark.parametrize(
    ("accepted", "level", "told"),
    [
        (["trois", "Trois"], "accents", True),
        (["fréquence", "frequence"], "accents", True),
        (["trois", "3"], "accents", False),
        (["IRA", "ira"], "strict", False),
        (["École", "Ecole"], "case", False),
    ],
)
def test_two_answers_of_a_gap_that_are_one_are_told(accepted: list[str], level: str, told: bool) -> None:
    body = {"gaps": ["mot"], "accepted": {"mot": accepted}, "levels": {"mot": level}}
    one = QuestionText("q", "cloze", "", body, {"fr": {"text": "Un [[mot]]."}}, 4)
    assert [(p.line, p.code) for p in alike._answers(one)] == [(4, "answers_alike")] * told


def test_objectives_scenarios_and_questions_of_every_bank_are_compared(tmp_path: Path) -> None:
    texts = {
        name: text.replace("objective: ouvrir", "objective: reformulez")
        .replace("id: ouvrir", "id: reformulez")
        .replace("id: plusieurs", "id: pairess")
        .replace("id: arrivee", "id: departs")
        .replace("scenario arrivee", "scenario departs")
        for name, text in packages.files().items()
    }
    found = [(p.file, p.level, p.code, p.values.get("id")) for p in packages.problems_of(tmp_path, texts)]
    assert [one for one in found if one[1] != "note"] == [
        ("module.yaml", "warning", "keys_alike", "reformulez"),
        ("quiz.yaml", "warning", "keys_alike", "paires"),
        ("scenarios.yaml", "warning", "keys_alike", "departs"),
    ]
