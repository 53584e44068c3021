"""HTML, Moodle's other text formats and Markdown, to plain words; plain words to HTML. What is dropped is named.

Plain words are tidy: paragraphs apart by an empty line, no blank at the edge of a line, no two blanks in a row.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote

from lxml import etree

HTML, PLAIN, AUTO, MARKDOWN = "html", "plain", "moodle", "markdown"
HERE = "@@PLUGINFILE@@/"  # how Moodle names a file that travels with the question

BLANKS = " \t\n\x0b\x0c"  # what may be taken off a text: a no-break space is part of it
NOT_TEXT = re.compile("[^\n\x20-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")  # not in XML; byte order mark
_BLANKS = re.compile("[ \xa0]{2,}")
_EDGES = re.compile("[ \xa0]?\n[ \xa0]?")
_SPACES = re.compile("[ \t\n\r\f]+")
_MARKUP = re.compile(r"<[A-Za-z/!]|&[#A-Za-z0-9]+;")

_LISTS = frozenset({"ul", "ol"})
_BLOCKS = frozenset({
    "p", "div", "section", "article", "header", "footer", "main", "center", "address", "dl", "dt", "dd", "figure",
    "figcaption", "tr",
})  # fmt: skip
_SILENT = _BLOCKS | _LISTS | {"html", "head", "body", "meta", "br", "li", "title", "tbody", "thead"}
_DROPPED = frozenset({
    "script", "style", "svg", "math", "iframe", "object", "audio", "video", "canvas", "template", "textarea", "select",
})  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """An image a text shows: where it is, and its alternative text."""

    source: str
    alt: str


@dataclass(frozen=True)
class Words:
    """What a text says. `lost` is what its words do not carry: (code, detail)."""

    text: str
    pictures: tuple[Picture, ...] = ()
    lost: tuple[tuple[str, str], ...] = ()


def tidy(text: str) -> str:
    """The text without stray blanks, empty lines, or characters that are no text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = NOT_TEXT.sub("", re.sub("[\t\x0b\x0c]", " ", text))
    text = _EDGES.sub("\n", _BLANKS.sub(_one_blank, text))
    return re.sub("\n{3,}", "\n\n", text).strip(" \xa0\n")


def line(text: str) -> str:
    """The text on one line."""
    return _BLANKS.sub(_one_blank, re.sub("\n+", " ", tidy(text)))


def _one_blank(found: re.Match[str]) -> str:
    return " " if " " in found[0] else "\xa0"


def tagless(text: str) -> str:
    """A name without the tags that Moodle takes out of it."""
    return re.sub(r"</?[A-Za-z][^<>]*>", "", text)


def words(source: str, form: str = HTML) -> Words:
    """The words of a text in one of the four formats; another name is read as HTML, as Moodle does."""
    if form == PLAIN:
        return Words(tidy(source))
    if form == MARKDOWN:
        return _of_markdown(source)
    if form == AUTO:
        return _of_html(source.replace("\n", "<br>")) if _MARKUP.search(source) else Words(tidy(source))
    if "<" not in source and "&" not in source:
        return Words(tidy(_SPACES.sub(" ", source)))
    return _of_html(source)


def written(text: str) -> str:
    """The HTML of tidy words: `words(written(text)).text == text`."""
    return "".join(f"<p>{inline(one)}</p>" for one in text.split("\n\n")) if text else ""


def inline(text: str) -> str:
    """The HTML of tidy words, without paragraphs."""
    return escape(text, quote=False).replace("\n", "<br>")


