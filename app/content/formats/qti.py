"""QTI 2.1, 2.2 and 3.0: items alone, or in a content package. Reading; what writes them is in qti_writing.py.

https://www.imsglobal.org/question/index.html. One item is read in qti_item.py, a package is opened in qti_package.py.
In a package, what is found says in which file: `values["file"]`, and a line of that file.
"""

from dataclasses import replace

from app.content.formats import html, xml
from app.content.formats.decoding import BIGGEST, MOST, decoded, nothing
from app.content.formats.findings import Findings, Refused
from app.content.formats.items import Item, Read, Trouble
from app.content.formats.qti_expressions import Budget
from app.content.formats.qti_files import Files
from app.content.formats.qti_item import understood
from app.content.formats.qti_names import ITEM, normalised
from app.content.formats.qti_package import Resource, files, is_package, manifest_of, resources
from app.content.formats.qti_writing import written

__all__ = ["read", "written"]

TAGS = 200_000  # of one file: their attributes weigh more than they do


def read(data: bytes) -> Read:
    """The questions of a QTI file, and what is wrong with it; a file that cannot be read gives one error."""
    try:
        return _packaged(data) if is_package(data) else _items(data, Files(), (), Budget())
    except Refused as why:
        return nothing(why)


def _packaged(data: bytes) -> Read:
    """The questions of a package. Raises Refused; what is wrong with one of its files leaves only that file out."""
    held = files(data)
    manifest = manifest_of(held)
    budget = Budget()
    items: list[Item] = []
    troubles: list[Trouble] = []
    weight = 0
    for one in _named(held, manifest):
        weight += len(held.get(one.path, b""))
        if weight > BIGGEST:  # images apart, what one file alone may weigh
            raise Refused("too_big", detail=str(BIGGEST // 1024 // 1024))
        found = _read(one, Files(held), manifest, budget)
        items += found.items
        troubles += (replace(each, values={"file": one.path[:200], **each.values}) for each in found.troubles)
        if len(items) > MOST:
            raise Refused("too_many", detail=str(MOST))
    return Read(tuple(items), tuple(troubles))


def _named(held: dict[str, bytes], manifest: str) -> list[Resource]:
    """What the manifest names that is QTI. Raises Refused when that is nothing, or the manifest cannot be read."""
    try:
        named = [one for one in dict.fromkeys(resources(held, manifest)) if one.is_item or one.is_other_qti]
        if not named:
            raise Refused("no_item")
    except Refused as why:
        raise Refused(why.code, at=why.at, **{"file": manifest, **why.values}) from None
    return named


def _read(one: Resource, held: Files, manifest: str, budget: Budget) -> Read:
    if one.is_other_qti:
        return nothing(Refused("unsupported", detail=one.kind[:60]))
    if one.path not in held.held:
        return nothing(Refused("missing", at=one.line, file=manifest, detail=html.line(one.path)[:60]))
    try:
        return _items(held.held[one.path], held.beside(one.path), one.tags, budget)
    except Refused as why:
        return nothing(why)


def _items(data: bytes, held: Files, tags: tuple[str, ...], budget: Budget) -> Read:
    """The questions of one XML file. Raises Refused when it is not one of items."""
    root = xml.parsed(decoded(data), TAGS)
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
            items.append(understood(node, held, tags, findings, budget))
            troubles += findings.troubles
        except Refused as why:
            troubles.append(findings.refused(why))
    return Read(tuple(items), tuple(troubles))
