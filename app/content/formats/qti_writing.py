"""Questions to a QTI content package, 2.1 or 3.0: a manifest, a file for each item, their images.

What each kind of question becomes is in qti_kinds.py; how elements are spelled in qti_page.py.
"""

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import quote

from lxml import etree

from app.content.formats import html
from app.content.formats.findings import Findings, Refused, called, cleaned
from app.content.formats.items import CLOZE, Image, Item, Trouble
from app.content.formats.qti_kinds import KINDS, PROMPTED, parts
from app.content.formats.qti_package import MANIFEST
from app.content.formats.qti_page import Page, decimal

VERSIONS = ("2.1", "3.0")
# The packaging namespace, the schema and its version, the type of an item: by version of QTI.
_PACKAGED = {
    "2.1": ("http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.1 Package", "1.0.0", "imsqti_item_xmlv2p1"),
    "3.0": ("http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1", "QTI Package", "3.0.0", "imsqti_item_xmlv3p0"),
}
_LOM = "http://ltsc.ieee.org/xsd/LOM"
_KEY = re.compile(r"(?!item-[0-9]{4,}$)[A-Za-z_][A-Za-z0-9._-]{0,63}")
_NAME = re.compile(r"\w(?:[\w.() -]{0,98}\w)?")  # a file's name that every system takes
_DAY = (1980, 1, 1, 0, 0, 0)  # the same questions give the same bytes


@dataclass(frozen=True)
class _Written:
    place: str
    data: bytes
    identifier: str
    tags: tuple[str, ...]
    image: tuple[str, bytes] | None


def written(items: Iterable[Item], version: str = "2.1") -> tuple[bytes, tuple[Trouble, ...]]:
    """The content package of these questions, `version` "2.1" or "3.0", and what it does not hold of them."""
    made: list[_Written] = []
    troubles: list[Trouble] = []
    taken: set[str] = set()
    for item in items:
        findings = Findings(item.line, called(html.line(item.name), html.line(item.text)))
        try:
            one = _item(cleaned(item, findings), len(made) + 1, taken, version, findings)
        except Refused as why:
            troubles.append(findings.refused(why))
            continue
        made.append(one)
        taken.add(one.identifier)
        troubles += findings.troubles
    return _zipped(made, version), tuple(troubles)


def _item(item: Item, n: int, taken: set[str], version: str, findings: Findings) -> _Written:
    if item.kind not in KINDS:
        raise Refused("not_expressible", detail=item.kind)
    if not item.text:
        raise Refused("no_text")
    known = _KEY.fullmatch(item.key) and item.key not in taken and item.key != item.name
    identifier = item.key if known else f"item-{n:04d}"
    label = {"label": item.key} if item.key and not known else {}
    page = Page(version, identifier=identifier, title=item.name or identifier, **label)
    image = _image(item.image, n, findings)
    _fill(page, item, image, findings)
    place = f"items/item-{n:04d}.xml"
    return _Written(place, page.data(), identifier, item.tags, (f"items/{image.name}", image.data) if image else None)


def _image(image: Image | None, n: int, findings: Findings) -> Image | None:
    """The image under its path beside the item; a name that not every system takes is replaced, and said."""
    if image is None:
        return None
    if not image.data or not image.name or "/" in image.name:
        findings.loss("image", detail=image.name)
        return None
    name = image.name
    if not _NAME.fullmatch(name):
        findings.loss("image_name", detail=name[:60])
        name = re.sub(r"[^A-Za-z0-9.]+", "-", name).strip("-.")[-60:] or "image"
    return Image(f"images/{n:04d}/{name}", image.data, image.alt)


def _fill(page: Page, item: Item, image: Image | None, findings: Findings) -> None:
    made = parts(page, item, findings)
    result = [
        (word, told)
        for word, told in (("correct", item.right), ("partial", item.partial), ("incorrect", item.wrong))
        if told
    ]
    page.outcome("SCORE", "float", "0")
    page.outcome("MAXSCORE", "float", decimal(made.whole))
    for name in (*made.told, *(["RESULT"] if result else [])):
        page.outcome(name, "identifier")
    if item.feedback:
        page.outcome("GENERAL", "identifier", "general")
    body = page.add(page.root, "itemBody")
    if item.kind != CLOZE:
        paragraphs = item.text.split("\n\n")
        for one in paragraphs[:-1] if item.kind in PROMPTED else paragraphs:
            page.add(body, "p", one)
        _show(page, body, image)
        made.body(body)
    else:
        made.body(body)
        _show(page, body, image)
    if made.template and not made.told and not result:
        page.template(made.template)
    else:
        rules = page.add(page.root, "responseProcessing")
        made.rules(rules)
        if result:
            page.result(rules, made.enough)
    page.told += [("RESULT", word, told) for word, told in result]
    if item.feedback:
        page.told.append(("GENERAL", "general", item.feedback))
    page.feedbacks()


def _show(page: Page, body: etree._Element, image: Image | None) -> None:
    if image:
        page.add(page.add(body, "p"), "img", src=quote(image.name), alt=image.alt)


def _zipped(made: list[_Written], version: str) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w") as package:

        def put(path: str, data: bytes) -> None:
            package.writestr(zipfile.ZipInfo(path, _DAY), data, zipfile.ZIP_DEFLATED)

        put(MANIFEST, _manifest(made, version))
        for one in made:
            put(one.place, one.data)
            if one.image:
                put(*one.image)
    return whole.getvalue()


def _manifest(made: list[_Written], version: str) -> bytes:
    space, schema, number, kind = _PACKAGED[version]
    root = etree.Element(f"{{{space}}}manifest", nsmap={None: space, "imsmd": _LOM}, identifier="MANIFEST")

    def add(parent: etree._Element, name: str, text: str = "", inside: str = space, **said: str) -> etree._Element:
        node = etree.SubElement(parent, f"{{{inside}}}{name}", said)
        node.text = text or None
        return node

    about = add(root, "metadata")
    add(about, "schema", schema)
    add(about, "schemaversion", number)
    add(root, "organizations")
    resources = add(root, "resources")
    for one in made:
        node = add(resources, "resource", identifier=f"R-{one.identifier}", type=kind, href=one.place)
        if one.tags:
            general = add(add(add(node, "metadata"), "lom", inside=_LOM), "general", inside=_LOM)
            for tag in one.tags:
                add(add(general, "keyword", inside=_LOM), "string", tag, inside=_LOM)
        for path in (one.place, *([one.image[0]] if one.image else [])):
            add(node, "file", href=quote(path))
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True))
