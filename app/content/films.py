"""Whether a film can be played: its container is walked, never decoded (there is no decoder here)."""

from collections.abc import Iterator

NAME, BOX, LARGE_BOX = 4, 8, 16  # bytes of a box’s name, and of its head (ISO/IEC 14496-12, 4.2)
EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"  # RFC 8794 and RFC 9559
DOCTYPE = b"\x42\x82\x84webm"
HEAD = 4096  # bytes in which a WebM's header and the beginning of its segment are
HEVC = (b"hvc1", b"hev1")  # many browsers do not play it


def kind_of(data: bytes) -> str | None:
    """ "video/mp4" or "video/webm" for a whole film that browsers play; "cut" when its end is missing, "hevc" when it is coded
    in H.265; None when it is neither an MP4 nor a WebM.
    """
    if data[:4] == EBML:
        return "video/webm" if DOCTYPE in data[:HEAD] and SEGMENT in data[:HEAD] else None
    if data[4:8] != b"ftyp" or data[8:12] == b"qt  ":
        return None
    found = dict(_boxes(data))
    if b"" in found or b"moov" not in found or not {b"mdat", b"moof"} & found.keys():
        return "cut"
    start, end = found[b"moov"]
    return "hevc" if any(name in data[start:end] for name in HEVC) else "video/mp4"


def _boxes(data: bytes) -> Iterator[tuple[bytes, tuple[int, int]]]:
    """The outer boxes, by name, with where each begins and ends; an empty name where one goes beyond the file."""
    at = 0
    while at < len(data):
        size, head = int.from_bytes(data[at : at + 4], "big"), BOX
        name = data[at + 4 : at + 8]
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), LARGE_BOX
        elif size == 0:
            size = len(data) - at
        if len(name) < NAME or size < head or at + size > len(data):
            yield b"", (at, len(data))
            return
        yield name, (at, at + size)
        at += size
