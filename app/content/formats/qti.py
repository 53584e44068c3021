"""QTI 2.1, 2.2 and 3.0: items alone, or in a content package. Reading; what writes them is in qti_writing.py.

https://www.imsglobal.org/question/index.html. One item is read in qti_item.py, a package is opened in qti_package.py.
"""

from app.content.formats import html, xml
from app.content.formats.decoding import MOST, decoded, nothing
from app.content.formats.findings import Findings, Refused
from app.content.formats.items import Item, Read, Trouble
from app.content.formats.qti_expressions import Budget
from app.content.formats.qti_files import Files
from app.content.formats.qti_item import understood
from app.content.formats.qti_names import ITEM, normalised

__all__ = ["read"]


def read(data: bytes) -> Read:
    """The questions of a QTI file, and what is wrong with it; a file that cannot be read gives one error."""
    try:
        return _items(data, Files(), (), Budget())
    except Refused as why:
        return nothing(why)


def _items(data: bytes, files: Files, tags: tuple[str, ...], budget: Budget) -> Read:
    """The questions of one XML file. Raises Refused when it is not one of items."""
    root = xml.parsed(decoded(data))
    normalised(root)
    nodes = list(root.iter(ITEM))
    if not nodes:
        raise Refused("not_qti", at=root.sourceline, detail=html.line(str(root.tag))[:60])
    if len(nodes) > MOST:
        raise Refused("too_many", detail=str(MOST))
    items: list[Item] = []
    troubles: list[Trouble] = []
    for node in nodes:
        findings = Findings(node.sourceline)
        try:
            items.append(understood(node, files, tags, findings, budget))
            troubles += findings.troubles
        except Refused as why:
            troubles.append(findings.refused(why))
    return Read(tuple(items), tuple(troubles))
