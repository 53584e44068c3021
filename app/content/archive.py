"""Zip files of packages: written the same way twice, read without trusting a word of what they say of themselves.

The format is PKWARE's APPNOTE 6.3.10. Only what a package needs is taken: flat files, stored or deflated, each byte of the
archive accounted for. What is declared is compared between the two places that declare it, and with the bytes really found.
"""

import stat
import struct
import unicodedata
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from app.infra.errors import DomainError

MEGABYTE = 1_000_000
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
END_HEAD = struct.Struct("<4s4H2LH")
LOCAL_HEAD = struct.Struct("<4s5H3L2H")
STORED, DEFLATED = 0, 8
ENCRYPTED, STREAMED, STRONG, UNICODE, MASKED = 0x1, 0x8, 0x40, 0x800, 0x2000  # bits of an entry's flags
ELSEWHERE, FAR = 0xFFFF, 0xFFFFFFFF  # what an end record says when the real numbers are in a zip64 record
DESCRIPTORS = (12, 16)  # bytes that may follow a streamed entry: sizes, with or without a signature
CHUNK = 65_536
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the format knows none before
MODE = 0o100644 << 16
NOISE = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")  # what file browsers add
RESERVED = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
LONGEST_NAME = 120
DEEPEST = 2  # a folder and its files


@dataclass(frozen=True)
class Limits:
    """In megabytes: the archive, one file, all of them; the number of entries; how much a large file may shrink."""

    archive: int = 50
    file: int = 30
    total: int = 60
    entries: int = 200
    ratio: int = 200


@dataclass(frozen=True)
class Unpacked:
    """The files of an archive by name, and the folder they were in, "" when they were at its root."""

    folder: str
    files: dict[str, bytes]


DEFAULTS = Limits()


def packed(files: Mapping[str, bytes], folder: str = "") -> bytes:
    """A zip of `files`, in a folder if one is named. The same files make the same bytes, whatever the day."""
    to = BytesIO()
    with ZipFile(to, "w") as archive:
        for name in sorted(files):
            info = ZipInfo(f"{folder}/{name}" if folder else name, FIRST_DAY)
            info.compress_type, info.external_attr, info.create_system = ZIP_DEFLATED, MODE, 3
            archive.writestr(info, files[name], compresslevel=9)
    return to.getvalue()


def unpacked(data: bytes, limits: Limits = DEFAULTS) -> Unpacked:
    """What a zip holds. Raises DomainError "content.archive_…", with the `name` it is about where there is one; nothing is
    written anywhere, and no more is read than `limits`.
    """
    if len(data) > limits.archive * MEGABYTE:
        raise DomainError("content.archive_heavy", megabytes=limits.archive)
    if not data.startswith((LOCAL, END)):
        raise DomainError("content.archive_not_zip")
    start = _central_directory(data, limits)
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError, RuntimeError, OSError, struct.error, OverflowError):
        raise DomainError("content.archive_broken") from None
    return _files(data, start, infos, limits)


def _central_directory(data: bytes, limits: Limits) -> int:
    """Where the central directory begins; the archive must end with its only end record, and nothing after."""
    at = len(data) - END_HEAD.size
    if at < 0 or data[at : at + 4] != END:
        raise DomainError("content.archive_cut")
    _sign, disk, first, here, total, size, start, comment = END_HEAD.unpack(data[at:])
    if ELSEWHERE in (here, total) or FAR in (size, start):
        raise DomainError("content.archive_large_format")
    if disk or first or here != total or comment or start + size != at:
        raise DomainError("content.archive_broken")
    if not total:
        raise DomainError("content.archive_empty")
    if total > limits.entries or data.count(CENTRAL, start, at) > 2 * limits.entries:
        raise DomainError("content.archive_many", most=limits.entries)
    return int(start)


def _files(data: bytes, end: int, infos: list[ZipInfo], limits: Limits) -> Unpacked:
    if len(infos) != int.from_bytes(data[-12:-10], "little"):
        raise DomainError("content.archive_broken")
    found: dict[str, bytes] = {}
    folders, seen, left = set(), set(), limits.total * MEGABYTE
    for info, where in _placed(data, end, infos):
        path = _path(info)
        folded = unicodedata.normalize("NFKC", str(path)).casefold()
        if folded in seen:
            raise DomainError("content.archive_twice", name=_shown(info.filename))
        seen.add(folded)
        content = _content(data, info, where, min(left, limits.file * MEGABYTE), limits)
        left -= len(content)
        if _is_folder(info) or path.parts[0] in NOISE or path.name in NOISE:
            continue
        folders.add(str(path.parent))
        found[path.name] = content
    if not found:
        raise DomainError("content.archive_empty")
    if len(folders) > 1:
        raise DomainError("content.archive_folders", names=", ".join(sorted(map(_shown, folders))[:3]))
    folder = folders.pop()
    return Unpacked("" if folder == "." else folder, found)


