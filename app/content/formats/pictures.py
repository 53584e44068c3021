"""Images that a text carries inside itself: `data:` addresses and base64."""

import base64
import binascii
import re

_INLINE = re.compile(r"data:image/([a-z]{2,10})(?:\+xml)?;base64,(.*)", re.DOTALL)


def inline(source: str) -> tuple[str, str] | None:
    """What a `data:` address holds: a name for the image, and its base64; nothing when it is another address."""
    found = _INLINE.match(source)
    return (f"image.{found[1]}", found[2]) if found else None


def decoded(coded: str) -> bytes | None:
    """The bytes of base64, blanks apart; nothing when it is no base64."""
    try:
        return base64.b64decode(re.sub(r"\s+", "", coded), validate=True)
    except (binascii.Error, ValueError):
        return None
