"""A lesson to HTML, once, at publication: blocks are cut out, prose goes through Markdown and the sanitiser, each block
is put back inside fixed markup. A lesson never breaks when it is read.
"""

from importlib.metadata import version
from typing import Any

from markupsafe import escape

from app.content.rules.blocks import Piece, cut
from app.infra.markdown import RENDERER_VERSION, render
from app.infra.typography import french

# The same source gives the same HTML as long as this stays the same; libraries are in it, the sanitiser first.
VERSION = f"blocks-1/{RENDERER_VERSION}/nh3-{version('nh3')}/markdown-{version('markdown')}"


def render_lesson(markdown: str, lang: str) -> str:
    """The safe HTML of a lesson's Markdown in `lang`."""
    return "\n".join(_piece(piece, lang) for piece in cut(markdown))


def _piece(piece: Piece, lang: str) -> str:
    html = render(piece.markdown, lang=lang)
    if not piece.name:
        return html
    title = french(piece.title) if lang == "fr" else piece.title
    return f'<div class="fr-callout"><p class="fr-callout__title">{escape(title)}</p>\n{html}\n</div>'


def said(value: Any, lang: str) -> Any:
    """Every text inside `value` (mappings, lists, strings), with its language's typography; ids are left as they are."""
    if isinstance(value, dict):
        return {key: inner if key == "id" else said(inner, lang) for key, inner in value.items()}
    if isinstance(value, list):
        return [said(inner, lang) for inner in value]
    return french(value) if isinstance(value, str) and lang == "fr" else value
