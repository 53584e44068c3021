"""A file's bytes to its text: UTF-8, or else what Windows wrote before it. Nothing is guessed further."""

from app.content.formats.findings import Refused
from app.content.formats.items import Read, Trouble

BIGGEST = 20 * 1024 * 1024  # bytes
MOST = 5_000  # questions of one file


def decoded(data: bytes) -> str:
    """The text, lines ended by \\n. Raises Refused: too big, holding NUL (as UTF-16 does), or in no known encoding."""
    if len(data) > BIGGEST:
        raise Refused("too_big", detail=str(BIGGEST // 1024 // 1024))
    if (at := data.find(0)) >= 0:
        raise Refused("not_text", at=_line(data, at))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("cp1252")
        except UnicodeDecodeError as error:
            raise Refused("encoding", at=_line(data, error.start)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _line(data: bytes, at: int) -> int:
    return data.count(b"\n", 0, at) + 1


def nothing(why: Refused) -> Read:
    """What a file that is refused gives."""
    return Read((), (Trouble(why.at, why.code, "", "error", why.values),))
