"""Which format a file is in, and the formats that questions are written in."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from app.content.formats import gift, moodle, qti
from app.content.formats.items import Item, Read, Trouble

GIFT, MOODLE, QTI = "gift", "moodle", "qti"
READERS: dict[str, Callable[[bytes], Read]] = {GIFT: gift.read, MOODLE: moodle.read, QTI: qti.read}
HEAD = 4000  # bytes in which a file says what it is


@dataclass(frozen=True)
class Format:
    """A format to write in: how it is called, its file's ending and type, and what writes it."""

    name: str
    label: str
    ending: str
    type: str
    write: Callable[[Iterable[Item]], tuple[bytes, tuple[Trouble, ...]]]


def _gift(items: Iterable[Item]) -> tuple[bytes, tuple[Trouble, ...]]:
    text, troubles = gift.written(items)
    return text.encode(), troubles


FORMATS = {
    one.name: one
    for one in (
        Format("moodle", "Moodle XML", "xml", "application/xml", moodle.written),
        Format("gift", "GIFT", "gift.txt", "text/plain", _gift),
        Format("qti30", "QTI 3.0", "zip", "application/zip", partial(qti.written, version="3.0")),
        Format("qti21", "QTI 2.1", "zip", "application/zip", partial(qti.written, version="2.1")),
    )
}


def format_of(data: bytes) -> str:
    """The format of a file, by what it holds."""
    head = data[:HEAD].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if data.startswith(b"PK"):
        return QTI
    if head.startswith(b"<"):
        return QTI if re.search(rb"assessment-?item|assessment-?test|imsqti", head, re.IGNORECASE) else MOODLE
    return GIFT


def read(data: bytes) -> Read:
    """The questions of a file, whatever its format, and what is wrong with it."""
    return READERS[format_of(data)](data)
