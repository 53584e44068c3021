"""Markdown to safe HTML: prose is rendered, then sanitised. Callers cut their blocks out first; nothing here knows them.

The result never holds a form, a `style`, a script, SVG or an address other than http(s), mailto and tel.
"""

import re
from html.parser import HTMLParser

import markdown
import nh3

from app.infra.typography import FIXED, french

RENDERER_VERSION = "3"  # grows when the same source would give other HTML

TAGS = {
    "a", "abbr", "blockquote", "br", "caption", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "hr", "kbd", "li",
    "mark", "ol", "p", "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "*": {"lang", "title"},
    "a": {"href", "hreflang"},
    "ol": {"start"},
    "td": {"align"},
    "th": {"align", "scope"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
EXTENSIONS = ["tables", "sane_lists", "attr_list", "pymdownx.tilde", "pymdownx.betterem"]
EXTENSION_CONFIGS = {"tables": {"use_align_attribute": True}}  # the default writes style=, which the policy forbids


ROUNDS = 8  # what a parser mends in nested links or tables, it mends again: two or three rounds settle it


def clean(html: str) -> str:
    """`html` with only what the lists above allow. clean(clean(x)) = clean(x): a browser that reads the result again finds
    the same. What never settles, which nobody writes by chance, is shown as its words.
    """
    for _round in range(ROUNDS):
        before, html = html, _allowed(html, TAGS)
        if html == before:
            return html
    return _allowed(html, set()).replace("\r", "\n")


def _allowed(html: str, tags: set[str]) -> str:
    return nh3.clean(html, tags=tags, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener noreferrer")


def render(source: str, *, lang: str = "fr") -> str:
    """Safe HTML for a Markdown text in `lang`, with French typography where it applies."""
    html = markdown.markdown(source, extensions=EXTENSIONS, extension_configs=EXTENSION_CONFIGS, output_format="html")
    safe = clean(html)
    return typeset(safe) if lang == "fr" else safe


_HOLE = "\ue000"  # a character of the private use area: neither a space, nor a letter, nor punctuation
# Code whole, then tags (an attribute may hold ">"), then entities, whose semicolon is no punctuation, then a hole that
# somebody wrote. Nothing is ever taken away from sanitised HTML: without its hole, "java\ue000script:" would run.
_KEPT = re.compile(rf"""<(code|pre|kbd)\b.*?</\1>|<(?:[^>"']|"[^"]*"|'[^']*')*>|&#?\w+;|{_HOLE}""", re.DOTALL)


def typeset(html: str) -> str:
    """French spaces in the text of sanitised `html`, across tags (« <em>mot</em> ? ») but never inside one or in code."""
    kept: list[str] = []

    def aside(found: re.Match[str]) -> str:
        kept.append(found.group())
        return _HOLE

    text = french(_KEPT.sub(aside, html)).replace(FIXED, "&nbsp;")  # as the sanitiser writes it
    put_back = iter(kept)
    return re.sub(_HOLE, lambda _hole: next(put_back), text)


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
