"""Who wrote a draft, what is said of it, and whether it may be published."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.accounts.models import Person
from app.authoring.models import Draft, DraftAuthor, Remark, Verdict
from app.authoring.queries.drafts import OPEN, digest_of

MOST_WAITING = 200  # shown at once


@dataclass(frozen=True)
class Said:
    """A remark or an answer, with who said it."""

    id: int
    target: str
    quote: str
    words: str
    who: str
    at: datetime
    resolved: bool
    answers: tuple["Said", ...] = ()


@dataclass(frozen=True)
class Judged:
    """A reviewer's conclusion. `stands` is whether the draft is still as they read it."""

    who: str
    verdict: str
    words: str
    at: datetime
    stands: bool


def authors_of(session: Session, draft_id: int) -> set[int]:
    """Whoever opened the draft or wrote in it. One query."""
    return set(session.scalars(select(DraftAuthor.person_id).where(DraftAuthor.draft_id == draft_id)))


def remarks_of(session: Session, draft_id: int) -> dict[str, list[Said]]:
    """What is said of each thing of a draft, by its path, oldest first. One query."""
    rows = session.execute(
        select(Remark, Person.first_name, Person.last_name)
        .join(Person, Person.id == Remark.author_id)
        .where(Remark.draft_id == draft_id)
        .order_by(Remark.at, Remark.id)
    ).all()
    answers: defaultdict[int, list[Said]] = defaultdict(list)
    for one, first, last in rows:
        if one.parent_id is not None:
            answers[one.parent_id].append(_said(one, first, last, ()))
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for one, first, last in rows:
        if one.parent_id is None:
            found[one.target].append(_said(one, first, last, tuple(answers[one.id])))
    return dict(found)


@dataclass(frozen=True)
class Waiting:
    """A remark that waits for one of the authors of an open draft."""

    id: int
    draft_id: int
    slug: str
    target: str
    words: str
    who: str
    at: datetime


def waiting_for(session: Session, person_id: int) -> list[Waiting]:
    """The remarks of others, not settled yet, on the open drafts where this person wrote; oldest first. One query."""
    rows = session.execute(
        select(Remark, Draft.slug, Person.first_name, Person.last_name)
        .join(Draft, Draft.id == Remark.draft_id)
        .join(DraftAuthor, DraftAuthor.draft_id == Draft.id)
        .join(Person, Person.id == Remark.author_id)
        .where(DraftAuthor.person_id == person_id, Remark.author_id != person_id, Draft.state.in_(OPEN))
        .where(Remark.parent_id.is_(None), Remark.resolved_at.is_(None))
        .order_by(Remark.at, Remark.id)
        .limit(MOST_WAITING)
    )
    return [
        Waiting(one.id, one.draft_id, slug, one.target, one.words, f"{first} {last[:1]}.", one.at)
        for one, slug, first, last in rows
    ]


def _said(one: Remark, first: str, last: str, answers: tuple[Said, ...]) -> Said:
    who = f"{first} {last[:1]}."
    return Said(one.id, one.target, one.quote, one.words, who, one.at, one.resolved_at is not None, answers)


def open_remarks(session: Session, draft_ids: list[int]) -> Mapping[int, int]:
    """By draft, how many remarks are not settled. One query."""
    counted = select(Remark.draft_id, func.count()).where(
        Remark.draft_id.in_(draft_ids), Remark.parent_id.is_(None), Remark.resolved_at.is_(None)
    )
    return dict(session.execute(counted.group_by(Remark.draft_id)).all())


def verdicts_of(session: Session, draft: Draft) -> list[Judged]:
    """What reviewers concluded, newest first. One query."""
    now = digest_of(draft)
    rows = session.execute(
        select(Verdict, Person.first_name, Person.last_name)
        .join(Person, Person.id == Verdict.reviewer_id)
        .where(Verdict.draft_id == draft.id)
        .order_by(Verdict.at.desc(), Verdict.id.desc())
    )
    return [
        Judged(f"{first} {last[:1]}.", one.verdict, one.words, one.at, one.digest == now) for one, first, last in rows
    ]


def agreed(session: Session, draft: Draft) -> int:
    """How many reviewers find the draft, as it now is, good to publish: each by the last thing they said. One query."""
    rows = session.execute(
        select(Verdict.reviewer_id, Verdict.verdict, Verdict.digest)
        .where(Verdict.draft_id == draft.id)
        .order_by(Verdict.at, Verdict.id)
    )
    last = {reviewer_id: (verdict, digest) for reviewer_id, verdict, digest in rows}
    now = digest_of(draft)
    return sum(said == ("good", now) for said in last.values())
