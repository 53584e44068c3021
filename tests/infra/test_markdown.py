"""The sanitiser: nothing hostile passes, whatever is thrown at it; and typography that never enters a tag or code."""

import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.infra import markdown
from app.infra.markdown import ATTRIBUTES, SCHEMES, TAGS, clean, render, typeset, words
from tests.infra.hostile import PAYLOADS

SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
N, F = "\u202f", "\u00a0"


class Seen(HTMLParser):
    """What a browser would find in a piece of HTML that the lists do not allow."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set()):
                self.wrong.append(f"{tag}.{name}")
            scheme = SCHEME.match(re.sub(r"^[\x00-\x20]+|[\t\r\n]", "", value or ""))  # as browsers read an address
            if name == "href" and scheme and scheme.group(1).lower() not in SCHEMES:
                self.wrong.append(f"href={value}")


def hostile_left(make_html) -> list[str]:
    return [payload for payload in PAYLOADS if Seen(make_html(payload)).wrong]


def test_there_are_enough_hostile_payloads() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_nothing_hostile_is_left(payload: str) -> None:
    for source in (
        payload,
        f"avant {payload} après",
        f"- liste\n\n    {payload}",
        f"> {payload}",
        f"| a |\n|---|\n| {payload} |",
    ):
        for lang in ("fr", "en"):
            assert Seen(render(source, lang=lang)).wrong == []
        assert Seen(clean(source)).wrong == []


def test_canary_without_the_sanitiser_the_same_list_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hostile_left(render) == []
    monkeypatch.setattr(markdown, "clean", lambda html: html)
    assert len(hostile_left(render)) > 50


def test_canary_a_list_too_generous_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nh3, "clean", _generous)
    assert hostile_left(render) != []


def _generous(html: str, *, _clean=nh3.clean, **kept) -> str:
    allowed = {**kept["attributes"], "p": {"style"}}
    return _clean(html, **{**kept, "attributes": allowed, "tags": kept["tags"] | {"svg", "form", "img"}})


hostile_text = st.lists(
    st.sampled_from([*PAYLOADS, "<p>", "</p>", "<a href='", "'>", "&lt;", "&amp;", "<!--", "é ", "« x » ?"])
).map("".join)


@given(st.one_of(hostile_text, st.text(alphabet="<>/\"'=& ab:;!?«»p\n", max_size=80)))
def test_cleaning_twice_is_cleaning_once(html: str) -> None:
    assert clean(clean(html)) == clean(html)


@pytest.mark.parametrize(
    ("html", "read"),
    [
        ("a&#13;b", "a\nb"),
        ("<a><select><a>", '<a rel="noopener noreferrer"></a><a rel="noopener noreferrer"></a>'),
        ("<pre>\n\n\nx</pre>", "<pre>x</pre>"),
        ("<pre>" + "\n" * 40 + "<em>x</em></pre>&#13;", "\n" * 31 + "x\n"),
    ],
)
def test_what_a_parser_would_mend_is_mended_and_what_never_settles_is_words(html: str, read: str) -> None:
    assert clean(html) == read
    assert clean(read) == read


@given(hostile_text)
def test_whatever_is_put_together_stays_within_the_lists(source: str) -> None:
    assert Seen(render(source)).wrong == []


def test_tables_are_aligned_without_a_style() -> None:
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert "style" not in html
    assert '<td align="right">2</td>' in html


def test_links_open_without_giving_the_page_away() -> None:
    assert render("[x](https://exemple.fr)") == '<p><a href="https://exemple.fr" rel="noopener noreferrer">x</a></p>'


def test_ordinary_markdown_is_kept() -> None:
    html = render("## Titre\n\n1. un\n2. **deux**\n\n~~trois~~ et `code`\n\n> cité")
    for piece in (
        "<h2>Titre</h2>",
        "<ol>",
        "<strong>deux</strong>",
        "<del>trois</del>",
        "<code>code</code>",
        "<blockquote>",
    ):
        assert piece in html


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ("Vraiment ?", f"<p>Vraiment{N}?</p>"),
        ("*Vraiment* ?", f"<p><em>Vraiment</em>{N}?</p>"),
        ("« *mot* » !", f"<p>«{N}<em>mot</em>{N}»{N}!</p>"),
        ("`a ? b : c ;`", "<p><code>a ? b : c ;</code></p>"),
        ("    « code » ?", "<pre><code>« code » ?\n</code></pre>"),
        ("R & D ?", f"<p>R &amp; D{N}?</p>"),
        (
            "<https://exemple.fr/a?b=1;c>",
            '<p><a href="https://exemple.fr/a?b=1;c" rel="noopener noreferrer">https://exemple.fr/a?b=1;c</a></p>',
        ),
        (
            '[ici](https://exemple.fr "Quoi ?")',
            '<p><a href="https://exemple.fr" title="Quoi ?" rel="noopener noreferrer">ici</a></p>',
        ),
    ],
)
def test_typography_reaches_the_text_across_tags_and_nothing_else(source: str, printed: str) -> None:
    assert render(source) == printed


def test_english_keeps_its_own_spaces() -> None:
    assert render("Really ?", lang="en") == "<p>Really ?</p>"


def test_an_attribute_that_holds_a_bracket_is_no_text() -> None:
    html = '<abbr title="a > b ? c">x</abbr> ?'
    assert typeset(html) == f'<abbr title="a > b ? c">x</abbr>{N}?'


@given(hostile_text)
def test_typography_never_changes_a_tag(source: str) -> None:
    safe = clean(source)
    spaces = str.maketrans({N: " ", F: " ", "’": "'"})
    assert typeset(safe).translate(spaces).replace(" ", "") == safe.translate(spaces).replace(" ", "")


@pytest.mark.parametrize(
    "source",
    ["[x](java\ue000script:alert(1))", "[x](java&#xe000;script:alert(1))", "[x](\ue000javascript:alert(1))"],
)
def test_typography_takes_nothing_away_that_kept_an_address_harmless(source: str) -> None:
    assert Seen(render(source)).wrong == []
    assert clean(render(source)) == render(source)


def test_words_are_those_a_reader_meets() -> None:
    assert words(render("Aujourd’hui, **deux** mots : `code` et rendez-vous.")) == 6
