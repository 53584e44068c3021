"""Passwords: long enough, not one of those first tried, not built on oneself; any sentence will do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.hashing import hashed, matches
from app.accounts.rules import MAXIMUM, common, password_faults

OWN = ("Claire", "Martin-Dupont", "claire.martin@exemple.fr")


@pytest.mark.parametrize(
    "password",
    [
        "quatre tilleuls bleus",
        "Le héron boit à midi",
        "correct cheval pile agrafe",
        "zR8#kq!vT2pW",
        "été comme hiver, 3 pas",
        "日本語でも長ければよい十分",
        "ma phrase secrète à moi",
        "x" * 3 + "yz-ab-cd-ef" + "!" * 4,
        "parapluie vert 1987",
        "a" * 20 + "bcdefgh",
    ],
)
def test_a_sentence_of_a_few_words_will_do(password: str) -> None:
    assert password_faults(password, own=OWN) == []


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("", "too_short"),
        ("court", "too_short"),
        ("onze lettre", "too_short"),
        ("é" * 11, "too_short"),
        ("ab cd ef gh ij " * 10, "too_long"),
        ("motdepasse123", "too_common"),
        ("MotDePasse2026!", "too_common"),
        ("M0td3p4ss3!!", "too_common"),
        ("mot de passe 1", "too_common"),
        ("azertyuiop123", "too_common"),
        ("qwertyuiop[]!", "too_common"),
        ("azertyuiopqs", "too_common"),
        ("passwordpassword", "too_common"),
        ("P@ssw0rd2026!", "too_common"),
        ("soleilsoleil", "too_common"),
        ("bonjourmarseille", "too_common"),
        ("Doudou123456", "too_common"),
        ("123456789012", "too_common"),
        ("000000000000", "too_common"),
        ("987654321098", "too_common"),
        ("abcdefghijkl", "too_common"),
        ("lkjihgfedcba", "too_common"),
        ("aaaaaaaaaaaa", "too_common"),
        ("abababababab", "too_common"),
        ("!!!!soleil!!!!", "too_common"),
        ("clairemartin1", "about_you"),
        ("Martin2026!!", "about_you"),
        ("DUPONTclaire", "about_you"),
        ("claire.martin@exemple.fr", "about_you"),
    ],
)
def test_a_poor_password_is_refused_for_its_reason(password: str, fault: str) -> None:
    assert fault in password_faults(password, own=OWN)


def test_a_name_within_a_long_sentence_is_no_fault() -> None:
    assert password_faults("Claire dort sous un tilleul bleu", own=OWN) == []


def test_a_short_name_forbids_nothing() -> None:
    assert password_faults("les lignes du tramway", own=("Li", "Ng", "li@x.fr")) == []


def test_length_is_counted_in_characters_up_to_the_bound() -> None:
    assert "too_long" not in password_faults("ab cd ef gh " * 10 + "ij kl mn")
    assert len("ab cd ef gh " * 10 + "ij kl mn") == MAXIMUM


def test_the_list_knows_the_french_ones() -> None:
    assert {"motdepasse", "azerty", "doudou", "marseille", "loulou", "jetaime"} <= common()


@given(st.text(max_size=160))
def test_any_text_at_all_gets_an_answer(password: str) -> None:
    assert set(password_faults(password, own=OWN)) <= {"too_short", "too_long", "too_common", "about_you"}


def test_a_hash_is_argon2id_and_matches_its_password_alone() -> None:
    stored = hashed("quatre tilleuls bleus")
    assert stored.startswith("$argon2id$")
    assert stored != hashed("quatre tilleuls bleus")
    assert matches(stored, "quatre tilleuls bleus")
    assert not matches(stored, "quatre tilleuls rouges")


@pytest.mark.parametrize("stored", [None, "", "not a hash"])
def test_nothing_matches_where_there_is_no_hash(stored: str | None) -> None:
    assert not matches(stored, "a password nobody has, so that an unknown address takes as long as a known one")
