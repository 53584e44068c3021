"""The files that lessons show: their type is read from their content, never from their name, and images are decoded."""

import warnings
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath

from PIL import Image

from app.content.rules.package import MediaFile, Problem

IMAGES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".vtt": "text/vtt",
}
LARGEST = {"image": 2, "video": 30, "text": 1}  # megabytes
PIXELS = 20  # millions
MEGABYTE = 1_000_000


def too_large(name: str, size: int) -> Problem | None:
    """What is wrong with a file of this name and of `size` bytes before it is even opened."""
    return _too_large(name) if size > largest(name) else None


def largest(name: str) -> int:
    """How many bytes a file of this name may hold, its ending being one of TYPES."""
    return LARGEST[_kind(name).partition("/")[0]] * MEGABYTE


def read_bytes(name: str, data: bytes) -> MediaFile | Problem:
    """The file that `data` holds, whose `name` has one of the endings of TYPES, or what is wrong with it."""
    kind, size = _kind(name), (0, 0)
    if len(data) > largest(name):
        return _too_large(name)
    if kind.startswith("image/"):
        found = image_size(data, kind)
        if found is not None and found[0] * found[1] > PIXELS * MEGABYTE:
            return _too_large(name)
        if found is None:
            return Problem(name, 1, "media_unreadable", values={"type": kind})
        size = found
    elif not _looks_like(data, kind):
        return Problem(name, 1, "media_unreadable", values={"type": kind})
    return MediaFile(name, kind, sha256(data).hexdigest(), data, *size)


def _kind(name: str) -> str:
    return TYPES[PurePath(name).suffix]


def _too_large(name: str) -> Problem:
    return Problem(name, 1, "media_too_large", values={"megabytes": largest(name) // MEGABYTE, "pixels": PIXELS})


def image_size(data: bytes, kind: str) -> tuple[int, int] | None:
    """The width and height of an image of this `kind`, decoded whole unless it is larger than allowed; None if it is not one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=list(IMAGES)) as image:
                if image.width * image.height <= PIXELS * MEGABYTE:
                    image.load()
                return image.size if IMAGES.get(image.format or "") == kind else None
    except Image.DecompressionBombWarning:
        return (PIXELS * MEGABYTE, 2)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        return None


def _looks_like(data: bytes, kind: str) -> bool:
    """Whether `data` begins as its type does: ISO 14496-12 for MP4, EBML for WebM, the WebVTT signature in UTF-8."""
    if kind == "video/mp4":
        return data[4:8] == b"ftyp"
    if kind == "video/webm":
        return data[:4] == b"\x1a\x45\xdf\xa3"
    try:
        return data.decode("utf-8-sig").startswith("WEBVTT")
    except UnicodeDecodeError:
        return False
