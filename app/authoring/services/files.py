"""The texts of a draft: saved as they are written, lessons added and moved."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from app.authoring.models import WRITING, Draft, DraftAuthor, DraftFile
from app.authoring.queries.drafts import draft_of, texts_of
from app.authoring.queries.prerequisites import FILE, asked_for
from app.authoring.rules import about, naming
from app.content.rules import editing
from app.content.rules.prerequisites import circle
from app.infra.errors import DomainError, NotYours
from app.infra.orm import fold

LARGEST = 300_000  # characters: a lesson is two pages
BREAKS = re.compile("\r\n?")  # a browser ends lines so


@dataclass(frozen=True)
class Save:
    """What a page sends: the text, the revision it started from, and with a script its tab and that tab's growing count."""

    text: str
    revision: int
    tab: str = ""
    count: int = 0


def writing(session: Session, person_id: int, draft_id: int) -> Draft:
    """The draft, held until this transaction ends, if it may be written in; the person becomes one of its authors.

    Raises NotYours, DomainError "authoring.not_writing".
    """
    held = session.execute(
        select(Draft.id).where(Draft.id == draft_id, Draft.state == WRITING).with_for_update()
    ).first()
    draft = draft_of(session, draft_id)
    if held is None:
        raise DomainError("authoring.not_writing", draft_id=draft_id)
    if session.get(DraftAuthor, (draft_id, person_id)) is None:
        session.add(DraftAuthor(draft_id=draft_id, person_id=person_id))
    return draft


def file_in(draft: Draft, name: str) -> DraftFile:
    """A text of the draft. Raises NotYours."""
    for file in draft.files:
        if file.name == name:
            return file
    raise NotYours


def save_file(session: Session, person_id: int, draft_id: int, name: str, save: Save, now: datetime) -> int:
    """Keep a text and return its new revision.

    Accepted when the same tab comes back with a higher count, or when nobody has saved since the revision it started
    from. Raises NotYours, DomainError "authoring.not_writing", "authoring.too_long", "content.circle" when the modules that
    module.yaml asks for ask for it, and "authoring.conflict" when somebody else has written since: nothing is then overwritten.
    """
    draft = writing(session, person_id, draft_id)
    file, words = file_in(draft, name), BREAKS.sub("\n", save.text).replace("\0", "")
    if len(words) > LARGEST:
        raise DomainError("authoring.too_long", draft_id=draft_id, limit=LARGEST)
    if name == FILE:
        _refuse_circle(session, draft, words)
    same_tab = and_(DraftFile.tab == save.tab, DraftFile.count < save.count, DraftFile.saved_by == person_id)
    fresh = DraftFile.revision == save.revision
    kept = session.execute(
        update(DraftFile)
        .where(DraftFile.id == file.id, or_(same_tab, fresh) if save.tab else fresh)
        .values(revision=DraftFile.revision + 1, tab=save.tab, count=save.count)
        .values(text=words, saved_by=person_id, saved_at=now)
    )
    if kept.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        raise DomainError("authoring.conflict", draft_id=draft_id)
    session.refresh(file)
    return file.revision


def _refuse_circle(session: Session, draft: Draft, text: str) -> None:
    """A module that would come before itself, published modules and open drafts together, is not saved."""
    found = circle(asked_for(session, draft, text), draft.slug) if about.requires(text) else ()
    if found:
        raise DomainError("content.circle", path=" → ".join(found))


def keep(draft: Draft, name: str, text: str, person_id: int, now: datetime) -> None:
    """Write a text of a draft that is held, whatever its revision: a new file, or one changed entry by entry."""
    for file in draft.files:
        if file.name == name:
            file.text, file.revision, file.tab = text, file.revision + 1, ""
            file.saved_by, file.saved_at = person_id, now
            return
    draft.files.append(DraftFile(name=name, text=text, saved_by=person_id, saved_at=now))


def add_lesson(session: Session, person_id: int, draft_id: int, title: str, now: datetime) -> str:
    """Add an empty lesson after the others. Returns its key. Raises NotYours, DomainError "authoring.not_writing"."""
    draft = writing(session, person_id, draft_id)
    taken = {one.key for one in naming.lessons(texts_of(draft))}
    key = naming.key_for(fold(title), taken)
    keep(draft, naming.file_of(len(taken) + 1, key), f"# {title}\n", person_id, now)
    session.flush()
    return key


def translate_lesson(session: Session, person_id: int, draft_id: int, key: str, now: datetime) -> None:
    """Start the English of a lesson from its French, unless it is there. Raises NotYours, DomainError "authoring.not_writing"."""
    draft = writing(session, person_id, draft_id)
    for one in naming.lessons(texts_of(draft)):
        if one.key == key and "fr" in one.files:
            if "en" not in one.files:
                text = file_in(draft, one.files["fr"]).text
                keep(draft, naming.file_of(one.position, key, "en"), text, person_id, now)
                session.flush()
            return
    raise NotYours


def translate_manifest(session: Session, person_id: int, draft_id: int, keys: Collection[str], now: datetime) -> None:
    """Start the English of module.yaml from its French, unless it is there: its `keys`. Raises NotYours, DomainError
    "authoring.not_writing", "authoring.unreadable".
    """
    draft = writing(session, person_id, draft_id)
    texts = texts_of(draft)
    if "module.en.yaml" in texts:
        return
    value = about.read(texts.get("module.yaml", ""))
    if value is None:
        raise DomainError("authoring.unreadable", draft_id=draft_id)
    said = {key: value[key] for key in value if key in keys}
    keep(draft, "module.en.yaml", editing.written(said), person_id, now)
    session.flush()


def move_lesson(session: Session, person_id: int, draft_id: int, key: str, places: int) -> None:
    """Move a lesson down by `places` (up when negative), in every language. Raises NotYours, DomainError "authoring.not_writing"."""
    draft = writing(session, person_id, draft_id)
    _rename(session, draft, naming.moved(texts_of(draft), key, places))


def remove_lesson(session: Session, person_id: int, draft_id: int, key: str) -> None:
    """Take a lesson away, in every language; the others close up. Raises NotYours, DomainError "authoring.not_writing"."""
    draft = writing(session, person_id, draft_id)
    gone = {name for one in naming.lessons(texts_of(draft)) if one.key == key for name in one.names}
    if not gone:
        raise NotYours
    for file in [file for file in draft.files if file.name in gone]:
        draft.files.remove(file)
    session.flush()
    _rename(session, draft, naming.closed_up(texts_of(draft)))


def _rename(session: Session, draft: Draft, names: dict[str, str]) -> None:
    """Two steps, since two names may change places and a name is unique."""
    files = [file for file in draft.files if names.get(file.name, file.name) != file.name]
    wanted = [names[file.name] for file in files]
    for file in files:
        file.name = f"~{file.name}"
    session.flush()
    for file, name in zip(files, wanted, strict=True):
        file.name = name
    session.flush()
