"""Moodle XML: https://docs.moodle.org/en/Moodle_XML_format. Reading; what writes it is in moodle_writing.py.

Nothing outside the file is ever looked at, a DTD is refused, and the parser's own limits on depth and size stay on.
One question is read in moodle_question.py.
"""

import re

from lxml import etree

from app.content.formats import answers
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

TAGS = 500_000  # of a file: twice what five thousand questions full of HTML hold
_PROLOG = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DECLARED = re.compile(r"\s*<\?xml\s[^<>]*\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([^"']*)["']""")
_KNOWN = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252"})


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
    declared = _DECLARED.match(text)
    said = declared and _ENCODING.search(declared[0])
    if said and said[1].strip().lower() not in _KNOWN:
        raise Refused("encoding", at=1)
    if declared:  # the bytes have become text: what they were no longer matters
        text = "\n" * declared[0].count("\n") + text[declared.end() :]
    prolog = _PROLOG.match(text)
    if prolog and text.startswith("<!DOCTYPE", prolog.end()):
        raise Refused("dtd", at=text.count("\n", 0, prolog.end()) + 1)
    if text.count("<") > TAGS:
        raise Refused("too_much", detail=str(TAGS))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("not_xml", at=error.lineno or 1) from None
    if root.tag != "quiz":
        raise Refused("not_moodle", at=root.sourceline, detail=str(root.tag)[:60])
    if len(root) > MOST * 2:  # half of them may be categories
        raise Refused("too_many", detail=str(MOST))
    return root
