"""XML that a stranger wrote, parsed: a DTD is refused, no entity is resolved, nothing outside the file is ever looked at.

The parser's own limits on depth and size stay on.
"""

import re

from lxml import etree

from app.content.formats.findings import Refused

TAGS = 500_000  # of a file: twice what five thousand questions full of HTML hold
_PROLOG = re.compile(r"(?:\s++|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DECLARED = re.compile(r"\s*<\?xml\s[^<>]*\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([^"']*)["']""")
_KNOWN = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252"})


def parsed(text: str, most: int = TAGS) -> etree._Element:
    """The root of this XML, of no more than `most` tags. Raises Refused: `encoding`, `dtd`, `too_much`, `not_xml`, with the line."""
    declared = _DECLARED.match(text)
    said = declared and _ENCODING.search(declared[0])
    if said and said[1].strip().lower() not in _KNOWN:
        raise Refused("encoding", at=1)
    if declared:  # the bytes have become text: what they were no longer matters
        text = "\n" * declared[0].count("\n") + text[declared.end() :]
    prolog = _PROLOG.match(text)
    if prolog and text.startswith("<!DOCTYPE", prolog.end()):
        raise Refused("dtd", at=text.count("\n", 0, prolog.end()) + 1)
    if text.count("<") > most:
        raise Refused("too_much", detail=str(most))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise Refused("not_xml", at=error.lineno or 1) from None
