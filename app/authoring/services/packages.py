"""A module's folder, zipped, becomes a draft: whole, or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.authoring.models import DraftMedia
from app.authoring.queries.drafts import draft_of, open_draft_of
from app.authoring.services.drafts import new_module, open_draft
from app.authoring.services.files import keep, writing
from app.authoring.services.media import keep_content, shape_of
from app.content.models import Module
from app.content.rules.package import MediaFile
from app.infra.errors import DomainError


def import_package(
    session: Session, person_id: int, slug: str, contents: tuple[Mapping[str, str], Sequence[MediaFile]],
    address: str, now: datetime, *, replace: bool = False,
) -> int:  # fmt: skip
    """Make a draft of the module `slug` hold these texts and files, and nothing else. Returns its id.

    The module may be new; the draft that is open is written over only if `replace`. Raises DomainError
    "authoring.bad_slug", "authoring.draft_open" (values: draft_id), "authoring.not_writing", "authoring.no_source".
    """
    texts, media = contents
    going_on = open_draft_of(session, slug)
    if going_on is not None and not replace:
        raise DomainError("authoring.draft_open", draft_id=going_on.id)
    if going_on is None and session.scalar(select(Module.id).where(Module.slug == slug)) is None:
        draft_id = new_module(session, person_id, slug, "", address, now, texts)
    else:
        draft_id = open_draft(session, person_id, slug, address, now) if going_on is None else going_on.id
    draft = writing(session, person_id, draft_id)
    for file in [file for file in draft.files if file.name not in texts]:
        draft.files.remove(file)
    known = {file.name: file.text for file in draft.files}
    for name, text in texts.items():
        if known.get(name) != text:
            keep(draft, name, text, person_id, now)
    draft.media.clear()
    session.flush()
    for one in media:
        keep_content(session, one)
        draft.media.append(DraftMedia(name=one.name, **shape_of(one)))
    session.flush()
    return draft_of(session, draft_id).id
