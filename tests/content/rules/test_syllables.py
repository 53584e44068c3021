"""Syllables of French words, by the dozen: as they are said, final e mute, elided letters apart."""

import pytest

from app.content.rules.syllables import syllables

WORDS = {
    1: "le les de que qui une elle homme l’homme qu’elle d' langue guerre fille feuille œil cœur eau oui pluie truite bruit trois "
    "droit yeux août très style science vent cent dent lent tient y a à",
    2: "question questions élève élèves année lycée idée réel maïs Noël naïf pitié prière patient client cruel moyen voyage "
    "pays travail travaille famille meilleur accueil mangeons beaucoup chaos brouillon trouer système accès après confiance "
    "silence épreuve mémoire moment content argent souvent accent talent urgent récent parent présent comment vraiment "
    "monsieur tranquille expriment apprennent évoquent demandent répondent attendent arrivent engagent oublient dis-le",
    3: "aujourd’hui rendez-vous création théorie réunion réussir idéal poésie aérien égoïste amitié étudiant étudiante jugement février "
    "publier quatrième cruauté influence éblouir essayer ennuyer employer paysage travailler conseiller accueillir oasis situation "
    "caméra bienveillance convention professeur responsable examen évoluent excellent différent accident président document parlement",
    4: "européen préoccuper bibliothèque brièvement coopérer coordonner rapidement reformuler difficulté égalité laïcité neutralité "
    "apprentissage évaluation",
    5: "extraordinaire administration",
}
CASES = [(word, count) for count, words in WORDS.items() for word in words.split()]
MUTE = [
    "parlent",
    "aiment",
    "ferment",
    "prennent",
    "viennent",
    "pensent",
    "disent",
    "doivent",
    "peuvent",
    "créent",
    "croient",
]


@pytest.mark.parametrize(("word", "count"), CASES)
def test_a_word_has_its_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_table_is_not_a_small_one() -> None:
    assert len(CASES) >= 120


@pytest.mark.parametrize("verb", MUTE)
def test_the_end_of_a_third_person_is_not_heard(verb: str) -> None:
    assert syllables(verb) == 1


@pytest.mark.parametrize("word", ["", "’", "-", "…", "pfff", "123"])
def test_what_has_no_vowel_is_one(word: str) -> None:
    assert syllables(word) == 1
