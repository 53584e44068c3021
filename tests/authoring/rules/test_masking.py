"""Who wrote a text is not read in it: names in every spelling, addresses and numbers; what only looks like them stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules.masking import MASK, masked
from app.infra.orm import fold

ZOE = ("Zoé", "Lefèvre-Nguyen")

NAMED = [
    ("Zoé", "[…]"),
    ("ZOÉ dit non", "[…] dit non"),
    ("zoe dit non", "[…] dit non"),
    ("Zoe\u0301 dit non", "[…] dit non"),
    ("Moi, Zoé Lefèvre-Nguyen, je dis non.", "Moi, […], je dis non."),
    ("Moi, LEFEVRE NGUYEN Zoé.", "Moi, […]."),
    ("Lefèvre", "[…]"),
    ("Mme Nguyen répond", "Mme […] répond"),
    ("Mme Lefèvre - Nguyen répond", "Mme […] répond"),
    ("(Zoé)", "([…])"),
    ("« Zoé »", "« […] »"),
    ("zoe.lefevre", "[…].[…]"),
    ("zoe_lefevre", "[…]_[…]"),
    ("zoelefevrenguyen écrit", "[…] écrit"),
    ("LefevreNguyen écrit", "[…] écrit"),
    ("Lefèvre75", "[…]75"),
    ("https://exemple.fr/in/zoe-lefevre-nguyen", "https://exemple.fr/in/[…]"),
    ("Zo\u200bé écoute", "[…] écoute"),
    ("L’avis de Zoé’", "L’avis de […]’"),
    ("Zoé, Zoé et Zoé", "[…], […] et […]"),
]
CONTACTS = [
    ("Écrivez à z.l@exemple.fr.", "Écrivez à […]."),
    ("Écrivez à z.l+cours@sous.exemple.gouv.fr, merci", "Écrivez à […], merci"),
    ("z.l @ exemple.fr", "[…]"),
    ("z.l (at) exemple (point) fr", "[…]"),
    ("z.l [arobase] exemple.fr", "[…]"),
    ("z.l arobase exemple point fr", "[…]"),
    ("<z.l@exemple.fr>", "<[…]>"),
    ("je suis @zl_75", "je suis […]"),
    ("06 12 34 56 78", "[…]"),
    ("0612345678", "[…]"),
    ("06.12.34.56.78 le soir", "[…] le soir"),
    ("06-12-34-56-78", "[…]"),
    ("06\u00a012\u202f34 56 78", "[…]"),
    ("tel:0612345678", "tel:[…]"),
    ("+33 6 12 34 56 78", "[…]"),
    ("+33 (0)6 12 34 56 78", "[…]"),
    ("0033612345678", "[…]"),
    ("+32 2 512 34 56", "[…]"),
    ("+1 (415) 555-0100", "[…]"),
    ("FR76 3000 4000 0312 3456 7890 143", "FR[…]"),
]
LEFT = [
    "On l’écoute d’abord, puis on demande ce qu’il a essayé.",
    "Zoologie n’est pas un nom.",
    "Le lefèvrement n’existe pas.",
    "Rendez-vous le 23/11/2026 à 18 h 30.",
    "En 2024 - 2025, 10 000 candidats.",
    "Il a 12,5 de moyenne ; 3 sur 4 y arrivent.",
    "Il dit : je n’y arrive pas. Point final.",
    "",
]


@pytest.mark.parametrize(("text", "said"), [*NAMED, *CONTACTS])
def test_who_wrote_it_is_masked(text: str, said: str) -> None:
    assert masked(text, *ZOE) == said


@pytest.mark.parametrize("text", LEFT)
def test_what_tells_nobody_stays(text: str) -> None:
    assert masked(text, *ZOE) == text


@pytest.mark.parametrize(
    ("first", "last", "text", "said"),
    [
        ("Anne", "de La Tour", "Je prends de la hauteur, dit de la Tour.", "Je prends de la hauteur, dit […]."),
        ("Karim", "El Amrani", "El Amrani Karim, ou Amrani.", "[…], ou […]."),
        ("Li", "Le", "Le plan. Signé Li Le.", "Le plan. Signé […]."),
        ("Awa", "Bâ", "Ba, 2e année", "[…], 2e année"),
        ("Hugues", "d’Ormesson", "Signé d'Ormesson", "Signé […]"),
        ("François", "Œuvrard", "francois oeuvrard", "[…]"),
        ("Jürgen", "Groß", "GROSS, jurgen", "[…], […]"),
        ("Jean-Pierre", "Petit", "Jean Pierre et Jeanpierre et Pierre", "[…] et […] et […]"),
        ("王", "小明", "我是王小明。", "我是王小明。"),  # without spaces, no word is told from another
        ("", "", "Personne n’a signé.", "Personne n’a signé."),
        ("A", "B", "A et B", "A et B"),
    ],
)
def test_names_of_several_words_or_of_few_letters(first: str, last: str, text: str, said: str) -> None:
    assert masked(text, first, last) == said


def test_a_name_of_the_story_is_left_since_everyone_writes_it() -> None:
    story = "Théo coupe sa caméra."
    assert masked("Théo a besoin de temps.", "Theo", "Roy", story) == "Théo a besoin de temps."
    assert masked("Théo a besoin de temps. Théo Roy", "Theo", "Roy", story) == "Théo a besoin de temps. […]"
    assert masked("Théo. Roy", "Théo", "Roy", "Paul attend.") == "[…]"


NAMES = st.text(st.characters(categories=["L", "Mn", "Pd", "Zs"]), max_size=12)
WORDS = st.text(max_size=60)


@given(WORDS, NAMES, NAMES, WORDS)
def test_masking_twice_is_masking_once(text: str, first: str, last: str, said: str) -> None:
    once = masked(text, first, last, said)
    assert masked(once, first, last, said) == once


@given(st.text("abcé -’.", max_size=30), st.sampled_from(["Zoé", "ZOE", "zoé", "Lefèvre", "LEFEVRE Nguyen"]), WORDS)
def test_a_name_between_two_words_never_stays(before: str, name: str, after: str) -> None:
    found = masked(f"{before} {name} {after}", *ZOE)
    assert MASK in found
    assert not {"zoe", "lefevre", "nguyen"} & set(fold(found.replace("’", " ")).split())
