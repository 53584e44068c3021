"""A file that a trainer gives: what it is, is read from its content; an image is decoded and written anew, without what
its camera or its author hid in it; the rest is refused with what to do.
"""

import re
import warnings
from io import BytesIO
from pathlib import PurePath

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from app.content import captions, films, media
from app.content.rules.package import MediaFile, Problem
from app.infra.errors import DomainError
from app.infra.orm import fold

ENDINGS = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # of PNG and JPEG
WIDTHS = (2000, 1600, 1200, 800)  # pixels, the longer side: the first at which the image is light enough
QUALITY = 85
LONGEST_STEM = 60
UNPLAYED = {"cut": "content.upload_cut", "hevc": "content.upload_hevc"}
LARGEST = media.LARGEST["video"]  # megabytes: nothing larger is worth reading


def prepared(name: str, data: bytes) -> MediaFile:
    """The file to keep, under a name for packages made from `name`. Raises DomainError "content.upload_…" with `name`, and
    what was expected.
    """
    if not data:
        raise DomainError("content.upload_empty", name=name)
    if len(data) > LARGEST * media.MEGABYTE:
        raise DomainError("content.upload_heavy", name=name, megabytes=LARGEST)
    image = _image(name, data)
    ending, data = image if image is not None else _other(name, data)
    found = media.read_bytes(stem(name) + ending, data)
    if isinstance(found, Problem):
        code = "content.upload_heavy" if found.code == "media_too_large" else "content.upload_kind"
        raise DomainError(code, name=name, megabytes=media.largest(found.file) // media.MEGABYTE)
    return found


def stem(name: str) -> str:
    """The beginning of a file name for packages: small letters, digits, hyphens."""
    folded = re.sub(r"[^a-z0-9]+", "-", fold(PurePath(name.replace("\\", "/")).stem)).strip("-")
    return folded[:LONGEST_STEM].strip("-") or "fichier"


def _other(name: str, data: bytes) -> tuple[str, bytes]:
    kind = films.kind_of(data)
    if kind in UNPLAYED:
        raise DomainError(UNPLAYED[kind], name=name)
    if kind is not None:
        return (".mp4" if kind == "video/mp4" else ".webm"), data
    if name.lower().endswith((".vtt", ".srt")):
        text = captions.webvtt(data)
        if text is None:
            raise DomainError("content.upload_captions", name=name)
        return ".vtt", text
    raise DomainError("content.upload_kind", name=name, megabytes=LARGEST)


def _image(name: str, data: bytes) -> tuple[str, bytes] | None:
    """The ending and the bytes of an image written anew; None when it is not an image of a kind that is taken."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(data), formats=list(ENDINGS)) as opened:
                return _written(name, opened)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise DomainError("content.upload_pixels", name=name, pixels=media.PIXELS) from None
    except UnidentifiedImageError:
        if data.startswith(SIGNATURES):
            raise DomainError("content.upload_damaged", name=name) from None
        return None
    except (OSError, ValueError, SyntaxError, Warning):
        raise DomainError("content.upload_damaged", name=name) from None


def _written(name: str, opened: Image.Image) -> tuple[str, bytes]:
    kind = opened.format or ""
    if opened.width * opened.height > media.PIXELS * media.MEGABYTE:
        raise DomainError("content.upload_pixels", name=name, pixels=media.PIXELS)
    if getattr(opened, "n_frames", 1) > 1:
        raise DomainError("content.upload_animated", name=name)
    image = _plain(opened, kind)
    for width in WIDTHS:
        image.thumbnail((width, width), Image.Resampling.LANCZOS)
        written = BytesIO()
        image.save(written, kind, optimize=True, quality=QUALITY)
        if written.tell() <= media.LARGEST["image"] * media.MEGABYTE:
            return ENDINGS[kind], written.getvalue()
    raise DomainError("content.upload_heavy", name=name, megabytes=media.LARGEST["image"])


def _plain(opened: Image.Image, kind: str) -> Image.Image:
    """The picture alone: upright, in the colours of the Web, with no note of any kind."""
    profile = opened.info.get("icc_profile")
    image = ImageOps.exif_transpose(opened)
    clear = kind != "JPEG" and image.has_transparency_data
    image = image.convert("RGBA" if clear else "RGB")
    if profile and not clear:
        try:
            ours = ImageCms.createProfile("sRGB")
            image = ImageCms.profileToProfile(image, ImageCms.ImageCmsProfile(BytesIO(profile)), ours) or image
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that does not read: the colours as they are
    image.info = {}
    return image
