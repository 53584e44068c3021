"""A lesson to HTML, once, at publication: blocks are cut out, prose goes through Markdown and the sanitiser, each block
is put back inside fixed markup. A lesson never breaks when it is read.

What a person answers (exercises, scenarios) is left as a place: the page draws it with its own state.
"""

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from typing import Any

from markupsafe import Markup, escape

from app.content.rules import inside
from app.content.rules.blocks import Piece, cut
from app.content.rules.inside import Cards, Exercise, Figure, ScenarioPlace, Video
from app.content.rules.package import MediaFile, Notes
from app.infra.markdown import RENDERER_VERSION, render
from app.infra.typography import french

# The same source gives the same HTML as long as this stays the same; libraries are in it, the sanitiser first.
VERSION = f"blocks-2/{RENDERER_VERSION}/nh3-{version('nh3')}/markdown-{version('markdown')}"
TRANSCRIPT = {"fr": "Transcription", "en": "Transcript"}
CAPTIONS = {"fr": "Sous-titres", "en": "Captions"}
SERVED = "/fichiers"


Media = Mapping[str, Any]  # by file name: {"digest", "type", "width", "height"}


def media_of(media: Iterable[MediaFile]) -> dict[str, Any]:
    """The files of a package by name, as a version keeps them."""
    return {
        one.name: {"digest": one.digest, "type": one.type, "width": one.width, "height": one.height} for one in media
    }


def body_of(body: Mapping[str, Any], files: Media) -> dict[str, Any]:
    """What a question is beside its words, its image found under its content's digest."""
    if "image" not in body:
        return dict(body)
    return {**body, "image": {key: files[body["image"]][key] for key in ("digest", "width", "height")}}


def render_lesson(markdown: str, lang: str, files: Media | None = None, served: str = SERVED) -> list[dict[str, str]]:
    """The pieces of a lesson in `lang`: {"html": safe HTML}, {"exercise": key} or {"scenario": key}, in order. Its `files`
    are found under the address `served`, each under its content's digest, so that it never changes.
    """
    here = {name: {**file, "url": f"{served}/{file['digest']}"} for name, file in (files or {}).items()}
    found: list[dict[str, str]] = []
    for piece in cut(markdown):
        one = _piece(piece, lang, here)
        if "html" in one and found and "html" in found[-1]:
            found[-1]["html"] += "\n" + one["html"]
        else:
            found.append(one)
    return found


def render_scenario(texts: dict[str, Any], lang: str) -> dict[str, Any]:
    """The texts of a scenario, with the HTML of those written in Markdown."""
    html = {f"{key}_html": render(texts[key], lang=lang) for key in ("situation", "expert")}
    return texts | html


def _piece(piece: Piece, lang: str, files: Media) -> dict[str, str]:
    if piece.name == "":
        return {"html": render(piece.markdown, lang=lang)}
    if piece.name == "callout":
        return {"html": _callout(said(piece.title, lang), render(piece.markdown, lang=lang))}
    held = inside.read(piece, Notes("", []), {name: file["type"] for name, file in files.items()})
    if isinstance(held, Exercise):
        return {"exercise": held.question.key}
    if isinstance(held, ScenarioPlace):
        return {"scenario": held.key}
    if isinstance(held, Figure):
        return {"html": _figure(held, lang, files[held.file])}
    if isinstance(held, Video):
        return {"html": _video(held, lang, files)}
    if isinstance(held, Cards):
        return {"html": _cards(held, lang)}
    return {"html": ""}  # a malformed block was refused at publication; one that slipped through shows nothing


def _callout(title: str, html: str) -> str:
    return f'<div class="fr-callout"><p class="fr-callout__title">{escape(title)}</p>\n{html}\n</div>'


def _figure(figure: Figure, lang: str, file: Mapping[str, Any]) -> str:
    below = render(figure.markdown, lang=lang) if figure.markdown.strip() else ""
    image = Markup('<img class="fr-responsive-img" src="{}" alt="{}" width="{}" height="{}" loading="lazy">').format(
        file["url"], said(figure.alt, lang), file["width"], file["height"]
    )
    caption = Markup('<figcaption class="fr-content-media__caption">{}{}</figcaption>').format(
        said(figure.caption, lang),
        Markup(below),  # noqa: S704  # sanitised by render()
    )
    return f'<figure class="fr-content-media">{image}{caption}</figure>'


def _video(video: Video, lang: str, files: Media) -> str:
    poster = Markup(' poster="{}"').format(files[video.poster]["url"]) if video.poster else ""
    film, captions = files[video.file], files[video.captions]
    player = Markup(
        '<video class="fr-responsive-vid" controls preload="metadata" aria-label="{}"{}><source src="{}" type="{}">'
        '<track kind="captions" srclang="{}" label="{}" src="{}" default></video>'
    ).format(said(video.title, lang), poster, film["url"], film["type"], lang, CAPTIONS[lang], captions["url"])
    caption = Markup('<figcaption class="fr-content-media__caption">{}</figcaption>').format(said(video.title, lang))
    words = (
        f'<details class="tu-more"><summary>{TRANSCRIPT[lang]}</summary>{render(video.transcript, lang=lang)}</details>'
    )
    return f'<figure class="fr-content-media">{player}{caption}{words}</figure>'


def _cards(cards: Cards, lang: str) -> str:
    each = Markup("").join(
        Markup('<details class="tu-card-flip"><summary>{}</summary><p>{}</p></details>').format(
            said(front, lang), said(back, lang)
        )
        for front, back in cards.cards
    )
    title = Markup('<p class="tu-cards__title">{}</p>').format(said(cards.title, lang))
    return f'<div class="tu-cards">{title}{each}</div>'


def said(value: Any, lang: str) -> Any:
    """Every text inside `value` (mappings, lists, strings), with its language's typography; ids are left as they are."""
    if isinstance(value, dict):
        return {key: inner if key == "id" else said(inner, lang) for key, inner in value.items()}
    if isinstance(value, list):
        return [said(inner, lang) for inner in value]
    return french(value) if isinstance(value, str) and lang == "fr" else value