def _placed(data: bytes, end: int, infos: list[ZipInfo]) -> Iterator[tuple[ZipInfo, int]]:
    """Each entry with the place of its bytes, in the order of the file: one after the other from the first byte to the
    central directory, without an overlap nor a hole.
    """
    at = 0
    for info in sorted(infos, key=lambda one: one.header_offset):
        name = _shown(info.filename)
        if info.header_offset < at:
            raise DomainError("content.archive_overlap", name=name)
        if info.header_offset > at or at + LOCAL_HEAD.size > end:
            raise DomainError("content.archive_hidden")
        where = _local(data, info)
        at = where + info.compress_size
        if at > end:
            raise DomainError("content.archive_overlap", name=name)
        if info.flag_bits & STREAMED:
            at += _descriptor(data, at, end)
        yield info, where
    if at != end:
        raise DomainError("content.archive_hidden")


def _descriptor(data: bytes, at: int, end: int) -> int:
    """The bytes between a streamed entry and what follows."""
    for size in DESCRIPTORS:
        if data[at + size : at + size + 4] in (LOCAL, CENTRAL) and at + size <= end:
            return size
    raise DomainError("content.archive_hidden")


def _local(data: bytes, info: ZipInfo) -> int:
    """Where an entry's bytes begin, its own header saying what the central directory says."""
    name = _shown(info.filename)
    head = LOCAL_HEAD.unpack_from(data, info.header_offset)
    sign, _needed, flags, method, _time, _date, crc, packed_size, size, name_length, extra = head
    start = info.header_offset + LOCAL_HEAD.size
    raw = data[start : start + name_length]
    if sign != LOCAL or raw.decode("utf-8" if flags & UNICODE else "cp437", "replace") != info.orig_filename:
        raise DomainError("content.archive_two_names", name=name)
    if info.flag_bits & (ENCRYPTED | STRONG | MASKED) or flags & (ENCRYPTED | STRONG | MASKED):
        raise DomainError("content.archive_encrypted", name=name)
    if method not in (STORED, DEFLATED) or info.compress_type != method:
        raise DomainError("content.archive_method", name=name)
    same = (crc, packed_size, size) == (info.CRC, info.compress_size, info.file_size)
    if flags != info.flag_bits or not (same or (flags & STREAMED and not packed_size and not size)):
        raise DomainError("content.archive_two_sizes", name=name)
    return int(start + name_length + extra)


def _path(info: ZipInfo) -> PurePosixPath:
    """The name of an entry, which is a file or a folder, at the root or in one folder."""
    raw, name = info.orig_filename, _shown(info.filename)
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR) or (kind == stat.S_IFDIR and not _is_folder(info)):
        raise DomainError("content.archive_link", name=name)
    named = raw.isascii() or info.flag_bits & UNICODE
    if not named or not raw.isprintable() or "\\" in raw or ":" in raw or len(raw) > LONGEST_NAME:
        raise DomainError("content.archive_name", name=name)
    parts = raw.removesuffix("/").split("/")
    if any(part in ("", ".", "..") or part != part.strip() or part.endswith(".") for part in parts):
        raise DomainError("content.archive_outside", name=name)
    if any(part.partition(".")[0].lower() in RESERVED for part in parts):
        raise DomainError("content.archive_name", name=name)
    if len(parts) > DEEPEST and parts[0] not in NOISE:
        raise DomainError("content.archive_deep", name=name)
    return PurePosixPath(*parts)


def _content(data: bytes, info: ZipInfo, where: int, most: int, limits: Limits) -> bytes:
    """The bytes of an entry, counted as they come. Raises as unpacked does."""
    name, raw = _shown(info.filename), data[where : where + info.compress_size]
    if _is_folder(info) and (info.file_size or info.compress_size):
        raise DomainError("content.archive_link", name=name)
    if info.file_size > most:
        raise DomainError("content.archive_bomb", name=name, megabytes=limits.total)
    content = raw if info.compress_type == STORED else _inflated(raw, name, most, limits)
    if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
        raise DomainError("content.archive_lies", name=name)
    if content.startswith((LOCAL, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")):
        raise DomainError("content.archive_nested", name=name)
    return content


def _inflated(raw: bytes, name: str, most: int, limits: Limits) -> bytes:
    inflater, found, pending = zlib.decompressobj(-15), bytearray(), raw
    while pending and not inflater.eof:
        try:
            found += inflater.decompress(pending, CHUNK)
        except zlib.error:
            raise DomainError("content.archive_damaged", name=name) from None
        pending = inflater.unconsumed_tail
        heavy = len(found) > MEGABYTE and len(found) > limits.ratio * len(raw)
        if heavy or len(found) > most:
            raise DomainError("content.archive_bomb", name=name, megabytes=limits.total)
    if not inflater.eof or inflater.unused_data:
        raise DomainError("content.archive_damaged", name=name)
    return bytes(found)


def _is_folder(info: ZipInfo) -> bool:
    return info.orig_filename.endswith("/")


def _shown(name: str) -> str:
    """A name that can be shown in a sentence."""
    return "".join(one if one.isprintable() else "�" for one in name)[:LONGEST_NAME]
