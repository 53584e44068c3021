"""Files that trainers give: known by their content, images written anew, the rest refused with what to do."""

import struct
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from app.content import media
from app.content.captions import webvtt
from app.content.films import kind_of
from app.content.uploads import ENDINGS, prepared, stem
from app.content.words import SENTENCES
from app.infra.errors import DomainError
from tests.content.test_media import bomb, image

SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nBonjour.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nÉté.\r\n"
VTT = "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nBonjour.\n\n00:00:03.000 --> 00:00:04.000\nÉté.\n"


def box(name: bytes, data: bytes = b"") -> bytes:
    """A box of an MP4."""
    return struct.pack(">I", 8 + len(data)) + name + data


FTYP = box(b"ftyp", b"isom\0\0\2\0isommp41")
MP4 = FTYP + box(b"moov", box(b"trak", b"avc1")) + box(b"mdat", b"\0" * 40)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\x18\x53\x80\x67" + b"\0" * 40
MKV = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska" + b"\x18\x53\x80\x67" + b"\0" * 40


def photo(kind: str, size: tuple[int, int] = (60, 30), **more: object) -> bytes:
    """An image whose left half is red."""
    found = Image.new("RGB", size, "#0b6464")
    found.paste("#c00000", (0, 0, size[0] // 2, size[1]))
    to = BytesIO()
    found.save(to, kind, **more)
    return to.getvalue()


def noted() -> bytes:
    """A photograph taken sideways that says where it was taken, and by whom."""
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter
    exif[0x013B] = "Prenom Nom"
    exif.get_ifd(0x8825)[1] = "N"
    return photo("JPEG", exif=exif, comment=b"SECRET")


def animated(kind: str) -> bytes:
    """Two pictures in turn."""
    to = BytesIO()
    frames = [Image.new("RGB", (9, 9), colour) for colour in ("red", "blue")]
    frames[0].save(to, kind, save_all=True, append_images=frames[1:], duration=100)
    return to.getvalue()


def opened(data: bytes) -> Image.Image:
    found = Image.open(BytesIO(data))
    found.load()
    return found


@pytest.mark.parametrize("kind", list(ENDINGS))
@pytest.mark.parametrize(
    "name", ["Plan d’été.PNG", "C:\\photos\\a.jpg", "x.mp4", "sans ending", ".png", "../../a.webp"]
)
def test_an_image_is_what_it_holds_whatever_its_name(kind: str, name: str) -> None:
    found = prepared(name, photo(kind))
    assert found.name == stem(name) + ENDINGS[kind]
    assert (found.type, found.width, found.height) == (media.IMAGES[kind], 60, 30)


def test_what_a_camera_noted_is_gone_and_the_picture_is_upright() -> None:
    given_, found = noted(), prepared("photo.jpg", noted())
    assert b"SECRET" in given_
    assert b"Prenom" in given_
    assert not {b"SECRET", b"Prenom", b"Exif"} & {
        word for word in (b"SECRET", b"Prenom", b"Exif") if word in found.data
    }
    assert (found.width, found.height) == (30, 60)
    top, bottom = (opened(found.data).getpixel((15, y)) for y in (5, 55))
    assert top[0] > 150 > bottom[0]  # what was on the left is now above


def test_words_hidden_in_a_png_are_gone() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Prenom Nom")
    info.add_itxt("XML:com.adobe.xmp", "<script>ran()</script>")
    found = prepared("a.png", photo("PNG", pnginfo=info) + b"<script>ran()</script>")
    assert b"script" not in found.data
    assert b"Prenom" not in found.data
    assert not opened(found.data).info


def test_what_is_seen_through_stays_so() -> None:
    to = BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 40)).save(to, "PNG")
    assert opened(prepared("a.png", to.getvalue()).data).getpixel((1, 1)) == (255, 0, 0, 40)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    to = BytesIO()
    Image.new(mode, (12, 8)).save(to, "PNG")
    assert prepared("a.png", to.getvalue()).width == 12


def test_a_printed_picture_takes_the_colours_of_the_web() -> None:
    to = BytesIO()
    Image.new("CMYK", (8, 8)).save(to, "JPEG")
    assert opened(prepared("a.jpg", to.getvalue()).data).mode == "RGB"


def test_a_large_picture_is_made_smaller() -> None:
    found = prepared("a.png", photo("PNG", (4000, 1000)))
    assert (found.width, found.height) == (2000, 500)


def test_the_same_picture_twice_is_the_same_file() -> None:
    assert prepared("a.png", image()).digest == prepared("b.png", image()).digest


def test_a_picture_of_noise_is_made_small_enough() -> None:
    noise = Image.effect_noise((2400, 1600), 90).convert("RGB")
    to = BytesIO()
    noise.save(to, "PNG")
    found = prepared("a.png", to.getvalue())
    assert len(found.data) <= media.LARGEST["image"] * media.MEGABYTE
    assert found.width < 2000


FILMS = [
    MP4,
    FTYP + box(b"moov") + struct.pack(">I", 0) + b"mdat" + b"\0" * 9,
    FTYP + box(b"moov") + box(b"moof"),
    FTYP + box(b"moov") + b"\0\0\0\x01mdat" + struct.pack(">Q", 20) + b"\0" * 4,
]


@pytest.mark.parametrize("data", FILMS, ids=["plain", "to the end", "in pieces", "large"])
def test_a_film_in_mp4_is_kept_as_it_is(data: bytes) -> None:
    assert prepared("Un film.mov", data).name == "un-film.mp4"
    assert prepared("Un film.mov", data).data == data


