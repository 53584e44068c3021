"""Questions of another platform, added to a bank all at once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.authoring.queries.drafts import texts_of
from app.authoring.rules import entries
from app.authoring.services.entries import readable
from app.authoring.services.files import LARGEST, keep, writing
from app.authoring.services.media import add_media
from app.content.rules import editing
from app.content.rules.package import MediaFile
from app.infra.errors import DomainError


def import_questions(
    session: Session, person_id: int, draft_id: int, bank: str, rows: Sequence[tuple[Mapping[str, Any], MediaFile | None]],
    now: datetime,
) -> list[str]:  # fmt: skip
    """Add entries at the end of a bank, each with its image if it has one. Returns their ids, made different from every other.

    All or none. Raises NotYours, DomainError "authoring.not_writing", "authoring.unreadable", "authoring.many_files",
    "authoring.too_long".
    """
    draft = writing(session, person_id, draft_id)
    with readable(draft):
        texts, name = texts_of(draft), entries.file_of(bank)
        taken, added = entries.ids(texts), []
        for row, image in rows:
            key = entries.free(str(row["id"]), taken)
            shown = {"image": add_media(session, person_id, draft_id, image)} if image is not None else {}
            added.append({**row, **shown, "id": key})
            taken.add(key)
        text = editing.extended(texts.get(name, ""), added) if added else texts.get(name, "")
    if len(text) > LARGEST:
        raise DomainError("authoring.too_long", draft_id=draft_id, limit=LARGEST)
    if added:
        keep(draft, name, text, person_id, now)
    session.flush()
    return [str(row["id"]) for row in added]
