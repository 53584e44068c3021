"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format. Reading; what writes it is in moodle_writing.py.

XML is parsed, and attacks refused, in xml.py; one question is read in moodle_question.py.
"""

from lxml import etree

from app.content.formats import answers, xml
from app.content.formats.decoding import MOST, decoded, nothing
from app.content.formats.findings import Findings, Refused
from app.content.formats.items import (
    Item,
    Read,
    Trouble,
)
from app.content.formats.moodle_question import Question, text_of
from app.content.formats.moodle_writing import written

__all__ = ["read", "written"]


def read(data: bytes) -> Read:
    """The questions of a Moodle XML file, and what is wrong with it; a file that cannot be read gives one error."""
    try:
        root = _root(decoded(data))
    except Refused as why:
        return nothing(why)
    items: list[Item] = []
    troubles: list[Trouble] = []
    tags: tuple[str, ...] = ()
    for node in root.iterchildren("question"):
        kind = (node.get("type") or "").strip()
        if kind == "category":
            tags = answers.category(text_of(node, "category"))
            continue
        findings = Findings(node.sourceline)
        try:
            items.append(Question(node, tags, findings).item(kind))
            troubles += findings.troubles
        except Refused as why:
            troubles.append(findings.refused(why))
    return Read(tuple(items), tuple(troubles))


def _root(text: str) -> etree._Element:
    root = xml.parsed(text)
    if root.tag != "quiz":
        raise Refused("not_moodle", at=root.sourceline, detail=str(root.tag)[:60])
    if len(root) > MOST * 2:  # half of them may be categories
        raise Refused("too_many", detail=str(MOST))
    return root
