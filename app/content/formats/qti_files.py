"""The files that travel with a QTI item: where its addresses lead, inside the package and nowhere else."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from app.content.formats import html, pictures
from app.content.formats.items import Image


@dataclass(frozen=True)
class Files:
    """The files of a package, by path, as seen from the folder of one of them."""

    held: Mapping[str, bytes] = field(default_factory=dict)
    folder: str = ""

    def beside(self, path: str) -> "Files":
        """The same files, seen from the folder of this one."""
        return Files(self.held, posixpath.dirname(path))

    def place(self, address: str) -> str:
        """The path that an address leads to; nothing when it leads out of the package."""
        bare = address.split("#", 1)[0].split("?", 1)[0].strip()
        if not bare or ":" in bare.split("/", 1)[0] or bare.startswith("/"):
            return ""
        for path in (bare, unquote(bare)):
            whole = posixpath.normpath(posixpath.join(self.folder, path))
            if whole in self.held:
                return whole
        return ""

    def image(self, picture: html.Picture) -> Image | None:
        """The image that a text shows, when it is in the package or in the address itself."""
        inline = pictures.inline(picture.source)
        if inline:
            data = pictures.decoded(inline[1])
            return Image(inline[0], data, picture.alt) if data else None
        path = self.place(picture.source)
        name = html.line(posixpath.basename(path))
        return Image(name, self.held[path], picture.alt) if name and self.held[path] else None
