"""QTI 2.1, 2.2 and 3.0 items: cases written by hand in the shape of the specification's examples, and what is lost of them."""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

import pytest

from app.content.formats import qti
from app.content.formats.items import Choice, Gap, Item
from tests.content.formats.made import bare, choices, chosen, number, pairs, short, told, truth

V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
V22 = "http://www.imsglobal.org/xsd/imsqti_v2p2"
V30 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
TEMPLATES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates"
MATCH = f'<responseProcessing template="{TEMPLATES}/match_correct"/>'
MAP = f'<responseProcessing template="{TEMPLATES}/map_response.xml"/>'
SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
FEEDBACK = '<outcomeDeclaration identifier="FEEDBACK" cardinality="single" baseType="identifier"/>'


def item(inside: str, space: str = V21, more: str = "", title: str = "Name") -> str:
    """An item of 2.x."""
    head = (
        f'<assessmentItem xmlns="{space}" identifier="k" title="{title}" adaptive="false" timeDependent="false"{more}>'
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{inside}\n</assessmentItem>'


def item3(inside: str, more: str = "") -> str:
    """An item of 3.0."""
    head = f'<qti-assessment-item xmlns="{V30}" identifier="k" title="Name" time-dependent="false"{more}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{inside}\n</qti-assessment-item>'


def right(
    *values: str, cardinality: str = "single", base: str = "identifier", worth: str = "", name: str = "RESPONSE"
) -> str:
    said = "".join(f"<value>{one}</value>" for one in values)
    correct = f"<correctResponse>{said}</correctResponse>" if values else ""
    head = f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
    return f"{head}{correct}{worth}</responseDeclaration>"


def mapping(*entries: tuple[str, str], more: str = "", each: str = "") -> str:
    said = "".join(f'<mapEntry mapKey="{key}" mappedValue="{worth}"{each}/>' for key, worth in entries)
    return f'<mapping defaultValue="0"{more}>{said}</mapping>'


def ask(
    inside: Iterable[str], kind: str = "choiceInteraction", most: str = 'maxChoices="1"', tag: str = "simpleChoice"
) -> str:
    """An interaction with a prompt, each option called by its first letter."""
    said = "".join(f'<{tag} identifier="{one[0]}">{one}</{tag}>' for one in inside)
    return f'<{kind} responseIdentifier="RESPONSE" shuffle="true" {most}><prompt>Q</prompt>{said}</{kind}>'


def body(*inside: str) -> str:
    return f"<itemBody>{''.join(inside)}</itemBody>"


def rules(*inside: str) -> str:
    return f"<responseProcessing>{''.join(inside)}</responseProcessing>"


def when(*branches: tuple[str, str]) -> str:
    """A condition: tests and what follows; an empty test is `responseElse`."""
    tags = ["responseIf"] + ["responseElseIf"] * len(branches)
    said = (
        f"<{tag}>{test}{then}</{tag}>" if test else f"<responseElse>{then}</responseElse>"
        for tag, (test, then) in zip(tags, branches, strict=False)
    )  # fmt: skip
    return f"<responseCondition>{''.join(said)}</responseCondition>"


def value(text: str, base: str = "identifier") -> str:
    return f'<baseValue baseType="{base}">{text}</baseValue>'


def puts(outcome: str, expression: str) -> str:
    return f'<setOutcomeValue identifier="{outcome}">{expression}</setOutcomeValue>'


def scores(points: str) -> str:
    return puts("SCORE", value(points, "float"))


def says(identifier: str) -> str:
    return puts("FEEDBACK", value(identifier))


def tells(identifier: str, text: str, more: str = 'showHide="show"', outcome: str = "FEEDBACK") -> str:
    return f'<modalFeedback outcomeIdentifier="{outcome}" identifier="{identifier}" {more}>{text}</modalFeedback>'


def typed(expected: str = "15") -> str:
    return f'<textEntryInteraction responseIdentifier="RESPONSE" expectedLength="{expected}"/>'


SCORED = '<variable identifier="SCORE"/>'
ANSWER, CORRECT = '<variable identifier="RESPONSE"/>', '<correct identifier="RESPONSE"/>'
IS_RIGHT = f"<match>{ANSWER}{CORRECT}</match>"
TWO = body(ask("AB"))
A_B = (("A", 100), ("B", 0))
MANY = {"cardinality": "multiple"}
PAIRS = {"cardinality": "multiple", "base": "directedPair"}
SET = "<simpleMatchSet>{}</simpleMatchSet>"


def sides(left: str, right_side: str) -> str:
    said = (
        SET.format(
            "".join(
                f'<simpleAssociableChoice identifier="{one}" matchMax="1">{one}</simpleAssociableChoice>'
                for one in side
            )
        )
        for side in (left, right_side)
    )
    return ask((), "matchInteraction", 'maxAssociations="3"').replace("</prompt>", "</prompt>" + "".join(said))


def option(identifier: str, told_of: str) -> str:
    inline = f'<feedbackInline outcomeIdentifier="FEEDBACK" identifier="{identifier}" showHide="show">{told_of}</feedbackInline>'
    return f"{identifier}{inline}"


def equal(expected: str, around: str = 'toleranceMode="absolute" tolerance="0.5 0.5"') -> str:
    return f"<equal {around}>{ANSWER}{expected}</equal>"


def bounds(low: str, high: str) -> str:
    return f"<and><gte>{ANSWER}{value(low, 'float')}</gte><lte>{ANSWER}{value(high, 'float')}</lte></and>"


COUNT = right("3", base="float") + SCORE + FEEDBACK + body(f"<p>Q {typed()}</p>")

# What a file says, and the one question it gives, without a loss.
QUESTIONS: dict[str, tuple[str, Item]] = {
    "one right option": (item(right("A") + SCORE + TWO + MATCH), chosen("single", "Q", *A_B)),
    "in 2.2": (item(right("A") + SCORE + TWO + MATCH, V22), chosen("single", "Q", *A_B)),
    "without a namespace": (item(right("A") + SCORE + TWO + MATCH).replace(f' xmlns="{V21}"', ""), chosen("single", "Q", *A_B)),
    "in 3.0": (
        item3(
            '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response>'
            "<qti-value>A</qti-value></qti-correct-response></qti-response-declaration><qti-item-body><p>Before</p>"
            '<qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Q</qti-prompt>'
            '<qti-simple-choice identifier="A">A</qti-simple-choice><qti-simple-choice identifier="B">B</qti-simple-choice>'
            "</qti-choice-interaction></qti-item-body><qti-response-processing "
            'template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>'
        ),
        chosen("single", "Before\n\nQ", *A_B),
    ),
    "weights in 3.0": (
        item3(
            '<qti-response-declaration identifier="R" cardinality="multiple" base-type="identifier">'
            '<qti-mapping lower-bound="0" upper-bound="2" default-value="-2"><qti-map-entry map-key="A" mapped-value="1"/>'
            '<qti-map-entry map-key="B" mapped-value="1"/></qti-mapping></qti-response-declaration><qti-item-body>'
            '<qti-choice-interaction response-identifier="R" max-choices="0"><qti-prompt>Q</qti-prompt>'
            '<qti-simple-choice identifier="A">A</qti-simple-choice><qti-simple-choice identifier="B">B</qti-simple-choice>'
            '<qti-simple-choice identifier="C">C</qti-simple-choice></qti-choice-interaction></qti-item-body>'
            '<qti-response-processing template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml"/>'
        ),
        chosen("multiple", "Q", ("A", 50), ("B", 50), ("C", -100)),
    ),
    "true or false": (item(right("F") + body(ask(("True", "False"))) + MATCH), truth("Q", False)),
    "false, then true, in French": (item(right("V") + body(ask(("Faux", "Vrai"))) + MATCH), truth("Q", True)),
    "no processing": (item(right("A") + TWO), chosen("single", "Q", *A_B)),
    "an empty processing": (item(right("A") + TWO + "<responseProcessing/>"), chosen("single", "Q", *A_B)),
    "the template of Common Cartridge": (item(right("A") + TWO + MATCH.replace("match_correct", "CC2_match")), chosen("single", "Q", *A_B)),
    "weights of one option": (
        item(right("A", worth=mapping(("A", "2"), ("B", "1"), ("C", "-2"))) + body(ask("ABC")) + MAP),
        chosen("single", "Q", ("A", 100), ("B", 50), ("C", -100)),
    ),
    "several right options": (
        item(right("A", "C", **MANY) + body(ask("ABC", most='maxChoices="0"')) + MATCH),
        chosen("multiple", "Q", ("A", 50), ("B", 0), ("C", 50)),
    ),
    "weights of several options": (
        item(
            right("A", "C", **MANY, worth=mapping(("A", "3"), ("C", "1"), ("B", "-2"), more=' lowerBound="0" upperBound="4"'))
            + body(ask("ABC", most='maxChoices="0"')) + MAP
        ),
        chosen("multiple", "Q", ("A", 75), ("B", -50), ("C", 25)),
    ),
    "thirds that their author rounded": (
        item(
            right("A", "B", "C", **MANY, worth=mapping(*((one, "0.3333333") for one in "ABC")))
            + '<outcomeDeclaration identifier="MAXSCORE" cardinality="single" baseType="float"><defaultValue><value>1</value>'
            + "</defaultValue></outcomeDeclaration>" + body(ask("ABCD", most='maxChoices="0"')) + MAP
        ),
        Item("multiple", "Q", choices=(*(Choice(one, Fraction(1, 3)) for one in "ABC"), Choice("D"))),
    ),
    "several may be chosen and one at most": (
        item(right("A", **MANY) + TWO + MATCH), chosen("single", "Q", *A_B),
    ),
    "rules that spell out match_correct": (
        item(right("A") + SCORE + TWO + rules(when((IS_RIGHT, scores("1")), ("", scores("0"))))), chosen("single", "Q", *A_B),
    ),
    "rules option by option": (
        item(right() + SCORE + body(ask("ABC")) + rules(when(
            (f"<match>{ANSWER}{value('B')}</match>", scores("4")), (f"<match>{value('C')}{ANSWER}</match>", scores("1")),
            ("", scores("-1")),
        ))),
        chosen("single", "Q", ("A", -25), ("B", 100), ("C", 25)),
    ),
    "rules that add points": (
        item(right(**MANY) + SCORE + body(ask("ABC", most='maxChoices="0"')) + rules(*(
            when((f"<member>{value(one)}{ANSWER}</member>", puts("SCORE", f"<sum>{SCORED}{value(points, 'float')}</sum>")))
            for one, points in (("A", "1"), ("B", "-1"), ("C", "1"))
        ))),
        chosen("multiple", "Q", ("A", 50), ("B", -50), ("C", 50)),
    ),
    "feedback of each option, inside it": (
        item(right("A") + SCORE + FEEDBACK + body(ask((option("A", "yes"), option("B", "no")))) + rules(
            when((IS_RIGHT, scores("1"))), puts("FEEDBACK", ANSWER)
        )),
        chosen("single", "Q", ("A", 100, "yes"), ("B", 0, "no")),
    ),
    "feedback of an option inside it, and a template that does not set it": (
        item(right("A") + SCORE + FEEDBACK + body(ask((option("A", "yes"), "B"))) + MATCH),
        chosen("single", "Q", ("A", 100, "yes"), ("B", 0)),
    ),
    "feedback of each option, after the item": (
        item(right("A") + SCORE + FEEDBACK + TWO + rules(when((IS_RIGHT, scores("1"))), puts("FEEDBACK", ANSWER))
             + tells("A", "<p>yes</p><p>well</p>") + tells("B", "no")),
        chosen("single", "Q", ("A", 100, "yes\n\nwell"), ("B", 0, "no")),
    ),
    "feedback of options called otherwise": (
        item(right("B") + SCORE + FEEDBACK + body(ask("ABC")) + rules(when((IS_RIGHT, scores("1"))), when(
            (f"<match>{ANSWER}{value('A')}</match>", says("fa")), (f"<match>{ANSWER}{value('C')}</match>", says("fc")),
        )) + tells("fa", "not a") + tells("fc", "not c")),
        chosen("single", "Q", ("A", 0, "not a"), ("B", 100), ("C", 0, "not c")),
    ),
    "feedback of the right and of the wrong answer": (
        item(right("A") + SCORE + FEEDBACK + body(ask("ABC"))
             + rules(when((IS_RIGHT, scores("1") + says("CORRECT")), ("", says("INCORRECT"))))
             + tells("CORRECT", "well") + tells("INCORRECT", "no")),
        chosen("single", "Q", ("A", 100), ("B", 0), ("C", 0), right="well", wrong="no"),
    ),
    "feedback that is hidden when right": (
        item(right("A") + SCORE + FEEDBACK + body(ask("ABC")) + rules(when((IS_RIGHT, scores("1") + says("x"))))
             + tells("x", "no", 'showHide="hide"')),
        chosen("single", "Q", ("A", 100), ("B", 0), ("C", 0), wrong="no"),
    ),
    "feedback in the body, of several answers": (
        item(right("A", "B", **MANY) + SCORE + FEEDBACK + body(
            ask("ABC", most='maxChoices="0"'),
            '<feedbackBlock outcomeIdentifier="FEEDBACK" identifier="x" showHide="show"><p>all</p></feedbackBlock>',
        ) + rules(when((IS_RIGHT, scores("1") + says("x"))))),
        chosen("multiple", "Q", ("A", 50), ("B", 50), ("C", 0), right="all"),
    ),
    "feedback for everyone": (
        item(right("A") + SCORE + FEEDBACK.replace("/>", "><defaultValue><value>g</value></defaultValue></outcomeDeclaration>")
             + TWO + MATCH + tells("g", "read again")),
        chosen("single", "Q", *A_B, feedback="read again"),
    ),
    "an order": (
        item(right("C", "A", "B", cardinality="ordered") + body(ask("ABC", "orderInteraction", "")) + MATCH),
        Item("ordering", "Q", order=("C", "A", "B")),
    ),
    "an order, and what is told of it": (
        item(right("B", "A", cardinality="ordered") + SCORE + FEEDBACK + body(ask("AB", "orderInteraction", ""))
             + rules(when((IS_RIGHT, scores("1") + says("x")), ("", says("y")))) + tells("x", "yes") + tells("y", "no")),
        Item("ordering", "Q", order=("B", "A"), right="yes", wrong="no"),
    ),
    "a match": (item(right("A X", "B Y", **PAIRS) + body(sides("AB", "XY")) + MATCH), pairs("Q", ("A", "X"), ("B", "Y"))),
    "a match where one part goes with two": (
        item(right("A X", "B X", **PAIRS) + body(sides("AB", "X")) + MATCH), pairs("Q", ("A", "X"), ("B", "X")),
    ),
    "a match whose left part goes with two": (
        item(right("A X", "A Y", **PAIRS) + body(sides("A", "XY")) + MATCH), pairs("Q", ("X", "A"), ("Y", "A")),
    ),
    "a match that only has weights": (
        item(right(**PAIRS, worth=mapping(("A X", "1"), ("B Y", "1"))) + body(sides("AB", "XY")) + MAP), pairs("Q", ("A", "X"), ("B", "Y")),
    ),
    "an association": (
        item(right("A P", "C M", cardinality="multiple", base="pair")
             + body(ask("ACPM", "associateInteraction", 'maxAssociations="2"', "simpleAssociableChoice")) + MATCH),
        pairs("Q", ("A", "P"), ("C", "M")),
    ),
    "a text to type": (
        item(right("York", base="string", worth=mapping(("York", "1"), ("Yorck", "0.5"))) + body(f"<p>I am {typed()}!</p>") + MAP),
        short("I am [[1]]!", ("York", 100), ("Yorck", 50), case=True),
    ),
    "a text to type, in capitals or not": (
        item(right("York", base="string", worth=mapping(("York", "1"), each=' caseSensitive="false"'))
             + body(f"<p>I am {typed()}</p>") + MAP),
        short("I am [[1]]", ("York", 100)),
    ),
    "a text that rules compare": (
        item(right(base="string") + SCORE + FEEDBACK + body(f"<p>I am {typed()}</p>") + rules(when(
            (f'<stringMatch caseSensitive="false">{ANSWER}{value("York", "string")}</stringMatch>', scores("1") + says("x")),
            ("", says("y")),
        )) + tells("x", "yes") + tells("y", "no")),
        short("I am [[1]]", ("York", 100, "yes"), wrong="no"),
    ),
    "gaps": (
        item(right("a", base="string", name="R1") + right("b", base="string", name="R2") + SCORE + body(
            f"<p>{typed().replace('RESPONSE', 'R1')} and {typed().replace('RESPONSE', 'R2')}</p>"
        ) + rules(when((
            f"<and>{IS_RIGHT.replace('RESPONSE', 'R1')}{IS_RIGHT.replace('RESPONSE', 'R2')}</and>",
            scores("1"),
        )))),
        Item("cloze", "[[1]] and [[2]]", gaps=(Gap(choices(("a", 100)), True), Gap(choices(("b", 100)), True))),
    ),
    "a number and its tolerance": (item(COUNT + rules(when((equal(CORRECT), scores("2"))))), number("Q", ("3", "0.5", 100))),
    "a number, nearly, and any other": (
        item(COUNT + rules(when(
            (equal(value("3", "float"), 'toleranceMode="exact"'), scores("1") + says("x")),
            (equal(value("3", "float"), 'toleranceMode="relative" tolerance="50"'), scores("0.5") + says("y")), ("", says("z")),
        )) + tells("x", "yes") + tells("y", "nearly") + tells("z", "no")),
        number("Q", ("3", "0", 100, "yes"), ("3", "1.5", 50, "nearly"), wrong="no"),
    ),
    "a number that is between two": (item(COUNT + rules(when((bounds("2", "5"), scores("1"))))), number("Q", ("3.5", "1.5", 100))),
    "a number with uneven ends": (
        item(COUNT + rules(when((equal(CORRECT, 'toleranceMode="absolute" tolerance="1 2"'), scores("1"))))),
        number("Q", ("3.5", "1.5", 100)),
    ),
    "a number to match": (item(right("3.10", base="float") + body(f"<p>Q {typed()}</p>") + MATCH), number("Q", ("3.1", "0", 100))),
    "a number in a sentence": (
        item(right("3", base="integer") + body(f"<p>It is {typed()} o’clock.</p>") + MATCH),
        number("It is _____ o’clock.", ("3", "0", 100)),
    ),
    "paragraphs, lines, lists": (
        item(right("A") + body("<div><p>One<br/>two</p><ul><li>a</li><li>b</li></ul></div>", ask("AB")) + MATCH),
        chosen("single", "One\ntwo\n\n- a\n- b\n\nQ", *A_B),
    ),
    "signs": (item(right("A") + body("<p>&lt;b&gt; &amp;amp; \u00e9</p>", ask("AB")) + MATCH), chosen("single", "<b> &amp; é\n\nQ", *A_B)),
}  # fmt: skip


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_item_is_read_as_written_and_written_so_that_it_reads_the_same(name: str) -> None:
    text, said = QUESTIONS[name]
    expected = replace(said, name="Name", key="k")
    found = qti.read(text.encode())
    assert told(found) == []
    assert bare(found) == [expected]
    for version in ("2.1", "3.0"):
        again, troubles = qti.written(found.items, version)
        assert (bare(qti.read(again)), troubles) == ([expected], ())


# What a file says, and what is found: level, code, detail. Errors leave the question out.
UNSUPPORTED = (
    "extendedText", "hottext", "hotspot", "selectPoint", "graphicOrder", "graphicAssociate", "graphicGapMatch", "positionObject",
    "slider", "media", "drawing", "upload", "custom", "portableCustom",
)  # fmt: skip
ONE = right("A") + TWO + MATCH
FOUND: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    **{
        f"an unsupported kind, {kind}": (
            item(right() + body(f'<{kind}Interaction responseIdentifier="RESPONSE"/>')), [("error", "unsupported", f"{kind}Interaction")],
        )
        for kind in UNSUPPORTED
    },
    "an unsupported kind in 3.0": (
        item3('<qti-item-body><qti-extended-text-interaction response-identifier="R"/></qti-item-body>'),
        [("error", "unsupported", "extendedTextInteraction")],
    ),
    "two kinds in one item": (
        item(right("A") + body(ask("AB"), ask("AB", "orderInteraction"))),
        [("error", "unsupported", "composite: choiceInteraction, orderInteraction")],
    ),
    "two choices in one item": (item(right("A") + body(ask("AB"), ask("AB"))), [("error", "unsupported", "composite: choiceInteraction")]),
    "an adaptive item": (item(ONE).replace('adaptive="false"', 'adaptive="true"'), [("error", "unsupported", "adaptive")]),
    "a template": (
        item('<templateDeclaration identifier="X" cardinality="single" baseType="integer"/>' + ONE),
        [("error", "unsupported", "templateDeclaration")],
    ),
    "an image to drop": (
        item(right("W G", **PAIRS) + body(
            '<gapMatchInteraction responseIdentifier="RESPONSE"><gapImg identifier="W"/><p><gap identifier="G"/></p></gapMatchInteraction>'
        )),
        [("error", "unsupported", "gapMatchInteraction gapImg")],
    ),
    "no interaction": (item(body("<p>Q</p>")), [("error", "no_interaction", "")]),
    "no body": (item(""), [("error", "no_text", "")]),
    "no text": (item(right("A") + body(ask("AB").replace("<prompt>Q</prompt>", "")) + MATCH), [("error", "no_text", "")]),
    "no response": (item(TWO), [("error", "no_response", "RESPONSE")]),
    "nothing right": (item(right() + TWO + MATCH), [("error", "no_right", "")]),
    "one option": (item(right("A") + body(ask("A")) + MATCH), [("error", "too_few", "1")]),
    "two options of one name": (item(right("A") + body(ask("AA")) + MATCH), [("error", "same_key", "")]),
    "an option that is an image": (
        item(right("A") + body(ask(("A", 'B<img src="x.png" alt=""/>'))).replace(">B<", "><") + MATCH), [("error", "empty_choice", "")],
    ),
    "a weight that is no number": (item(right(worth=mapping(("A", "one"))) + TWO + MAP), [("error", "bad_number", "one")]),
    "a number that is none": (item(right("three", base="float") + body(f"<p>Q {typed()}</p>")), [("error", "bad_number", "three")]),
    "a pair of three": (item(right("A X", "B Y Z", **PAIRS) + body(sides("AB", "XY"))), [("error", "bad_pair", "B Y Z")]),
    "parts that go with several": (
        item(right("A X", "A Y", "B X", **PAIRS) + body(sides("AB", "XY"))), [("error", "bad_pair", "A")],
    ),
    "one pair": (item(right("A X", **PAIRS) + body(sides("AB", "XY"))), [("error", "too_few", "1")]),
    "an order of one": (item(right("A", cardinality="ordered") + body(ask("A", "orderInteraction"))), [("error", "too_few", "1")]),
    "a gap without an answer": (item(right(base="string") + body(f"<p>Q {typed()}</p>")), [("error", "no_right", "")]),
    "a template that is not known": (
        item(right("A") + TWO + MATCH.replace("match_correct", "map_response_point")), [("loss", "processing", "")],
    ),
    "rules that are not known": (
        item(right("A") + SCORE + TWO + rules(when((IS_RIGHT, puts("SCORE", "<customOperator/>"))))), [("loss", "processing", "")],
    ),
    "rules that give no points": (item(right("A") + SCORE + TWO + rules(when((IS_RIGHT, scores("0"))))), [("loss", "processing", "")]),
    "rules by chance": (item(right("A") + SCORE + TWO + rules(puts("SCORE", "<randomFloat/>"))), [("loss", "processing", "")]),
    "feedback that nothing shows": (
        item(right("A") + SCORE + FEEDBACK + TWO + rules(when((IS_RIGHT, scores("1"))), says("x")) + tells("lost", "never")),
        [("loss", "feedback", "lost")],
    ),
    "a part that is not used": (item(right("A X", "B Y", **PAIRS) + body(sides("AB", "XYZ")) + MATCH), [("loss", "lone_answer", "Z")]),
    "pairs of different weights": (
        item(right("A X", "B Y", **PAIRS, worth=mapping(("A X", "1"), ("B Y", "2"))) + body(sides("AB", "XY")) + MAP),
        [("loss", "weights", "")],
    ),
    "what is chosen in a gap": (
        item(right("Y") + body(
            '<p>I am <inlineChoiceInteraction responseIdentifier="RESPONSE"><inlineChoice identifier="G">Glou</inlineChoice>'
            '<inlineChoice identifier="Y">York</inlineChoice></inlineChoiceInteraction></p>'
        ) + MATCH),
        [("loss", "options", "Glou")],
    ),
    "what looks like a gap": (item(right("a", base="string") + body(f"<p>[[1]] {typed()}</p>") + MATCH), [("loss", "brackets", "")]),
    "gaps of different weights": (
        item(right(base="string", name="R1", worth=mapping(("a", "1"))) + right(base="string", name="R2", worth=mapping(("b", "2")))
             + body(f"<p>{typed().replace('RESPONSE', 'R1')} and {typed().replace('RESPONSE', 'R2')}</p>")),
        [("loss", "gap_weight", "1, 2")],
    ),
    "capitals that matter for one answer": (
        item(right(base="string", worth=mapping(("a", "1"), ("b", "1")).replace('"1"/>', '"1" caseSensitive="false"/>', 1))
             + body(f"<p>Q {typed()}</p>") + MAP),
        [("loss", "case", "")],
    ),
    "an open interval": (
        item(COUNT + rules(when((equal(CORRECT, 'toleranceMode="absolute" tolerance="1" includeLowerBound="false"'), scores("1"))))),
        [("loss", "bounds", "")],
    ),
    "a number that is never reached": (
        item(COUNT + rules(when((equal(CORRECT), scores("1")), (equal(value("3.1", "float"), ""), scores("0.5"))))),
        [("loss", "same_answer", "3.1")],
    ),
    "a rubric": (
        item(ONE.replace("<itemBody>", '<itemBody><rubricBlock view="scorer"><p>x</p></rubricBlock>')),
        [("loss", "rubric", "scorer")],
    ),
    "a style sheet": (item('<stylesheet href="a.css" type="text/css"/>' + ONE), [("loss", "stylesheet", "a.css")]),
    "a text to read first": (
        item3('<qti-assessment-stimulus-ref identifier="s" href="s.xml" title="S"/>' + ONE),
        [("loss", "stimulus", "s.xml")],
    ),
    "a part of its own": (item(ONE + "<apipAccessibility/>"), [("loss", "part", "apipAccessibility")]),
    "a hint": (
        item(right("A") + body(ask("AB"), '<p><endAttemptInteraction responseIdentifier="H" title="Hint"/></p>') + MATCH),
        [("loss", "hints", "")],
    ),
    "emphasis": (item(right("A") + body("<p><b>Q</b></p>", ask("AB")) + MATCH), [("loss", "emphasis", "")]),
    "a formula": (
        item(right("A") + body('<p>x <m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math></p>', ask("AB")) + MATCH),
        [("loss", "media", "math")],
    ),
    "a film": (item(right("A") + body('<object data="a.mp4" type="video/mp4"/>', ask("AB")) + MATCH), [("loss", "media", "object")]),
    "an image that is not there": (
        item(right("A") + body('<p><img src="x.png" alt=""/></p>', ask("AB")) + MATCH),
        [("loss", "image", "x.png")],
    ),
    "an image elsewhere": (
        item(right("A") + body('<p><img src="http://x.fr/x.png" alt=""/></p>', ask("AB")) + MATCH),
        [("loss", "image", "http://x.fr/x.png")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_what_cannot_be_kept_is_named(name: str) -> None:
    text, expected = FOUND[name]
    found = qti.read(text.encode())
    assert [one[1:4] for one in told(found)] == expected
    assert {(one[0] >= 2, one[4]) for one in told(found)} == {(True, "Name")}
    assert len(found.items) == (expected[0][0] == "loss")


def test_what_the_declarations_say_is_kept_when_the_rules_are_not_understood() -> None:
    (only,) = bare(qti.read(FOUND["rules that are not known"][0].encode()))
    assert only.choices == choices(*A_B)


def test_words_dropped_in_gaps_are_read_and_the_others_named() -> None:
    words = "".join(
        f'<gapText identifier="{one[0]}" matchMax="1">{one}</gapText>' for one in ("winter", "summer", "autumn")
    )
    text = '<p>Now is the <gap identifier="G1"/> of this <gap identifier="G2"/>.</p>'
    asked = f'<gapMatchInteraction responseIdentifier="RESPONSE" shuffle="false"><prompt>Q</prompt>{words}{text}</gapMatchInteraction>'
    worth = mapping(("w G1", "1"), ("s G2", "1"), more=' lowerBound="0"').replace(
        'defaultValue="0"', 'defaultValue="-1"'
    )
    found = qti.read(item(right("w G1", "s G2", **PAIRS, worth=worth) + body(asked) + MAP).encode())
    assert [one.text for one in found.items] == ["Q\n\nNow is the [[1]] of this [[2]]."]
    assert [gap.accepted for gap in found.items[0].gaps] == [choices(("winter", 100)), choices(("summer", 100))]
    assert [one[2:4] for one in told(found)] == [("options", "summer, autumn"), ("options", "winter, autumn")]


def test_several_items_in_one_file_are_read_and_a_wrong_one_does_not_stop_the_others() -> None:
    inside = [item(ONE), item(right("A")), item(ONE)]
    whole = "<items>\n" + "\n".join(one.split("\n", 1)[1] for one in inside) + "\n</items>"
    found = qti.read(whole.encode())
    assert [one.line for one in found.items] == [2, 8]
    assert told(found) == [(5, "error", "no_text", "", "Name")]


def test_an_error_has_the_line_of_its_declaration() -> None:
    found = qti.read(item("\n\n" + right("x", base="integer") + body(typed())).encode())
    assert told(found) == [(5, "error", "bad_number", "x", "Name")]
