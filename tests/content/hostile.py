"""Zip files made by hand, byte by byte, so that they can lie as no program would let them."""

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

TEXT = b"slug: x\n"
ZEROS = b"\0" * 1_000_000


def deflated(data: bytes) -> bytes:
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    return made.compress(data) + made.flush()


@dataclass(frozen=True)
class Entry:
    """One entry; what its own header says may differ from what the central directory says."""

    name: bytes = b"module.yaml"
    data: bytes = TEXT
    method: int = 8
    flags: int = 0
    mode: int = 0o100644
    size: int | None = None  # declared, in both places
    crc: int | None = None
    raw: bytes | None = None  # what is really there
    local_name: bytes | None = None
    local_size: int | None = None
    local_method: int | None = None
    local_flags: int | None = None
    local_crc: int | None = None
    packed: int | None = None  # declared packed size, in both places
    at: int | None = None  # declared place
    sign: bytes = b"PK\x03\x04"
    after: bytes = b""
    comment: bytes = b""
    extra: bytes = b""

    @property
    def bytes_(self) -> bytes:
        if self.raw is not None:
            return self.raw
        return deflated(self.data) if self.method == 8 else self.data

    def numbers(self) -> tuple[int, int, int]:
        crc = zlib.crc32(self.data) if self.crc is None else self.crc
        size = len(self.data) if self.size is None else self.size
        return crc, len(self.bytes_) if self.packed is None else self.packed, size

    def local(self) -> bytes:
        crc, packed, size = self.numbers()
        name = self.name if self.local_name is None else self.local_name
        flags = self.flags if self.local_flags is None else self.local_flags
        method = self.method if self.local_method is None else self.local_method
        size = size if self.local_size is None else self.local_size
        crc = crc if self.local_crc is None else self.local_crc
        head = struct.pack("<5H3L2H", 20, flags, method, 0, 33, crc, packed, size, len(name), len(self.extra))
        return self.sign + head + name + self.extra + self.bytes_ + self.after

    def central(self, at: int) -> bytes:
        crc, packed, size = self.numbers()
        place = at if self.at is None else self.at
        head = struct.pack(
            "<6H3L5H2L", 0x31E, 20, self.flags, self.method, 0, 33, crc, packed, size, len(self.name), 0,
            len(self.comment), 0, 0, self.mode << 16, place,
        )  # fmt: skip
        return b"PK\x01\x02" + head + self.name + self.comment


def zipped(
    entries: Iterable[Entry], *, before: bytes = b"", gap: bytes = b"", after: bytes = b"", comment: bytes = b"",
    count: int | None = None, start: int | None = None, size: int | None = None, disk: int = 0,
) -> bytes:  # fmt: skip
    """The archive of these entries; each argument is a lie of the end record, or bytes where none belong."""
    body, directory, listed = bytearray(before), bytearray(), list(entries)
    for one in listed:
        directory += one.central(len(body))
        body += one.local()
    body += gap
    number = len(listed) if count is None else count
    end = struct.pack(
        "<4H2LH", disk, disk, number, number, len(directory) if size is None else size,
        len(body) if start is None else start, len(comment),
    )  # fmt: skip
    return bytes(body + directory) + b"PK\x05\x06" + end + comment + after


def one(**values: object) -> bytes:
    return zipped([replace(Entry(), **values)])  # type: ignore[arg-type]