def test_a_film_in_webm_is_kept_as_it_is() -> None:
    assert prepared("film", WEBM).type == "video/webm"


REFUSED: list[tuple[str, str, Callable[[], bytes], str]] = [
    ("nothing", "a.png", lambda: b"", "empty"),
    ("a text called image", "a.png", lambda: b"bonjour", "kind"),
    ("a page called image", "a.png", lambda: b"<html><script>ran()</script>", "kind"),
    ("a drawing in SVG", "a.svg", lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="ran()"/>', "kind"),
    ("a PDF", "a.pdf", lambda: b"%PDF-1.7\n", "kind"),
    ("a GIF", "a.gif", lambda: image("GIF"), "kind"),
    ("a TIFF", "a.tif", lambda: image("TIFF"), "kind"),
    ("a program", "a.exe", lambda: b"MZ" + b"\0" * 200, "kind"),
    ("a zip called film", "a.mp4", lambda: b"PK\x03\x04" + b"\0" * 60, "kind"),
    ("half a PNG", "a.png", lambda: photo("PNG", (300, 300))[:400], "damaged"),
    ("half a JPEG", "a.jpg", lambda: photo("JPEG", (300, 300))[:800], "damaged"),
    ("a PNG of noise inside", "a.png", lambda: b"\x89PNG\r\n\x1a\n" + b"\1" * 300, "damaged"),
    ("a bomb", "a.png", bomb, "pixels"),
    ("a wide bomb", "a.png", lambda: bomb(5000), "pixels"),
    ("a moving WebP", "a.webp", lambda: animated("WEBP"), "animated"),
    ("a moving PNG", "a.png", lambda: animated("PNG"), "animated"),
    ("a film without its end", "a.mp4", lambda: MP4[:-9], "cut"),
    ("a film without its table", "a.mp4", lambda: FTYP + box(b"mdat", b"\0" * 40), "cut"),
    ("a film without images", "a.mp4", lambda: FTYP + box(b"moov"), "cut"),
    ("a box that ends before it begins", "a.mp4", lambda: FTYP + b"\0\0\0\x02moov", "cut"),
    ("a film in H.265", "a.mp4", lambda: FTYP + box(b"moov", b"hvc1") + box(b"mdat", b"\0"), "hevc"),
    ("a QuickTime film", "a.mov", lambda: box(b"ftyp", b"qt  \0\0\0\0") + box(b"moov") + box(b"mdat"), "kind"),
    ("a Matroska film", "a.webm", lambda: MKV, "kind"),
    ("a WebM header alone", "a.webm", lambda: WEBM[:16], "kind"),
    ("captions without one", "a.vtt", lambda: b"WEBVTT\n\n", "captions"),
    ("a text called captions", "a.srt", lambda: b"Bonjour", "captions"),
    ("bytes called captions", "a.vtt", lambda: bytes(range(256)), "captions"),
    ("a film of 31 megabytes", "a.mp4", lambda: FTYP + box(b"moov") + box(b"mdat", b"\0" * 31_000_000), "heavy"),
    ("captions of 2 megabytes", "a.vtt", lambda: VTT.encode() + b"x" * 2_000_000, "heavy"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "code"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED])
def test_what_cannot_be_shown_is_refused_with_a_sentence(name: str, data: Callable[[], bytes], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        prepared(name, data())
    assert refused.value.code == f"content.upload_{code}"
    assert name in str(SENTENCES[refused.value.code].text) % refused.value.values


@settings(max_examples=150)
@given(st.sampled_from([MP4, WEBM, photo("PNG"), photo("JPEG"), photo("WEBP"), VTT.encode()]), st.data())
def test_a_broken_file_is_refused_or_read_and_nothing_else(whole: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=6)) + whole[at + data.draw(st.integers(0, 9)) :]
    with suppress(DomainError):
        assert prepared("a.vtt", broken).data


SAVED = [
    SRT.encode(),
    SRT.encode("cp1252"),
    SRT.replace("\r\n", "\r").encode(),
    VTT.encode(),
    VTT.encode("utf-8-sig"),
    VTT.replace("\n", "\r\n").encode(),
]


@pytest.mark.parametrize("data", SAVED)
def test_captions_are_read_as_they_are_really_saved(data: bytes) -> None:
    assert webvtt(data) == VTT.encode()


def test_captions_keep_their_places_and_lose_their_looks() -> None:
    text = "WEBVTT titre\n\nSTYLE\n::cue { background: url(x) }\n\nNOTE à nous\n\n0:01.000 --> 00:02.000 line:0\n<i>Oui</i>\n"
    found = webvtt(text.encode())
    assert found is not None
    assert b"url" not in found
    assert "00:00:01.000 --> 00:00:02.000 line:0\n<i>Oui</i>" in found.decode()


def test_captions_read_again_do_not_change() -> None:
    once = webvtt(SRT.encode())
    assert once is not None
    assert webvtt(once) == once


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading_of_films_and_captions(data: bytes) -> None:
    assert kind_of(data) in (None, "video/webm", "video/mp4", "cut", "hevc")
    assert webvtt(data) is None or b"-->" in webvtt(data)


@given(st.text(max_size=90))
def test_every_name_becomes_one_for_packages(name: str) -> None:
    found = stem(name)
    assert 0 < len(found) <= 60
    assert set(found) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert found == stem(f"{found}.png")
