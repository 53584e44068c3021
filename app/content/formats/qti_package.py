"""A QTI content package: a ZIP whose imsmanifest.xml says which of its files are items, and how they are tagged.

https://www.imsglobal.org/content/packaging/. Opening one writes nothing: files are kept in memory, and really counted.
"""

import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import unquote

from lxml import etree

from app.content.formats import html, xml
from app.content.formats.decoding import decoded
from app.content.formats.findings import Refused
from app.content.formats.qti_names import normalised

MANIFEST = "imsmanifest.xml"
ENTRIES = 10_000  # files and folders of a package: five thousand items, an image each
PACKED = 50 * 1024 * 1024  # bytes
UNPACKED = 60 * 1024 * 1024
_PIECE = 1024 * 1024
_ENTRY = b"PK\x01\x02"  # how each entry of the directory begins
_TYPES = ("imsqti_item_", "imsqti_apipitem_")
_TESTS = ("imsqti_test_", "imsqti_section_", "imsqti_assessment_")


@dataclass(frozen=True)
class Resource:
    """A file that the manifest names: `kind` is its type there, `line` where the manifest says so."""

    path: str
    kind: str
    tags: tuple[str, ...]
    line: int

    @property
    def is_item(self) -> bool:
        return self.kind.startswith(_TYPES)

    @property
    def is_other_qti(self) -> bool:
        """Tests and sections, and QTI 1.2: not items, but not mere files either."""
        return self.kind.startswith(_TESTS) or self.kind.startswith("imsqti_xml")


def is_package(data: bytes) -> bool:
    """Whether these bytes are a ZIP."""
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def files(data: bytes) -> dict[str, bytes]:
    """The files of a package by path. Raises Refused: `too_big`, `too_many`, `bad_path`, `bad_zip`."""
    if len(data) > PACKED:
        raise Refused("too_big", detail=str(PACKED // 1024 // 1024))
    if data.count(_ENTRY) > ENTRIES:  # before any of them is looked at
        raise Refused("too_many", detail=str(ENTRIES))
    held: dict[str, bytes] = {}
    left = UNPACKED
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            for entry in package.infolist():
                _safe(entry, held)
                if not entry.is_dir():
                    held[entry.filename] = _content(package, entry, left)
                    left -= len(held[entry.filename])
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        raise Refused("bad_zip") from error
    return held


def _safe(entry: zipfile.ZipInfo, held: dict[str, bytes]) -> None:
    name = entry.filename
    parts = name.removesuffix("/").split("/")
    if not all(parts) or {".", ".."} & set(parts) or "\\" in name or ":" in name or html.NOT_TEXT.search(name):
        raise Refused("bad_path", detail=html.line(name)[:60])
    if stat.S_ISLNK(entry.external_attr >> 16) or name in held:
        raise Refused("bad_path", detail=html.line(name)[:60])
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused("bad_zip")


def _content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    pieces: list[bytes] = []
    with package.open(entry) as opened:
        while piece := opened.read(_PIECE):
            left -= len(piece)
            if left < 0:
                raise Refused("too_big", detail=str(UNPACKED // 1024 // 1024))
            pieces.append(piece)
    return b"".join(pieces)


def manifest_of(held: dict[str, bytes]) -> str:
    """The path of the manifest: at the top, or in the one folder that holds everything. Raises Refused."""
    found = [path for path in held if path == MANIFEST or (path.endswith(f"/{MANIFEST}") and path.count("/") == 1)]
    if not found:
        raise Refused("no_manifest")
    return min(found, key=len)


def resources(held: dict[str, bytes], manifest: str) -> Iterator[Resource]:
    """The resources of the manifest, in its order. Raises Refused."""
    root = xml.parsed(decoded(held[manifest]))
    normalised(root)
    if root.tag != "manifest":
        raise Refused("not_qti", at=root.sourceline, detail=html.line(str(root.tag))[:60])
    folder = posixpath.dirname(manifest)
    for node in root.iterfind("resources/resource"):
        first = node.find("file")
        href = node.get("href") or (first.get("href") if first is not None else "") or ""
        path = posixpath.normpath(posixpath.join(folder, href.strip()))
        kind = (node.get("type") or "").strip().lower()
        yield Resource(path if path in held else unquote(path), kind, _tags(node), node.sourceline)


def _tags(node: etree._Element) -> tuple[str, ...]:
    """The keywords of a resource's metadata (LOM), in any of its languages."""
    said = ("".join(one.itertext()) for one in node.iterfind("metadata//keyword/*"))
    return tuple(filter(None, dict.fromkeys(map(html.line, said))))
