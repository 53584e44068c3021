"""Markdown to safe HTML: prose is rendered, then sanitised. Callers cut their blocks out first; nothing here knows them.

The result never holds a form, a `style`, a script, SVG or an address other than http(s), mailto and tel.
"""

import re
from html.parser import HTMLParser

import markdown
import nh3

from app.infra.typography import french

RENDERER_VERSION = "1"  # grows when the same source would give other HTML

TAGS = {
    "a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "hr", "kbd", "li",
    "mark", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title", "hreflang"},
    "abbr": {"title"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTENSIONS = ["tables", "sane_lists", "attr_list", "pymdownx.tilde", "pymdownx.betterem"]
EXTENSION_CONFIGS = {"tables": {"use_align_attribute": True}}  # the default writes style=, which the policy forbids


def clean(html: str) -> str:
    """`html` with only what the lists above allow. clean(clean(x)) = clean(x)."""
    return nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def render(source: str, *, lang: str = "fr") -> str:
    """Safe HTML for a Markdown text in `lang`, with French typography where it applies."""
    html = markdown.markdown(source, extensions=EXTENSIONS, extension_configs=EXTENSION_CONFIGS, output_format="html")
    safe = clean(html)
    return typeset(safe) if lang == "fr" else safe


_TEXT_OR_TAG = re.compile(r"(<[^>]*>)")
_VERBATIM = ("code", "pre", "kbd")


def typeset(html: str) -> str:
    """French spaces in the text of sanitised `html`, never inside a tag or in code."""
    out, depth = [], 0
    for part in _TEXT_OR_TAG.split(html):
        if part.startswith("<"):
            name = re.match(r"</?(\w+)", part)
            if name and name.group(1) in _VERBATIM:
                depth += -1 if part.startswith("</") else 1
            out.append(part)
        else:
            out.append(part if depth or not part else _keep_entities(part))
    return "".join(out)


def _keep_entities(text: str) -> str:
    """`french`, except that the semicolon ending an entity (&amp;) is no punctuation."""
    return "".join(piece if piece.startswith("&") else french(piece) for piece in re.split(r"(&\w+;|&#\w+;)", text))


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words(html: str) -> int:
    """How many words a reader meets in `html`."""
    parser = _Words()
    parser.feed(html)
    return len(re.findall(r"\w[\w’'-]*", " ".join(parser.parts)))
