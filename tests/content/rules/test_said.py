"""What the newer checks say, from a whole package: each sentence is filled, and shows no blank."""

import pytest

from app.content.rules import Problem
from app.content.words import sentence
from tests.content import packages
from tests.content.packages import Files, problems_of
from tests.content.rules.test_guessing import EVEN, choices, several, truths
from tests.content.test_check import JUDGED

LESSON = "02-lecon-2.md"
LINKS = (
    "\n\n[ici](x) [le lien](http://a.fr) [un nom](https://) [un nom](javascript:a) https://a.fr\n\n"
    + "mot " * 40
    + "fin.\n"
)
CASE = "- id: %s\n  objective: ouvrir\n  type: numeric\n  text: Combien de rendez-vous prévoir le premier mois avec Théo ?\n  answer: 2\n"
END = "  notion: Revoyez.\n  feedback: Deux.\n"
CLOZE = (
    "- id: trou\n  objective: ouvrir\n  type: cloze\n  text: Un [[mot]].\n  gaps: [{id: mot, answers: [trois, Trois]}]\n"
    + END
)
HARD = (
    "L’individualisation systématique des modalités organisationnelles nécessite une contractualisation pluriannuelle. "
    * 15
)
FIGURES = "".join(
    f"\n::: figure {title}\n![{alt}](plan.png)\n:::\n"
    for title, alt in [("A", "plan.png"), ("B", "image de blocs"), ("Trois blocs", "Trois blocs"), ("D", "mot " * 80)]
)


def quiz(extra: str) -> Files:
    return {**packages.files(), "quiz.yaml": EVEN + extra}


SPOILED = {
    "links and a long sentence": {**packages.files(), LESSON: packages.lesson(2) + LINKS},
    "a hard lesson": {**packages.files(), LESSON: f"# T\n\n{HARD}"},
    "figures": {**packages.files(), LESSON: packages.lesson(2) + FIGURES},
    "only true": quiz(truths(*["vrai"] * 4) + several(2, 2, 2, 2)),
    "only false": quiz(truths(*["faux"] * 4)),
    "never": {**packages.files(), "quiz.yaml": choices(12, ("Réponse une", "Il ne faut jamais", "Réponse tro"))},
    "twins": quiz(CASE % "combien" + END + CASE % "combiens" + END),
    "an answer twice": quiz(CLOZE),
    "an option twice": {**packages.files(), "quiz.yaml": EVEN.replace("Réponse deu 0", "la réponse une 0")},
}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> list[Problem]:
    found = []
    for name, texts in SPOILED.items():
        folder = tmp_path_factory.mktemp("spoiled")
        packages.written(folder, texts)
        if name == "figures":
            from tests.content.test_media import image

            (folder / packages.SLUG / "plan.png").write_bytes(image())
            (folder / packages.SLUG / "reste.png").write_bytes(image())
        found += problems_of(folder, texts)
    return found


def test_each_is_said_in_a_whole_sentence(everything: list[Problem], context: object) -> None:
    assert {one.code for one in everything} >= JUDGED
    for one in everything:
        said = sentence(one)
        assert "%(" not in said
        assert "  " not in said
        assert said[-1] in ".)]", said
