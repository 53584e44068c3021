"""The block that shows a file in a lesson."""

from collections.abc import Mapping

from app.content.rules.editing import written


def figure(name: str, title: str, alt: str) -> str:
    """An image with its caption and its alternative text."""
    said = _line(alt).replace("[", "(").replace("]", ")")
    return f"::: figure {_line(title)}\n![{said}]({name})\n:::\n"


def video(name: str, title: str, captions: str, transcript: str) -> str:
    """A film with its captions and its transcript."""
    return f"::: video {_line(title)}\n{written({'file': name, 'captions': captions, 'transcript': transcript})}:::\n"


def _line(text: str) -> str:
    return " ".join(text.split())


def ready(name: str, kind: str) -> str:
    """The block to complete for a file of this type; "" for captions, which are shown with their film."""
    if kind.startswith("image/"):
        return figure(name, "…", "")
    return video(name, "…", "", "") if kind.startswith("video/") else ""


def with_block(text: str, block: str) -> str:
    """A lesson with a block after everything else."""
    return f"{text.rstrip()}\n\n{block}"


def free_name(name: str, taken: Mapping[str, str], digest: str) -> str:
    """`name`, or with a number before its ending when another content has it. `taken`: digests by name."""
    stem, dot, ending = name.rpartition(".")
    number, wanted = 1, name
    while taken.get(wanted, digest) != digest:
        number += 1
        wanted = f"{stem}-{number}{dot}{ending}"
    return wanted
