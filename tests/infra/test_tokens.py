"""Signed links: they say one thing, for one purpose, until a date, and nobody else can write them."""

from datetime import timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from app.infra.errors import DomainError
from app.infra.tokens import Token, read, sign
from tests.conftest import NOW

TOKEN = Token(12, "abc", NOW + timedelta(hours=1))


def refusal(purpose: str, text: str, at=NOW) -> str:
    with pytest.raises(DomainError) as refused:
        read(purpose, text, at)
    return refused.value.code


def test_what_was_signed_is_read_back(context: Flask) -> None:
    assert read("confirmation", sign("confirmation", TOKEN), NOW) == TOKEN


def test_a_link_of_another_purpose_is_refused(context: Flask) -> None:
    assert refusal("mot-de-passe", sign("confirmation", TOKEN)) == "link.forged"


def test_a_link_expires_at_its_instant(context: Flask) -> None:
    text = sign("confirmation", TOKEN)
    assert read("confirmation", text, TOKEN.expires_at - timedelta(seconds=1)) == TOKEN
    assert refusal("confirmation", text, TOKEN.expires_at) == "link.expired"


def test_another_secret_signs_other_links(context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    text = sign("confirmation", TOKEN)
    monkeypatch.setitem(context.config, "SECRET_KEY", "another secret, long enough to be one")
    assert refusal("confirmation", text) == "link.forged"


def test_every_character_of_a_link_counts(context: Flask) -> None:
    text = sign("confirmation", TOKEN)
    for place, letter in enumerate(text[:-1]):  # the last holds bits that base64 ignores
        other = "A" if letter != "A" else "B"
        assert refusal("confirmation", text[:place] + other + text[place + 1 :]) == "link.forged"


@pytest.mark.parametrize("text", ["", ".", "x", "W10.x", "é", "a" * 5000, "../../etc/passwd", "[1,2,3]"])
def test_a_text_that_is_no_link_is_refused(context: Flask, text: str) -> None:
    assert refusal("confirmation", text) == "link.forged"


def test_any_text_at_all_is_refused_and_never_breaks(shared_app: Flask) -> None:
    @given(st.text(max_size=80))
    def tried(text: str) -> None:
        assert refusal("confirmation", text) == "link.forged"

    with shared_app.app_context():
        tried()


def test_the_words_of_a_refusal_say_what_to_do(browser) -> None:
    page = browser.get("/lien/confirmation/nimporte-quoi")
    assert page.status_code == 404
    assert "Recopiez-le en entier" in page.get_data(as_text=True)
