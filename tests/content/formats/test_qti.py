"""QTI 2.1, 2.2 and 3.0: cases written by hand in the shape of the specification's examples."""

import pytest

from app.content.formats import qti
from app.content.formats.items import Item
from tests.content.formats.made import bare, chosen, told, truth

V21 = "http://www.imsglobal.org/xsd/imsqti_v2p1"
V22 = "http://www.imsglobal.org/xsd/imsqti_v2p2"
V30 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
MATCH = '<responseProcessing template="http://www.imsglobal.org/question/qti_v2p1/rptemplates/match_correct"/>'
MAP = MATCH.replace("match_correct", "map_response")


def item(inside: str, space: str = V21, title: str = "Name", more: str = "") -> str:
    """An item of 2.x."""
    head = f'<assessmentItem xmlns="{space}" identifier="k" title="{title}" adaptive="false" timeDependent="false"{more}>'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{inside}\n</assessmentItem>'


def item3(inside: str) -> str:
    """An item of 3.0."""
    head = f'<qti-assessment-item xmlns="{V30}" identifier="k" title="Name" adaptive="false" time-dependent="false">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{inside}\n</qti-assessment-item>'


def right(*values: str, cardinality: str = "single", base: str = "identifier", mapping: str = "", name: str = "RESPONSE") -> str:
    said = "".join(f"<value>{one}</value>" for one in values)
    correct = f"<correctResponse>{said}</correctResponse>" if values else ""
    head = f'<responseDeclaration identifier="{name}" cardinality="{cardinality}" baseType="{base}">'
    return f"{head}{correct}{mapping}</responseDeclaration>"


def mapping(*entries: tuple[str, str], more: str = "") -> str:
    said = "".join(f'<mapEntry mapKey="{key}" mappedValue="{worth}"/>' for key, worth in entries)
    return f'<mapping defaultValue="0"{more}>{said}</mapping>'


def options(*said: str, most: int = 1) -> str:
    inside = "".join(f'<simpleChoice identifier="{one[0]}">{one}</simpleChoice>' for one in said)
    return f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}"><prompt>Q</prompt>{inside}</choiceInteraction>'


def body(inside: str) -> str:
    return f"<itemBody>{inside}</itemBody>"


SCORE = '<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/>'
QUESTIONS: dict[str, tuple[str, Item]] = {
    "one right option": (item(right("A") + SCORE + body(options("A", "B")) + MATCH), chosen("single", "Q", ("A", 100), ("B", 0))),
    "in 2.2": (item(right("A") + SCORE + body(options("A", "B")) + MATCH, V22), chosen("single", "Q", ("A", 100), ("B", 0))),
    "true or false": (item(right("F") + body(options("False", "True")) + MATCH), truth("Q", False)),
    "several": (
        item(right("A", "C", cardinality="multiple") + body(options("A", "B", "C", most=0)) + MATCH),
        chosen("multiple", "Q", ("A", 50), ("B", 0), ("C", 50)),
    ),
    "in 3.0": (
        item3(
            '<qti-response-declaration identifier="RESPONSE" cardinality="single" base-type="identifier"><qti-correct-response>'
            "<qti-value>A</qti-value></qti-correct-response></qti-response-declaration><qti-item-body><p>Before</p>"
            '<qti-choice-interaction response-identifier="RESPONSE" max-choices="1"><qti-prompt>Q</qti-prompt>'
            '<qti-simple-choice identifier="A">A</qti-simple-choice><qti-simple-choice identifier="B">B</qti-simple-choice>'
            "</qti-choice-interaction></qti-item-body><qti-response-processing "
            'template="https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml"/>'
        ),
        chosen("single", "Before\n\nQ", ("A", 100), ("B", 0)),
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_item_is_read_as_written(name: str) -> None:
    text, said = QUESTIONS[name]
    found = qti.read(text.encode())
    assert told(found) == []
    assert [(one.name, one.key) for one in found.items] == [("Name", "k")]
    assert bare(found) == [type(said)(**{**vars(said), "name": "Name", "key": "k"})]
