"""The files that lessons show: read for what they are, whatever their name; refused when too large; never decoded into a bomb."""

import struct
import zlib
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.content import media
from app.content.folder import load
from app.content.rules import Problem
from app.content.rules.package import MediaFile
from app.content.words import sentence
from tests.content import packages

FIGURE = "\n::: figure Un plan\n![Trois blocs](plan.png)\nUne source.\n:::\n"
VIDEO = "\n::: video Un film\nfile: film.mp4\ncaptions: film.fr.vtt\nposter: plan.png\ntranscript: Rien.\n:::\n"
MP4 = b"\0\0\0\x18ftypisom" + b"\0" * 64
WEBM = b"\x1a\x45\xdf\xa3" + b"\0" * 64
VTT = "WEBVTT\n\n00:00.000 --> 00:01.000\nÉté".encode()


def image(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    """A small image."""
    to = BytesIO()
    Image.new("RGB", size, "#0b6464").save(to, kind)
    return to.getvalue()


def bomb(side: int = 60_000) -> bytes:
    """A PNG of a few bytes that says it is `side` points wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def read(name: str, data: bytes) -> MediaFile | Problem:
    """One file, read."""
    return media.read_bytes(name, data)


GOOD: list[tuple[str, Callable[[], bytes], str, tuple[int, int]]] = [
    ("a.png", image, "image/png", (40, 20)),
    ("a.jpg", lambda: image("JPEG"), "image/jpeg", (40, 20)),
    ("a.jpeg", lambda: image("JPEG"), "image/jpeg", (40, 20)),
    ("a.webp", lambda: image("WEBP"), "image/webp", (40, 20)),
    ("a.mp4", lambda: MP4, "video/mp4", (0, 0)),
    ("a.webm", lambda: WEBM, "video/webm", (0, 0)),
    ("a.vtt", lambda: VTT, "text/vtt", (0, 0)),
    ("b.vtt", lambda: b"\xef\xbb\xbf" + VTT, "text/vtt", (0, 0)),
]


@pytest.mark.parametrize(("name", "make", "kind", "size"), GOOD, ids=[row[0] for row in GOOD])
def test_a_file_is_read_with_its_type_size_and_digest(
    name: str, make: Callable[[], bytes], kind: str, size: tuple[int, int]
) -> None:
    found = read(name, make())
    assert isinstance(found, MediaFile)
    assert (found.type, (found.width, found.height)) == (kind, size)
    assert found.digest == sha256(make()).hexdigest()


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
HTML = b"<!doctype html><script>alert(1)</script>"
WRONG = [
    ("drawing.png", SVG),
    ("page.png", HTML),
    ("page.mp4", HTML),
    ("page.webm", HTML),
    ("page.vtt", HTML),
    ("latin.vtt", "WEBVTT\n\nÉté".encode("latin-1")),
    ("photo.png", image("JPEG")),
    ("photo.jpg", image("PNG")),
    ("film.mp4", WEBM),
    ("film.webm", MP4),
    ("moving.png", image("GIF")),
    ("cut.png", image()[:60]),
    ("cut.jpg", image("JPEG", (400, 400))[:400]),
    ("empty.png", b""),
    ("empty.mp4", b""),
    ("empty.vtt", b""),
]


@pytest.mark.parametrize(("name", "data"), WRONG, ids=[row[0] for row in WRONG])
def test_a_file_that_is_not_what_its_name_says_is_refused(context: object, name: str, data: bytes) -> None:
    found = read(name, data)
    assert isinstance(found, Problem)
    assert (found.file, found.line, found.code) == (name, 1, "media_unreadable")
    assert "Enregistrez-le de nouveau" in sentence(found)


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("large.png", lambda: image() + b"\0" * 2_000_001),
        ("large.mp4", lambda: MP4 + b"\0" * 30_000_000),
        ("large.vtt", lambda: VTT + b" " * 1_000_001),
        ("bomb.png", bomb),
        ("wide.png", lambda: bomb(5_000)),  # 25 million points: more than allowed, less than Pillow warns of
        ("warned.png", lambda: bomb(12_000)),  # what Pillow warns of
    ],
)
def test_a_file_too_large_is_refused_before_it_is_decoded(
    context: object, name: str, make: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_image: Image.Image) -> None:
        pytest.fail("decoded")

    data = make()
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    found = read(name, data)
    assert isinstance(found, Problem)
    assert (
        found.code in ("media_too_large", "media_unreadable") if name == "bomb.png" else found.code == "media_too_large"
    )
    assert sentence(found)


def shown(at: Path, lesson: str, **files: bytes) -> tuple[object, list[Problem]]:
    """The small package with `lesson` added to its second lesson, and `files` (« plan_png » is plan.png)."""
    texts = packages.files()
    texts["02-lecon-2.md"] += lesson
    folder = packages.written(at, texts)
    for name, data in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem.replace('_', '.')}.{suffix}").write_bytes(data)
    package, problems = load(folder)
    return package, [p for p in problems if p.level == "error"]


def test_a_package_with_its_files_reads_whole(tmp_path: Path) -> None:
    package, problems = shown(tmp_path, FIGURE + VIDEO, plan_png=image(), film_mp4=MP4, film_fr_vtt=VTT)
    assert problems == []
    assert package is not None


@pytest.mark.parametrize(
    ("lesson", "files", "line", "known"),
    [
        (FIGURE.replace("plan.png", "film.mp4"), {"film_mp4": MP4}, 12, "image/png"),
        (FIGURE.replace("plan.png", "film.fr.vtt"), {"film_fr_vtt": VTT}, 12, "image/webp"),
        (
            VIDEO.replace("file: film.mp4", "file: plan.png"),
            {"plan_png": image(), "film_fr_vtt": VTT},
            12,
            "video/webm",
        ),
        (
            VIDEO.replace("captions: film.fr.vtt", "captions: film.mp4"),
            {"plan_png": image(), "film_mp4": MP4},
            13,
            "text/vtt",
        ),
        (
            VIDEO.replace("poster: plan.png", "poster: film.mp4"),
            {"film_mp4": MP4, "film_fr_vtt": VTT},
            14,
            "image/jpeg",
        ),
    ],
)
def test_a_file_in_the_wrong_place_is_said(
    tmp_path: Path, context: object, lesson: str, files: dict[str, bytes], line: int, known: str
) -> None:
    _, problems = shown(tmp_path, lesson, **files)
    assert [(p.file, p.line, p.code) for p in problems] == [("02-lecon-2.md", line, "media_other")]
    assert known in sentence(problems[0])


def test_a_file_that_cannot_be_read_refuses_the_package(tmp_path: Path) -> None:
    package, problems = shown(tmp_path, FIGURE, plan_png=SVG)
    assert package is None
    assert "media_unreadable" in {p.code for p in problems}


def test_the_hash_of_a_package_knows_the_content_and_the_name_of_its_files(tmp_path: Path) -> None:
    def digest(folder: str, **files: bytes) -> str:
        package, problems = shown(tmp_path / folder, "", **files)
        assert package is not None, problems
        return str(package.digest)  # type: ignore[attr-defined]

    alone = digest("alone")
    one, same = digest("one", plan_png=image()), digest("same", plan_png=image())
    other, renamed = digest("other", plan_png=image(size=(41, 20))), digest("renamed", plans_png=image())
    assert one == same
    assert len({alone, one, other, renamed}) == 4
