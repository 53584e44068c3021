"""What reviewers say of a draft, and what they conclude."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.authoring.models import REVIEW, Draft, Remark, Verdict
from app.authoring.queries.drafts import digest_of, draft_of
from app.authoring.queries.review import authors_of
from app.infra import audit
from app.infra.errors import DomainError, NotYours

LONGEST = 2000  # characters


def remark(session: Session, person_id: int, draft_id: int, target: str, quote: str, words: str, now: datetime) -> int:
    """Say something of one thing of a draft, `target` being its path. Returns the remark's id.

    Raises NotYours, DomainError "authoring.no_words" and "authoring.settled".
    """
    draft = _open(session, draft_id)
    said = _words(words, draft_id)
    row = Remark(draft_id=draft.id, target=target, quote=quote[:LONGEST], words=said, author_id=person_id, at=now)
    session.add(row)
    session.flush()
    return row.id


def answer_remark(session: Session, person_id: int, remark_id: int, words: str, now: datetime) -> int:
    """Answer a remark. Returns the answer's id. Raises NotYours, DomainError as `remark`."""
    parent = _remark(session, remark_id)
    draft = _open(session, parent.draft_id)
    said = _words(words, draft.id)
    row = Remark(draft_id=draft.id, parent_id=parent.id, target=parent.target, words=said, author_id=person_id, at=now)
    session.add(row)
    session.flush()
    return row.id


def resolve(session: Session, person_id: int, remark_id: int, now: datetime, *, resolved: bool = True) -> None:
    """Say that a remark is settled, or open it again. Raises NotYours, DomainError "authoring.settled"."""
    _open(session, _remark(session, remark_id).draft_id)
    values = {"resolved_at": now, "resolved_by": person_id} if resolved else {"resolved_at": None, "resolved_by": None}
    session.execute(update(Remark).where(Remark.id == remark_id).values(**values))
    session.flush()


def judge(session: Session, person_id: int, draft_id: int, verdict: str, words: str, now: datetime) -> None:
    """Conclude a review: "good", or "changes", which needs words. It is about the content as it is now.

    Raises NotYours, DomainError "authoring.not_in_review", "authoring.own_draft" (nobody reviews themself) and
    "authoring.no_words".
    """
    draft = draft_of(session, draft_id)
    held = session.execute(
        select(Draft.id).where(Draft.id == draft_id, Draft.state == REVIEW).with_for_update()
    ).first()
    if held is None:
        raise DomainError("authoring.not_in_review", draft_id=draft_id)
    if person_id in authors_of(session, draft_id):
        raise DomainError("authoring.own_draft", draft_id=draft_id)
    said = _words(words, draft_id) if verdict == "changes" else words.strip()[:LONGEST]
    session.add(
        Verdict(draft_id=draft_id, reviewer_id=person_id, verdict=verdict, words=said, digest=digest_of(draft), at=now)
    )
    audit.record(session, "authoring.judged", now, actor_id=person_id, object_type="draft", object_id=draft_id)


def _open(session: Session, draft_id: int) -> Draft:
    draft = draft_of(session, draft_id)
    if draft.settled_at is not None:
        raise DomainError("authoring.settled", draft_id=draft_id)
    return draft


def _remark(session: Session, remark_id: int) -> Remark:
    found = session.scalars(select(Remark).where(Remark.id == remark_id, Remark.parent_id.is_(None))).first()
    if found is None:
        raise NotYours
    return found


def _words(words: str, draft_id: int) -> str:
    said = words.strip()[:LONGEST]
    if not said:
        raise DomainError("authoring.no_words", draft_id=draft_id)
    return said
