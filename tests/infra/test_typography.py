"""French typography: the spaces that a reader never notices, and everything that must be left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.infra.typography import FIXED, NARROW, french

N, F = NARROW, FIXED


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Vraiment ?", f"Vraiment{N}?"),
        ("Bravo !", f"Bravo{N}!"),
        ("Un ; deux", f"Un{N}; deux"),
        ("Voici : oui", f"Voici{F}: oui"),
        ("À retenir :", f"À retenir{F}:"),
        ("« mot »", f"«{N}mot{N}»"),
        ("«mot»", f"«{N}mot{N}»"),
        ("« Vraiment ? »", f"«{N}Vraiment{N}?{N}»"),
        ("12 %", f"12{F}%"),
        ("7 min", f"7{F}min"),
        ("18 h 30", f"18{F}h 30"),
        ("20 €", f"20{F}€"),
        ("3 jours", f"3{F}jours"),
        ("2 places", f"2{F}places"),
        ("%(num)s jours", f"%(num)s{F}jours"),
        ("%(n)s %%", f"%(n)s{F}%%"),
        ("1 700 places", f"1{N}700{F}places"),
        ("1 234 567", f"1{N}234{N}567"),
        ("l'école d'été", "l’école d’été"),
        ("art. 12 et p. 3", f"art.{F}12 et p.{F}3"),
        ("n° 7", f"n°{F}7"),
    ],
)
def test_spaces_go_where_a_printer_puts_them(typed: str, printed: str) -> None:
    assert french(typed) == printed


@pytest.mark.parametrize(
    "text",
    [
        "https://exemple.fr/page?cle=1;autre=2",
        "https://exemple.fr:8000/a:b",
        "prenom.nom@exemple.fr",
        "09:30",
        "06 12 34 56 78",
        "le 12 octobre 2026",
        "en 2026 100 personnes",  # a year, then a number: not a thousand
        "12 marches",  # m is a unit only alone
        "2026 250",
        "vraiment?",  # a missing space is the writer's, not added
        "Deux mots, rien d’autre.",
        "%(name)s mange",
        "",
    ],
)
def test_what_needs_nothing_is_left_alone(text: str) -> None:
    assert french(text) == text


@given(st.text(alphabet="a1 %€«»?!;:'’.()sjours\u00a0\u202f\n", max_size=60))
def test_applying_it_twice_changes_nothing_more(text: str) -> None:
    assert french(french(text)) == french(text)


@given(st.text(max_size=80))
def test_only_spaces_and_apostrophes_ever_change(text: str) -> None:
    def bare(s: str) -> str:
        return "".join(c for c in s if not c.isspace()).replace("’", "'")

    assert bare(french(text)) == bare(text)
