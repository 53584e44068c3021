"""Every payload, by family: those written by hand, and products of tags × events and of disguises × carriers.

A payload is a text where `RAN` is the call `__ran(n)`, n being its place in ALL: what runs says which one ran.
"""

from base64 import b64encode
from dataclasses import dataclass
from itertools import product

from tests.attacks import addresses, drawings, tags

HOST = "evil.example"

TAGS = (
    "a", "abbr", "article", "b", "blockquote", "button", "code", "details", "div", "em", "figure", "h2", "iframe", "img",
    "input", "label", "li", "mark", "ol", "p", "pre", "section", "select", "span", "strong", "summary", "table", "td",
    "textarea", "ul", "video", "x-y",
)  # fmt: skip
EVENTS = (
    "click", "dblclick", "mouseover", "mouseenter", "pointerover", "pointerdown", "focus", "focusin", "blur", "keydown",
    "wheel", "copy", "paste", "cut", "drag", "drop", "contextmenu", "input", "change", "select", "toggle", "scroll",
    "touchstart", "animationend", "transitionend", "beforeinput", "auxclick", "selectstart", "load", "error",
)  # fmt: skip
WRITINGS = (
    "<{tag} on{event}=RAN tabindex=1>x</{tag}>",
    "<{tag}/on{event}='RAN'>x",
    '<{tag} lang=fr\non{event} = "RAN">x</{tag}>',
)


def _events() -> tuple[str, ...]:
    """Each event on five tags, each tag met, in three ways of writing."""
    return tuple(
        WRITINGS[(n + k) % len(WRITINGS)].format(tag=TAGS[(5 * n + k) % len(TAGS)], event=event)
        for n, event in enumerate(EVENTS)
        for k in range(5)
    )


def _disguised() -> tuple[str, ...]:
    return tuple(carrier.format(address) for carrier, address in product(addresses.CARRIERS, addresses.DISGUISES))


HTML = {
    "scripts": tags.SCRIPTS,
    "handlers": tags.HANDLERS,
    "frames": tags.FRAMES,
    "parsers": tags.PARSERS,
    "clobbering": tags.CLOBBERING,
    "obeyed": tags.OBEYED,
    "drawn": drawings.DRAWN,
    "styled": drawings.STYLED,
    "events": _events(),
    "polyglots": addresses.POLYGLOTS,
}
MARKDOWN = {"markdown": addresses.MARKDOWN, "disguised": _disguised(), "blocks": addresses.BLOCKS}
BY_HAND = sum(len(family) for name, family in (HTML | MARKDOWN).items() if name not in ("events", "disguised"))


@dataclass(frozen=True)
class Payload:
    """A payload, its family and its number."""

    number: int
    family: str
    text: str


def _filled(number: int, text: str) -> str:
    call = f"__ran({number})"
    evil = f"https://{HOST}/{number}.js"
    encoded = b64encode(call.encode()).decode()
    for mark, value in (
        ("EVIL", evil),
        ("BASE64", encoded),
        ("RAN.js", f"{number}.js"),
        ("RAN", call),
        ("NUMBER", str(number)),
    ):
        text = text.replace(mark, value)
    return text


ALL = tuple(
    Payload(number, family, _filled(number, text))
    for number, (family, text) in enumerate(
        (family, text) for family, texts in (HTML | MARKDOWN).items() for text in dict.fromkeys(texts)
    )
)
