"""The texts of a QTI item: its elements to HTML, and on to plain words. What has no place in them is named."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from lxml import etree

from app.content.formats import html
from app.content.formats.findings import Findings, shown_name
from app.content.formats.items import Image
from app.content.formats.qti_files import Files

# The HTML of an element, or nothing when it is as any other.
Place = Callable[[etree._Element], str | None]  # noqa: SLF001 - the type has no other name

_PLAIN = re.compile(r"[a-z][a-z0-9]*")
_VOID = frozenset({"br", "hr", "img"})
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg"})
# Told after the answer: read apart, in qti_feedback.py.
TOLD = frozenset({"feedbackInline", "feedbackBlock", "modalFeedback"})
_LOST = {
    "rubricBlock": ("rubric", "view"),
    "templateBlock": ("template", "identifier"),
    "templateInline": ("template", "identifier"),
    "printedVariable": ("template", "identifier"),
    "stylesheet": ("stylesheet", "href"),
    "include": ("include", "href"),
    "endAttemptInteraction": ("hints", ""),
}


@dataclass(frozen=True)
class Texts:
    """Reads the texts of one item."""

    findings: Findings
    files: Files

    def asked(self, node: etree._Element, place: Place) -> tuple[str, Image | None]:
        """The words inside an element, and the first image that is there."""
        words = html.words(self._markup(node, place))
        image = None
        for picture in words.pictures:
            found = None if image else self.files.image(picture)
            image = image or found
            if not found:
                self.findings.loss("image", detail=shown_name(picture.source))
        return self.findings.said(words), image

    def said(self, node: etree._Element) -> str:
        """The words inside an element that has no place for an image."""
        return self.findings.without_pictures(html.words(self._markup(node, lambda _node: None)))

    def marked(self, node: etree._Element, place: Place) -> str:
        """The HTML inside an element, for a `Place` that keeps what is inside."""
        return self._markup(node, place)

    def _markup(self, node: etree._Element, place: Place) -> str:
        said = [escape(node.text or "", quote=False)]
        for child in node:
            special = place(child)
            said += (
                special if special is not None else self._element(child, place),
                escape(child.tail or "", quote=False),
            )
        return "".join(said)

    def _element(self, node: etree._Element, place: Place) -> str:
        name = str(node.tag)
        if name in TOLD:
            return ""
        if name in _LOST:
            code, detail = _LOST[name]
            self.findings.loss(code, detail=(node.get(detail) or "")[:120] if detail else "")
            return ""
        if name == "object" and _is_picture(node):
            alt = " ".join("".join(node.itertext()).split())
            return f'<img src="{escape(node.get("data") or "")}" alt="{escape(alt)}">'
        name = "p" if name == "prompt" else name.lower() if name.isupper() else name
        inside = "" if name in _VOID else self._markup(node, place)
        if not _PLAIN.fullmatch(name):
            return inside  # a part of QTI that only holds others
        kept = "".join(
            f' {one}="{escape(node.get(one) or "")}"' for one in ("src", "alt", "href", "style") if node.get(one)
        )
        return f"<{name}{kept}>" if name in _VOID else f"<{name}{kept}>{inside}</{name}>"


def _is_picture(node: etree._Element) -> bool:
    kind, place = node.get("type") or "", (node.get("data") or "").lower()
    return kind.startswith("image/") or (not kind and posixpath.splitext(place)[1] in _PICTURES)
