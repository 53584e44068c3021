"""A lesson cut into blocks, then made into HTML: never a crash, never anything but what is allowed."""

import re

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.content import rendering
from app.content.rendering import render_lesson, said
from app.content.rules.blocks import Piece, cut, faults
from app.infra import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "::: callout <img src=x onerror=alert(1)>\ntexte\n:::",
    '::: callout "><script>alert(1)</script>\ntexte\n:::',
    "[lien](javascript:alert(1))",
    '<a href="data:text/html,x" onclick="x()">a</a>',
    "<form action=/x><input name=a><button>b</button></form>",
    '<p style="position:fixed">x</p>',
    "<svg onload=alert(1)></svg>",
    "texte {: onclick=alert(1) style=color:red }",
    "::: callout Titre\n<iframe src=//x></iframe>\n:::",
]
BAD = re.compile(
    r"""<(script|img|iframe|form|input|button|svg|style|object)\b|<[^>]*\s(on\w+|style)\s*=|=["']?javascript:""",
    re.IGNORECASE,
)
PIECES = st.sampled_from(
    [
        ":::",
        "::: callout Titre",
        "::: autre",
        ":::callout",
        "\n",
        "\n\n",
        "# ",
        "## a",
        "- b",
        "| a | b |",
        "<b>",
        *HOSTILE,
    ]
)
ANYTHING = st.lists(PIECES, max_size=20).map("\n".join) | st.text(max_size=120)


def test_prose_and_blocks_are_cut_in_order() -> None:
    assert cut("un\n::: callout À retenir\ndeux\n\ntrois\n:::\nquatre") == [
        Piece("", "", "un"),
        Piece("callout", "À retenir", "deux\n\ntrois"),
        Piece("", "", "quatre"),
    ]


@pytest.mark.parametrize(
    "body",
    ["::: callout T\nperdu", "::: autre T\nperdu\n:::", ":::\nperdu", "::: callout A\n::: callout B\nperdu\n:::\n:::"],
)
def test_a_malformed_block_loses_no_text(body: str) -> None:
    assert any("perdu" in piece.markdown for piece in cut(body))
    assert faults(body)


def test_an_address_between_angles_and_code_are_not_html() -> None:
    body = "Voir <https://exemple.fr/a?b> ou <aide@exemple.fr>.\nÉcrire `<div>` ou `` `<b>` ``, si a < b."
    assert faults(body) == []


def test_a_callout_is_a_box_with_its_title_and_its_markdown() -> None:
    html = render_lesson("::: callout Un geste : lequel ?\nUne **idée**.\n:::", "fr")
    assert html == (
        '<div class="fr-callout"><p class="fr-callout__title">Un geste\u00a0: lequel\u202f?</p>\n'
        "<p>Une <strong>idée</strong>.</p>\n</div>"
    )


def test_french_typography_is_for_french_alone() -> None:
    assert "quoi\u202f?" in render_lesson("quoi ?", "fr")
    assert "what ?" in render_lesson("what ?", "en")
    assert said({"text": "Oui ?", "options": [{"id": "a ?", "text": "Non ?"}]}, "fr") == {
        "text": "Oui\u202f?",
        "options": [{"id": "a ?", "text": "Non\u202f?"}],
    }


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_that_acts_gets_through(body: str) -> None:
    assert not BAD.search(render_lesson(body, "fr"))


def test_canary_without_the_sanitiser_it_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "clean", lambda html: html)
    assert BAD.search(render_lesson(HOSTILE[0], "fr"))


def test_canary_without_the_escaping_a_title_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "escape", lambda text: text)
    assert BAD.search(render_lesson(HOSTILE[1], "fr"))


@settings(max_examples=100, deadline=None)
@given(body=ANYTHING, lang=st.sampled_from(["fr", "en"]))
@example(body="::: callout \n:::", lang="fr")
def test_whatever_a_lesson_holds_it_renders_clean(body: str, lang: str) -> None:
    html = render_lesson(body, lang)
    assert not BAD.search(html)
    allowed = {
        "*": {"lang", "title"},
        "div": {"class"},
        "p": {"class"},
        **{t: a for t, a in markdown.ATTRIBUTES.items() if t != "*"},
    }
    again = nh3.clean(
        html,
        tags=markdown.TAGS | {"div"},
        attributes=allowed,
        url_schemes=markdown.SCHEMES,
        link_rel="noopener noreferrer",
    )
    assert nh3.clean(again, tags=markdown.TAGS | {"div"}, attributes=allowed, link_rel="noopener noreferrer") == again
    assert re.findall(r"<(\w+)", again) == re.findall(r"<(\w+)", html)


@settings(max_examples=100, deadline=None)
@given(body=ANYTHING)
def test_cutting_keeps_every_line_of_prose(body: str) -> None:
    kept = "\n".join(piece.markdown for piece in cut(body)).splitlines()
    assert [line for line in body.splitlines() if line.strip() and ":::" not in line] == [
        line for line in kept if line.strip() and ":::" not in line
    ]


def test_what_renders_is_named_with_the_sanitiser_in_it() -> None:
    assert nh3.__version__ in rendering.VERSION
    assert markdown.RENDERER_VERSION in rendering.VERSION