def overlapping(count: int = 150) -> bytes:
    """Entries that all name the same bytes: a megabyte read a hundred times (Fifield, « A better zip bomb », 2019)."""
    kernel = Entry(b"a.md", ZEROS)
    body = kernel.local()
    directory = b"".join(replace(kernel, name=b"a%03d.md" % n, at=0).central(0) for n in range(count))
    end = struct.pack("<4H2LH", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def quoted() -> bytes:
    """An entry whose bytes hold the local header of the next."""
    inner = Entry(b"b.md", TEXT, method=0)
    outer = Entry(b"a.md", b"text" + inner.local(), method=0)
    where = 30 + len(outer.name) + len(b"text")
    body = outer.local()
    directory = outer.central(0) + inner.central(where)
    end = struct.pack("<4H2LH", 0, 0, 2, 2, len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def zip64(**values: int) -> bytes:
    """An end record that sends to another, larger one."""
    plain = one()
    body, end = plain[:-22], plain[-22:]
    at = len(body)
    record = b"PK\x06\x06" + struct.pack(
        "<Q2H2L4Q", 44, 45, 45, 0, 0, values.get("count", 1), values.get("count", 1), 0, 0
    )
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, at, 1)
    return body + record + locator + end


def written_by(method: int) -> bytes:
    to = BytesIO()
    with ZipFile(to, "w", method) as archive:
        archive.writestr("module.yaml", TEXT)
    return to.getvalue()


def nested_bomb(levels: int = 4) -> bytes:
    data = ZEROS
    for level in range(levels):
        data = zipped([Entry(b"%d-%d.md" % (level, n), data, method=8) for n in range(3)])
    return data


Make = Callable[[], bytes]
NAMES: list[tuple[str, bytes, str]] = [
    ("up one folder", b"../module.yaml", "outside"),
    ("up from a folder", b"x/../../module.yaml", "outside"),
    ("up, the Windows way", b"..\\module.yaml", "name"),
    ("from the root", b"/etc/passwd", "outside"),
    ("from a drive", b"C:/module.yaml", "name"),
    ("another computer's", b"\\\\server\\share", "name"),
    ("itself", b"./module.yaml", "outside"),
    ("a name of dots", b"x/..", "outside"),
    ("two slashes", b"x//module.yaml", "outside"),
    ("a space at the end", b"module.yaml ", "outside"),
    ("a dot at the end", b"module.yaml.", "outside"),
    ("a zero inside", b"module.yaml\0.png", "name"),
    ("a line break", b"module\n.yaml", "name"),
    ("an escape", b"\x1b[31mmodule.yaml", "name"),
    ("a printer", b"x/con", "name"),
    ("a printer with an ending", b"PRN.md", "name"),
    ("a stream of a file", b"module.yaml:hidden", "name"),
    ("no declared letters", "été.md".encode("latin-1"), "name"),
    ("letters that go backwards", "a\u202edm.exe".encode(), "name"),
    ("an endless name", b"a" * 5000 + b".md", "name"),
    ("a deep folder", b"a/b/c/d/module.yaml", "deep"),
    ("no name", b"", "outside"),
]
HOSTILE: list[tuple[str, Make, str]] = [
    *((f"name: {what}", lambda name=name: one(name=name), code) for what, name, code in NAMES),
    ("nothing", lambda: b"", "not_zip"),
    ("a text", lambda: b"bonjour", "not_zip"),
    ("a page", lambda: b"<html>" + one(), "not_zip"),
    ("a GIF that is also a zip", lambda: b"GIF89a" + one(), "not_zip"),
    ("a program before", lambda: zipped([Entry()], before=b"MZ" + b"\0" * 64), "not_zip"),
    ("bytes before the first file", lambda: zipped([Entry()], before=b"PK\x03\x04hidden"), "hidden"),
    ("bytes between two files", lambda: zipped([Entry(after=b"hidden"), Entry(b"a.md")]), "hidden"),
    ("bytes before the directory", lambda: zipped([Entry()], gap=b"hidden"), "hidden"),
    ("a file not in the directory", lambda: zipped([Entry()], gap=Entry(b"a.md").local()), "hidden"),
    ("another zip after", lambda: one() + one(), "broken"),
    ("bytes after", lambda: zipped([Entry()], after=b"hidden"), "cut"),
    ("a comment", lambda: zipped([Entry()], comment=b"hidden"), "cut"),
    ("a comment that looks like an end", lambda: zipped([Entry()], comment=one()[-22:]), "broken"),
    ("half a zip", lambda: one()[:40], "cut"),
    ("no end", lambda: one()[:-22], "cut"),
    ("an empty zip", lambda: zipped([]), "empty"),
    ("an empty folder alone", lambda: one(name=b"x/", data=b"", method=0, mode=0o040755), "empty"),
    ("file browser's files alone", lambda: one(name=b"__MACOSX/._module.yaml"), "empty"),
    ("fewer than counted", lambda: zipped([Entry()], count=2), "broken"),
    ("more than counted", lambda: zipped([Entry(), Entry(b"a.md")], count=1), "broken"),
    ("on a second disk", lambda: zipped([Entry()], disk=1), "broken"),
    ("a directory elsewhere", lambda: zipped([Entry()], start=0), "broken"),
    ("a directory too long", lambda: zipped([Entry()], size=99999), "broken"),
    ("sixty thousand files", lambda: zipped([Entry(b"%d.md" % n, b"", 0) for n in range(60_000)]), "many"),
    ("a count that hides thousands", lambda: zipped([Entry(b"%d.md" % n, b"", 0) for n in range(9000)], count=9), "many"),
    ("the large format", zip64, "broken"),
    ("the large format, told", lambda: zipped([Entry()], count=0xFFFF), "large_format"),
    ("a file of four gigabytes, told", lambda: one(size=0xFFFFFFFF), "bomb"),
    ("a file beyond the end", lambda: one(packed=10_000), "overlap"),
    ("a file over another", lambda: zipped([Entry(packed=90), Entry(b"a.md")]), "overlap"),
    ("the same bytes under many names", overlapping, "two_names"),
    ("a header inside a file", quoted, "overlap"),
    ("a file declared before the first", lambda: zipped([Entry(), Entry(b"a.md", at=0)]), "overlap"),
    ("two names for one file", lambda: one(local_name=b"script.html"), "two_names"),
    ("no header where one is said to be", lambda: one(sign=b"XXXX"), "not_zip"),
    ("no header for the second", lambda: zipped([Entry(), Entry(b"a.md", sign=b"XXXX")]), "two_names"),
    ("two sizes", lambda: one(local_size=3), "two_sizes"),
    ("two sums", lambda: one(local_crc=3), "two_sizes"),
    ("two ways of packing", lambda: one(local_method=0), "method"),
    ("two sets of flags", lambda: one(local_flags=0x800), "two_sizes"),
    ("a size smaller than what is there", lambda: one(data=ZEROS[:5000], size=10), "lies"),
    ("a size larger than what is there", lambda: one(size=10_000), "lies"),
    ("a wrong sum", lambda: one(crc=1), "lies"),
    ("a stored file of another size", lambda: one(method=0, size=99), "lies"),
    ("bytes that do not unpack", lambda: one(raw=b"\xff" * 30), "damaged"),
    ("an unfinished file", lambda: one(raw=deflated(ZEROS)[:-5], size=len(ZEROS)), "damaged"),
    ("bytes after the end of a file", lambda: one(raw=deflated(TEXT) + b"hidden"), "damaged"),
    ("a bomb of a gigabyte, told", lambda: one(raw=deflated(ZEROS) * 9, size=1_000_000_000), "bomb"),
    ("a bomb of 99 megabytes, untold", lambda: one(data=b"\0" * 99_000_000, size=1000), "bomb"),
    ("a bomb of 29 megabytes", lambda: one(data=b"\0" * 29_000_000), "bomb"),
    ("a bomb in many files", lambda: zipped(
        [Entry(b"%d.md" % n, b"\0\1\2\3" * 240_000, method=0) for n in range(66)]), "heavy"),
    ("a bomb in many packed files", lambda: zipped([Entry(b"%d.md" % n, ZEROS) for n in range(90)]), "bomb"),
    ("a zip in the zip", lambda: one(data=one()), "nested"),
    ("a bomb of zips", nested_bomb, "nested"),
    ("a rar in the zip", lambda: one(data=b"Rar!\x1a\x07\0" + TEXT), "nested"),
    ("a gzip in the zip", lambda: one(data=b"\x1f\x8b\x08" + TEXT), "nested"),
    ("a password", lambda: one(flags=1), "encrypted"),
    ("a stronger password", lambda: one(flags=0x41), "encrypted"),
    ("masked headers", lambda: one(flags=0x2000), "encrypted"),
    ("bzip2", lambda: written_by(ZIP_BZIP2), "method"),
    ("lzma", lambda: written_by(ZIP_LZMA), "method"),
    ("a way nobody knows", lambda: one(method=99, data=TEXT), "method"),
    ("a link", lambda: one(mode=0o120777, data=b"/etc/passwd"), "link"),
    ("a link to a folder above", lambda: one(mode=0o120777, data=b".."), "link"),
    ("a device", lambda: one(mode=0o060644), "link"),
    ("a pipe", lambda: one(mode=0o010644), "link"),
    ("a file that says it is a folder", lambda: one(mode=0o040755), "link"),
    ("a folder that holds bytes", lambda: one(name=b"x/", mode=0o040755), "link"),
    ("the same name twice", lambda: zipped([Entry(), Entry()]), "twice"),
    ("the same name but for a capital", lambda: zipped([Entry(), Entry(b"Module.YAML")]), "twice"),
    ("the same name but for its accents' form", lambda: zipped(
        [Entry("é.md".encode(), flags=0x800), Entry("e\u0301.md".encode(), flags=0x800)]), "twice"),
    ("two modules", lambda: zipped([Entry(b"a/module.yaml"), Entry(b"b/module.yaml")]), "folders"),
    ("a module and files beside", lambda: zipped([Entry(b"a/module.yaml"), Entry(b"b.md")]), "folders"),
    ("a hundred megabytes", lambda: b"PK\x03\x04" + b"\0" * 100_000_000, "heavy"),
]  # fmt: skip
