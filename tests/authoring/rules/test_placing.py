"""Remarks are shown under the words they quote, and the lesson between them stays what it was."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as some

from app.authoring.rules.placing import blocks, place
from app.infra.markdown import render

HTML = "<h2>Une place</h2>\n<p>Vous n’êtes pas <b>juge</b> :\nun pair.</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"


@dataclass(frozen=True)
class Note:
    quote: str


def nothing(_piece: object) -> str:
    return ""


def test_html_is_cut_after_each_outermost_element() -> None:
    assert [words.split()[0] for _html, words in blocks(HTML)] == ["Une", "Vous", "un"]
    assert "".join(html for html, _words in blocks(HTML)) == HTML


@given(
    some.lists(
        some.sampled_from(
            ["# Un", "texte *fort*", "- un\n- deux", "> dit", "![a](b.png)", "---", "a<b & c", "|a|\n|-|\n|b|"]
        )
    )
)
def test_what_is_cut_put_end_to_end_is_what_was_rendered(parts: list[str]) -> None:
    html = render("\n\n".join(parts), lang="fr")
    assert "".join(one for one, _words in blocks(html)).strip() == html.strip()


def test_a_remark_is_under_the_paragraph_that_it_quotes_whatever_its_spaces_and_apostrophes() -> None:
    one = Note("n'êtes pas juge : un")
    shown, left = place([{"html": HTML}], [one], nothing)
    assert ["said" in part for part in shown] == [False, True, False]
    assert shown[0]["html"].endswith("pair.</p>")
    assert left == []


def test_a_remark_that_quotes_nothing_or_what_is_gone_stays_under_the_lesson() -> None:
    whole, gone = Note(""), Note("ce qui n’y est plus")
    assert place([{"html": HTML}], [whole, gone], nothing) == ([{"html": HTML}], [whole, gone])


def test_a_remark_may_quote_a_scenario_or_an_exercise() -> None:
    one = Note("samedi")
    shown, left = place(
        [{"scenario": "depart"}, {"html": HTML}], [one], lambda piece: "Un samedi" if "scenario" in piece else ""
    )
    assert shown == [{"scenario": "depart"}, {"said": [one]}, {"html": HTML}]
    assert left == []


def test_a_remark_is_shown_once() -> None:
    shown, _left = place([{"html": "<p>un</p><p>un</p>"}], [Note("un")], nothing)
    assert sum("said" in part for part in shown) == 1
