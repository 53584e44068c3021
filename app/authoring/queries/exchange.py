"""What importing a file of questions would do to a draft, and the questions of a draft as other platforms take them."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring.models import Draft
from app.authoring.queries import bank as banks
from app.authoring.queries.drafts import texts_of
from app.authoring.rules import entries
from app.authoring.rules.exchange import Incoming, Plan, plan
from app.content.formats import choosing
from app.content.formats.conversion import item_of
from app.content.formats.items import Image, Item, Trouble
from app.content.models import MediaItem
from app.content.rules import Problem
from app.content.rules.package import MediaFile
from app.content.uploads import prepared
from app.infra.errors import DomainError


@dataclass(frozen=True)
class Line:
    """One question to import: the entry, its image ready to be kept, what it loses, and what our checks will ask for."""

    incoming: Incoming
    image: MediaFile | None
    losses: tuple[Trouble, ...]
    problems: tuple[Problem, ...]

    @property
    def row(self) -> tuple[dict[str, Any], MediaFile | None]:
        """What the service is given."""
        return self.incoming.row, self.image


@dataclass(frozen=True)
class Import:
    """What a file gives."""

    lines: tuple[Line, ...]
    left_out: tuple[Trouble, ...]
    notes: tuple[Trouble, ...]


def read_import(draft: Draft, bank: str, data: bytes, objectives: list[str]) -> Import:
    """What importing `data` in a bank of a draft would do. Nothing is kept. Raises editing.Unreadable."""
    texts = texts_of(draft)
    found: Plan = plan(choosing.read(data), entries.ids(texts), objectives, objectives[0] if objectives else "")
    left_out, kept = list(found.left_out), []
    for one in found.entries:
        if bank == "test" and one.row["type"] != "single":
            left_out.append(Trouble(one.line, "unsupported", one.key, values={"detail": str(one.row["type"])}))
        else:
            kept.append(_line(draft, bank, one, set(objectives)))
    return Import(tuple(kept), tuple(left_out), found.notes)


def _line(draft: Draft, bank: str, one: Incoming, objectives: set[str]) -> Line:
    row, losses, image = dict(one.row), list(one.losses), None
    if bank == "test":
        row["type"] = "situation"
    if one.image is not None:
        try:
            image = prepared(one.image.name, one.image.data)
        except DomainError:
            row.pop("alt", None)
            losses.append(Trouble(one.line, "image_unread", one.key, "loss", {"detail": one.image.name}))
        else:
            if not image.type.startswith("image/"):
                losses.append(Trouble(one.line, "image_unread", one.key, "loss", {"detail": one.image.name}))
                image = None
    shown = {"image": image.name} if image is not None else {}
    types = banks.types_of(draft) | ({image.name: image.type} if image is not None else {})
    problems = banks.faults(bank, {**row, **shown}, objectives, types)
    return Line(replace(one, row=row), image, tuple(losses), tuple(problems))


def items_of(session: Session, draft: Draft, bank: str, lang: str) -> list[Item]:
    """The questions of a bank that read well, as items. Two queries at most. Raises editing.Unreadable."""
    texts = texts_of(draft)
    tags = {str(row["id"]): str(row.get("tags", "")) for row in entries.rows(texts, bank)}
    digests = {one.name: one.digest for one in draft.media}
    found = banks.questions_of(texts, bank, banks.types_of(draft))
    named = {one.body["image"] for one in found if "image" in one.body}
    wanted = select(MediaItem.digest, MediaItem.data).where(MediaItem.digest.in_([digests[one] for one in named]))
    data = {row.digest: row.data for row in session.execute(wanted)} if named else {}
    return [
        item_of(
            one,
            [tag.strip() for tag in tags[one.key].split(",") if tag.strip()]
            + ([one.objective] if one.objective else []),
            Image(name, data[digests[name]]) if (name := one.body.get("image", "")) else None,
            lang,
        )
        for one in found
    ]
