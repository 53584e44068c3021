"""What is typed becomes words, never syntax; both engines are asked the same."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.infra.search import MOST_WORDS, fts5, holds, terms, tsquery


def test_words_and_phrases_are_told_apart() -> None:
    assert terms('Synthèse  "la NOTE de" l’oral') == [
        (("synthese",), True),
        (("la", "note", "de"), False),
        (("l",), True),
        (("oral",), True),
    ]
    assert terms('"" ! "…" -') == []
    assert terms('"note de') == [(("note", "de"), False)]  # a quote that never closes
    assert len(terms("a " * 99)) == MOST_WORDS


def test_each_engine_is_asked_in_its_own_words() -> None:
    looked_for, tags = terms('synth "la note"'), [[["e1"]], [["s1"], ["s2", "s3"]]]
    assert fts5(looked_for, tags) == (
        '(words : "synth" *) AND (words : "la note") AND (tags : (("e1"))) AND (tags : (("s1") OR ("s2" AND "s3")))'
    )
    assert tsquery(looked_for, tags) == ("('synth':*) & ('la' <-> 'note') & (('=e1')) & (('=s1') | ('=s2' & '=s3'))")


@given(st.text(max_size=80))
def test_only_letters_and_digits_reach_an_engine(typed: str) -> None:
    for words, _more in terms(typed):
        assert all(re.fullmatch(r"[^\W_]+", word) for word in words)


@given(st.lists(st.sampled_from(("note", "notes", "synthese", "de", "oral")), max_size=6))
def test_a_text_holds_its_own_words_their_beginnings_and_itself_as_a_phrase(said: list[str]) -> None:
    text = " ".join(said)
    assert holds(text, terms(text))
    assert holds(text, terms(f'"{text}"'))
    assert all(holds(text, terms(word[:2])) for word in said)
    assert not holds(text, terms("zzz"))
