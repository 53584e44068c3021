"""The life of a draft until it is published: opened, sent to be reviewed, taken back, dropped."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.authoring.models import REVIEW, WRITING, Draft, DraftAuthor, DraftFile, DraftMedia
from app.authoring.queries.drafts import draft_of, open_draft_of, package_of
from app.authoring.rules.skeleton import skeleton
from app.content.models import Module
from app.content.queries import module_by_slug
from app.content.rules.manifest import SLUG
from app.infra import audit
from app.infra.errors import DomainError


def open_draft(session: Session, person_id: int, slug: str, address: str, now: datetime) -> int:
    """Start a draft from what is published, or go back to the one that is open. Returns its id.

    Raises NotYours without such a module, DomainError "authoring.no_source" when its version was published before its
    texts were kept, "authoring.retired" when tutors no longer see it.
    """
    module = module_by_slug(session, slug)
    session.execute(select(Module.id).where(Module.id == module.id).with_for_update())  # a double click waits here
    going_on = open_draft_of(session, slug)
    if going_on is not None:
        return going_on.id
    if module.retired_at is not None:
        raise DomainError("authoring.retired")
    base = module.current
    if base is None or not base.files:
        raise DomainError("authoring.no_source")
    draft = Draft(slug=slug, module_id=module.id, base_id=base.id, address=address, opened_by=person_id, opened_at=now)
    draft.files = [_file(name, text, person_id, now) for name, text in base.files.items()]
    draft.media = [DraftMedia(name=name, **_shape(file)) for name, file in base.media.items()]
    return _opened(session, draft, now)


def new_module(
    session: Session,
    person_id: int,
    slug: str,
    title: str,
    address: str,
    now: datetime,
    files: Mapping[str, str] | None = None,
) -> int:
    """Start a module nobody has published, from `files` or from a skeleton. Returns the draft's id.

    Raises DomainError "authoring.bad_slug" and "authoring.slug_taken".
    """
    if not SLUG.fullmatch(slug):
        raise DomainError("authoring.bad_slug")
    known = session.scalar(select(Module.id).where(Module.slug == slug))
    if known is not None or open_draft_of(session, slug) is not None:
        raise DomainError("authoring.slug_taken", slug=slug)
    last = session.scalar(select(Module.position).order_by(Module.position.desc()).limit(1)) or 0
    draft = Draft(slug=slug, address=address, opened_by=person_id, opened_at=now)
    texts = files if files is not None else skeleton(slug, title, last + 1)
    draft.files = [_file(name, text, person_id, now) for name, text in texts.items()]
    return _opened(session, draft, now)


def _file(name: str, text: str, person_id: int, now: datetime) -> DraftFile:
    return DraftFile(name=name, text=text, saved_by=person_id, saved_at=now)


def _shape(file: Mapping[str, object]) -> dict[str, object]:
    return {key: file[key] for key in ("digest", "type", "width", "height")}


def _opened(session: Session, draft: Draft, now: datetime) -> int:
    session.add(draft)
    session.flush()
    session.add(DraftAuthor(draft_id=draft.id, person_id=draft.opened_by))
    audit.record(session, "authoring.opened", now, actor_id=draft.opened_by, object_type="draft", object_id=draft.id)
    return draft.id


def send_to_review(session: Session, person_id: int, draft_id: int, now: datetime) -> None:
    """Ask the others to review the draft: nothing in it moves meanwhile.

    Raises NotYours, DomainError "authoring.has_errors" (values: count) and "authoring.not_writing".
    """
    package, problems = package_of(draft_of(session, draft_id))
    if package is None:
        raise DomainError("authoring.has_errors", draft_id=draft_id, count=sum(p.level == "error" for p in problems))
    _move(session, draft_id, WRITING, "authoring.not_writing", state=REVIEW, sent_at=now)
    audit.record(session, "authoring.sent", now, actor_id=person_id, object_type="draft", object_id=draft_id)


def take_back(session: Session, draft_id: int) -> None:
    """Write again. Raises NotYours, DomainError "authoring.not_in_review"."""
    _move(session, draft_id, REVIEW, "authoring.not_in_review", state=WRITING, sent_at=None)


def _move(session: Session, draft_id: int, before: str, refusal: str, **values: object) -> None:
    moved = session.execute(update(Draft).where(Draft.id == draft_id, Draft.state == before).values(**values))
    if moved.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        draft_of(session, draft_id)
        raise DomainError(refusal, draft_id=draft_id)


def drop_draft(session: Session, person_id: int, draft_id: int, now: datetime) -> None:
    """Give the draft up: what is published does not change, and the draft can still be read.

    Raises NotYours, DomainError "authoring.settled".
    """
    dropped = session.execute(
        update(Draft)
        .where(Draft.id == draft_id, Draft.state.in_((WRITING, REVIEW)))
        .values(state="dropped", settled_at=now)
    )
    if dropped.rowcount != 1:  # type: ignore[attr-defined]  # CursorResult
        draft_of(session, draft_id)
        raise DomainError("authoring.settled", draft_id=draft_id)
    audit.record(session, "authoring.dropped", now, actor_id=person_id, object_type="draft", object_id=draft_id)
