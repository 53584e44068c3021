"""The links of lessons and scenarios: where they lead, as far as the package tells, and what their text says of it.

A lesson links to another of its module by its key, « [reformuler](reformuler) »: that is its address beside it. Titles have
no anchor and files no address of their own, so a link to either leads nowhere. No address is fetched.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import urlsplit

from app.content.rules import lessons
from app.content.rules.blocks import CODE
from app.content.rules.package import ERROR, WARNING, Problem
from app.infra.orm import fold

SCENARIOS = {"scenarios.yaml", "scenarios.en.yaml"}
FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\n]*(?:\([^()\n]*\)[^()\n]*)*)\)")
IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()\n]*\)")
TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')$""")
REFERENCE = re.compile(r"(?<!!)\[([^\[\]]+)\]\[([^\[\]]*)\]")
DEFINITION = re.compile(r"^ {0,3}\[([^\[\]]+)\]:[ \t]*(\S+)", re.MULTILINE)
BARE = re.compile(r"<?\b(?:https?://|www\.)[^\s<>()]+>?")
SOURCE = re.compile(r"""^\s+(?:-\s+)?url:\s*["']?(http://[^\s"']+)""", re.MULTILINE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")
MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
PHONE = re.compile(r"\+?\d[\d().-]{2,}")
OWN_LESSON = re.compile(r"/modules/([^/?#]+)/lecons/([^/?#]+)")
# What tells nobody where the link goes once it is read out of its sentence (RGAA 4.1, criterion 6.1).
SAYS_NOTHING = {
    *("ici", "la", "cliquer ici", "cliquez ici", "lien", "ce lien", "le lien", "suivre ce lien", "suivez ce lien"),
    *("cette page", "ce site", "en savoir plus", "plus", "lire la suite", "la suite", "voir", "voir ici", "voir plus"),
    *(
        "here",
        "click here",
        "link",
        "this link",
        "this page",
        "this site",
        "more",
        "read more",
        "learn more",
        "see more",
    ),
}


def check(slug: str, files: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with the links of a package's texts, each at its line."""
    keys = {found[2] for name in files if (found := lessons.FILE.fullmatch(name))}
    for name, text in files.items():
        if name in SCENARIOS or lessons.FILE.fullmatch(name):
            yield from _text(name, text, slug, keys)
        elif name == "module.yaml":
            for found in SOURCE.finditer(text):
                line = text.count("\n", 0, found.start(1)) + 1
                yield Problem(name, line, "link_not_https", WARNING, {"to": found[1]})


def _text(name: str, text: str, slug: str, keys: Collection[str]) -> Iterator[Problem]:
    rest = CODE.sub(_blank, FENCED.sub(_blank, text))
    apart = {fold(found[1]): found[2] for found in DEFINITION.finditer(rest)}

    def told(found: re.Match[str], code: str, level: str, to: str) -> Problem:
        line = text.count("\n", 0, found.start()) + 1
        return Problem(name, line, code, level, {"to": to, "said": " ".join(found[0].split())})

    def judged(found: re.Match[str], said: str, to: str) -> Iterator[Problem]:
        code, level = fault(to, slug, keys)
        if code:
            yield told(found, code, level, to)
        if code := silence(said):
            yield told(found, code, WARNING, to)

    for found in LINK.finditer(rest):
        yield from judged(found, found[1], TITLE.sub("", found[2].strip()).strip("<>"))
    for found in REFERENCE.finditer(rest):
        yield from judged(found, found[1], apart.get(fold(found[2] or found[1]), found[2] or found[1]))
    for pattern in (IMAGE, LINK, REFERENCE, DEFINITION):
        rest = pattern.sub(_blank, rest)
    for found in BARE.finditer(rest):
        yield told(found, "link_bare", WARNING, found[0].strip("<>").rstrip(".,;:!?…»"))


def _blank(found: re.Match[str]) -> str:
    """Nothing, on as many lines and as wide as what was there."""
    return re.sub(r"[^\n]", " ", found[0])


def fault(to: str, slug: str, keys: Collection[str]) -> tuple[str, str]:
    """What is wrong with an address, and how serious: ("", "") when nothing is. `keys` are those of the module's lessons."""
    scheme = SCHEME.match(to)
    if re.search(r"\s", to) or to.startswith(("//", "www.", "\\")):
        return "link_malformed", ERROR
    if scheme:
        return _outside(scheme[0].lower(), to)
    own = OWN_LESSON.fullmatch(to)
    here = own[2] if own and own[1] == slug else to.removeprefix("./")
    if here in keys or (to.startswith("/") and not (own and own[1] == slug)):
        return "", ""  # elsewhere on the site is not the package's to know
    return "link_nowhere", ERROR


def _outside(scheme: str, to: str) -> tuple[str, str]:
    rest = to[len(scheme) :]
    if scheme in ("mailto:", "tel:"):
        whole = MAIL.fullmatch(rest.partition("?")[0]) if scheme == "mailto:" else PHONE.fullmatch(rest)
        return ("", "") if whole else ("link_malformed", ERROR)
    if scheme not in ("http:", "https:"):
        return "link_scheme", ERROR
    try:
        parts = urlsplit(to)
        well = rest.startswith("//") and HOST.fullmatch(parts.hostname or "") and parts.port != 0 and "\\" not in to
    except ValueError:
        well = None
    if not well:
        return "link_malformed", ERROR
    return ("link_not_https", WARNING) if scheme == "http:" else ("", "")


def silence(said: str) -> str:
    """The code of a link's text that does not say where it goes, or ""."""
    bare = fold(said).strip(" .,;:!?…«»\"'()*_>→-")
    if not bare or bare in SAYS_NOTHING:
        return "link_says_nothing"
    return "link_bare" if BARE.fullmatch(bare) or HOST.fullmatch(bare) else ""
