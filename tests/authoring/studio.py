"""Trainers and drafts, in one line each, for tests that need them."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.authoring import services
from app.authoring.models import Draft
from app.authoring.queries.drafts import changes_of, draft_of, texts_of
from app.infra.db import db, write
from tests import factories as make
from tests.authoring.packages import published, read
from tests.conftest import NOW
from tests.content import packages

SLUG = packages.SLUG


def trainer(**values: Any) -> int:
    """A trainer's id."""
    return make.person("trainer", **values).id


def opened(tmp_path: Path, person_id: int, slug: str = SLUG) -> int:
    """The small package published from the folder, and a draft of it."""
    published(read(tmp_path, slug))
    return write(partial(services.open_draft, person_id=person_id, slug=slug, address=f"a-{slug}", now=NOW))


def texts(draft_id: int) -> dict[str, str]:
    return texts_of(draft_of(db.session, draft_id))


def saved(person_id: int, draft_id: int, name: str, text: str, revision: int = 1, **more: Any) -> int:
    save = services.Save(text, revision, **more)
    return write(partial(services.save_file, person_id=person_id, draft_id=draft_id, name=name, save=save, now=NOW))


def replaced(person_id: int, draft_id: int, name: str, old: str, new: str) -> None:
    """A text of the draft with `old` become `new`."""
    text = texts(draft_id)[name]
    assert old in text
    revision = next(file.revision for file in draft_of(db.session, draft_id).files if file.name == name)
    saved(person_id, draft_id, name, text.replace(old, new), revision)


def marked(draft_id: int, said: str = "", **paths: str) -> None:
    """Every change of the draft marked: with `said`, else as suggested; some by name."""

    def act(session: Session) -> None:
        found = changes_of(session, draft_of(session, draft_id))
        marks: Mapping[str, str] = {one.path: paths.get(one.path, said or one.suggested) for one in found}
        services.mark(session, draft_id, marks)

    write(act)


def reviewed(draft_id: int, person_id: int, reviewer_id: int, verdict: str = "good", words: str = "") -> None:
    """Sent, then judged."""
    write(partial(services.send_to_review, person_id=person_id, draft_id=draft_id, now=NOW))
    judged(draft_id, reviewer_id, verdict, words)


def judged(draft_id: int, reviewer_id: int, verdict: str = "good", words: str = "") -> None:
    write(partial(services.judge, person_id=reviewer_id, draft_id=draft_id, verdict=verdict, words=words, now=NOW))


def publish(draft_id: int, person_id: int) -> int:
    return write(partial(services.publish_draft, person_id=person_id, draft_id=draft_id, now=NOW))


def row(draft_id: int) -> Draft:
    return draft_of(db.session, draft_id)
