"""A draft at a glance: what it holds, what is wrong in it, what others say, and the next thing to do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.authoring.models import REVIEW, WRITING, Draft, DraftAuthor, DraftFile
from app.authoring.queries.drafts import changes_of, package_of, texts_of
from app.authoring.queries.review import Judged, agreed, open_remarks, verdicts_of
from app.authoring.rules import entries, naming
from app.authoring.rules.changes import Change, unmarked
from app.authoring.settings import REVIEWERS
from app.content.rules import Problem, editing, located
from app.content.rules.package import ERROR, WARNING, Notes
from app.infra import settings


@dataclass(frozen=True)
class Desk:
    """What a draft's first page shows. `banks` say how many entries each file holds, None when it cannot be read entry by
    entry. `saved_at` is the last time anything was.
    """

    draft: Draft
    title: str
    lessons: tuple[naming.LessonFiles, ...]
    banks: Mapping[str, int | None]
    others: tuple[DraftFile, ...]
    problems: tuple[Problem, ...]
    changes: tuple[Change, ...]
    unmarked: int
    remarks: int
    verdicts: tuple[Judged, ...]
    agreed: int
    needed: int
    authors: tuple[str, ...]
    mine: bool
    saved_at: datetime

    @property
    def errors(self) -> int:
        """How many problems forbid publishing."""
        return sum(one.level == ERROR for one in self.problems)

    @property
    def warnings(self) -> int:
        """How many problems are to be looked at."""
        return sum(one.level == WARNING for one in self.problems)

    @property
    def next(self) -> str:
        """What is to be done next: checks, remarks, send, review, wait, changes, publish; "" once settled."""
        if self.draft.state not in (WRITING, REVIEW):
            return ""
        if self.errors:
            return "checks"
        if self.draft.base_id is not None and not self.changes:
            return "write"
        if self.agreed < self.needed:
            if self.draft.state == WRITING:
                return "remarks" if self.remarks else "send"
            return "wait" if self.mine else "review"
        return "changes" if self.draft.base_id is not None and self.unmarked else "publish"


def desk(session: Session, draft: Draft, person_id: int, now: datetime) -> Desk:
    """The first page of a draft, for one of the trainers. Seven queries."""
    texts = texts_of(draft)
    _package, problems = package_of(draft)
    changes = changes_of(session, draft)
    people = session.execute(
        select(Person.id, Person.first_name, Person.last_name)
        .join(DraftAuthor, DraftAuthor.person_id == Person.id)
        .where(DraftAuthor.draft_id == draft.id)
        .order_by(Person.last_name, Person.id)
    ).all()
    known = {name for one in naming.lessons(texts) for name in one.names}
    known |= {entries.file_of(bank, lang) for bank in entries.BANKS for lang in ("fr", "en")}
    return Desk(
        draft=draft,
        title=title_of(texts) or draft.slug,
        lessons=tuple(naming.lessons(texts)),
        banks={bank: count(texts, bank) for bank in entries.BANKS},
        others=tuple(file for file in draft.files if file.name not in known),
        problems=tuple(problems),
        changes=tuple(changes),
        unmarked=len(unmarked(changes, draft.marks)),
        remarks=open_remarks(session, [draft.id]).get(draft.id, 0),
        verdicts=tuple(verdicts_of(session, draft)),
        agreed=agreed(session, draft),
        needed=settings.values(session, now)[REVIEWERS],
        authors=tuple(f"{first} {last[:1]}." for _id, first, last in people),
        mine=person_id in {one for one, _first, _last in people},
        saved_at=max((file.saved_at for file in draft.files), default=draft.opened_at),
    )


def count(texts: Mapping[str, str], bank: str) -> int | None:
    """How many entries a bank holds, or None when its file cannot be read entry by entry."""
    try:
        return len(editing.entries(texts.get(entries.file_of(bank), "")))
    except editing.Unreadable:
        return None


def manifest_of(texts: Mapping[str, str]) -> Mapping[str, Any]:
    """What module.yaml says, as far as it can be read."""
    value = located.load(texts.get("module.yaml", ""), Notes("", []))
    return value if isinstance(value, dict) else {}


def title_of(texts: Mapping[str, str]) -> str:
    """The title that module.yaml gives, or ""."""
    title = manifest_of(texts).get("title")
    return title if isinstance(title, str) else ""
