"""Moodle XML: Moodle's own files, cases written by hand, attacks, and what is written read back."""

import base64
import socket
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.content.formats import html, moodle
from app.content.formats.items import Choice, Gap, Image, Item, Pair
from tests import proofs
from tests.content.formats import strategies
from tests.content.formats.made import bare, choices, chosen, number, pairs, sample, short, told, truth

TRIALS = proofs.size(60, 3_000)
trials = settings(max_examples=TRIALS, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
PNG = base64.b64encode(b"\x89PNG!").decode()


def quiz(inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{inside}\n</quiz>'.encode()


def asked(kind: str, inside: str, text: str = "Q", name: str = "Name") -> str:
    head = f'<question type="{kind}"><name><text>{name}</text></name>'
    return f'{head}<questiontext format="html"><text><![CDATA[{text}]]></text></questiontext>{inside}</question>'


def answer(text: str, fraction: object = 0, feedback: str = "", more: str = "") -> str:
    told_of = f"<feedback><text>{feedback}</text></feedback>" if feedback else ""
    return f'<answer fraction="{fraction}"><text><![CDATA[{text}]]></text>{told_of}{more}</answer>'


TWO = answer("a", 100) + answer("b")
TRUE = answer("true", 100) + answer("false")
A_B = (("a", 100), ("b", 0))


def cloze(text: str, *gaps: Gap, wrong: str = "") -> Item:
    return Item("cloze", text, name="Name", gaps=gaps, wrong=wrong)


def gap(*said: tuple[str, float] | tuple[str, float, str], case: bool = False) -> Gap:
    return Gap(choices(*said), case)


# What a file says, and the one question it gives.
QUESTIONS: dict[str, tuple[str, Item]] = {
    "one right option": (asked("multichoice", TWO), chosen("single", "Q", *A_B)),
    "several are chosen": (asked("multichoice", "<single>false</single>" + TWO), chosen("multiple", "Q", *A_B)),
    "0 for false": (asked("multichoice", "<single>0</single>" + TWO), chosen("multiple", "Q", *A_B)),
    "half right": (
        asked("multichoice", TWO + answer("c", 50, "near")), chosen("single", "Q", *A_B, ("c", 50, "near")),
    ),
    "one is chosen and two are right together": (
        asked("multichoice", answer("a", 50) + answer("b", 50)), chosen("multiple", "Q", ("a", 50), ("b", 50)),
    ),
    "thirds": (
        asked("multichoice", "<single>false</single>" + "".join(answer(one, "33.33333") for one in "abc")),
        Item("multiple", "Q", choices=tuple(Choice(one, Fraction(1, 3)) for one in "abc")),
    ),
    "thirds of older files": (
        asked("multichoice", "<single>false</single>" + "".join(answer(one, "33.3333333") for one in "abc")),
        Item("multiple", "Q", choices=tuple(Choice(one, Fraction(1, 3)) for one in "abc")),
    ),
    "what follows an answer": (
        asked("multichoice", TWO + "<correctfeedback><text>r</text></correctfeedback><partiallycorrectfeedback><text>p</text>"
              "</partiallycorrectfeedback><incorrectfeedback><text>w</text></incorrectfeedback>"),
        chosen("single", "Q", *A_B, right="r", partial="p", wrong="w"),
    ),
    "general feedback": (
        asked("multichoice", TWO + "<generalfeedback><text>all</text></generalfeedback>"),
        chosen("single", "Q", *A_B, feedback="all"),
    ),
    "paragraphs and lines": (asked("truefalse", TRUE, "<p>A<br>B</p>\n<p>C &amp; D</p>"), truth("A\nB\n\nC & D", True)),
    "lists": (asked("truefalse", TRUE, "A<ol><li>b<li><p>c</p><ul><li>d</ul></ol>e"), truth("A\n\n- b\n- c\n- d\n\ne", True)),
    "a table": (asked("truefalse", TRUE, "<div>a</div>b"), truth("a\n\nb", True)),
    "entities": (asked("truefalse", TRUE, "&eacute;&nbsp;&#8364; &lt;b&gt;"), truth("é\xa0€ <b>", True)),
    "a CDATA end": (asked("truefalse", TRUE, "]]]]><![CDATA[>"), truth("]]>", True)),
    "plain text": (
        asked("truefalse", TRUE, "<b> & \n c").replace('"html"', '"plain_text"'), truth("<b> &\nc", True),
    ),
    "Moodle's own format": (
        asked("truefalse", TRUE, "a\nb").replace('"html"', '"moodle_auto_format"'), truth("a\nb", True),
    ),
    "HTML that was not escaped": (
        asked("truefalse", TRUE).replace("<![CDATA[Q]]>", "<p>A</p><p>B</p>"), truth("A\n\nB", True),
    ),
    "false": (asked("truefalse", answer("true") + answer("false", 100)), truth("Q", False)),
    "false first": (asked("truefalse", answer("false", 100, "f") + answer("true", 0, "t")), truth("Q", False, "t", "f")),
    "true in another language": (asked("truefalse", answer("Vrai", 100) + answer("Faux")), truth("Q", True)),
    "pairs": (
        asked("matching", "".join(
            f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>" for left, right in ("ab", "cd")
        )),
        pairs("Q", ("a", "b"), ("c", "d")),
    ),
    "a short answer": (asked("shortanswer", TWO), short("Q [[1]]", *A_B)),
    "capitals matter": (asked("shortanswer", "<usecase>1</usecase>" + answer("a", 100)), short("Q [[1]]", ("a", 100), case=True)),
    "any other short answer": (asked("shortanswer", answer("a", 100) + answer("*", 0, "no")), short("Q [[1]]", ("a", 100), wrong="no")),
    "a star": (asked("shortanswer", answer("5\\*5", 100)), short("Q [[1]]", ("5*5", 100))),
    "a number": (
        asked("numerical", answer("3.10", 100, "yes", "<tolerance>0.50</tolerance>")), number("Q", ("3.1", "0.5", 100, "yes")),
    ),
    "numbers, and any other": (
        asked("numerical", answer("3", 100) + answer("4", 50) + answer("*", 0, "no")),
        number("Q", ("3", "0", 100), ("4", "0", 50), wrong="no"),
    ),
    "a unit": (
        asked("numerical", answer("3", 100) + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit></units>"),
        number("Q", ("3", "0", 100), unit="m"),
    ),
    "a gap": (asked("cloze", "", "A {1:SHORTANSWER:=a~%50%b#f} c"), cloze("A [[1]] c", gap(("a", 100), ("b", 50, "f")))),
    "gaps": (
        asked("multianswer", "", "<p>{:SA:=a}, {1:MWC:%100%b}</p>"),
        cloze("[[1]], [[2]]", gap(("a", 100)), gap(("b", 100), case=True)),
    ),
    "signs in a gap": (
        asked("cloze", "", "{1:SA:=a\\}\\~\\#&#125;&#126;&#35;&lt;}"), cloze("[[1]]", gap(("a}~#}~#<", 100))),
    ),
    "any other word in a lone gap": (asked("cloze", "", "{1:SA:=a~*#no}"), cloze("[[1]]", gap(("a", 100)), wrong="no")),
    "an order": (
        asked("ordering", answer("<p>a</p>", "1.0000000") + answer("b", 2) + answer("", 3)),
        Item("ordering", "Q", order=("a", "b")),
    ),
    "an id": (asked("truefalse", TRUE + "<idnumber>k &amp; 1</idnumber>"), truth("Q", True, key="k & 1")),
    "tags": (
        asked("truefalse", TRUE + "<tags><tag><text>x</text></tag><tag><text>y</text></tag></tags>"), truth("Q", True, tags=("x", "y")),
    ),
    "a category": (
        "<question type='category'><category><text>$course$/top/A/B//C</text></category></question>" + asked("truefalse", TRUE),
        truth("Q", True, tags=("A", "B/C")),
    ),
    "a name with tags": (asked("truefalse", TRUE, name="<![CDATA[<b>Name</b>]]>"), truth("Q", True)),
    "an image": (
        asked("truefalse", TRUE, 'Q <img src="@@PLUGINFILE@@/a%20b.png" alt="An &quot;image&quot;">').replace(
            "</questiontext>", f'<file name="a b.png" path="/" encoding="base64">{PNG}</file></questiontext>'
        ),
        truth("Q", True, image=Image("a b.png", b"\x89PNG!", 'An "image"')),
    ),
    "an image in the text": (
        asked("truefalse", TRUE, f'Q<img src="data:image/png;base64,{PNG}">'), truth("Q", True, image=Image("image.png", b"\x89PNG!")),
    ),
    "an image of an old file": (
        asked("truefalse", TRUE + f"<image>a.png</image><image_base64>{PNG}</image_base64>"),
        truth("Q", True, image=Image("a.png", b"\x89PNG!")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_read_as_written_and_written_so_that_it_reads_the_same(name: str) -> None:
    text, said = QUESTIONS[name]
    expected = replace(said, name="Name")
    found = moodle.read(quiz(text))
    assert bare(found) == [expected]
    assert found.troubles == ()
    again, troubles = moodle.written(found.items)
    assert (bare(moodle.read(again)), troubles) == ([expected], ())


# What a file says, and what is found: level, code, detail. Errors leave the question out.
FOUND: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    **{
        f"an unsupported kind, {kind}": (asked(kind, ""), [("error", "unsupported", kind)])
        for kind in ("essay", "description", "calculated", "calculatedmulti", "gapselect", "ddwtos", "ddmatch", "ddimageortext",
                     "randomsamatch", "coderunner", "")
    },
    "a grade over 100": (asked("multichoice", TWO + answer("c", 101)), [("error", "bad_grade", "101")]),
    "a grade under -100": (asked("multichoice", TWO + answer("c", "-100.5")), [("error", "bad_grade", "-100.5")]),
    "a grade that is no number": (asked("multichoice", TWO + answer("c", "half")), [("error", "bad_grade", "half")]),
    "grades that do not add up": (
        asked("multichoice", "<single>false</single>" + answer("a", 33) + answer("b", 33)), [("loss", "weights_sum", "66")],
    ),
    "one option": (asked("multichoice", answer("a", 100)), [("error", "too_few", "1")]),
    "nothing right": (asked("multichoice", answer("a") + answer("b")), [("error", "no_right", "")]),
    "one is chosen and none is fully right": (asked("multichoice", answer("a", 50) + answer("b")), [("error", "no_right", "")]),
    "an option that is an image": (
        asked("multichoice", TWO + answer('<img src="x.png">')), [("error", "empty_choice", "")],
    ),
    "true alone": (asked("truefalse", answer("true", 100)), [("error", "too_few", "1")]),
    "true and false both right": (asked("truefalse", answer("true", 100) + answer("false", 100)), [("error", "no_right", "")]),
    "no text": (asked("truefalse", TRUE, ""), [("error", "no_text", "")]),
    "a word for a number": (asked("numerical", answer("three", 100)), [("error", "bad_number", "three")]),
    "a number without end": (asked("numerical", answer("1e999", 100)), [("error", "bad_number", "1e999")]),
    "no number": (asked("numerical", ""), [("error", "too_few", "0")]),
    "one pair": (
        asked("matching", "<subquestion><text>a</text><answer><text>b</text></answer></subquestion>"),
        [("error", "too_few", "1")],
    ),
    "an order of one": (asked("ordering", answer("a", 1)), [("error", "too_few", "1")]),
    "a choice in a gap": (asked("cloze", "", "{1:MULTICHOICE:=a~b}"), [("error", "unsupported", "cloze MULTICHOICE")]),
    "a choice in a gap, short": (asked("cloze", "", "{1:SA:=a} {1:MCV:=a~b}"), [("error", "unsupported", "cloze MCV")]),
    "a number in a gap": (asked("cloze", "", "{1:NUMERICAL:=3:1}"), [("error", "unsupported", "cloze NUMERICAL")]),
    "a gap without an end": (asked("cloze", "", "{1:SA:=a"), [("error", "bad_gap", "")]),
    "no gap": (asked("cloze", "", "Q"), [("error", "no_gap", "")]),
    "a gap that accepts nothing fully": (asked("cloze", "", "{1:SA:%50%a}"), [("error", "no_right", "")]),
    "a gap worth more": (asked("cloze", "", "{2:SA:=a}"), [("loss", "gap_weight", "2")]),
    "what looks like a gap": (asked("cloze", "", "[[1]] {1:SA:=a}"), [("loss", "brackets", "")]),
    "what hides a gap": (asked("cloze", "", "&#91;[1]] {1:SA:=a}"), [("error", "bad_gap", "")]),
    "a pattern": (asked("shortanswer", TWO + answer("c*", 50)), [("loss", "wildcard", "c*")]),
    "units": (
        asked("numerical", answer("3", 100) + "<units><unit><multiplier>1</multiplier><unit_name>m</unit_name></unit>"
              "<unit><multiplier>100</multiplier><unit_name>cm</unit_name></unit></units>"),
        [("loss", "units", "cm")],
    ),
    "hints": (asked("truefalse", TRUE + "<hint><text>h</text></hint>"), [("loss", "hints", "")]),
    "emphasis, said once": (
        asked("multichoice", answer("<b>a</b>", 100) + answer("<i>b</i>"), "<em>Q</em>"), [("loss", "emphasis", "")],
    ),
    "a link": (asked("truefalse", TRUE, '<a href="http://x.fr">Q</a>'), [("loss", "link", "http://x.fr")]),
    "a file": (asked("truefalse", TRUE, '<a href="@@PLUGINFILE@@/x.pdf">Q</a>'), [("loss", "file", "x.pdf")]),
    "a film": (asked("truefalse", TRUE, 'Q<video src="x">no</video>'), [("loss", "media", "video")]),
    "an image that is not there": (asked("truefalse", TRUE, 'Q<img src="@@PLUGINFILE@@/x.png">'), [("loss", "image", "x.png")]),
    "an image elsewhere": (asked("truefalse", TRUE, 'Q<img src="http://x.fr/x.png">'), [("loss", "image", "http://x.fr/x.png")]),
    "an image that is no base64": (
        asked("truefalse", TRUE, 'Q<img src="data:image/png;base64,é">'), [("loss", "image", "data:")],
    ),
    "a second image": (
        asked("truefalse", TRUE, f'Q<img src="data:image/png;base64,{PNG}"><img src="x.png">'), [("loss", "image", "x.png")],
    ),
    "an image in an option": (asked("multichoice", answer('a<img src="x.png">', 100) + answer("b")), [("loss", "image", "x.png")]),
    "an answer of its own": (
        asked("matching", "".join(
            f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
            for left, right in (("a", "b"), ("c", "d"), ("", "e"), ("", ""))
        )),
        [("loss", "lone_answer", "e")],
    ),
    "half a pair": (
        asked("matching", "<subquestion><text>a</text><answer><text></text></answer></subquestion>"), [("error", "bad_pair", "a")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_cannot_be_kept_is_named_and_the_next_question_is_still_read(name: str) -> None:
    text, expected = FOUND[name]
    found = moodle.read(quiz(f"{text}\n{asked('truefalse', TRUE, 'Next')}"))
    assert [one[1:4] for one in told(found)] == expected
    assert all((one[0], one[4]) == (3, "Name") for one in told(found))
    assert [one.text for one in found.items][-1] == "Next"
    assert len(found.items) == (1 if expected[0][0] == "error" else 2)


def test_a_wrong_grade_has_the_line_of_its_answer() -> None:
    found = moodle.read(quiz(asked("multichoice", f"\n{TWO}\n{answer('c', 150)}")))
    assert told(found) == [(5, "error", "bad_grade", "150", "Name")]


def test_losses_of_one_question_have_an_end() -> None:
    links = "".join(f'<a href="http://x.fr/{n}">a</a>' for n in range(1000))
    found = moodle.read(quiz(asked("truefalse", TRUE, links)))
    assert len(found.troubles) == 51
    assert found.troubles[-1].code == "and_more"


UNSAID: dict[str, tuple[Item, list[tuple[str, str, str]]]] = {
    "what follows a true or false answer": (replace(truth("Q", True), right="r"), [("loss", "outcome", "right")]),
    "what follows a number": (number("Q", ("3", "0", 100), partial="p"), [("loss", "outcome", "partial")]),
    "what follows gaps": (replace(cloze("[[1]] [[2]]", *(gap(("a", 100)),) * 2), wrong="w"), [("loss", "outcome", "wrong")]),
    "an image in a folder": (truth("Q", True, image=Image("a/b.png", b"x")), [("loss", "image", "a/b.png")]),
    "an empty image": (truth("Q", True, image=Image("b.png", b"")), [("loss", "image", "b.png")]),
    "a control character": (truth("Q\x00", True), [("loss", "characters", "")]),
    "half an emoji": (truth("Q\ud83d", True), [("loss", "characters", "")]),
    "a credit without end": (
        Item("multiple", "Q", choices=(Choice("a", Fraction(1, 97)), Choice("b", Fraction(96, 97)))),
        [("loss", "credit", "1/97"), ("loss", "credit", "96/97")],
    ),
    "single that is not": (chosen("single", "Q", ("a", 50), ("b", 50)), [("error", "no_right", "")]),
    "an empty option": (chosen("single", "Q", ("a", 100), ("", 0)), [("error", "empty_choice", "")]),
    "a gap twice": (cloze("[[1]] [[1]]", gap(("a", 100))), [("error", "bad_gap", "")]),
    "a gap without an answer": (cloze("[[1]]", Gap(())), [("error", "too_few", "0")]),
    "half a pair": (Item("matching", "Q", pairs=(Pair("", "b"), Pair("c", "d"))), [("error", "bad_pair", "b")]),
    "an unknown kind": (Item("essay", "Q"), [("error", "not_expressible", "essay")]),
}  # fmt: skip


@pytest.mark.parametrize("name", UNSAID)
def test_what_moodle_cannot_say_is_named(name: str) -> None:
    item, expected = UNSAID[name]
    data, troubles = moodle.written([replace(item, name="Name", line=7)])
    assert [(one.level, one.code, one.values.get("detail", "")) for one in troubles] == expected
    assert {(one.line, one.name) for one in troubles} == {(7, "Name")}
    assert len(moodle.read(data).items) == (0 if expected[0][0] == "error" else 1)


def test_a_name_that_moodle_would_cut_is_said() -> None:
    assert [one.code for one in moodle.written([truth("Q", True, name="a <b> c")])[1]] == ["name"]


@trials
@given(st.lists(strategies.moodle_items, max_size=2))
def test_what_is_written_reads_the_same(items: list[Item]) -> None:
    data, troubles = moodle.written(items)
    assert {one.code for one in troubles} <= {"weights_sum"}
    assert data.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<quiz")
    assert bare(moodle.read(data)) == items


@trials
@given(strategies.anything, strategies.anything, strategies.anything)
def test_whatever_the_text_it_comes_back_tidy_or_is_named(question: str, option: str, told_of: str) -> None:
    item = chosen("single", question, (option, 100, told_of), ("b", 0))
    data, troubles = moodle.written([item])
    tidy = chosen("single", html.tidy(question), (html.tidy(option), 100, html.tidy(told_of)), ("b", 0))
    assert bare(moodle.read(data)) == [tidy] or any(one.level == "error" for one in troubles)


def test_the_trials_are_counted() -> None:
    proofs.record("Moodle XML written then read is the same", TRIALS, "derandomized", "0 differ")


# Files made to harm: what they give, and never slowly, never by looking elsewhere.
def _laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY l0 "lol">{lines}]><quiz>&l9;</quiz>'.encode()


QUESTION = asked("truefalse", TRUE)
ATTACKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "billion laughs": (_laughs, "dtd"),
    "an external entity": (lambda: b'<!DOCTYPE quiz [<!ENTITY x SYSTEM "file://SECRET">]><quiz>&x;</quiz>', "dtd"),
    "an external entity in an attribute": (lambda: b'<!DOCTYPE quiz [<!ENTITY x "y">]><quiz a="&x;"/>', "dtd"),
    "a parameter entity": (lambda: b'<!DOCTYPE quiz [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x">%x;]><quiz/>', "dtd"),
    "an external DTD": (lambda: b'<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz/>', "dtd"),
    "a DTD after comments": (lambda: b"<!-- a --><?pi b?>\n<!DOCTYPE quiz><quiz/>", "dtd"),
    "an entity without a DTD": (lambda: quiz("&nbsp;"), "not_xml"),
    "an XInclude": (
        lambda: b'<quiz xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file://SECRET" parse="text"/></quiz>', "",
    ),
    "a style sheet": (lambda: b'<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><quiz/>', ""),
    "a schema": (
        lambda: b'<quiz xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="file://SECRET"/>', "",
    ),
    "100,000 levels": (lambda: b"<quiz>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</quiz>", "not_xml"),
    "100,000 levels of HTML": (lambda: quiz(asked("truefalse", TRUE, "<div>" * 100_000 + "Q")), ""),
    "20 MB in an attribute": (lambda: b'<quiz a="' + b"a" * (20 * 1024 * 1024 - 100) + b'"/>', "not_xml"),
    "20 MB in a text": (lambda: quiz(asked("truefalse", TRUE, "a" * (20 * 1024 * 1024 - 1000))), "not_xml"),
    "20 MB in a comment": (lambda: b"<!--" + b"a" * (20 * 1024 * 1024 - 10), "not_xml"),
    "more than 20 MB": (lambda: b"<quiz>" + b" " * (20 * 1024 * 1024), "too_big"),
    "a million elements": (lambda: b"<quiz>" + b"<a/>" * 1_000_000 + b"</quiz>", "too_much"),
    "a million attributes": (lambda: b"<quiz " + b" ".join(b"a%d=''" % n for n in range(1_000_000)) + b"/>", "not_xml"),
    "10,001 questions": (lambda: quiz("<question/>" * 10_001), "too_many"),
    "gaps that do not end": (lambda: quiz(asked("cloze", "", "{1:SA:=a" * 100_000)), "bad_gap"),
    "gaps without end": (lambda: quiz(asked("cloze", "", "{1:SA:=a}" * 20_000)), ""),
    "images without end": (
        lambda: quiz(asked("truefalse", TRUE, 'Q<img src="@@PLUGINFILE@@/x">' * 20_000)).replace(
            b"</questiontext>", b"<file name='y'/>" * 20_000 + b"</questiontext>"
        ),
        "image",
    ),
    "Markdown without end": (
        lambda: quiz(asked("truefalse", TRUE, "[*_`![" * 100_000).replace('"html"', '"markdown"')), "",
    ),
    "UTF-16": (lambda: quiz(QUESTION).decode().encode("utf-16"), "not_text"),
    "UTF-16 said, not written": (lambda: quiz(QUESTION).replace(b"UTF-8", b"UTF-16"), "encoding"),
    "UTF-7": (lambda: quiz(QUESTION).decode().encode("utf-7").replace(b"UTF-8", b"UTF-7"), "encoding"),
    "UTF-7 unsaid": (lambda: b"<quiz>+ADw-question+AD4-</quiz>", ""),
    "an unknown encoding": (lambda: quiz(QUESTION).replace(b"UTF-8", b"x-user-defined"), "encoding"),
    "UTF-8 said, Windows-1252 written": (lambda: quiz(asked("truefalse", TRUE, "é")).decode().encode("cp1252"), ""),
    "bytes that are no text": (lambda: quiz(QUESTION) + b"\x81\xff", "encoding"),
    "a null byte": (lambda: quiz(QUESTION) + b"\0", "not_text"),
    "a control character": (lambda: quiz(asked("truefalse", TRUE, "\x01")), "not_xml"),
    "nothing": (lambda: b"", "not_xml"),
    "only a declaration": (lambda: b"<?xml version='1.0'?>", "not_xml"),
    "no XML": (lambda: b"GIFT {T}", "not_xml"),
    "other XML": (lambda: b"<html/>", "not_moodle"),
    "cut in the middle": (lambda: quiz(QUESTION)[:-20], "not_xml"),
    "a namespace": (lambda: b'<quiz xmlns="http://x.fr"><question type="truefalse"/></quiz>', "not_moodle"),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_file_made_to_harm_is_refused_or_read_quickly_without_looking_elsewhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(*_args: object, **_more: object) -> None:
        raise AssertionError("a file asked for the network")

    monkeypatch.setattr(socket, "socket", unreachable)
    secret = tmp_path / "secret"
    secret.write_text("SECRET WORDS")
    make, code = ATTACKS[name]
    data = make().replace(b"SECRET", str(secret).encode())
    start = time.process_time()
    found = moodle.read(data)
    assert time.process_time() - start < 3
    assert "SECRET WORDS" not in repr(found)
    assert {one.code for one in found.troubles if one.code != "emphasis"} == ({code} if code else set())


def test_the_attacks_are_counted() -> None:
    assert len(ATTACKS) >= 30
    assert len(QUESTIONS) + len(FOUND) + len(UNSAID) >= 60


# Moodle's own files.
def test_moodles_grades_that_do_not_add_up_are_read_and_said() -> None:
    found = moodle.read(sample("error_invalid_grades.xml"))
    name = "Question with invalid grades : x > 1 & x < 2"
    third = Fraction(1, 3)
    credits_of = zip("12345", (Fraction(-1, 2), Fraction(33, 100), third, Fraction(-1, 2), third), strict=True)
    assert bare(found) == [
        Item(
            "multiple", "Select all prime numbers :", name=name, choices=tuple(Choice(*one) for one in credits_of),
            right="Your answer is correct.", partial="Your answer is partially correct.", wrong="Your answer is incorrect.",
        )
    ]  # fmt: skip
    assert told(found) == [(4, "loss", "weights_sum", "99.66667", name)]


def test_moodles_id_numbers_are_keys() -> None:
    found = moodle.read(sample("html_chars_in_idnumbers.xml"))
    assert bare(found) == [truth("Testing Alpha Question", True, name="Alpha Question", key="T & F", tags=("Alpha",))]
    assert found.troubles == ()


def test_moodles_nested_categories_are_tags() -> None:
    found = moodle.read(sample("nested_categories_with_questions.xml"))
    nested = {
        "Iota": ("Iota",),
        "Kappa": ("Iota", "Kappa"),
        "Lambda": ("Iota", "Kappa", "Lambda"),
        "Mu": ("Iota", "Mu"),
    }
    assert bare(found) == [
        truth(f"Testing {one} Question", True, name=f"{one} Question", tags=tags) for one, tags in nested.items()
    ]
    assert told(found) == [(55, "error", "unsupported", "essay", "Kappa Essay Question")]


def test_moodles_images_in_options_are_said() -> None:
    found = moodle.read(sample("multichoice.xml"))
    again = "Sorry, listen again."
    assert bare(found) == [
        chosen(
            "single", "Listen to this greeting:\n\nWhat language is being spoken?",
            ("English", 0, again), ("French", 100, "Yes, well done!"), ("German", 0, again), ("Danish", 0, again),
            name="Greeting", tags=("Default for testhead", "Multichoice"),
        )
    ]  # fmt: skip
    assert [one[1:4] for one in told(found)] == [
        *(("loss", "image", f"flag-{one}.jpg") for one in ("uk", "france", "german", "denmark")),
        ("loss", "file", "bonjour.mp3"),
    ]


def test_moodles_image_in_the_question_is_kept() -> None:
    found = moodle.read(sample("truefalse.xml"))
    first, second = bare(found)
    image = first.image
    assert image is not None
    assert (image.name, image.alt, image.data[:3]) == ("logo.jpg", "Moodle logo", b"\xff\xd8\xff")
    assert second.image == image
    about = "For further information, see the documentation about Moodle"
    said = {"tags": ("Default for testhead", "TrueFalse"), "image": image}
    assert first == truth(
        "Moodle is an acronym for Modular Object-Oriented Dynamic Learning Education.", False,
        "Your answer is incorrect.", "Your answer is correct.", feedback=f"{about}.", name="Moodle acronym (False)", **said,
    )  # fmt: skip
    assert (second.name, second.feedback) == ("Moodle acronym (True)", f"{about}\n\n.")
    assert [one.credit for one in second.choices] == [1, 0]
    lost = {("image", "thumbdown.jpg"), ("image", "thumbup.jpg"), ("image", "infos.jpg"), ("emphasis", "")}
    lost.add(("link", "http://docs.moodle.org/en/About_Moodle"))
    assert {one[2:4] for one in told(found) if one[0] == first.line or one[0] == 12} == lost
