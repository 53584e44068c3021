"""The questions and scenarios of a draft, one at a time: everything else in their file stays as it was written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.authoring.models import Draft
from app.authoring.queries.drafts import texts_of
from app.authoring.rules import entries
from app.authoring.services.files import keep, writing
from app.content.rules import editing
from app.infra.errors import DomainError, NotYours

Entry = Mapping[str, Any]
LANGUAGES = ("fr", "en")


@contextmanager
def readable(draft: Draft) -> Iterator[None]:
    """What a file cannot give is said: it was written by hand, and is to be put right by hand."""
    try:
        yield
    except editing.Unreadable as error:
        raise DomainError("authoring.unreadable", draft_id=draft.id) from error
    except (editing.Unknown, KeyError) as error:
        raise NotYours from error


def save_entry(
    session: Session, person_id: int, draft_id: int, place: tuple[str, str, str], row: Entry, seen: str, now: datetime
) -> None:
    """Write an entry anew. `place` is its bank, its id and its language; `seen` the stamp of what the page started from, ""
    for a translation that was not there.

    Raises NotYours, DomainError "authoring.not_writing", "authoring.unreadable", and "authoring.conflict" when somebody
    else has changed that entry since: nothing is then overwritten.
    """
    draft, (bank, key, lang) = writing(session, person_id, draft_id), place
    with readable(draft):
        texts, name = texts_of(draft), entries.file_of(bank, lang)
        current = entries.row(texts, bank, key, lang)
        if entries.stamp(current) != seen:
            raise DomainError("authoring.conflict", draft_id=draft_id)
        if current is None and entries.row(texts, bank, key) is None:
            raise NotYours
        row = {**row, "id": key}
        text = texts.get(name, "")
        new = editing.replaced(text, key, row) if current is not None else editing.added(text, row)
        keep(draft, name, new, person_id, now)
    session.flush()


def add_entry(session: Session, person_id: int, draft_id: int, bank: str, row: Entry, now: datetime) -> str:
    """Add an entry at the end of a bank. Its id, made different from every other if need be, is returned.

    Raises NotYours, DomainError "authoring.not_writing", "authoring.unreadable".
    """
    draft = writing(session, person_id, draft_id)
    with readable(draft):
        texts, name = texts_of(draft), entries.file_of(bank)
        key = entries.free(str(row["id"]), entries.ids(texts))
        keep(draft, name, editing.added(texts.get(name, ""), {**row, "id": key}), person_id, now)
    session.flush()
    return key


def copy_entry(session: Session, person_id: int, draft_id: int, bank: str, key: str, now: datetime) -> str:
    """Write an entry twice, in every language, the second right below. Returns its id. Raises as `add_entry`."""
    draft = writing(session, person_id, draft_id)
    with readable(draft):
        texts = texts_of(draft)
        new = entries.free(f"{key}-copie", entries.ids(texts))
        for lang in LANGUAGES:
            row, name = entries.row(texts, bank, key, lang), entries.file_of(bank, lang)
            if row is None and lang == "fr":
                raise NotYours
            if row is not None:
                keep(draft, name, editing.added(texts[name], {**row, "id": new}, key), person_id, now)
    session.flush()
    return new


def remove_entry(session: Session, person_id: int, draft_id: int, bank: str, key: str, now: datetime) -> None:
    """Take an entry out of its bank, in every language. What was answered of it stays. Raises as `add_entry`."""
    draft = writing(session, person_id, draft_id)
    with readable(draft):
        texts = texts_of(draft)
        if entries.row(texts, bank, key) is None:
            raise NotYours
        for lang in LANGUAGES:
            name = entries.file_of(bank, lang)
            if entries.row(texts, bank, key, lang) is not None:
                keep(draft, name, editing.removed(texts[name], key), person_id, now)
    session.flush()


def move_entry(
    session: Session, person_id: int, draft_id: int, bank: str, key: str, places: int, now: datetime
) -> None:
    """Move an entry down by `places` in its bank (up when negative). Raises as `add_entry`."""
    draft = writing(session, person_id, draft_id)
    with readable(draft):
        name = entries.file_of(bank)
        keep(draft, name, editing.moved(texts_of(draft).get(name, ""), key, places), person_id, now)
    session.flush()
