"""The images, films and captions of a draft: kept, shown in a lesson, taken away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.authoring.models import Draft, DraftMedia
from app.authoring.rules import showing
from app.authoring.services.files import Save, save_file, writing
from app.content.models import MediaItem
from app.content.rules.package import MediaFile
from app.infra.errors import DomainError, NotYours

MOST = 60  # files in a module


def add_media(session: Session, person_id: int, draft_id: int, file: MediaFile) -> str:
    """Keep a file under its name, or a name beside it when another content has that one. Returns the name.

    Raises NotYours, DomainError "authoring.not_writing", "authoring.many_files".
    """
    draft = writing(session, person_id, draft_id)
    name = showing.free_name(file.name, {one.name: one.digest for one in draft.media}, file.digest)
    _keep(session, draft, name, file)
    return name


def replace_media(session: Session, person_id: int, draft_id: int, name: str, file: MediaFile) -> None:
    """Put a file in the place of the one of this name: lessons show it without a change. Raises NotYours, DomainError
    "authoring.not_writing", "authoring.other_kind" when it is not of the same type.
    """
    draft = writing(session, person_id, draft_id)
    if _named(draft, name).type != file.type:
        raise DomainError("authoring.other_kind", draft_id=draft_id, name=name)
    _keep(session, draft, name, file)


def show_media(
    session: Session, person_id: int, draft_id: int, lesson: tuple[str, Save], files: Sequence[MediaFile], now: datetime,
    *, title: str, words: str,
) -> int:  # fmt: skip
    """Save a lesson's text with a block at its end that shows a file, and keep the file. Returns the text's new revision.

    `lesson`: the file and what the page sent. `files`: an image, whose alternative text is `words`; or a film and its captions,
    whose transcript is `words`. Raises as save_file and add_media do; nothing is then kept.
    """
    name, save = lesson
    names = [add_media(session, person_id, draft_id, file) for file in files]
    text = showing.with_block(save.text, block(names, title, words))
    return save_file(session, person_id, draft_id, name, Save(text, save.revision, save.tab, save.count), now)


def block(names: Sequence[str], title: str, words: str) -> str:
    """The block that shows an image, or a film with its captions."""
    if len(names) == 1:
        return showing.figure(names[0], title, words)
    return showing.video(names[0], title, names[1], words)


def remove_media(session: Session, person_id: int, draft_id: int, name: str) -> None:
    """Take a file away from the draft; published versions keep it. Raises NotYours, DomainError "authoring.not_writing"."""
    draft = writing(session, person_id, draft_id)
    draft.media.remove(_named(draft, name))
    session.flush()


def _named(draft: Draft, name: str) -> DraftMedia:
    for one in draft.media:
        if one.name == name:
            return one
    raise NotYours


def keep_content(session: Session, file: MediaFile) -> None:
    """Keep the bytes of a file under their digest, unless they are."""
    if session.get(MediaItem, file.digest) is None:
        session.add(MediaItem(digest=file.digest, type=file.type, size=len(file.data), data=file.data))
        session.flush()


def shape_of(file: MediaFile) -> dict[str, Any]:
    """What a draft keeps of a file beside its name."""
    return {"digest": file.digest, "type": file.type, "width": file.width, "height": file.height}


def _keep(session: Session, draft: Draft, name: str, file: MediaFile) -> None:
    keep_content(session, file)
    shape = shape_of(file)
    known = next((one for one in draft.media if one.name == name), None)
    if known is not None:
        for field, value in shape.items():
            setattr(known, field, value)
    elif len(draft.media) >= MOST:
        raise DomainError("authoring.many_files", draft_id=draft.id, most=MOST)
    else:
        draft.media.append(DraftMedia(name=name, **shape))
    session.flush()