class _Listener:
    """Hears the parser say what it meets, and keeps the words: no tree, so no depth to run out of."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.pictures: list[Picture] = []
        self.lost: dict[tuple[str, str], None] = {}
        self.lists = 0
        self.inside_dropped = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _DROPPED:
            self.inside_dropped += 1
            self.lost["emphasis" if tag == "style" else "media", "" if tag == "style" else tag] = None
        elif self.inside_dropped:
            return
        elif tag == "img":
            self.pictures.append(Picture(attributes.get("src", ""), line(attributes.get("alt", ""))))
        elif tag == "a":
            self._link(attributes.get("href", ""))
        elif tag not in _SILENT and (tag != "span" or attributes.get("style")):
            self.lost["emphasis", ""] = None
        self._place(tag)

    def _place(self, tag: str) -> None:
        if tag == "br":
            self.said.append("\n")
        elif tag == "li":
            self._apart()
            self.said.append("- ")
        elif tag in ("td", "th") and self.said and not self.said[-1].endswith("\n"):
            self.said.append(" | ")
        elif tag in _BLOCKS or tag in _LISTS:
            self._apart()
        self.lists += tag in _LISTS

    def _link(self, target: str) -> None:
        if target.startswith(HERE):
            self.lost["file", unquote(target[len(HERE) :])] = None
        elif target:
            self.lost["link", target] = None

    def _apart(self) -> None:
        if not self._begins():
            self.said.append("\n" if self.lists else "\n\n")

    def _begins(self) -> bool:
        """Whether a list's item has just begun, or a line of one: there is nothing to be apart from."""
        return self.said[-1:] == ["- "] or bool(self.lists and self.said and self.said[-1].endswith("\n"))

    def end(self, tag: str) -> None:
        if tag in _DROPPED:
            self.inside_dropped = max(0, self.inside_dropped - 1)
        if tag in _LISTS:
            self.lists = max(0, self.lists - 1)
        if tag in _BLOCKS or tag in _LISTS:
            self._apart()

    def data(self, text: str) -> None:
        spaced = _SPACES.sub(" ", text)
        if not self.inside_dropped and (spaced != " " or not self._begins()):
            self.said.append(spaced)

    def close(self) -> Words:
        return Words(tidy("".join(self.said)), tuple(self.pictures), tuple(self.lost))


def _of_html(source: str) -> Words:
    listener = _Listener()
    parser = etree.HTMLParser(target=listener, encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    clean = NOT_TEXT.sub("", _SPACES.sub(" ", source))
    try:
        etree.fromstring(clean.encode(), parser)
    except etree.LxmlError:  # deeper than the parser goes: what was heard until then is not the whole
        return Words(tidy(re.sub("<[^<>]*>", " ", clean)), (), (("emphasis", ""),))
    return listener.close()


_MARKS = (
    r"(?m)^ {0,3}#{1,6} +", r"(?m)^ {0,3}> ?",
    r"(?<!\\)\*\*([^*\n]+)\*\*", r"(?<![\\\w])__([^_\n]+)__(?!\w)", r"(?<!\\)\*([^*\s][^*\n]*)\*",
    r"(?<![\\\w])_([^_\s][^_\n]*)_(?!\w)", r"(?<!\\)`+([^`\n]+)`+",
)  # fmt: skip


def _of_markdown(source: str) -> Words:
    pictures: list[Picture] = []
    lost: dict[tuple[str, str], None] = {}

    def shown(found: re.Match[str]) -> str:
        pictures.append(Picture(found[2], line(found[1])))
        return ""

    def linked(found: re.Match[str]) -> str:
        lost["link", found[2]] = None
        return found[1]

    text = re.sub(r"(?m)^ *[*+-] +", "- ", source.replace("\r\n", "\n"))
    text = re.sub(r"!\[([^\[\]\n]*)\]\(([^()\s]*)\)", shown, text)
    text = re.sub(r"\[([^\[\]\n]*)\]\(([^()\s]*)\)", linked, text)
    for mark in _MARKS:
        text, count = re.subn(mark, lambda found: found[1] if found.re.groups else "", text)
        if count:
            lost["emphasis", ""] = None
    text = re.sub(r"(?<!\n)\n(?!\n|- |[0-9]+\. )", " ", text)
    text = re.sub(r"\\([\\`*_{}\[\]()#+.!-])", r"\1", text)
    rest = _of_html(text.replace("\n", "<br>")) if _MARKUP.search(text) else Words(tidy(text))
    return Words(rest.text, (*pictures, *rest.pictures), (*lost, *(one for one in rest.lost if one not in lost)))
