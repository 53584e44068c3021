"""A lesson cut into blocks, then made into HTML: never a crash, never anything but what is allowed."""

import re
from html.parser import HTMLParser

import nh3
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.content import rendering
from app.content.rendering import render_lesson, said
from app.content.rules import blocks
from app.content.rules.blocks import Piece, cut
from app.content.rules.package import Notes, Problem
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


def faults(body: str) -> list[Problem]:
    """What is wrong with the prose and the fences of a lesson."""
    problems: list[Problem] = []
    blocks.faults(body, Notes("01-lecon.md", problems))
    return problems


def html_of(body: str, lang: str = "fr", files: dict[str, dict[str, object]] | None = None) -> str:
    """The HTML of a lesson, its exercises and scenarios left out."""
    return "\n".join(piece.get("html", "") for piece in render_lesson(body, lang, files))


def test_prose_and_blocks_are_cut_in_order() -> None:
    assert cut("un\n::: callout À retenir\ndeux\n\ntrois\n:::\nquatre") == [
        Piece("", "", "un", 1),
        Piece("callout", "À retenir", "deux\n\ntrois", 2),
        Piece("", "", "quatre", 7),
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
    html = html_of("::: callout Un geste : lequel ?\nUne **idée**.\n:::", "fr")
    assert html == (
        '<div class="fr-callout"><p class="fr-callout__title">Un geste\u00a0: lequel\u202f?</p>\n'
        "<p>Une <strong>idée</strong>.</p>\n</div>"
    )


def test_french_typography_is_for_french_alone() -> None:
    assert "quoi\u202f?" in html_of("quoi ?", "fr")
    assert "what ?" in html_of("what ?", "en")
    assert said({"text": "Oui ?", "options": [{"id": "a ?", "text": "Non ?"}]}, "fr") == {
        "text": "Oui\u202f?",
        "options": [{"id": "a ?", "text": "Non\u202f?"}],
    }


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_that_acts_gets_through(body: str) -> None:
    assert not BAD.search(html_of(body, "fr"))


def test_canary_without_the_sanitiser_it_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "clean", lambda html: html)
    assert BAD.search(html_of(HOSTILE[0], "fr"))


def test_canary_without_the_escaping_a_title_gets_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "escape", lambda text: text)
    assert BAD.search(html_of(HOSTILE[1], "fr"))


@settings(max_examples=100, deadline=None)
@given(body=ANYTHING, lang=st.sampled_from(["fr", "en"]))
@example(body="::: callout \n:::", lang="fr")
def test_whatever_a_lesson_holds_it_renders_clean(body: str, lang: str) -> None:
    html = html_of(body, lang)
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


FILES: dict[str, dict[str, object]] = {
    "plan.png": {"digest": "a" * 64, "type": "image/png", "width": 40, "height": 20},
    "film.mp4": {"digest": "b" * 64, "type": "video/mp4", "width": 0, "height": 0},
    "film.vtt": {"digest": "c" * 64, "type": "text/vtt", "width": 0, "height": 0},
}
ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(1)>'
VIDEO = (
    "::: video Un film\nfile: film.mp4\ncaptions: film.vtt\nposter: plan.png\ntranscript: |\n  **Samia** : oui ?\n:::"
)
CARDS = "::: flashcards Les mots\n- {front: Qui ça, back: Vous}\n- {front: Quand, back: Demain}\n:::"


class Tags(HTMLParser):
    """The tags and attributes of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


ASKED = {
    "declare": "id: avis\noptions:\n  - {id: a, text: Oui}\n  - {id: b, text: Non}\nafter: Voilà.",
    "practice": "id: avis\ntype: truefalse\ntext: Vrai ?\noptions:\n"
    "  - {id: vrai, text: Vrai, correct: true, feedback: Oui.}\n  - {id: faux, text: Faux, feedback: Non.}",
}


def test_a_figure_is_an_image_with_its_size_its_words_and_its_caption() -> None:
    html = html_of("::: figure Un plan : lequel ?\n![Trois blocs](plan.png)\n*Une* source.\n:::", files=FILES)
    assert html == (
        f'<figure class="fr-content-media"><img class="fr-responsive-img" src="/fichiers/{"a" * 64}" alt="Trois blocs" '
        'width="40" height="20" loading="lazy"><figcaption class="fr-content-media__caption">Un plan\u00a0: lequel\u202f?'
        "<p><em>Une</em> source.</p></figcaption></figure>"
    )


def test_a_film_has_its_captions_its_poster_and_its_transcript() -> None:
    for lang, words in (("fr", "Transcription"), ("en", "Transcript")):
        html = html_of(VIDEO, lang, FILES)
        assert f'<source src="/fichiers/{"b" * 64}" type="video/mp4">' in html
        assert f'<track kind="captions" srclang="{lang}"' in html
        assert f'poster="/fichiers/{"a" * 64}"' in html
        assert f"<summary>{words}</summary>" in html
        assert "<strong>Samia</strong>" in html
        assert "autoplay" not in html


def test_cards_turn_over_without_a_script() -> None:
    html = html_of(CARDS)
    assert html.count('<details class="tu-card-flip">') == 2
    assert "<summary>Qui ça</summary><p>Vous</p>" in html


@pytest.mark.parametrize("name", ASKED)
def test_what_is_answered_is_left_as_a_place(name: str) -> None:
    pieces = render_lesson(f"Avant.\n\n::: {name} Titre\n{ASKED[name]}\n:::\n\nAprès.", "fr")
    assert [list(piece) for piece in pieces] == [["html"], ["exercise"], ["html"]]
    assert pieces[1] == {"exercise": "avis"}
    assert render_lesson("::: scenario depart\n:::", "fr") == [{"scenario": "depart"}]


@pytest.mark.parametrize(
    "body",
    [
        f"::: figure {ATTACK}\n![{ATTACK.replace(']', '')}](plan.png)\n{ATTACK}\n:::",
        f"::: video {ATTACK}\nfile: film.mp4\ncaptions: film.vtt\ntranscript: '{ATTACK}'\n:::",
        f"::: flashcards {ATTACK}\n- {{front: '{ATTACK}', back: '{ATTACK}'}}\n- {{front: a, back: b}}\n:::",
    ],
)
def test_no_text_of_a_block_acts(body: str) -> None:
    html = html_of(body, files=FILES)
    assert re.search("fr-content-media|tu-cards", html), "the block was not rendered at all"
    seen = Tags(html)
    assert "script" not in seen.tags
    assert seen.tags.count("img") <= 1
    assert not [name for name in seen.attributes if name.startswith("on") or name == "style"]


def test_canary_without_the_escaping_a_card_would_act(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "said", lambda text, _lang: rendering.Markup(text))
    assert "<script" in html_of(f"::: flashcards T\n- {{front: '{ATTACK}', back: b}}\n- {{front: a, back: b}}\n:::")


def test_a_malformed_block_that_slipped_through_shows_nothing() -> None:
    for body in (
        "::: figure T\n![x](absent.png)\n:::",
        "::: video T\nfile: x\n:::",
        "::: flashcards T\n- a\n:::",
        "::: practice T\n[\n:::",
    ):
        assert html_of(body, files=FILES) == ""


def test_files_are_served_from_where_the_page_says() -> None:
    pieces = render_lesson(VIDEO, "fr", FILES, "/ailleurs")
    assert "/ailleurs/" in pieces[0]["html"]
    assert "/fichiers/" not in pieces[0]["html"]
