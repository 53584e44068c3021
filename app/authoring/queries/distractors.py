"""The questions of a draft that may take a misconception as a wrong option, and where those already made are now."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.authoring.models import Draft
from app.authoring.queries.drafts import open_draft_of, texts_of
from app.authoring.queries.harvest import Idea
from app.authoring.rules import entries, harvest, shape
from app.content.models import Module
from app.content.queries import bank
from app.content.rules import editing


@dataclass(frozen=True)
class Candidate:
    """A question with options: what it asks, its options as they are, and whether it takes one more. `same_objective` says
    that it is about what the misconception was met in.
    """

    key: str
    kind: str
    title: str
    options: tuple[str, ...]
    most: int
    has_room: bool
    same_objective: bool


def candidates(draft: Draft, objective: str) -> list[Candidate]:
    """Those of a draft's quiz that one of these may join, the questions of the same objective first, the full ones last.
    Raises editing.Unreadable.
    """
    rows = [(shape.kind_of("quiz", row), row) for row in entries.rows(texts_of(draft), "quiz")]
    found = [_candidate(kind, row, objective) for kind, row in rows if kind in harvest.KINDS]
    return sorted(found, key=lambda one: (not one.has_room, not one.same_objective))


def _candidate(kind: str, row: Mapping[str, Any], objective: str) -> Candidate:
    return Candidate(
        key=str(row["id"]),
        kind=kind,
        title=str(row.get("situation") or row.get("text") or row["id"]),
        options=tuple(str(one.get("text") or "") for one in harvest.options_of(row)),
        most=shape.MOST[kind],
        has_room=harvest.takes_more(kind, row),
        same_objective=row.get("objective") == objective,
    )


def places(session: Session, module: Module, ideas: Iterable[Idea]) -> dict[int, str]:
    """Where the option made of each is now: "draft", "published" or "gone"; none for a misconception not used yet. Three
    queries at most, none when none is used.
    """
    used = [one for one in ideas if one.used_in]
    if not used:
        return {}
    version_id = module.current_version_id or 0
    published = {one.key: one.body.get("options", ()) for one in bank(session, version_id)}
    drafted = _drafted(open_draft_of(session, module.slug))
    return {one.id: harvest.place(one.used_in, published, drafted) for one in used}


def _drafted(draft: Draft | None) -> dict[str, list[str]]:
    if draft is None:
        return {}
    try:
        rows = entries.rows(texts_of(draft), "quiz")
    except editing.Unreadable:
        return {}
    return {str(row["id"]): [str(one.get("id")) for one in harvest.options_of(row)] for row in rows}
