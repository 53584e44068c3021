"""The images and films of a package: what stands for them when they are not seen, and those that no text shows.

That a figure has an alternative text, a film its captions and transcript, and that the file exists, is what reading asks
(`inside`): here it is whether the text serves.
"""

import re
from collections.abc import Iterator, Mapping

from app.content.rules import lessons
from app.content.rules.blocks import cut
from app.content.rules.inside import IMAGE_LINE
from app.content.rules.package import WARNING, Problem
from app.infra.orm import fold

FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|webp|gif|svg)", re.IGNORECASE)
CAMERA = re.compile(
    r"(?:img|dsc|image|photo|picture|figure|capture(?: d['’]ecran)?|screenshot|scan)?[\s_.:-]*[\d\s_.:-]*"
)
IMAGE_OF = re.compile(
    r"(?:une |l['’]|an |a )?(?:image|photo|photographie|illustration|picture|photograph)\s+(?:de|d['’]|du|des|of)\b"
)
LONGEST = (
    250  # characters; an alternative is heard in one go: what is longer belongs in the text (RGAA 4.1, criterion 1.3)
)


def check(files: Mapping[str, str], media: Mapping[str, str]) -> Iterator[Problem]:
    """Alternatives that say nothing, at their line, and files never shown. `media` gives each file's type by name."""
    for name, text in files.items():
        if lessons.FILE.fullmatch(name):
            yield from _figures(name, text)
    for name in media:
        if not shown_in(files, name):
            yield Problem(name, 1, "media_unshown", WARNING, {"name": name})


def shown_in(files: Mapping[str, str], name: str) -> list[str]:
    """The texts that name this file."""
    named = re.compile(rf"(?<![\w.-]){re.escape(name)}(?![\w-])")
    return [file for file, text in files.items() if named.search(text)]


def _figures(name: str, text: str) -> Iterator[Problem]:
    for piece in cut(text):
        if piece.name != "figure":
            continue
        for number, line in enumerate(piece.markdown.splitlines(), piece.line + 1):
            image = IMAGE_LINE.fullmatch(line.strip())
            if image is not None:
                code = alt_fault(image[1], image[2], piece.title)
                if code:
                    values = {"alt": image[1].strip(), "name": image[2], "high": LONGEST}
                    yield Problem(name, number, code, WARNING, values)
                break


def alt_fault(alt: str, file: str, caption: str = "") -> str:
    """The code of an alternative text that does not stand for its image, or "". An empty one is not for here to say."""
    said = fold(alt).strip(" .")
    if not said:
        return ""
    stem = file.rpartition(".")[0] or file
    if (
        FILE_NAME.fullmatch(alt.strip())
        or CAMERA.fullmatch(said)
        or (said == fold(stem) and re.search(r"[-_\d]", stem))
    ):
        return "alt_file_name"
    if IMAGE_OF.match(said):
        return "alt_image_of"
    if said == fold(caption).strip(" ."):
        return "alt_is_caption"
    return "alt_long" if len(alt.strip()) > LONGEST else ""
