"""QTI says the same things under two spellings: `choiceInteraction` in 2.x, `qti-choice-interaction` in 3.0.

Whatever the version, an item is read under the names of 2.1 and without namespaces; what is written is spelled by version.
https://www.imsglobal.org/spec/qti/v3p0/impl: every QTI element and attribute became lower case with hyphens.
"""

import re

from lxml import etree

ITEM = "assessmentItem"
SCHEMAS = {
    "2.1": ("http://www.imsglobal.org/xsd/imsqti_v2p1", "http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd"),
    "3.0": (
        "http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
        "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    ),
}
TEMPLATES = {
    "2.1": "http://www.imsglobal.org/question/qti_v2p1/rptemplates/",
    "3.0": "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/",
}
HTML = frozenset({"p", "br", "img", "span", "div"})  # what items are written with, and keeps its name
_MARK = "qti-"


def normalised(root: etree._Element) -> None:
    """Give every element and attribute its name of 2.1, without namespace."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue  # what stands for an entity that was not resolved
        name = node.tag.rpartition("}")[2]
        node.tag = camel(name.removeprefix(_MARK)) if name.startswith(_MARK) else name
        for spelled in node.keys():  # noqa: SIM118 - a list, since attributes change
            if (
                "-" in spelled
                and not spelled.startswith(("{", "data-", "aria-"))
                and (meant := camel(spelled)) not in node.attrib
            ):
                node.set(meant, str(node.attrib.pop(spelled)))


def camel(name: str) -> str:
    """`response-identifier` as `responseIdentifier`."""
    return re.sub(r"-([a-z0-9])", lambda found: found[1].upper(), name)


def kebab(name: str) -> str:
    """`responseIdentifier` as `response-identifier`."""
    return re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name)


def element(name: str, version: str) -> str:
    """An element's name of 2.1 as this version spells it, in its namespace."""
    space = SCHEMAS[version][0]
    return f"{{{space}}}{_MARK + kebab(name) if version == '3.0' and name not in HTML else name}"


def attributes(said: dict[str, str], version: str) -> dict[str, str]:
    """Attributes' names of 2.1 as this version spells them."""
    return {kebab(name): value for name, value in said.items()} if version == "3.0" else said
